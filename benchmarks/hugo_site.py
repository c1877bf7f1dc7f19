"""The same site for Hugo: every page of a project's plan, with what it shows, as Hugo reads it best.

    python benchmarks/hugo_site.py PROJECT OUT

Each page is a file of front matter, an article with its Markdown below; content adapters were
slower (39 s against 29 s for 62,000 pages). Records that many pages show lie in data/ and are
looked up by id, so that a new name is one edit for Hugo too. Hugo gets our plan for nothing: which
pages there are, what each lists and in what order.
"""

import argparse
import dataclasses
import datetime as dt
import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[0] = str(ROOT)

import build  # noqa: E402 - lies in the folder just named

build.prepare()
build.enter()

from benchmarks.corpus import AS_OF  # noqa: E402
from thidua.addresses import ROOT as MARK  # noqa: E402
from thidua.pages import Page  # noqa: E402
from thidua.pipeline import Order, plan_of  # noqa: E402
from thidua.records import (  # noqa: E402
    Article,
    Award,
    Campaign,
    Collective,
    Decision,
    Giver,
    Person,
    Picture,
    Place,
    Portrait,
    StaticPage,
    Unit,
)
from thidua.related import Related  # noqa: E402
from thidua.scalars import Period, moment  # noqa: E402
from thidua.vietnamese import initials, iso, long_date, weekday_time  # noqa: E402

FROM: Final = ROOT / "benchmarks" / "hugo"
# Records that many pages show: written once each, named by id wherever they stand.
DATASETS: Final[Mapping[type, str]] = {
    Person: "people",
    Collective: "collectives",
    Unit: "units",
    Award: "awards",
    Decision: "decisions",
    Campaign: "campaigns",
}
# Hugo makes these by itself.
_ITS_OWN: Final = frozenset({"not_found", "sitemap", "robots"})
# Hugo's output format for each file of a feed.
FEEDS: Final[Mapping[str, str]] = {"atom.xml": "atom", "rss.xml": "rss", "feed.json": "jsonfeed"}

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
Record = Person | Collective | Unit | Award | Decision | Campaign


class Converter:
    """Turns what pages show into plain values, and gathers the records that it met."""

    def __init__(self) -> None:
        self.records: dict[str, dict[str, Plain]] = {name: {} for name in DATASETS.values()}

    def plain(self, value: object) -> Plain:
        """The value without our types: a record becomes its id, an article the path of its page."""
        match value:
            case None | bool() | int() | str():
                return value
            case Article() | Related():
                article = value.article if isinstance(value, Related) else value
                return "/" + article.address.removesuffix(".html")
            case Person() | Collective() | Unit() | Award() | Decision() | Campaign():
                return self.met(value)
            case Place() | Giver():
                return value.name
            case Picture() | Portrait():
                return {"file": value.file.path.removeprefix("content/")} | self.fields(value, ("file", "focus"))
            case Period():
                return value.label
            case dt.datetime() | dt.date():
                return _day(value)
            case Mapping():
                return {str(key): self.plain(item) for key, item in value.items()}
            case Sequence():
                return [self.plain(item) for item in value]
        return self.fields(value, ())

    def met(self, record: Record) -> str:
        """The record's id; the record itself is written once."""
        kept = self.records[DATASETS[type(record)]]
        if record.id not in kept:
            kept[record.id] = None
            kept[record.id] = self.fields(record, ("id", "consent", "revocation"))
        return record.id

    def fields(self, value: object, hidden: Iterable[str]) -> dict[str, Plain]:
        """A record as a table of what it says."""
        if not dataclasses.is_dataclass(value):
            raise TypeError(f"{type(value).__name__} has no place in a Hugo site")
        names = [field.name for field in dataclasses.fields(value) if field.name not in hidden]
        found = {name: self.plain(item) for name in names if (item := getattr(value, name)) not in (None, (), False)}
        if isinstance(value, Person | Collective):
            found["initials"] = initials(value.name)
        if address := getattr(value, "address", ""):
            found["address"] = f"/{address}"
        return found


def _day(value: dt.date) -> Plain:
    """A day or a minute in every form that pages print."""
    if isinstance(value, dt.datetime):
        return {"iso": iso(value), "said": weekday_time(value)}
    return {"iso": iso(value), "said": long_date(value)}


def path_of(address: str) -> str:
    """A page's place among Hugo's: unlike an address, it never ends in `index`, which Hugo reads its own way."""
    if address == "index.html":
        return "_index"
    return re.sub(r"(^|/)index$", r"\1all-of-it", address.removesuffix(".html")).replace(".", "-")


def layout_of(kind: str) -> str:
    """The name of a kind's layout: `section` means something else to Hugo."""
    return "news_section" if kind == "section" else kind


def front_matter(page: Page, converter: Converter) -> dict[str, Plain]:
    """What Hugo is told of a page."""
    found: dict[str, Plain] = {
        "url": "/" + page.address,
        "address": "/" + page.address,
        "kind": page.kind,
        "layout": layout_of(page.kind),
        "title": page.title,
        "description": page.description,
        "trail": converter.plain(page.trail),
        "shows": converter.plain(page.shows),
    }
    if page.modified:
        found |= {"date": iso(page.modified), "lastmod": iso(page.modified)}
    if page.kind == "feed":
        # Hugo makes an entry of an article by itself; it needs the articles only.
        found |= {"outputs": [FEEDS[page.address.rpartition("/")[2]]]}
        found |= {"shows": {"articles": [converter.plain(article) for article in articles_in(page.shows)]}}
    return found


def articles_in(value: object) -> Iterator[Article]:
    """Every article anywhere in a value, in order."""
    if isinstance(value, Article):
        yield value
    elif isinstance(value, Mapping):
        yield from articles_in(tuple(value.values()))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from articles_in(item)
    elif hasattr(value, "article"):
        yield from articles_in(value.article)


def page_file(page: Page, converter: Converter) -> str:
    """A page that is all front matter."""
    return json.dumps(front_matter(page, converter), ensure_ascii=False) + "\n"


def article_file(page: Page, project: Path, converter: Converter) -> str:
    """An article or a page that stays: front matter, and the editor's Markdown with its links set."""
    shows = dict(page.shows)
    written = shows.pop("static_page" if page.kind == "static_page" else "article")
    links = shows.pop("links")
    if page.origin is None or not isinstance(written, Article | StaticPage) or not isinstance(links, tuple):
        raise TypeError(f"{page.address} is no article")
    body = (project / page.origin.file).read_text("utf-8").split("\n---\n", 1)[1]
    for old, new in zip(written.body.links, links, strict=True):
        body = body.replace(f"]({old}", f"]({new.replace(MARK, '/')}")
    front = front_matter(dataclasses.replace(page, shows=shows), converter)
    front |= converter.fields(written, ("id", "body", "title", "corrections", "aliases", "related"))
    # Hugo has a `published` of its own.
    front["time"] = front.pop("published", None)
    return json.dumps(front, ensure_ascii=False) + "\n\n" + body


def write(project: Path, out: Path) -> Counter[str]:
    """Write Hugo's site; the kinds of page for which it has no layout, with how many pages are left out."""
    pages = [page for page in plan_of(Order(project, project / "site", moment(AS_OF))) if page.kind not in _ITS_OWN]
    layouts = {path.name.split(".")[0] for path in (FROM / "layouts").iterdir()}
    shutil.copytree(FROM, out)
    converter = Converter()
    left_out: Counter[str] = Counter()
    for page in pages:
        path = out / "content" / f"{path_of(page.address)}.md"
        if layout_of(page.kind) not in layouts:
            left_out[page.kind] += 1
        elif page.kind in ("article", "static_page"):
            _put(path, article_file(page, project, converter))
        else:
            _put(path, page_file(page, converter))
    for name, records in converter.records.items():
        _put(out / f"data/{name}.json", json.dumps(records, ensure_ascii=False, indent=0))
    menu: Plain = [{"name": page.title, "address": f"/{page.address}"} for page in pages if page.kind == "static_page"]
    _put(out / "data/menu.json", json.dumps(menu, ensure_ascii=False))
    shutil.copytree(project / "content/pictures", out / "assets/pictures")
    shutil.copytree(project / "templates/assets/css", out / "assets/css")
    shutil.copytree(project / "templates/assets/icons", out / "static/icons")
    return left_out


def _put(path: Path, words: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, "utf-8", newline="\n")


def main() -> None:
    """Write the Hugo site of a project."""
    parser = argparse.ArgumentParser(description="Write the same site for Hugo.")
    parser.add_argument("project", type=Path)
    parser.add_argument("out", type=Path, help="a folder that is not there yet")
    arguments = parser.parse_args()
    for kind, count in write(arguments.project.resolve(), arguments.out).items():
        print(f"no layout for {count} pages of the kind {kind}: Hugo does not make them", file=sys.stderr)


if __name__ == "__main__":
    main()
