"""What lists, indexes and links ask of articles and bulletins, so that these need not be made. Pure.

Of ten thousand articles a build after an edit makes a few dozen. A brief is a pure function of its text, of the records
that its front matter names and, if it prints data, of the whole register, and is remembered under these.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import pickle
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from thidua.digest import Digests
from thidua.problems import Mistake
from thidua.records import (
    Article,
    FocusPoint,
    Issue,
    Picture,
    PictureFile,
    Portrait,
    StaticPage,
)
from thidua.references import call_of, prints_data
from thidua.vietnamese import ICT

_BEGINNING: Final = dt.datetime(1970, 1, 1, 7, tzinfo=ICT)

# A picture's file, and what must stay in sight where it is cut.
Look = tuple[PictureFile, FocusPoint]


class Brief(NamedTuple):
    """An article in brief: when readers may see it, in which lists it stands, and the digests of itself and its body.

    Moments are seconds since 1970; `subjects` are all that it names, by kind and id; `units` those
    to whose figures its numbers are compared.
    """

    file: str
    address: str
    is_draft: bool
    published: float
    expires: float | None
    month: tuple[int, int]
    changed: float
    section: str
    is_picked: bool
    tags: tuple[str, ...]
    subjects: tuple[tuple[str, str], ...]
    figures: tuple[str, ...]
    units: tuple[str, ...]
    has_accepted: bool
    aliases: tuple[str, ...]
    related: tuple[str, ...]
    authors: int
    corrections: int
    # Whether its words are those of more records than its front matter names.
    prints_data: bool
    head: bytes
    # That of all that it names.
    named: bytes
    # What follows from the body alone, or is told by the digests.
    links: tuple[str, ...]
    pictures: bytes
    body: bytes

    @property
    def looks(self) -> tuple[Look, ...]:
        """What the sizes of its pictures follow from."""
        return _unpacked_looks(self.pictures)

    @property
    def outline(self) -> tuple[object, ...]:
        """All that is told of it where its body is not printed; plain values."""
        return self[:-3]

    def is_due(self, moment: float) -> bool:
        """Whether readers may see it then, drafts apart."""
        return self.published <= moment and (self.expires is None or moment < self.expires)

    def is_over(self, moment: float) -> bool:
        """Whether readers could see it once and may not any more."""
        return not self.is_draft and self.expires is not None and self.published < self.expires <= moment


class IssueBrief(NamedTuple):
    """A numbered bulletin in brief: its day as an ordinal, and the ids of what it prints, in that order.

    Its digest is that of all else that it tells.
    """

    number: int
    day: int
    articles: tuple[str, ...]
    decisions: tuple[str, ...]
    pictures: bytes
    head: bytes

    @property
    def looks(self) -> tuple[Look, ...]:
        """What the sizes of its pictures follow from."""
        return _unpacked_looks(self.pictures)

    @property
    def prints_data(self) -> bool:
        """Its own words are printed as they are written."""
        return False


# What tells of the texts of each dataset in brief; plain values alone, so that they can be marshalled.
BRIEFS: Final[Mapping[str, type[Brief | IssueBrief]]] = {"articles": Brief, "issues": IssueBrief}


class Briefs(NamedTuple):
    """All articles and all numbered bulletins in brief, by their ids."""

    articles: Mapping[str, Brief]
    issues: Mapping[str, IssueBrief]


def brief_of(written: Article, told: Article, file: str, digests: Digests) -> Brief:
    """An article in brief, from what was written, in which file, and what readers see of it."""
    published = told.published
    return Brief(
        file,
        told.address,
        told.draft,
        published.timestamp(),
        told.expires.timestamp() if told.expires else None,
        (published.year, published.month),
        told.changed.timestamp(),
        told.section.id,
        told.picked,
        told.tags,
        tuple(_subjects(told)),
        tuple(figure.id for figure in told.body.figures),
        tuple(dict.fromkeys([*(unit.id for unit in written.units), *units_named(written)])),
        bool(written.accepted),
        told.aliases,
        told.related,
        len(told.authors),
        len(told.corrections),
        prints_data(written),
        digests.of(told),
        digests.seen_once(told.named).digest,
        told.body.links,
        _packed_looks(looks_of(told.picture, *told.body.pictures)),
        digests.of(told.body),
    )


def brief_of_issue(issue: Issue, digests: Digests) -> IssueBrief:
    """A numbered bulletin in brief."""
    return IssueBrief(
        issue.number,
        issue.date.toordinal(),
        tuple(article.id for article in issue.articles),
        tuple(decision.id for decision in issue.decisions),
        _packed_looks(looks_of(issue.picture)),
        digests.seen_once((issue.title, issue.summary, issue.picture)).digest,
    )


def moment(seconds: float) -> dt.datetime:
    """A moment that a brief tells, at +07:00."""
    return _BEGINNING + dt.timedelta(seconds=seconds)


def _packed_looks(looks: tuple[Look, ...]) -> bytes:
    return pickle.dumps(looks, protocol=5) if looks else b""


def _unpacked_looks(packed: bytes) -> tuple[Look, ...]:
    looks: tuple[Look, ...] = pickle.loads(packed) if packed else ()
    return looks


def looks_of(*pictures: Picture | Portrait | None) -> tuple[Look, ...]:
    """What the sizes of some pictures follow from."""
    return tuple((picture.file, picture.focus) for picture in pictures if picture)


def _subjects(article: Article) -> Iterator[tuple[str, str]]:
    subjects = [*article.named]
    subjects += [told.record for told in article.body.told if told.record]
    yield from dict.fromkeys((type(record).__name__, record.id) for record in subjects)


def units_named(text: Article | StaticPage) -> Iterator[str]:
    """The units that a body names by their ids."""
    for reference in text.body.references:
        if reference.written.startswith("[["):
            with contextlib.suppress(Mistake):
                call = call_of(reference.written)
                if call.kind == "units":
                    yield call.id
