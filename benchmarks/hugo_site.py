"""The same site for Hugo: every page of a project's plan, with what it shows, as Hugo reads it best.

    python benchmarks/hugo_site.py PROJECT OUT

Each page is a file of front matter, an article with its Markdown below; content adapters were
slower (39 s against 29 s for 62,000 pages). Records that many pages show lie in data/ and are
looked up by id, so that a new name is one edit for Hugo too. Hugo gets our plan for nothing: which
pages there are, what each lists and in what order; so also numbers and days as they are printed, the
typography of texts, and what pages tell machines, which layouts took longer to make of dicts.
"""

import argparse
import dataclasses
import datetime as dt
import html
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
from thidua.addresses import public_url  # noqa: E402
from thidua.cache import Memory  # noqa: E402
from thidua.covers import FOLDER as COVERS  # noqa: E402
from thidua.heritage import Fate  # noqa: E402
from thidua.library import public  # noqa: E402
from thidua.pages import Crumb, Page  # noqa: E402
from thidua.pipeline import Order  # noqa: E402
from thidua.plan import planned  # noqa: E402
from thidua.records import (  # noqa: E402
    Article,
    Award,
    Campaign,
    Collective,
    Decision,
    FormerName,
    Giver,
    Heading,
    Person,
    Picture,
    Place,
    Portrait,
    Prose,
    Section,
    Site,
    StaticPage,
    Unit,
)
from thidua.related import Related  # noqa: E402
from thidua.scalars import Period, moment  # noqa: E402
from thidua.service_pages import FACET_KEYS  # noqa: E402
from thidua.sources import Sources, loaded  # noqa: E402
from thidua.structured import Teller  # noqa: E402
from thidua.vietnamese import (  # noqa: E402
    initials,
    iso,
    join,
    long_date,
    money,
    number,
    short_date,
    tidy,
    weekday_time,
)
from thidua.words import Words, read_words  # noqa: E402

FROM: Final = ROOT / "benchmarks" / "hugo"
# Records that many pages show: written once each, named by id wherever they stand.
DATASETS: Final[Mapping[type, str]] = {
    Person: "people",
    Collective: "collectives",
    Unit: "units",
    Award: "awards",
    Decision: "decisions",
    Campaign: "campaigns",
    Place: "places",
}
# Hugo makes these by itself.
_ITS_OWN: Final = frozenset({"sitemap", "robots"})
# Numbers that pages print as they are: Hugo gets them in figures as papers print them.
_COUNTS: Final = frozenset(
    {"count", "honour_count", "members", "unit_count", "count_with_past"}
    | {"honours", "person_honours", "collective_honours", "people", "collectives"}
)
# What a numbered page of a unit or place does not show: it stands on the first one.
_ON_THE_FIRST: Final = frozenset(
    {"articles", "campaigns", "children", "collectives", "decisions", "members", "units", "within"}
)
# Where the address of a picture stands among what a page tells machines: Hugo names its files as it likes.
_PICTURE: Final = "{picture}"
# Hugo's output format for each file of a feed.
FEEDS: Final[Mapping[str, str]] = {"atom.xml": "atom", "rss.xml": "rss", "feed.json": "jsonfeed"}

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
Record = Person | Collective | Unit | Award | Decision | Campaign | Place


class Converter:
    """Turns what pages show into plain values, and gathers the records that it met."""

    def __init__(self, site: Site, words: Words) -> None:
        self.records: dict[str, dict[str, Plain]] = {name: {} for name in DATASETS.values()}
        self.words = words
        self.base_url = site.base_url
        self._teller = Teller(site, words, self._url("icons/icon-512.png"), self._url)

    def _url(self, target: object) -> str:
        address = target if isinstance(target, str) else str(getattr(target, "address"))  # noqa: B009 - as `render.link`
        is_picture = address.startswith("anh/") and not address.startswith(COVERS)
        return _PICTURE if is_picture else public_url(self.base_url, address)

    def data(self, page: Page) -> str:
        """What the page tells machines, as JSON that may stand in a script."""
        told = self._teller.told(page)
        if told is None:
            return ""
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")

    def plain(self, value: object) -> Plain:
        """The value without our types: a record becomes its id, an article the path of its page."""
        match value:
            case None | bool() | int() | str():
                return value
            case Person() | Collective() | Unit() | Award() | Decision() | Campaign() | Place():
                return self.met(value)
            case Article():
                return "/" + value.address.removesuffix(".html")
            case Giver() | Period():
                return str(getattr(value, _SAID_BY[type(value)]))
            case dt.datetime() | dt.date():
                return _day(value)
            case Mapping():
                return self.filled(value)
            case Sequence():
                return [self.plain(item) for item in value]
        return self.table(value)

    def table(self, value: object) -> dict[str, Plain]:
        """What stands in no dataset, as a table of what pages print of it."""
        match value:
            case Related():
                return {"article": self.plain(value.article), "why": self.words(f"why_{value.why}", name=value.name)}
            case Fate():
                # What it is part of today is said once.
                return self.filled({"steps": () if value.steps == value.today else value.steps, "today": value.today})
            case Section():
                return {"id": value.id} | self.fields(value, ("home",))
            case Picture() | Portrait():
                return {"file": value.file.path.removeprefix("content/")} | self.fields(value, ("file", "focus"))
        return self.fields(value, ())

    def met(self, record: Record) -> str:
        """The record's id; the record itself is written once."""
        kept = self.records[DATASETS[type(record)]]
        if record.id not in kept:
            kept[record.id] = None
            kept[record.id] = self.fields(record, ("id", "consent", "revocation", "successors")) | self.said(record)
        return record.id

    def said(self, record: Record) -> dict[str, Plain]:
        """What pages say of a record in other words than it has."""
        words = self.words
        match record:
            case Person() | Collective():
                return {"initials": initials(record.name)}
            case Unit():
                return {"kind": words(f"unit_kind_{record.kind}")}
            case Campaign():
                return {"kind": words(f"campaign_kind_{record.kind}")}
            case Award():
                to: Plain = [words(f"award_to_{kind}") for kind in record.to]
                return {"group": words(f"award_group_{record.group}"), "to": to, "grades": join(record.grades)}
            case Place():
                former: Plain = [self._former_name(old, record) for old in record.former_names]
                aliases = ", ".join(record.aliases)
                return {"former_names": former, "aliases": aliases, "is_succeeded": bool(record.successors)}
        return {}

    def _former_name(self, old: FormerName, place: Place) -> str:
        name = self.words(f"place_{old.kind or place.kind}", name=old.name)
        return self.words("unit_former_name", name=name, day=short_date(old.until))

    def fields(self, value: object, hidden: Iterable[str]) -> dict[str, Plain]:
        """A record as a table of what it says."""
        if not dataclasses.is_dataclass(value):
            raise TypeError(f"{type(value).__name__} has no place in a Hugo site")
        names = [field.name for field in dataclasses.fields(value) if field.name not in hidden]
        found = self.filled({name: getattr(value, name) for name in names})
        if address := getattr(value, "address", ""):
            found["address"] = f"/{address}"
        return found

    def filled(self, table: Mapping[str, object]) -> dict[str, Plain]:
        """A table without what is empty."""
        return {str(key): self._in_figures(key, item) for key, item in table.items() if item not in _NOTHING}

    def _in_figures(self, key: object, value: object) -> Plain:
        if isinstance(value, int):
            if key in _COUNTS:
                return number(value)
            return money(value) if key == "benefit" else value
        return self.plain(value)


_SAID_BY: Final[Mapping[type, str]] = {Giver: "name", Period: "label"}
_NOTHING: Final = (None, (), False, "")


def _day(value: dt.date) -> Plain:
    """A day or a minute in every form that pages print."""
    if isinstance(value, dt.datetime):
        return {"iso": iso(value), "said": weekday_time(value), "short": short_date(value)}
    return {"iso": iso(value), "said": long_date(value), "short": short_date(value)}


def path_of(address: str) -> str:
    """A page's place among Hugo's: unlike an address, it never ends in `index`, which Hugo reads its own way."""
    if address == "index.html":
        return "_index"
    return re.sub(r"(^|/)index$", r"\1all-of-it", address.removesuffix(".html")).replace(".", "-")


def layout_of(kind: str) -> str:
    """The name of a kind's layout: `section` means something else to Hugo."""
    return "news_section" if kind == "section" else kind


def front_matter(page: Page, shows: Mapping[str, object], converter: Converter) -> dict[str, Plain]:
    """What Hugo is told of a page, and of what it shows."""
    found: dict[str, Plain] = {
        "url": "/" + page.address,
        "address": "/" + page.address,
        "kind": page.body_class,
        "layout": layout_of(page.kind),
        "title": page.title,
        "description": page.description,
        "trail": converter.plain(page.trail),
        "shows": converter.filled(shows),
        "data": converter.data(page),
        "noindex": not page.is_indexed,
    }
    if page.modified:
        found["date"] = iso(page.modified)
    if page.cover:
        found["cover"] = {"address": f"/{page.cover.address}", "title": page.cover.title}
    if page.feed:
        found["feed"] = {"title": page.feed.title, "folder": page.feed.folder}
    if page.kind == "feed":
        # Hugo makes an entry of an article by itself; it needs the articles only.
        found["outputs"] = [FEEDS[page.address.rpartition("/")[2]]]
        articles: Plain = [converter.plain(each) for each in articles_in(page.shows)]
        about = public_url(converter.base_url, str(page.shows["about"]))
        found["shows"] = {"about": about, "updated": converter.plain(page.shows["updated"]), "articles": articles}
    return {key: value for key, value in found.items() if value not in _EMPTY}


def printed(page: Page, words: Words) -> Mapping[str, object]:
    """What a page shows, less what it does not print; maps that its layout reads as lists or text are such already."""
    shows = {key: value for key, value in page.shows.items() if key not in ("charts", "maps")}
    if page.kind in ("unit", "place") and getattr(shows["paging"], "number"):  # noqa: B009 - a Paging, by its kind
        return {key: value for key, value in shows.items() if key not in _ON_THE_FIRST}
    if page.kind == "search":
        facets = (
            {"name": name, "key": key, "label": words(f"search_facet_{name}")} for name, key in FACET_KEYS.items()
        )
        kinds = json.dumps(shows["kinds"], ensure_ascii=False, separators=(",", ":"))
        return shows | {"kinds": kinds, "facets": tuple(facets), "blank": None}
    return shows


_EMPTY: Final[tuple[Plain, ...]] = (None, [], {}, False, "")


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
    return json.dumps(front_matter(page, printed(page, converter.words), converter), ensure_ascii=False) + "\n"


def article_file(page: Page, project: Path, converter: Converter) -> str:
    """An article or a page that stays: front matter, and the editor's Markdown as our pages set it."""
    shows = dict(page.shows)
    written = shows.pop("static_page" if page.kind == "static_page" else "article")
    links = shows.pop("links")
    if page.origin is None or not isinstance(written, Article | StaticPage) or not isinstance(links, tuple):
        raise TypeError(f"{page.address} is no article")
    issues = shows.get("issues", ())
    if not isinstance(issues, tuple):
        raise TypeError(f"{page.address} stands in no list of bulletins")
    # Of a bulletin an article prints no more.
    shows["issues"] = tuple(Crumb(each.title, each.address) for each in issues)
    body = (project / page.origin.file).read_text("utf-8").split("\n---\n", 1)[1]
    front = front_matter(page, shows, converter)
    front |= converter.fields(written, _OF_AN_ARTICLE_ELSEWHERE)
    # Hugo has a `published` of its own.
    front["time"] = front.pop("published", None)
    return json.dumps(front, ensure_ascii=False) + "\n\n" + markdown(body, written.body, links)


# What stands in the front matter already, or what pages do not print.
_OF_AN_ARTICLE_ELSEWHERE: Final = (
    "id", "body", "title", "lede", "description", "tags", "corrections", "aliases", "related", "accepted",
)  # fmt: skip


def markdown(body: str, prose: Prose, links: Sequence[str]) -> str:
    """An editor's Markdown with the addresses, anchors, short forms and typography that our build finds for it."""
    for old, new in zip(prose.links, links, strict=True):
        body = body.replace(f"]({old}", f"]({new.replace(MARK, '/')}")
    anchors = iter(prose.headings)
    text = "\n".join(_line(line, anchors) for line in body.split("\n"))
    for word, expansion in prose.expansions:
        if expansion:
            text = _explained(text, word, expansion)
    return text


def _explained(text: str, word: str, expansion: str) -> str:
    """The text with a short form explained where it first stands outside headings, pictures and links."""
    for match in re.finditer(rf"^[#!].*$|\[[^\]]*\]\([^)]*\)|\b({re.escape(word)})\b", text, re.MULTILINE):
        if match[1]:
            abbr = f'<abbr title="{html.escape(expansion)}">{word}</abbr>'
            return text[: match.start()] + abbr + text[match.end() :]
    return text


def _line(line: str, anchors: Iterator[Heading]) -> str:
    """A line of Markdown in the typography of the house; a heading with its anchor."""
    if line[:1] in ("|", "!"):
        return line
    return f"{tidy(line)} {{#{next(anchors).id}}}" if line.startswith("#") else tidy(line)


def plan(project: Path) -> tuple[Site, Words, tuple[Page, ...]]:
    """The site, its words, and its pages in the order of our plan."""
    order, words = Order(project, project / "site", moment(AS_OF)), read_words(project)
    library, found = loaded(project, Sources(project, Memory(order.results)))
    if library is None:
        raise ValueError("; ".join(map(str, found)))
    pages = planned(public(library, order.as_of), words).pages.values()
    return library.site, words, tuple(page for page in pages if page.kind not in _ITS_OWN)


def write(project: Path, out: Path) -> Counter[str]:
    """Write Hugo's site; the kinds of page for which it has no layout, with how many pages are left out."""
    site, words, pages = plan(project)
    layouts = {path.name.split(".")[0] for path in (FROM / "layouts").iterdir()}
    shutil.copytree(FROM, out)
    converter = Converter(site, words)
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
    for name in ("css", "js"):
        shutil.copytree(project / f"templates/assets/{name}", out / f"assets/{name}")
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
