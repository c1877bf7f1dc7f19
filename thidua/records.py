"""The words of a bulletin, as frozen, validated records.

A record says what it knows and holds the records it refers to; what points back to it is a query
of the Library. Plain dataclasses: pydantic is imported only by whoever validates (see `load`).
Every key of every record is explained, in Vietnamese, in `data/README.md`.
"""

from __future__ import annotations

import datetime as dt
import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from thidua.scalars import (
    Amount,
    Colour,
    Day,
    Id,
    MailAddress,
    Moment,
    Percent,
    PlainText,
    PostAddress,
    SomeDay,
    SomePeriod,
    Text,
    WebAddress,
    Whole,
    YesNo,
    one_value,
)
from thidua.vietnamese import initials, slug

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema
    from pydantic_core.core_schema import ValidationInfo

R = TypeVar("R")
_CLOSED: Final = {"extra": "forbid"}
# Of a text that is printed only where somebody says so (see `pages.Page.bodies`), and is not told where its record is.
APART: Final = {"apart": True}
# Of records that are told only where somebody says so (see `pages.Page.named`): elsewhere they are known by their ids.
BY_ID: Final = {"by_id": True}
# Up to this version, equal values are written alike whatever objects they are made of.
_MARSHAL: Final = 2
_OPEN_ENDED: Final = dt.date(9999, 12, 31)


class Known(Protocol):
    """What a reference can be looked up in while a record is validated."""

    def record(self, dataset: str, id: str) -> object:
        """The record of that id. Raises Mistake when there is none."""

    def id(self, dataset: str, id: str) -> str:
        """The same id, when there is such a record. Raises Mistake when there is none."""

    def picture_file(self, written: str) -> PictureFile:
        """The picture at a written path. Raises Mistake when it cannot be shown."""

    def logo_file(self, written: str) -> PictureFile:
        """The picture or drawing at a written path. Raises Mistake when it cannot be shown."""


class Ref:
    """Marks a field that is written as the id of a record in `dataset` and holds that record."""

    def __init__(self, dataset: str) -> None:
        self.dataset = dataset

    def found(self, written: object, info: ValidationInfo[Known]) -> object:
        return info.context.record(self.dataset, one_value(written))

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.with_info_plain_validator_function(self.found)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, object]:
        return {"type": "string"}


class IdOf(Ref):
    """Marks a field that holds the id alone, for records that may speak of each other."""

    def found(self, written: object, info: ValidationInfo[Known]) -> object:
        return info.context.id(self.dataset, one_value(written))


class OnDisk(Ref):
    """Marks a field that is written as the path of a picture and holds what is known of the file."""

    def __init__(self) -> None:
        super().__init__("")

    def found(self, written: object, info: ValidationInfo[Known]) -> object:
        return info.context.picture_file(one_value(written))


class LogoOnDisk(OnDisk):
    """Marks a field that is written as the path of a picture or of an SVG drawing."""

    def found(self, written: object, info: ValidationInfo[Known]) -> object:
        return info.context.logo_file(one_value(written))


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture on disk: path inside the project, digest of its bytes, size in pixels as shown."""

    path: str
    digest: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FocusPoint:
    """The point to keep when a picture is cropped: per cent from the left and from the top."""

    __pydantic_config__ = _CLOSED
    x: Percent = 50
    y: Percent = 40


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what a newspaper says of it."""

    __pydantic_config__ = _CLOSED
    file: Annotated[PictureFile, OnDisk()]
    alt: Text
    caption: Text
    credit: Text
    focus: FocusPoint = field(default_factory=FocusPoint)


# ---- who and where ------------------------------------------------------------------------------


PlaceKind = Literal[
    "province", "city", "district", "town", "district_city", "township", "ward", "commune", "special_zone"
]


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that was right up to and including a day; of a place, also what kind of place it was, if another."""

    __pydantic_config__ = _CLOSED
    name: Text
    until: Day
    kind: PlaceKind | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative area, from its first day to its last, and what became of it."""

    __pydantic_config__ = _CLOSED
    id: Id
    name: Text
    kind: PlaceKind
    short_name: Text | None = None
    code: Text | None = None
    parent: Annotated[Place | None, Ref("places")] = None
    since: Day | None = None
    until: Day | None = None
    successors: tuple[Annotated[Place, Ref("places")], ...] = ()
    former_names: tuple[FormerName, ...] = ()
    aliases: tuple[Text, ...] = ()
    centre_in: Text | None = None
    legal_basis: Text | None = None
    note: Text | None = None

    @property
    def address(self) -> str:
        return f"dia-ban/{self.id}.html"

    def is_alive(self, day: dt.date) -> bool:
        """Whether it existed on that day."""
        return (self.since or dt.date.min) <= day <= (self.until or _OPEN_ENDED)

    def name_on(self, day: dt.date) -> str:
        """Its name on that day."""
        return _name_on(self.name, self.former_names, day)

    def kind_on(self, day: dt.date) -> PlaceKind:
        """What kind of place it was on that day: Huế was a province until 31/12/2024."""
        past = [old for old in self.former_names if old.kind and day <= old.until]
        return min(past, key=lambda old: old.until).kind or self.kind if past else self.kind


@dataclass(frozen=True, slots=True)
class TileMap:
    """A map of equal tiles, north above: each row names a place or a gap (`.`) for each column."""

    __pydantic_config__ = _CLOSED
    id: Id
    name: Text
    rows: tuple[Text, ...]
    since: Day | None = None
    until: Day | None = None


GiverLevel = Literal[
    "state", "ministry_province", "district", "commune", "union_central", "union_province", "union_upper",
    "union_commune", "grassroots",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Giver:
    """An authority that may give awards (cấp khen)."""

    __pydantic_config__ = _CLOSED
    id: Id
    name: Text
    level: GiverLevel
    since: Day | None = None
    until: Day | None = None
    note: Text | None = None


UnitKind = Literal["union", "government", "enterprise", "school", "hospital", "other"]


@dataclass(frozen=True, slots=True)
class FormerPlace:
    """Where a unit was up to and including a day, where its place's successors do not tell by themselves."""

    __pydantic_config__ = _CLOSED
    place: Annotated[Place, Ref("places")]
    until: Day


@dataclass(frozen=True, slots=True)
class FormerParent:
    """Which unit another one belonged to up to and including a day."""

    __pydantic_config__ = _CLOSED
    unit: Annotated[Unit, Ref("units")]
    until: Day


@dataclass(frozen=True, slots=True)
class Unit:
    """A union body, government body, enterprise, school or hospital, from its first day to its last."""

    __pydantic_config__ = _CLOSED
    id: Id
    name: Text
    kind: UnitKind
    short_name: Text | None = None
    parent: Annotated[Unit | None, Ref("units")] = None
    place: Annotated[Place | None, Ref("places")] = None
    giver: Annotated[Giver | None, Ref("givers")] = None
    since: Day | None = None
    until: Day | None = None
    successors: tuple[Annotated[Unit, Ref("units")], ...] = ()
    former_names: tuple[FormerName, ...] = ()
    former_places: tuple[FormerPlace, ...] = ()
    former_parents: tuple[FormerParent, ...] = ()
    aliases: tuple[Text, ...] = ()
    sector: Text | None = None
    description: Text | None = None
    illustrative: YesNo = False
    note: Text | None = None

    @property
    def address(self) -> str:
        return f"don-vi/{self.id}.html"

    @property
    def figures_address(self) -> str:
        return f"so-lieu/don-vi/{self.id}.html"

    def is_alive(self, day: dt.date) -> bool:
        """Whether it existed on that day."""
        return (self.since or dt.date.min) <= day <= (self.until or _OPEN_ENDED)

    def name_on(self, day: dt.date) -> str:
        """Its name on that day."""
        return _name_on(self.name, self.former_names, day)


def _name_on(name: str, former: tuple[FormerName, ...], day: dt.date) -> str:
    past = [old for old in former if day <= old.until]
    return min(past, key=lambda old: old.until).name if past else name


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person agreed to. Never published; a withdrawal takes the person out of every output."""

    __pydantic_config__ = _CLOSED
    given: Day
    portrait: YesNo = False
    document: Text | None = None
    withdrawn: Day | None = None


@dataclass(frozen=True, slots=True)
class Portrait:
    """A person's picture: it needs a credit, and its alternative text is made from the name."""

    __pydantic_config__ = _CLOSED
    file: Annotated[PictureFile, OnDisk()]
    credit: Text
    focus: FocusPoint = field(default_factory=lambda: FocusPoint(50, 30))


@dataclass(frozen=True, slots=True)
class Person:
    """An honoured worker."""

    __pydantic_config__ = _CLOSED
    id: Id
    name: Text
    unit: Annotated[Unit, Ref("units")]
    job: Text
    given_name: Text | None = None
    portrait: Portrait | None = None
    biography: Text | None = None
    illustrative: YesNo = False
    consent: Consent | None = None

    @property
    def address(self) -> str:
        return f"guong-sang/ca-nhan/{self.id}.html"

    @property
    def initials(self) -> str:
        return initials(self.name)


@dataclass(frozen=True, slots=True)
class Collective:
    """An honoured team, workshop, school or union body."""

    __pydantic_config__ = _CLOSED
    id: Id
    name: Text
    unit: Annotated[Unit, Ref("units")]
    members: Whole | None = None
    picture: Picture | None = None
    description: Text | None = None
    illustrative: YesNo = False

    @property
    def address(self) -> str:
        return f"guong-sang/tap-the/{self.id}.html"


# ---- what is given --------------------------------------------------------------------------------

AwardGroup = Literal["title", "order", "medal", "state_honour", "state_prize", "commendation", "union", "local"]
RecipientKind = Literal["person", "collective", "household"]
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Award:
    """An emulation title or a form of commendation (Law 06/2022/QH15), with who may give and receive it."""

    __pydantic_config__ = _CLOSED
    id: Id
    name: Text
    group: AwardGroup
    to: tuple[RecipientKind, ...] = ()
    given_by: tuple[Annotated[Giver, Ref("givers")], ...] = ()
    grades: tuple[Text, ...] = ()
    rank: Whole = 99
    is_a: Annotated[Award | None, Ref("awards")] = None
    since: Day | None = None
    until: Day | None = None
    once_per_person: YesNo = False
    requires: tuple[Annotated[str, IdOf("awards")], ...] = ()
    prerequisite: Text | None = None
    occasion: Text | None = None
    legal_basis: Text | None = None
    confidence: Confidence = "high"
    aliases: tuple[Text, ...] = ()
    description: Text | None = None
    note: Text | None = None

    @property
    def address(self) -> str:
        return f"khen-thuong/{self.id}.html"


CampaignKind = Literal["movement", "drive", "programme", "theme"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a campaign set out to reach, and by when."""

    __pydantic_config__ = _CLOSED
    indicator: Annotated[Indicator, Ref("indicators")]
    value: Amount
    deadline: Day | None = None
    unit: Annotated[Unit | None, Ref("units")] = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """An emulation movement (phong trào), drive (cuộc vận động), programme or theme."""

    __pydantic_config__ = _CLOSED
    id: Id
    name: Text
    kind: CampaignKind
    aliases: tuple[Text, ...] = ()
    launched_by: Annotated[Unit | None, Ref("units")] = None
    since: Day | None = None
    until: Day | None = None
    period: SomePeriod | None = None
    parent: Annotated[Campaign | None, Ref("campaigns")] = None
    sectors: tuple[Text, ...] = ()
    summary: Text | None = None
    targets: tuple[Target, ...] = ()
    sources: tuple[Annotated[Source, Ref("sources")], ...] = ()
    note: Text | None = None

    @property
    def address(self) -> str:
        return f"phong-trao/{self.id}.html"

    @property
    def figures_address(self) -> str:
        return f"so-lieu/phong-trao/{self.id}.html"

    @property
    def launcher_name(self) -> str | None:
        """The name of whoever launched it, as it was then."""
        day = self.since or (self.period.first_day if self.period else None)
        if self.launched_by is None:
            return None
        return self.launched_by.name_on(day) if day else self.launched_by.name


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed a decision."""

    __pydantic_config__ = _CLOSED
    name: Text
    role: Text


@dataclass(frozen=True, slots=True)
class Revocation:
    """The decision that took an award back (Law 06/2022/QH15, chapter VII)."""

    __pydantic_config__ = _CLOSED
    number: Text
    date: Day
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """An award decision without its list: its honours are a query of the Library.

    `accepted` is the reason why what contradicts itself in it, or in its whole list, is kept.
    """

    __pydantic_config__ = _CLOSED
    id: Id
    number: Text
    date: Day
    title: Text
    issuer: Annotated[Unit, Ref("units")]
    signatory: Signatory
    award: Annotated[Award, Ref("awards")]
    campaign: Annotated[Campaign | None, Ref("campaigns")] = None
    period: SomePeriod | None = None
    illustrative: YesNo = False
    revocation: Revocation | None = None
    accepted: Text | None = None
    note: Text | None = None

    @property
    def address(self) -> str:
        return f"khen-thuong/quyet-dinh/{self.id}.html"

    @property
    def year(self) -> int:
        return self.date.year

    @property
    def issuer_name(self) -> str:
        """The issuer's name on the day of the decision."""
        return self.issuer.name_on(self.date)


@dataclass(frozen=True, slots=True)
class Honour:
    """One recipient in one decision; job and unit as they were on its day. `benefit` is whole đồng.

    `accepted` is the reason why what contradicts another honour, or the rules, is kept as the decision has it.
    """

    __pydantic_config__ = _CLOSED
    decision: Annotated[Decision, Ref("decisions")]
    award: Annotated[Award, Ref("awards")]
    unit: Annotated[Unit, Ref("units")]
    person: Annotated[Person | None, Ref("people")] = None
    collective: Annotated[Collective | None, Ref("collectives")] = None
    job: Text | None = None
    grade: Text | None = None
    citation: Text | None = None
    initiative: Text | None = None
    benefit: Whole | None = None
    revocation: Revocation | None = None
    accepted: Text | None = None

    @property
    def recipient(self) -> Person | Collective:
        """Whoever was honoured; `checks` sees to it that there is exactly one."""
        who = self.person or self.collective
        if who is None:
            raise ValueError(f"an honour of {self.decision.id} without a recipient")
        return who

    @property
    def unit_name(self) -> str:
        """The unit's name on the day of the decision."""
        return self.unit.name_on(self.decision.date)

    @property
    def award_name(self) -> str:
        """The award with its grade: `Huân chương Lao động hạng Ba`."""
        return f"{self.award.name} hạng {self.grade}" if self.grade else self.award.name

    @property
    def illustrative(self) -> bool:
        return self.decision.illustrative or self.recipient.illustrative


# ---- what is counted -------------------------------------------------------------------------------

Counts = Literal[
    "person", "person_occurrence", "collective", "collective_occurrence", "recipient", "initiative", "work",
    "place", "dong", "percent",
]  # fmt: skip
Hedge = Literal["hơn", "trên", "gần", "khoảng"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a figure measures: `counts` says what one of it is; whether it adds up over units and years.

    It is never more than what the indicator `within` measures, and never less than the people whose
    `occurrences_of` it counts. One that counts holders of an award names the `award`, and its `grade`.
    """

    __pydantic_config__ = _CLOSED
    id: Id
    name: Text
    counts: Counts
    unit_word: Text
    definition: Text | None = None
    adds_over_units: YesNo = False
    adds_over_years: YesNo = False
    within: Annotated[str | None, IdOf("indicators")] = None
    occurrences_of: Annotated[str | None, IdOf("indicators")] = None
    award: Annotated[Award | None, Ref("awards")] = None
    grade: Text | None = None
    note: Text | None = None

    @property
    def address(self) -> str:
        return f"so-lieu/{self.id}.html"


@dataclass(frozen=True, slots=True)
class Part:
    """A named share of a figure, in the same unit of counting."""

    __pydantic_config__ = _CLOSED
    name: Text
    value: Amount


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator's value for a unit and a period, as its source gives it.

    `parts` should make the value; `of_which` are subsets that need not. `accepted` is the reason
    why a contradiction in the source is kept as it was printed.
    """

    __pydantic_config__ = _CLOSED
    id: Id
    indicator: Annotated[Indicator, Ref("indicators")]
    unit: Annotated[Unit, Ref("units")]
    period: SomePeriod
    value: Amount
    source: Annotated[Source, Ref("sources")]
    hedge: Hedge | None = None
    parts: tuple[Part, ...] = ()
    of_which: tuple[Part, ...] = ()
    campaign: Annotated[Campaign | None, Ref("campaigns")] = None
    printed_as: Text | None = None
    accepted: Text | None = None
    note: Text | None = None

    @property
    def parts_total(self) -> int | Decimal:
        return sum((part.value for part in self.parts), 0)

    @property
    def unit_name(self) -> str:
        """The unit's name when the period ended, or began where its end is open."""
        day = self.period.last_day or self.period.first_day
        return self.unit.name_on(day) if day else self.unit.name


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read."""

    __pydantic_config__ = _CLOSED
    id: Id
    subject: Text
    outlet: Text | None = None
    title: Text | None = None
    author: Text | None = None
    published: SomeDay | None = None
    url: WebAddress | None = None
    note: Text | None = None


# ---- what is written --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what it stands for; without an expansion it is a name and must stay as it is."""

    __pydantic_config__ = _CLOSED
    short: Text
    expansion: Text | None = None
    variants: tuple[Text, ...] = ()
    context: Text | None = None
    confidence: Confidence = "high"

    @property
    def id(self) -> str:
        return self.short


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper."""

    __pydantic_config__ = _CLOSED
    id: Id
    name: Text
    description: Text
    home: YesNo = True

    @property
    def address(self) -> str:
        return f"{self.id}/index.html"


@dataclass(frozen=True, slots=True)
class Contact:
    """How readers reach the publisher."""

    __pydantic_config__ = _CLOSED
    address: Text
    email: MailAddress
    phone: Text | None = None


@dataclass(frozen=True, slots=True)
class Colours:
    """The owner's colours, for light and for darkness; without one for darkness it is made from the other."""

    __pydantic_config__ = _CLOSED
    accent: Colour = "#a8141e"
    accent_dark: Colour | None = None
    link: Colour = "#0b4a86"
    link_dark: Colour | None = None
    honour: Colour = "#8a5a00"
    honour_dark: Colour | None = None


HomeBlock = Literal["lead", "honours", "latest", "sections", "picked", "campaigns", "issue", "figures"]


@dataclass(frozen=True, slots=True)
class CommentForm:
    """How readers' comments come in: posted to `endpoint`, else by post to the paper's address; or not at all."""

    __pydantic_config__ = _CLOSED
    endpoint: PostAddress | None = None
    closed: YesNo = False

    @property
    def origin(self) -> str:
        """What a policy must allow for the form to be posted: `https://y-kien.example`."""
        parts = urlsplit(self.endpoint or "")
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class DataLicence:
    """The terms under which anyone may use the open data."""

    __pydantic_config__ = _CLOSED
    name: Text
    url: WebAddress


@dataclass(frozen=True, slots=True)
class Site:
    """The paper itself. `base_url` ends in a slash."""

    __pydantic_config__ = _CLOSED
    name: Text
    tagline: Text
    description: Text
    base_url: WebAddress
    publisher: Text
    governing_body: Text
    licence: Text
    editor: Text
    contact: Contact
    sections: tuple[Section, ...]
    short_name: Text | None = None
    notice: Text | None = None
    middle_before_family: YesNo = False
    logo: Annotated[PictureFile | None, LogoOnDisk()] = None
    colours: Colours = field(default_factory=Colours)
    home: tuple[HomeBlock, ...] = ("lead", "honours", "latest", "sections", "picked", "campaigns", "issue")
    comments: CommentForm = field(default_factory=CommentForm)
    data_licence: DataLicence | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote: a name or a pen name, and the office that gives the words weight."""

    __pydantic_config__ = _CLOSED
    name: Text
    role: Text | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A mistake owned in the open."""

    __pydantic_config__ = _CLOSED
    date: Moment
    text: Text


@dataclass(frozen=True, slots=True)
class AcceptedWords:
    """Words of an article that say otherwise than the data, and why they stay."""

    __pydantic_config__ = _CLOSED
    words: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A sub-heading of a body: its anchor and words."""

    level: int
    id: str
    text: str


Mentioned = Person | Collective | Unit | Campaign | Award


@dataclass(frozen=True, slots=True)
class Reference:
    """A marker in a body, as it was written, and its line (see `references`)."""

    written: str
    line: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a marker prints, where that leads, and the figures or the record that it was made of."""

    words: str
    address: str = ""
    figures: tuple[Figure, ...] = ()
    record: Mentioned | None = None


@dataclass(frozen=True, slots=True)
class Short:
    """A word in capitals where it first stands in a body, with the words before it."""

    word: str
    before: str = ""


def packed_words(html: str, text: str, headings: tuple[Heading, ...] = ()) -> bytes:
    """The words of a body as `Prose` keeps them: the same bytes for the same words."""
    return marshal.dumps((html, text, tuple((each.level, each.id, each.text) for each in headings)), _MARSHAL)


def unpacked_words(words: bytes) -> tuple[str, str, tuple[tuple[int, str, str], ...]]:
    """The HTML, the text and the sub-headings of a body."""
    return marshal.loads(words) if words else ("", "", ())


class Worded:
    """A body whose `words` are its HTML, its text and its sub-headings, packed."""

    __slots__ = ()
    words: bytes

    @property
    def html(self) -> str:
        return unpacked_words(self.words)[0]

    @property
    def text(self) -> str:
        return unpacked_words(self.words)[1]

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(Heading(*each) for each in unpacked_words(self.words)[2])


@dataclass(frozen=True, slots=True)
class Prose(Worded):
    """A Markdown body, converted and sanitised.

    `words` are its HTML, its text and its sub-headings, packed: few of them are read in a build.
    `html` carries `link:N` and `picture:N` where a page must set the address of the N-th of
    `links` and the N-th of `pictures`, and so for what is `told` and the `expansions` of `shorts`
    (see `markup`). The last two are known once it is known what readers may see; then
    `references` and `shorts` are empty.
    """

    words: bytes = b""
    links: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    references: tuple[Reference, ...] = ()
    shorts: tuple[Short, ...] = ()
    told: tuple[Told, ...] = ()
    expansions: tuple[tuple[str, str], ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the body prints, each once, in their order."""
        return tuple({figure.id: figure for told in self.told for figure in told.figures}.values())


@dataclass(frozen=True, slots=True)
class Article:
    """A piece of news: its front matter and its body. `published` and `expires` are minutes at +07:00."""

    __pydantic_config__ = _CLOSED
    id: Id
    section: Annotated[Section, Ref("sections")]
    title: Text
    lede: Text
    authors: tuple[Author, ...]
    published: Moment
    body: Prose = field(default_factory=Prose, metadata=APART)
    kicker: Text | None = None
    dateline: Text | None = None
    source: Annotated[Source | None, Ref("sources")] = None
    updated: Moment | None = None
    expires: Moment | None = None
    draft: YesNo = False
    illustrative: YesNo = False
    picked: YesNo = False
    picture: Picture | None = None
    tags: tuple[Text, ...] = ()
    people: tuple[Annotated[Person, Ref("people")], ...] = field(default=(), metadata=BY_ID)
    collectives: tuple[Annotated[Collective, Ref("collectives")], ...] = field(default=(), metadata=BY_ID)
    campaigns: tuple[Annotated[Campaign, Ref("campaigns")], ...] = field(default=(), metadata=BY_ID)
    units: tuple[Annotated[Unit, Ref("units")], ...] = field(default=(), metadata=BY_ID)
    related: tuple[Annotated[str, IdOf("articles")], ...] = ()
    corrections: tuple[Correction, ...] = ()
    accepted: tuple[AcceptedWords, ...] = ()
    aliases: tuple[Text, ...] = ()

    @property
    def address(self) -> str:
        return f"{self.section.id}/{self.published.year}/{self.id}.html"

    @property
    def named(self) -> tuple[Mentioned, ...]:
        """All that it names besides its text."""
        return (*self.people, *self.collectives, *self.campaigns, *self.units)

    @property
    def changed(self) -> dt.datetime:
        """When readers last saw it change."""
        return self.updated or self.published

    def is_due(self, as_of: dt.datetime) -> bool:
        """Whether readers may see it at that moment, drafts apart."""
        return self.published <= as_of and (self.expires is None or as_of < self.expires)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the paper, or whoever the comment asks, answers."""

    __pydantic_config__ = _CLOSED
    by: Text
    text: PlainText
    date: Moment

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n\n"))


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's words under an article, which it names by id. Published only when it is approved."""

    __pydantic_config__ = _CLOSED
    id: Id
    article: Annotated[str, IdOf("articles")]
    name: Text
    date: Moment
    text: PlainText
    approved: YesNo = False
    reply: Reply | None = None
    illustrative: YesNo = False

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n\n"))


@dataclass(frozen=True, slots=True)
class Issue:
    """A numbered bulletin: its articles in print order and the decisions whose lists it prints."""

    __pydantic_config__ = _CLOSED
    id: Id
    number: Whole
    date: Day
    title: Text
    articles: tuple[Annotated[Article, Ref("articles")], ...]
    summary: Text | None = None
    picture: Picture | None = None
    decisions: tuple[Annotated[Decision, Ref("decisions")], ...] = ()

    @property
    def address(self) -> str:
        return f"ban-tin/{self.date.year}/{self.number}.html"


@dataclass(frozen=True, slots=True)
class StaticPage:
    """A page that stays: about, corrections policy, privacy, accessibility."""

    __pydantic_config__ = _CLOSED
    id: Id
    title: Text
    description: Text
    body: Prose = field(default_factory=Prose, metadata=APART)
    rank: Whole = 99
    updated: Moment | None = None
    draft: YesNo = False
    aliases: tuple[Text, ...] = ()
    accepted: tuple[AcceptedWords, ...] = ()

    @property
    def address(self) -> str:
        return f"{self.id}.html"


@dataclass(frozen=True, slots=True)
class Tag:
    """A subject that articles share; its spelling is that of the newest article."""

    name: str
    id: str

    @property
    def address(self) -> str:
        return f"chu-de/{self.id}.html"

    @staticmethod
    @lru_cache(maxsize=2000)
    def named(name: str) -> Tag:
        return Tag(name, slug(name))


# ---- copies -----------------------------------------------------------------------------------------


def changed(record: R, changes: Mapping[str, object]) -> R:
    """A copy with other values in some fields: `dataclasses.replace` takes three times as long, for 50,000 honours."""
    if not changes:
        return record
    kind = type(record)
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(each.name for each in fields(cast(Any, kind)))
    copy = object.__new__(kind)
    for name in _FIELDS[kind]:
        object.__setattr__(copy, name, changes[name] if name in changes else getattr(record, name))
    return copy


_FIELDS: Final[dict[type, tuple[str, ...]]] = {}
