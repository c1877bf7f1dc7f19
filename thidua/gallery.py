"""The gallery: every component in each of its states, on the pages of a small site of its own.

Writes into `.thidua/gallery/` and nowhere else. Its tests render the components from here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from thidua.addresses import ROOT
from thidua.assets import read_assets
from thidua.cache import Memory
from thidua.campaign_pages import CampaignEntry, goals_of
from thidua.charting import charts_of, distinct
from thidua.charts import (
    bar_chart,
    bars_of,
    dot_chart,
    line_chart,
    parts_of,
    progress,
    progress_chart,
    stack_chart,
)
from thidua.data_pages import Example
from thidua.examples import COMMENTS, LIBRARY, PHOTO, REFERENCES, SITE_WITH_FORM
from thidua.figure_pages import Summary
from thidua.geometry import Lettering
from thidua.heritage import Heritage, fate_of, named_units, unit_heritage
from thidua.honour_pages import Filters
from thidua.images import SHAPES, encoded, renditions
from thidua.ledger import Tally
from thidua.ledger_pages import LedgerRow
from thidua.library import Library
from thidua.machine_pages import FeedItem
from thidua.pages import Crumb, Entry, Group, Page, PageLink, Paging, feed_of
from thidua.records import FocusPoint, Honour, Portrait
from thidua.render import Marked, Renderer
from thidua.service_pages import FACET_KEYS, Result
from thidua.tile_maps import honour_maps
from thidua.unit_pages import Branch
from thidua.vietnamese import short_date
from thidua.words import Words, read_words

FOLDER: Final = ".thidua/gallery"
COMPONENTS: Final = "templates/components"
_INDEX: Final = "index.html"
_LINK: Final = re.compile(f'href="{ROOT}([^"]*)"')
_COMMENT: Final = re.compile(r"\s*\{#(.*?)#\}", re.DOTALL)


def write_gallery(project: Path) -> Path:
    """Write the gallery and take away what it no longer holds; gives its first page. Raises Problems."""
    folder = project / FOLDER
    files = gallery(project)
    for address, data in files.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for path in folder.rglob("*"):
        if path.is_file() and path.relative_to(folder).as_posix() not in files:
            path.unlink()
    return folder / _INDEX


def gallery(project: Path) -> Mapping[str, bytes]:
    """Every file of the gallery by its address. Raises Problems for a mistake in a template."""
    words = read_words(project)
    assets = read_assets(project, LIBRARY.site.colours)
    addresses = {asset.name: asset.address for asset in assets.values()}
    renderer = Renderer(project, LIBRARY, words, addresses, Memory(project / FOLDER))
    pages = {page.address: page for page in _pages(project, words)}
    files = {asset.address: asset.data for asset in assets.values()} | dict(_pictures())
    marked = {address: renderer.marked(page, is_illustrative=False) for address, page in pages.items()}
    known = {*pages, *files}
    shown = {a: renderer.finished(pages[a], _without_dead_links(each.text, known)) for a, each in marked.items()}
    return {**files, **shown}


def component_names(project: Path) -> tuple[str, ...]:
    """The project's components, in order."""
    return tuple(sorted(path.stem for path in (project / COMPONENTS).glob("*.html")))


def component_comment(project: Path, name: str) -> str:
    """What a component's first lines say of it."""
    source = (project / COMPONENTS / f"{name}.html").read_text("utf-8")
    match = _COMMENT.match(source)
    return " ".join(match[1].split()) if match else ""


def _pages(project: Path, words: Words) -> Iterator[Page]:
    names = component_names(project)
    shows = examples(words)
    addresses = {name: f"{name}.html" for name in names}
    yield Page("gallery", _INDEX, "gallery/index.html", "Components", "", {"components": addresses})
    for name in names:
        about = component_comment(project, name)
        yield Page("gallery", addresses[name], f"gallery/{name}.html", name, about, {**shows, "components": addresses})


def _without_dead_links(marked: str, known: set[str]) -> Marked:
    """The gallery has no article and no person to lead to."""
    return Marked([_LINK.sub(lambda match: match[0] if match[1] in known else 'href="#"', marked)])


# ---- what the examples show -----------------------------------------------------------------------------


def examples(words: Words) -> Mapping[str, object]:
    """What the pages of the gallery may name: the invented records by their ids, and what a plan makes of them."""
    return {
        "articles": LIBRARY.articles,
        "campaigns": LIBRARY.campaigns,
        "collectives": LIBRARY.collectives,
        "decisions": LIBRARY.decisions,
        "figures": LIBRARY.figures,
        "references": REFERENCES,
        "indicators": LIBRARY.indicators,
        "issues": LIBRARY.issues,
        "people": LIBRARY.people,
        "sources": LIBRARY.sources,
        "units": LIBRARY.units,
        "honours": _honours(LIBRARY),
        "tags": tuple(tag for tag, _ in LIBRARY.tags),
        "months": (Entry(Crumb("Tháng 5/2024", "luu-tru/2024/05.html"), 1),),
        "years": (Group("2023", LIBRARY.honours_in(LIBRARY.decisions["plain"])), Group("2022", _invented(LIBRARY))),
        "branches": _branches(LIBRARY),
        "fates": {id: fate_of(unit, words) for id, unit in LIBRARY.units.items()},
        "named_units": named_units(LIBRARY.units.values(), LIBRARY, words),
        "heritage": (_heritage(LIBRARY), *unit_heritage(LIBRARY, LIBRARY.units["heir"], words)),
        "filters": _filters(),
        "pagings": {"first": _paging(0), "middle": _paging(3), "alone": Paging()},
        "feed": feed_of(LIBRARY.site, LIBRARY.site.sections[0], LIBRARY.newest),
        "items": tuple(FeedItem(article, (), LIBRARY.tags_of(article.id)) for article in LIBRARY.newest),
        "crumbed": _crumbed(LIBRARY),
        "sections": LIBRARY.site.sections,
        "campaign_entries": {
            id: CampaignEntry(each, 3 * bool(each.targets), goals_of(LIBRARY, each, words))
            for id, each in LIBRARY.campaigns.items()
        },
        "award_entries": tuple(Entry(each, len(LIBRARY.honours_with(each))) for each in LIBRARY.awards.values()),
        "unit_entries": tuple(Entry(each, 2) for each in (LIBRARY.units["plain"], LIBRARY.units["invented"])),
        "figure_entries": tuple(Entry(each, 4) for each in LIBRARY.campaigns.values()),
        "empty_entries": tuple(Entry(each, 0) for each in LIBRARY.awards.values()),
        "code_examples": _code_examples(words),
        "comments": COMMENTS,
        "facets": FACET_KEYS,
        "results": _results(words),
        "site_with_form": SITE_WITH_FORM,
        "ledger_rows": (
            LedgerRow("2024", Tally(12, 9, 3, 8, 3, False), "nam-2024.html", "nam-2024/index.html"),
            LedgerRow("2023", Tally(1204, 1100, 104, 1003, 98, True), "nam-2023.html", "nam-2023/index.html", True),
            LedgerRow("Tổng Liên đoàn", Tally(2, 2, 0, 2, 0, False)),
        ),
        "letterings": (Lettering(0, 20, "LĐLĐ tỉnh Sông Quê"), Lettering(180, 50, "Ưởng nghiệp", "middle")),
        **_charts(LIBRARY, words),
    }


def _code_examples(words: Words) -> tuple[Example, ...]:
    """A formula with the steps that lead to it, and a program with a long line."""
    formula = words("open_data_excel_code", column="G", name="Lao động tiên tiến")
    program = words("open_data_pandas_code", address="https://thidua.example/du-lieu/honours.csv")
    return (
        Example(words.open_data_excel, formula, words.open_data_excel_steps),
        Example(words.open_data_pandas, program),
    )


def _crumbed(library: Library) -> Page:
    """A page with the way to it."""
    section = library.site.sections[0]
    return Page("article", "tin-tuc/2024/a.html", "", "", "", {}, trail=(Crumb(section.name, section.address),))


def _invented(library: Library) -> tuple[Honour, ...]:
    return library.honours_in(library.decisions["invented"])


def _honours(library: Library) -> Mapping[str, Honour]:
    """One honour for each state: who received it, and what is invented of it."""
    full, bare, of_a_team, invented, invented_decision = library.honours
    return {
        "full": full,
        "bare": bare,
        "of-a-team": of_a_team,
        "invented": invented,
        "invented-decision": invented_decision,
    }


def _branches(library: Library) -> tuple[Branch, ...]:
    units = library.units
    below = (Branch(units["plain"], 3, ()), Branch(units["invented"], 1, ()))
    return (Branch(units["heir"], 0, below), Branch(units["ended"], 0, ()))


def _results(words: Words) -> Mapping[str, Result]:
    """A person with nothing to say of the day, and an article with all there is."""
    person, article = LIBRARY.people["with-portrait"], LIBRARY.articles["full"]
    return {
        "person": Result(words.search_kind_person, person.address, person.name, person.job, illustrative=False),
        "article": Result(
            words.search_kind_article,
            article.address,
            article.title,
            article.authors[0].name,
            short_date(article.published),
            article.lede,
        ),
    }  # fmt: skip


def _heritage(library: Library) -> Heritage:
    """A predecessor that leaves something of everything."""
    unit = library.units["plain"]
    people, articles = library.members_of(unit), library.newest[:2]
    honours = library.honours_at(unit)[:3]
    return Heritage(unit.name, unit.address, 15_000, honours, people, articles, unit.name, unit.address)


def _filters() -> Filters:
    """A year in use and one that is not; letters in use, with people, and with none."""
    return Filters(
        (PageLink("2023", "guong-sang/nam-2023/index.html", True), PageLink("2022", "guong-sang/nam-2022/index.html")),
        (
            PageLink("A", "guong-sang/chu-cai/a.html", True),
            PageLink("Ă"),
            PageLink("B", "guong-sang/chu-cai/b.html"),
            PageLink("#", "guong-sang/chu-cai/khac.html"),
        ),
    )


def _paging(place: int) -> Paging:
    """A list of eight pages, seen from one of them."""
    links = tuple(PageLink(str(9 - n), f"tin-tuc/trang-{9 - n}.html", n == place) for n in range(2, 6))
    first = PageLink("Mới nhất", "tin-tuc/index.html", place == 0)
    return Paging(
        (first, PageLink("…"), *links, PageLink("…"), PageLink("1", "tin-tuc/trang-1.html")),
        "tin-tuc/trang-7.html" if place else "",
        "tin-tuc/trang-5.html",
        9 - place if place else 0,
    )


def _charts(library: Library, words: Words) -> Mapping[str, object]:
    """Every chart, made of the figures as a page would make it."""
    figures, indicator = library.figures, library.indicators["initiatives"]
    series = [figure for figure in figures.values() if figure.indicator is indicator]
    bars = bars_of(series, library.units["heir"])
    stacks = {id: parts_of(figures[id], words) for id in ("with-parts", "contradictory")}
    goal = progress(library.campaigns["with-targets"].targets[0], figures["plain"])
    return {
        "progress": goal,
        "summaries": {
            "found": Summary("Cao nhất: Sông Quê, 61.", figures["plain"].period, tuple(library.sources.values())),
            "bare": Summary("", figures["plain"].period, ()),
        },
        "goals": goals_of(library, library.campaigns["with-targets"], words),
        "charts": charts_of(tuple(figures.values()), words),
        "bars": bar_chart("cot", indicator.name, bars, words),
        "goal": progress_chart("chi-tieu", indicator.name, goal, words),
        "dots": dot_chart("diem", indicator.name, bars, words),
        "tiles": distinct(honour_maps(library, words)),
        "lines": line_chart("duong", indicator.name, series, words),
        "stacks": {
            id: stack_chart(f"phan-{id}", indicator.name, stack, words) for id, stack in stacks.items() if stack
        },
    }


# ---- the picture ------------------------------------------------------------------------------------------


def _pictures() -> Iterator[tuple[str, bytes]]:
    """Every size of the picture that stands for all pictures."""
    portrait = Portrait(PHOTO, "").focus
    for focus, shapes in ((FocusPoint(), SHAPES), (portrait, ("portrait",))):
        sizes = [size for shape in shapes for size in renditions(PHOTO, focus, shape)]
        yield from ((size.address, data) for size, data in encoded(_photo(), sizes))


def _photo() -> bytes:
    """A circle before two fields of colour: light to encode, and its crops are plain to see."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (PHOTO.width, PHOTO.height), "#cfdfe6")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 520, PHOTO.width, PHOTO.height), "#b9a68a")
    draw.ellipse((440, 120, 760, 440), "#a8141e")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
