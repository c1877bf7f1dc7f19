"""The pages that serve readers: search, the texts that stay, and what leads on from a dead end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from thidua.honour_pages import filters_of
from thidua.library import Library
from thidua.pages import ARCHIVE, AWARDS, DATA, FIGURES, ISSUES, LEDGER, ROLL, TAGS, UNITS, Crumb, Page, Stand, links_in
from thidua.records import Article, Honour
from thidua.register import Register
from thidua.words import Words

# What names every other file of the index (see `search`).
INDEX: Final = "tim-kiem/muc-luc.bin"
# Kinds of records as addresses of searches have them, and what they call each facet.
KIND_SLUGS: Final = {
    "article": "bai",
    "person": "ca-nhan",
    "collective": "tap-the",
    "decision": "quyet-dinh",
    "campaign": "phong-trao",
    "award": "danh-hieu",
    "unit": "don-vi",
    "place": "dia-ban",
    "issue": "ban-tin",
}
FACET_KEYS: Final = {
    "kind": "loai",
    "place": "tinh",
    "campaign": "phong-trao",
    "award": "danh-hieu",
    "level": "cap",
    "year": "nam",
}


def stand_of(page: Page) -> Stand | None:
    """Where a page's document stands: by a day that later events do not change, then by address.

    Search finds the first of the pages that show a record. What has no such day stands before all that has one; `0`
    tells them apart.
    """
    record = page.shows.get(page.kind) if page.kind in KIND_SLUGS else None
    if record is None or getattr(record, "address") != page.address:  # noqa: B009
        return None
    day = _DAYS[page.kind](page) if page.kind in _DAYS else None
    # The honours of one decision stand together, so that columns of facets repeat.
    near = record.section.id if isinstance(record, Article) else page.kind
    return (day.toordinal() if day else 0, near, page.address)


def _first_honour(page: Page) -> dt.date | None:
    years = page.shows["years"]
    if isinstance(years, tuple) and years:
        oldest: Honour = years[-1].items[-1]
        return oldest.decision.date
    return None


_DAYS: Final[Mapping[str, Callable[[Page], dt.date | None]]] = {
    "article": lambda page: page.shows["article"].published.date(),  # type: ignore[attr-defined]  # by its kind
    "person": _first_honour,
    "collective": _first_honour,
    "decision": lambda page: page.shows["decision"].date,  # type: ignore[attr-defined]  # by its kind
    "issue": lambda page: page.shows["issue"].date,  # type: ignore[attr-defined]  # by its kind
}


@dataclass(frozen=True, slots=True)
class Result:
    """A record that search found, as a card shows it."""

    kind: str = ""
    address: str = ""
    title: str = ""
    about: str = ""
    day: str = ""
    excerpt: str = ""
    illustrative: bool = True


def search(register: Register, words: Words) -> Iterator[Page]:
    """The search page, with lists that lead to every record where there is no script."""
    yield Page(
        "search", "tim-kiem.html", "pages/search.html", words.search, words.search_lede,
        {
            "index": INDEX,
            "blank": Result(),
            "kinds": {slug: words(f"search_kind_{kind}") for kind, slug in KIND_SLUGS.items()},
            "facets": FACET_KEYS,
            "filters": filters_of(register),
            "browse": tuple(Crumb(words(name), address) for name, address in BROWSE),
        },
        is_indexed=False,
    )  # fmt: skip


BROWSE: Final = (
    ("honour_roll", ROLL),
    ("awards", AWARDS),
    ("decisions", "khen-thuong/quyet-dinh/index.html"),
    ("ledger", LEDGER),
    ("units", UNITS),
    ("campaigns", "phong-trao/index.html"),
    ("figures", FIGURES),
    ("open_data", DATA),
    ("issues", ISSUES),
    ("tags", TAGS),
    ("archive", ARCHIVE),
)


def static_page(library: Library, words: Words) -> Iterator[Page]:
    """One page for each text that stays."""
    for each in library.pages_in_order:
        yield Page(
            "static_page", each.address, "pages/static_page.html", each.title, each.description,
            {"static_page": each, "links": links_in(library, "pages", each.id)},
            library.origin("pages", each.id), each.updated, bodies=(each.body,),
        )  # fmt: skip


def not_found(library: Library, words: Words) -> Iterator[Page]:
    """What a host shows for an address that leads nowhere."""
    yield Page(
        "not_found", "404.html", "pages/not_found.html", words.not_found, words.not_found_lede,
        {"latest": library.newest[:5]}, is_indexed=False,
    )  # fmt: skip
