"""The pages that serve readers: search, the texts that stay, and what leads on from a dead end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from thidua.honour_pages import filters_of
from thidua.library import Library
from thidua.pages import ARCHIVE, AWARDS, DATA, FIGURES, ISSUES, LEDGER, ROLL, TAGS, UNITS, Crumb, Page, links_in
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


def search(library: Library, words: Words) -> Iterator[Page]:
    """The search page, with lists that lead to every record where there is no script."""
    yield Page(
        "search", "tim-kiem.html", "pages/search.html", words.search, words.search_lede,
        {
            "index": INDEX,
            "blank": Result(),
            "kinds": {slug: words(f"search_kind_{kind}") for kind, slug in KIND_SLUGS.items()},
            "facets": FACET_KEYS,
            "filters": filters_of(library),
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
            {"static_page": each, "links": links_in(library, "pages", each)},
            library.origin("pages", each.id), each.updated,
        )  # fmt: skip


def not_found(library: Library, words: Words) -> Iterator[Page]:
    """What a host shows for an address that leads nowhere."""
    yield Page(
        "not_found", "404.html", "pages/not_found.html", words.not_found, words.not_found_lede,
        {"latest": library.newest[:5]}, is_indexed=False,
    )  # fmt: skip
