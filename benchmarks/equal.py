"""How alike the pages of our site and of Hugo's are, address by address.

    python benchmarks/equal.py OURS HUGO                 a table, a line for each kind of page
    python benchmarks/equal.py OURS HUGO --show person   what differs on one page of that kind

Both folders hold built sites. A page is taken apart into tags with their attributes and words; what may differ between
two generators is made the same first: how addresses are written, hashes in the names of files, the order of
attributes, white space. Reads; writes nothing.
"""

import argparse
import difflib
import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import unquote

# A page of our own says its kind; the files of a feed are kinds by their names.
_KIND: Final = re.compile(rb'<body class="kind-([a-z-]+)"')
_FEEDS: Final = ("atom.xml", "rss.xml", "feed.json")
# Attributes of one address each; one in `srcset` stands before each width, one in `content` is seldom an address.
_ADDRESSES: Final = frozenset({"href", "src", "action", "data-suggest", "data-index", "data-search", "url"})
# Files whose names carry a hash: pictures with their shape and width, styles and scripts.
_FILE: Final = re.compile(r"[^\s\"',]*/([^\s\"',/]+)\.(avif|webp|jpg|png|svg|css|js)\b")
_HASH: Final = re.compile(r"(?:[-_.](?:hu_)?[0-9a-f]{8,64})+(?:-(?:photo|thumb|portrait)-\d+)?$")
_MARKUP: Final = re.compile(r"</?[a-z]")


def name_of_file(match: re.Match[str]) -> str:
    """A file without its folder, hash, shape and width: `anh-0.avif` of `../anh/anh-0-1a2b3c4d5e-thumb-240.avif`."""
    return f"{_HASH.sub('', match[1])}.{match[2]}"


def address_from(page: str, written: str) -> str:
    """Where an address that a page writes leads, from the site's root; one of another site as it is."""
    written = unquote(written)
    if re.match(r"[a-z]+:|#|$", written):
        return written
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(page), written))


class _Tokens(HTMLParser):
    """Tags and words in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.found: list[str] = []
        self._data: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = sorted(self._attribute(name, value) for name, value in attrs)
        self.found.append(" ".join((f"<{tag}", *said)) + ">")
        self._data = [] if ("type", "application/ld+json") in attrs else None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def _attribute(self, name: str, value: str | None) -> str:
        if not value:
            return name
        if name in _ADDRESSES:
            value = address_from(self.page, value)
        return f'{name}="{_FILE.sub(name_of_file, " ".join(value.split()))}"'

    def handle_endtag(self, tag: str) -> None:
        if self._data is not None:
            self.found += tokens_of_json(json.loads("".join(self._data)))
            self._data = None
        self.found.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._data is not None:
            self._data.append(data)
        elif _MARKUP.search(data):
            # The text of an article in a feed, where its tags are escaped.
            self.found += tokens_of_markup(data, self.page)
        else:
            self.found += _FILE.sub(name_of_file, data).split()


def tokens_of_markup(text: str, page: str) -> list[str]:
    """The tags and words of HTML or XML."""
    tokens = _Tokens(page)
    tokens.feed(text)
    tokens.close()
    return tokens.found


def tokens_of_json(value: object, path: str = "") -> Iterator[str]:
    """Each value with the keys that lead to it; the order of keys is nobody's."""
    if isinstance(value, dict):
        for key in sorted(value):
            yield from tokens_of_json(value[key], f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from tokens_of_json(item, path)
    elif isinstance(value, str) and _MARKUP.search(value):
        yield from tokens_of_markup(value, path)
    else:
        yield f"{path}: {_FILE.sub(name_of_file, str(value))}"


def tokens_of(file: Path, page: str) -> list[str]:
    """What stands in a page or a feed."""
    text = file.read_text("utf-8")
    return list(tokens_of_json(json.loads(text))) if file.suffix == ".json" else tokens_of_markup(text, page)


def share_alike(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """The share of the tokens of both that the other has as well, wherever they stand."""
    here, there = Counter(ours), Counter(theirs)
    whole = here.total() + there.total()
    return 2 * (here & there).total() / whole if whole else 1.0


# ---- two sites ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """The pages of one kind: the addresses that both sites have, and how many only ours has."""

    name: str
    common: tuple[str, ...]
    only_ours: int


def kinds_of(ours: Path, theirs: Path) -> Iterator[Kind]:
    """Our kinds of page, the most bytes first."""
    pages: dict[str, list[str]] = {}
    for file in sorted(ours.rglob("*")):
        if name := kind_of(file):
            pages.setdefault(name, []).append(file.relative_to(ours).as_posix())
    by_bytes = sorted(pages, key=lambda name: -sum((ours / page).stat().st_size for page in pages[name]))
    for name in by_bytes:
        common = tuple(page for page in pages[name] if (theirs / page).is_file())
        yield Kind(name, common, len(pages[name]) - len(common))


def kind_of(file: Path) -> str:
    """What our file is a page of; nothing where it is no page."""
    if file.name in _FEEDS:
        return file.name
    match = _KIND.search(file.read_bytes()) if file.suffix == ".html" else None
    return match[1].decode() if match else ""


def table(ours: Path, theirs: Path, most: int, seed: int) -> Iterator[str]:
    """A line for each kind: how many pages, their bytes on both sides, and how alike some of them are.

    A page is the same if its tokens are, in their order.
    """
    yield "| kind | pages | only ours | MB: thidua | Hugo | ratio | tokens alike | least alike | the same |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    whole = Counter[str]()
    for kind in kinds_of(ours, theirs):
        counts = Counter(pages=len(kind.common), only_ours=kind.only_ours)
        for page in kind.common:
            counts.update(ours=(ours / page).stat().st_size, theirs=(theirs / page).stat().st_size)
        sample = Random(seed).sample(kind.common, min(most, len(kind.common)))
        both = [(tokens_of(ours / page, page), tokens_of(theirs / page, page)) for page in sample]
        yield _line(kind.name, counts, both)
        whole += counts
    yield _line("**all**", whole, ())


def _line(name: str, counts: Mapping[str, int], both: Sequence[tuple[list[str], list[str]]]) -> str:
    here, there = counts["ours"], counts["theirs"]
    cells = [name, f"{counts['pages']:,}", f"{counts['only_ours']:,}", f"{here / 1e6:.2f}", f"{there / 1e6:.2f}"]
    cells.append(f"{there / here:.3f}" if here else "–")
    if both:
        alike, same = [share_alike(*each) for each in both], sum(ours == theirs for ours, theirs in both)
        cells += [f"{sum(alike) / len(alike):.2%}", f"{min(alike):.2%}", f"{same} of {len(both)}"]
    else:
        cells += ["–", "–", "–"]
    return f"| {' | '.join(cells)} |"


def difference(ours: Path, theirs: Path, page: str) -> Iterator[str]:
    """What differs on one page, a token a line."""
    here, there = (tokens_of(site / page, page) for site in (ours, theirs))
    return difflib.unified_diff(here, there, f"thidua/{page}", f"hugo/{page}", lineterm="")


def main() -> None:
    """Print the table, or what differs on one page."""
    parser = argparse.ArgumentParser(description="Compare the pages of our built site with those of Hugo's.")
    parser.add_argument("ours", type=Path)
    parser.add_argument("hugo", type=Path)
    parser.add_argument("--sample", type=int, default=100, help="how many pages of a kind are taken apart")
    parser.add_argument("--seed", type=int, default=1, help="which")
    parser.add_argument("--show", metavar="KIND", help="a kind, or the address of a page")
    arguments = parser.parse_args()
    if not arguments.show:
        for line in table(arguments.ours, arguments.hugo, arguments.sample, arguments.seed):
            print(line)
        return
    pages = [
        page for kind in kinds_of(arguments.ours, arguments.hugo) if kind.name == arguments.show for page in kind.common
    ]
    page = Random(arguments.seed).choice(pages) if pages else arguments.show
    print("\n".join(difference(arguments.ours, arguments.hugo, page)) or f"{page}: nothing differs")


if __name__ == "__main__":
    main()
