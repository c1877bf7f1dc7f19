"""What of a bulletin is open data: the datasets, their fields, and the rows of each. Pure.

Rows are made of the library as readers may see it, and a field is published only when it is named
here: a new key of a record goes nowhere by itself. Consent records, private notes, drafts and
readers' comments have no place in any of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Final, Generic, Literal, TypeVar

from thidua.library import Library
from thidua.records import (
    Abbreviation,
    Article,
    Author,
    Award,
    Campaign,
    Collective,
    Correction,
    Decision,
    Figure,
    FormerName,
    FormerParent,
    FormerPlace,
    Giver,
    Honour,
    Indicator,
    Issue,
    Part,
    Person,
    Place,
    Section,
    Source,
    Target,
    Unit,
)
from thidua.scalars import RoughDay
from thidua.words import Words

R = TypeVar("R")
P = TypeVar("P")

FOLDER: Final = "du-lieu/"

Value = str | int | Decimal | bool | dt.date | tuple[str, ...] | None
Row = tuple[Value, ...]
# An `address` is that of a page of the site: it is written in full wherever the data are taken to.
FieldType = Literal["string", "integer", "number", "boolean", "date", "datetime", "list", "address"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: `refers` names the dataset whose ids it holds, `says` the phrase that explains it."""

    name: str
    type: FieldType
    refers: str
    says: str

    def meaning(self, words: Words) -> str:
        """What it holds, for whoever reads the data."""
        return words(f"field_{self.says}")


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table: its first field is its key. `records` are what its rows are made of, in their order."""

    name: str
    fields: tuple[Field, ...]
    records: Callable[[Library], Sequence[object]]
    rows: Callable[[Library], Iterator[Row]]
    row: Callable[[object], Row]
    count: Callable[[Library], int]

    @property
    def address(self) -> str:
        return f"{FOLDER}{self.name}.html"

    @property
    def csv(self) -> str:
        return f"{FOLDER}{self.name}.csv"

    @property
    def json(self) -> str:
        return f"{FOLDER}{self.name}.json"

    def title(self, words: Words) -> str:
        return words(f"dataset_{self.name}")

    def lede(self, words: Words) -> str:
        """What one row of it is."""
        return words(f"dataset_lede_{self.name}")


@dataclass(frozen=True, slots=True)
class _Column(Generic[R]):
    field: Field
    of: Callable[[R], Value]


def _text(name: str, of: Callable[[R], Value] | None = None, type: FieldType = "string", says: str = "") -> _Column[R]:
    return _Column(Field(name, type, "", says or name), of or attrgetter(name))


def _number(name: str) -> _Column[R]:
    return _text(name, type="integer")


def _amount(name: str) -> _Column[R]:
    return _text(name, type="number")


def _truth(name: str) -> _Column[R]:
    return _text(name, type="boolean")


def _day(name: str, of: Callable[[R], Value] | None = None, says: str = "") -> _Column[R]:
    return _text(name, of, "date", says)


def _list(name: str) -> _Column[R]:
    return _text(name, type="list")


def _ref(name: str, dataset: str, says: str = "") -> _Column[R]:
    """A field that holds the id of the record that the record holds under this name."""
    held = attrgetter(name)

    def id_of(record: R) -> Value:
        other = held(record)
        return None if other is None else str(other.id)

    return _Column(Field(name, "string", dataset, says or name), id_of)


def _refs(name: str, dataset: str, says: str = "") -> _Column[R]:
    held = attrgetter(name)
    return _Column(Field(name, "list", dataset, says or name), lambda record: tuple(each.id for each in held(record)))


def _page() -> _Column[R]:
    return _text("address", type="address")


def _by_id(dataset: str) -> Callable[[Library], Sequence[object]]:
    def records(library: Library) -> Sequence[object]:
        found = getattr(library, dataset)
        return [found[id] for id in sorted(found)]

    return records


def _dataset(
    name: str,
    columns: Sequence[_Column[R]],
    records: Callable[[Library], Sequence[object]] | None = None,
    count: Callable[[Library], int] | None = None,
) -> Dataset:
    """A dataset of a row a record."""

    def itself(record: R) -> tuple[R]:
        return (record,)

    return _dataset_within(name, itself, records or _by_id(name), columns, count)


def _dataset_within(
    name: str,
    parts: Callable[[R], Iterable[P]],
    records: Callable[[Library], Sequence[object]],
    columns: Sequence[_Column[P]],
    count: Callable[[Library], int] | None = None,
) -> Dataset:
    """A dataset of a row a part of a record; `count` tells how many there are without making them."""
    getters = [column.of for column in columns]

    def row(part: object) -> Row:
        return tuple([of(part) for of in getters])  # type: ignore[arg-type]  # what `parts` gives

    def all_parts(library: Library) -> Iterator[object]:
        return (part for record in records(library) for part in parts(record))  # type: ignore[arg-type]  # as above

    return Dataset(
        name,
        tuple(column.field for column in columns),
        records,
        lambda library: map(row, all_parts(library)),
        row,
        count or (lambda library: sum(1 for _ in all_parts(library))),
    )


# ---- parts of records that are rows of their own --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Numbered(Generic[R, P]):
    """The n-th part of a record's list, counted from 1."""

    record: R
    number: int
    part: P
    kind: str = ""


def _numbered(record: R, parts: Iterable[P], kind: str = "") -> Iterator[_Numbered[R, P]]:
    return (_Numbered(record, number, part, kind) for number, part in enumerate(parts, 1))


def _part_key(id: Callable[[_Numbered[R, P]], Value]) -> _Column[_Numbered[R, P]]:
    return _text("id", id, says="part_id")


def _owner(name: str, dataset: str) -> _Column[_Numbered[R, P]]:
    id_of = attrgetter("record.id")
    return _Column(Field(name, "string", dataset, name), lambda each: str(id_of(each)))


def _former_names(name: str, owner: str, owners: str) -> Dataset:
    def names(record: Place | Unit) -> Iterator[_Numbered[Place | Unit, FormerName]]:
        return _numbered(record, record.former_names)

    columns: tuple[_Column[_Numbered[Place | Unit, FormerName]], ...] = (
        _part_key(lambda each: f"{each.record.id}/{each.number}"),
        _owner(owner, owners),
        _text("name", lambda each: each.part.name, says="former_name"),
        *([_text("kind", lambda each: each.part.kind, says="former_kind")] if owners == "places" else []),
        _day("until", lambda each: each.part.until),
    )
    return _dataset_within(name, names, _by_id(owners), columns)


def _former_places(unit: Unit) -> Iterator[_Numbered[Unit, FormerPlace]]:
    return _numbered(unit, unit.former_places)


def _former_parents(unit: Unit) -> Iterator[_Numbered[Unit, FormerParent]]:
    return _numbered(unit, unit.former_parents)


def _targets(campaign: Campaign) -> Iterator[_Numbered[Campaign, Target]]:
    return _numbered(campaign, campaign.targets)


def _figure_parts(figure: Figure) -> Iterator[_Numbered[Figure, Part]]:
    yield from _numbered(figure, figure.parts, "part")
    yield from _numbered(figure, figure.of_which, "of_which")


def _authors(article: Article) -> Iterator[_Numbered[Article, Author]]:
    return _numbered(article, article.authors)


def _count_authors(library: Library) -> int:
    return sum(brief.authors for brief in library.briefs.values())


def _count_corrections(library: Library) -> int:
    return sum(brief.corrections for brief in library.briefs.values())


def _corrections(article: Article) -> Iterator[_Numbered[Article, Correction]]:
    return _numbered(article, article.corrections)


# ---- what fields hold ----------------------------------------------------------------------------------


def honour_id(honour: Honour) -> str:
    """The id of an honour: its decision, its recipient, and its award where the decision gives another one."""
    award = "" if honour.award.id == honour.decision.award.id else f"/{honour.award.id}"
    return f"{honour.decision.id}/{recipient_kind(honour)}/{honour.recipient.id}{award}"


def recipient_kind(honour: Honour) -> str:
    """Whether a person or a collective was honoured."""
    return "person" if honour.person else "collective"


def _campaign_id(honour: Honour) -> str | None:
    return honour.decision.campaign.id if honour.decision.campaign else None


def _rough_day(source: Source) -> str | None:
    day: RoughDay | None = source.published
    if day is None:
        return None
    parts = (f"{day.year:04}", *(f"{part:02}" for part in (day.month, day.day) if part is not None))
    return "-".join(parts)


def _legal_basis(award: Award) -> str | None:
    """The basis as the award's own page gives it: only where it is sure."""
    return award.legal_basis if award.confidence == "high" else None


def _oldest_honours(library: Library) -> Sequence[object]:
    """All honours in the order in which they were given, so that a new one comes last."""
    decisions = sorted(library.decisions.values(), key=lambda each: (each.date, each.id))
    return [honour for decision in decisions for honour in library.honours_in(decision)]


def _oldest_articles(library: Library) -> Sequence[object]:
    return library.oldest


def _sections(library: Library) -> Sequence[object]:
    return library.site.sections


# ---- the datasets ----------------------------------------------------------------------------------------

_PLACES: Final[tuple[_Column[Place], ...]] = (
    _text("id"), _text("name"), _text("short_name"), _text("kind", says="place_kind"), _text("code"),
    _ref("parent", "places", "place_parent"), _day("since"),
    _day("until"), _refs("successors", "places"), _list("aliases"), _text("centre_in"),
    _text("legal_basis"), _text("note"),
)  # fmt: skip
_GIVERS: Final[tuple[_Column[Giver], ...]] = (
    _text("id"), _text("name"), _text("level"), _day("since"), _day("until"), _text("note"),
)  # fmt: skip
_UNITS: Final[tuple[_Column[Unit], ...]] = (
    _text("id"), _text("name"), _text("kind", says="unit_kind"), _text("short_name"),
    _ref("parent", "units", "unit_parent"), _ref("place", "places"), _ref("giver", "givers"), _day("since"),
    _day("until"), _refs("successors", "units"), _list("aliases"), _text("sector"), _text("description"),
    _truth("illustrative"), _text("note"), _page(),
)  # fmt: skip
_FORMER_PLACES: Final[tuple[_Column[_Numbered[Unit, FormerPlace]], ...]] = (
    _part_key(lambda each: f"{each.record.id}/{each.number}"), _owner("unit", "units"),
    _Column(Field("place", "string", "places", "place"), lambda each: each.part.place.id),
    _day("until", lambda each: each.part.until),
)  # fmt: skip
_FORMER_PARENTS: Final[tuple[_Column[_Numbered[Unit, FormerParent]], ...]] = (
    _part_key(lambda each: f"{each.record.id}/{each.number}"), _owner("unit", "units"),
    _Column(Field("parent", "string", "units", "unit_parent"), lambda each: each.part.unit.id),
    _day("until", lambda each: each.part.until),
)  # fmt: skip
_AWARDS: Final[tuple[_Column[Award], ...]] = (
    _text("id"), _text("name"), _text("group"), _list("to"), _refs("given_by", "givers"), _list("grades"),
    _number("rank"), _ref("is_a", "awards"), _day("since"), _day("until"), _truth("once_per_person"),
    _Column(Field("requires", "list", "awards", "requires"), lambda each: each.requires), _text("prerequisite"),
    _text("occasion"), _text("legal_basis", _legal_basis), _list("aliases"),
    _text("description"), _text("note"), _page(),
)  # fmt: skip
_CAMPAIGNS: Final[tuple[_Column[Campaign], ...]] = (
    _text("id"), _text("name"), _text("kind", says="campaign_kind"), _list("aliases"), _ref("launched_by", "units"),
    _day("since"), _day("until"), _text("period", lambda each: each.period.label if each.period else None),
    _ref("parent", "campaigns", "campaign_parent"), _list("sectors"), _text("summary"), _refs("sources", "sources"),
    _text("note"), _page(),
)  # fmt: skip
_TARGETS: Final[tuple[_Column[_Numbered[Campaign, Target]], ...]] = (
    _part_key(lambda each: f"{each.record.id}/{each.number}"), _owner("campaign", "campaigns"),
    _Column(Field("indicator", "string", "indicators", "indicator"), lambda each: each.part.indicator.id),
    _text("value", lambda each: each.part.value, "number", "target_value"),
    _day("deadline", lambda each: each.part.deadline),
    _Column(
        Field("unit", "string", "units", "target_unit"), lambda each: each.part.unit.id if each.part.unit else None
    ),
)  # fmt: skip
_SOURCES: Final[tuple[_Column[Source], ...]] = (
    _text("id"), _text("subject"), _text("outlet"), _text("title", says="source_title"), _text("author"),
    _text("published", _rough_day, says="source_published"), _text("url"), _text("note"),
)  # fmt: skip
_INDICATORS: Final[tuple[_Column[Indicator], ...]] = (
    _text("id"), _text("name"), _text("counts"), _text("unit_word"), _text("definition"), _truth("adds_over_units"),
    _truth("adds_over_years"), _Column(Field("within", "string", "indicators", "within"), lambda each: each.within),
    _Column(Field("occurrences_of", "string", "indicators", "occurrences_of"), lambda each: each.occurrences_of),
    _ref("award", "awards", "award_counted"), _text("grade", says="grade_counted"), _text("note"),
)  # fmt: skip
_FIGURES: Final[tuple[_Column[Figure], ...]] = (
    _text("id"), _ref("indicator", "indicators"), _text("indicator_name", lambda each: each.indicator.name),
    _ref("unit", "units", "figure_unit"), _text("unit_name", says="figure_unit_name"),
    _text("period", lambda each: each.period.label), _text("period_kind", lambda each: each.period.kind),
    _text("period_first", lambda each: each.period.first or None, "integer"),
    _text("period_last", lambda each: each.period.last or None, "integer"), _text("hedge"), _amount("value"),
    _text("unit_word", lambda each: each.indicator.unit_word), _ref("campaign", "campaigns"),
    _ref("source", "sources"), _text("printed_as"), _text("accepted"), _text("note"),
)  # fmt: skip
_FIGURE_PARTS: Final[tuple[_Column[_Numbered[Figure, Part]], ...]] = (
    _part_key(lambda each: f"{each.record.id}/{each.kind}/{each.number}"), _owner("figure", "figures"),
    _text("kind", says="part_kind"), _text("name", lambda each: each.part.name, says="part_name"),
    _text("value", lambda each: each.part.value, "number"),
)  # fmt: skip
_PEOPLE: Final[tuple[_Column[Person], ...]] = (
    _text("id"), _text("name"), _text("given_name"), _ref("unit", "units", "person_unit"), _text("job"),
    _text("biography"), _truth("illustrative"), _page(),
)  # fmt: skip
_COLLECTIVES: Final[tuple[_Column[Collective], ...]] = (
    _text("id"), _text("name"), _ref("unit", "units", "collective_unit"), _number("members"), _text("description"),
    _truth("illustrative"), _page(),
)  # fmt: skip
_DECISIONS: Final[tuple[_Column[Decision], ...]] = (
    _text("id"), _text("number"), _day("date"), _text("title"), _ref("issuer", "units"),
    _text("issuer_name"),
    _text("signatory_name", lambda each: each.signatory.name),
    _text("signatory_role", lambda each: each.signatory.role), _ref("award", "awards"), _ref("campaign", "campaigns"),
    _text("period", lambda each: each.period.label if each.period else None), _truth("illustrative"),
    _text("accepted"), _text("note"), _page(),
)  # fmt: skip
_HONOURS: Final[tuple[_Column[Honour], ...]] = (
    _text("id", honour_id, says="honour_id"), _day("date", lambda each: each.decision.date),
    _ref("decision", "decisions"), _text("decision_number", lambda each: each.decision.number), _ref("award", "awards"),
    _text("award_name"), _text("grade"), _text("recipient_kind", recipient_kind),
    _text("recipient_name", lambda each: each.recipient.name), _ref("person", "people"),
    _ref("collective", "collectives"), _text("job", says="job_then"), _ref("unit", "units", "unit_then"),
    _text("unit_name"), _Column(Field("campaign", "string", "campaigns", "campaign"), _campaign_id),
    _text("citation"), _text("initiative"), _number("benefit"), _truth("illustrative"), _text("accepted"),
)  # fmt: skip
_ARTICLES: Final[tuple[_Column[Article], ...]] = (
    _text("id"), _ref("section", "sections"), _text("title"), _text("kicker"), _text("lede"), _text("dateline"),
    _text("published", type="datetime"), _text("updated", type="datetime"), _ref("source", "sources"),
    _truth("picked"), _truth("illustrative"), _list("tags"), _refs("people", "people"),
    _refs("collectives", "collectives"), _refs("campaigns", "campaigns"), _refs("units", "units"), _page(),
)  # fmt: skip
_AUTHORS: Final[tuple[_Column[_Numbered[Article, Author]], ...]] = (
    _part_key(lambda each: f"{each.record.id}/{each.number}"), _owner("article", "articles"),
    _text("name", lambda each: each.part.name, says="author_name"), _text("role", lambda each: each.part.role),
)  # fmt: skip
_CORRECTIONS: Final[tuple[_Column[_Numbered[Article, Correction]], ...]] = (
    _part_key(lambda each: f"{each.record.id}/{each.number}"), _owner("article", "articles"),
    _text("date", lambda each: each.part.date, "datetime", "correction_date"),
    _text("text", lambda each: each.part.text),
)  # fmt: skip
_ISSUES: Final[tuple[_Column[Issue], ...]] = (
    _text("id"), _text("number", type="integer", says="issue_number"), _day("date", says="issue_date"), _text("title"),
    _text("summary"), _refs("articles", "articles"), _refs("decisions", "decisions"), _page(),
)  # fmt: skip
_ABBREVIATIONS: Final[tuple[_Column[Abbreviation], ...]] = (
    _text("short"), _text("expansion"), _list("variants"), _text("context"),
)  # fmt: skip
_SECTIONS: Final[tuple[_Column[Section], ...]] = (
    _text("id"), _text("name"), _text("description"), _page(),
)  # fmt: skip

HONOURS: Final = _dataset("honours", _HONOURS, _oldest_honours)
FIGURES: Final = _dataset("figures", _FIGURES)
ISSUES: Final = _dataset("issues", _ISSUES, count=lambda library: len(library.issue_briefs))
ARTICLES: Final = _dataset("articles", _ARTICLES, _oldest_articles, lambda library: len(library.briefs))
# In the order in which readers are shown them.
DATASETS: Final[tuple[Dataset, ...]] = (
    _dataset("people", _PEOPLE),
    _dataset("collectives", _COLLECTIVES),
    _dataset("decisions", _DECISIONS),
    HONOURS,
    _dataset("awards", _AWARDS),
    _dataset("givers", _GIVERS),
    _dataset("campaigns", _CAMPAIGNS),
    _dataset_within("campaign_targets", _targets, _by_id("campaigns"), _TARGETS),
    _dataset("indicators", _INDICATORS),
    FIGURES,
    _dataset_within("figure_parts", _figure_parts, _by_id("figures"), _FIGURE_PARTS),
    _dataset("sources", _SOURCES),
    _dataset("units", _UNITS),
    _former_names("unit_former_names", "unit", "units"),
    _dataset_within("unit_former_places", _former_places, _by_id("units"), _FORMER_PLACES),
    _dataset_within("unit_former_parents", _former_parents, _by_id("units"), _FORMER_PARENTS),
    _dataset("places", _PLACES),
    _former_names("place_former_names", "place", "places"),
    ARTICLES,
    _dataset_within("article_authors", _authors, _oldest_articles, _AUTHORS, _count_authors),
    _dataset_within("article_corrections", _corrections, _oldest_articles, _CORRECTIONS, _count_corrections),
    ISSUES,
    _dataset("sections", _SECTIONS, _sections),
    _dataset("abbreviations", _ABBREVIATIONS),
)


def counts_of_texts(library: Library) -> tuple[int, ...]:
    """How many rows each dataset has that does not follow from the register alone."""
    texts = (ARTICLES.records, ISSUES.records)
    return tuple(dataset.count(library) for dataset in DATASETS if dataset.records in texts)


def cut_off(library: Library) -> dt.date | None:
    """The day of the newest record that readers may see: what the data reach up to."""
    days = [decision.date for decision in library.decisions.values()]
    days += [dt.date.fromordinal(issue.day) for issue in library.issue_briefs.values()]
    last = library.last_change
    return max([*days, last.date()] if last else days, default=None)
