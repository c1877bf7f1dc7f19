"""A made-up Vietnamese archive of any size, the same for the same seed.

    python benchmarks/corpus.py OUT --articles 10000 --honours 50000 --seed 1

writes a complete project: data/, content/ and a copy of the repository's templates and reference
data. Standard library only; everything but `write` and `main` is pure.
"""

import argparse
import datetime as dt
import re
import shutil
import struct
import sys
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[0] = str(ROOT)

from benchmarks import vocabulary as said  # noqa: E402 - lies in the folder just named

AS_OF: Final = "2026-01-15 08:00"
YEARS: Final = range(2016, 2026)
# The unit that a benchmark renames: one person in so many works there.
LARGE_UNIT: Final = "det-may-song-tram"
LARGE_UNIT_NAME: Final = "Công ty Cổ phần Dệt may Sông Trầm"
_ONE_IN_LARGE_UNIT: Final = 55
_PEOPLE_AN_HONOUR: Final = 0.87
_COLLECTIVES_AN_HONOUR: Final = 0.036
_HONOURS_A_UNIT: Final = 25
_ICT: Final = dt.timezone(dt.timedelta(hours=7))
_SYLLABLES: Final = (670, 150)
_SHARED: Final = ("awards", "givers", "places", "abbreviations")
_SECTIONS: Final = ("tin-tuc", "lao-dong-sang-tao", "tu-co-so", "nguoi-tot-viec-tot", "chinh-sach")
_PICTURES: Final = 6


@dataclass(frozen=True, slots=True)
class Size:
    """How much to write."""

    articles: int
    honours: int
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Unit:
    """A provincial union, or a unit below one."""

    id: str
    name: str
    kind: str
    place: str
    place_name: str
    parent: str = "tld"
    sector: str = ""
    jobs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person with a job, or a collective without one."""

    id: str
    name: str
    unit: Unit
    job: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with whoever it honours."""

    id: str
    number: str
    date: dt.date
    title: str
    issuer: Unit
    signatory: str
    award: str
    campaign: str
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Archive:
    """All that articles may speak of."""

    unions: tuple[Unit, ...]
    units: tuple[Unit, ...]
    people: tuple[Recipient, ...]
    collectives: tuple[Recipient, ...]
    decisions: tuple[Decision, ...]


# ---- words -----------------------------------------------------------------------------------------


def slug(words: str) -> str:
    """Words as an id: lower-case letters without marks, and hyphens."""
    plain = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


class _Choice:
    """Draws from weighted words."""

    def __init__(self, weighted: Sequence[tuple[str, float]]) -> None:
        self.words = [word for word, _ in weighted]
        self.weights = list(accumulate(weight for _, weight in weighted))

    def draw(self, rng: Random) -> str:
        return rng.choices(self.words, cum_weights=self.weights)[0]


_FAMILY: Final = _Choice(said.FAMILIES)
_MIDDLE: Final = {sex: _Choice(names) for sex, names in said.MIDDLES.items()}
_GIVEN: Final = {sex: _Choice(names) for sex, names in said.GIVENS.items()}
_PERSON_AWARD: Final = _Choice(said.PERSON_AWARDS)
_COLLECTIVE_AWARD: Final = _Choice(said.COLLECTIVE_AWARDS)
# Few subjects are written about often, most seldom.
_TAG: Final = _Choice([(tag, 1 / (place + 4)) for place, tag in enumerate(said.TAGS)])


def person_name(rng: Random) -> str:
    """A name with the shares of family, middle and given names that lists of workers show."""
    is_woman = rng.random() < 0.52
    return f"{_FAMILY.draw(rng)} {_MIDDLE[is_woman].draw(rng)} {_GIVEN[is_woman].draw(rng)}"


class _Blanks(dict[str, str]):
    """What fills a sentence's blanks: the names given, and numbers drawn when asked for."""

    def __init__(self, rng: Random, names: dict[str, str]) -> None:
        super().__init__(names)
        self.rng = rng

    def __missing__(self, key: str) -> str:
        rng = self.rng
        match key:
            case "n":
                return str(rng.randint(2, 48))
            case "many":
                return f"{rng.randint(1, 9)}.{rng.randint(100, 999)}"
            case "pct":
                return f"{rng.randint(3, 60)},{rng.randint(1, 9)}"
            case "money":
                return f"{rng.randint(1, 90)},{rng.randint(1, 9)} {rng.choice(('tỉ', 'triệu'))} đồng"
            case "million":
                return f"{rng.randint(7, 16)},{rng.randint(1, 9)}"
            case "year":
                return str(rng.choice(YEARS))
        raise KeyError(key)


def text(words: str) -> str:
    """Words as a YAML value, in quotes where YAML would read something else."""
    if re.search(r": |:$| #|^[-?:,\[\]{}#&*!|>'\"%@`]", words):
        return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return words


# ---- the records -----------------------------------------------------------------------------------


def archive(size: Size) -> Archive:
    """Units, people, collectives and decisions."""
    rng = Random(f"{size.seed}/records")
    unions = tuple(
        Unit(f"lien-doan-{place}", f"Liên đoàn Lao động {name}", "union", place, name)
        for place, name in said.PROVINCES.items()
    )
    units = _units(max(len(unions), round(size.honours / _HONOURS_A_UNIT)), unions, rng)
    people = _people(round(size.honours * _PEOPLE_AN_HONOUR), units, rng)
    collectives = _collectives(round(size.honours * _COLLECTIVES_AN_HONOUR), units, rng)
    decisions = _decisions(size.honours, unions, people, collectives, rng) if people else ()
    return Archive(unions, units, people, collectives, decisions)


def _units(count: int, unions: Sequence[Unit], rng: Random) -> tuple[Unit, ...]:
    """The large unit, then the others, more of them where more people live."""
    found = [_unit(LARGE_UNIT, LARGE_UNIT_NAME, unions[0], said.TRADES[0])]
    taken = {(LARGE_UNIT_NAME, unions[0].id)}
    weights = list(accumulate(3 if union.place_name.lower().startswith("thành phố") else 1 for union in unions))
    for number in range(1, count):
        # Every province has a unit before any has two.
        union = unions[number] if number < len(unions) else rng.choices(unions, cum_weights=weights)[0]
        trade = rng.choice(said.TRADES)
        proper = f"{rng.choice(said.PROPER_FIRST)} {rng.choice(said.PROPER_SECOND)}"
        name = rng.choice(trade.names).format(proper=proper)
        # Namesakes of one place would be refused: nobody could tell them apart.
        name = f"{name} {number}" if (name, union.id) in taken else name
        taken.add((name, union.id))
        found.append(_unit(f"{slug(proper)}-{number}", name, union, trade))
    return tuple(found)


def _unit(id: str, name: str, union: Unit, trade: said.Trade) -> Unit:
    return Unit(id, name, trade.kind, union.place, union.place_name, union.id, trade.sector, trade.jobs)


def _people(count: int, units: Sequence[Unit], rng: Random) -> tuple[Recipient, ...]:
    """Workers; of ten thousand, one has withdrawn consent, and nobody else bears that name."""
    found = []
    for number in range(count):
        unit = units[0] if number % _ONE_IN_LARGE_UNIT == 0 else rng.choice(units)
        withdrawn = number % 10_000 == 9
        name = f"Tôn Nữ Diễm Uyển {_letters(number)}" if withdrawn else person_name(rng)
        found.append(Recipient(f"{slug(name)}-{number}", name, unit, rng.choice(unit.jobs), withdrawn))
    return tuple(found)


def _letters(number: int) -> str:
    """A number as a made-up word, since names have no digits."""
    return "".join("abcdeghikl"[int(digit)] for digit in str(number)).capitalize()


def _collectives(count: int, units: Sequence[Unit], rng: Random) -> tuple[Recipient, ...]:
    found = []
    for number in range(count):
        name = rng.choice(said.TEAMS).format(n=rng.randint(1, 9))
        found.append(Recipient(f"{slug(name)}-{number}", name, rng.choice(units)))
    return tuple(found)


def _decisions(
    honours: int,
    unions: Sequence[Unit],
    people: Sequence[Recipient],
    collectives: Sequence[Recipient],
    rng: Random,
) -> tuple[Decision, ...]:
    """Every person once, some again; province by province, 20 to 200 recipients a decision."""
    for_collectives = round(len(collectives) * 2.2)
    drawn = [*people, *rng.choices(people, k=honours - for_collectives - len(people))]
    drawn += rng.choices(collectives, k=for_collectives) if collectives else []
    by_province: dict[str, list[Recipient]] = {union.id: [] for union in unions}
    for recipient in drawn:
        by_province[recipient.unit.parent].append(recipient)
    found: list[Decision] = []
    for union in unions:
        waiting = by_province[union.id]
        rng.shuffle(waiting)
        while waiting:
            recipients, waiting = _list_for_one(waiting, rng)
            found.append(_decision(len(found) + 1, union, recipients, rng))
    return tuple(sorted(found, key=lambda decision: (decision.date, decision.id)))


def _list_for_one(waiting: list[Recipient], rng: Random) -> tuple[tuple[Recipient, ...], list[Recipient]]:
    """The recipients of one decision, nobody twice, and who waits for the next."""
    most = round(rng.triangular(20, 200, 30))
    if len(waiting) - most < 20:
        most = len(waiting)
    taken = dict.fromkeys(waiting[:most])
    again = list(waiting[:most])
    for recipient in taken:
        again.remove(recipient)
    return tuple(taken), again + waiting[most:]


def _decision(number: int, union: Unit, recipients: tuple[Recipient, ...], rng: Random) -> Decision:
    date = dt.date(YEARS[0], 1, 4) + dt.timedelta(days=rng.randrange(len(YEARS) * 365 - 10))
    is_central = rng.random() < 0.15
    issuer = Unit("tld", "Tổng Liên đoàn Lao động Việt Nam", "union", "", "") if is_central else union
    title = rng.choice(said.DECISION_TITLES).format(year=date.year - (date.month < 6), place=union.place_name)
    return Decision(
        f"{date.year}-{union.place}-{number}", f"{number}/QĐ-{'TLĐ' if is_central else 'LĐLĐ'}", date, title, issuer,
        person_name(rng), _PERSON_AWARD.draw(rng), rng.choice(said.CAMPAIGNS).id, recipients,
    )  # fmt: skip


# ---- data files ------------------------------------------------------------------------------------


def data_files(made: Archive, size: Size) -> Iterator[tuple[str, str]]:
    """Every dataset that is made up."""
    rng = Random(f"{size.seed}/data")
    yield "data/site.yaml", _SITE
    yield "data/campaigns.yaml", "".join(map(_campaign_text, said.CAMPAIGNS))
    yield "data/units/lien-doan.yaml", _CENTRE + "".join(map(_unit_text, made.unions))
    for union in made.unions:
        units = [unit for unit in made.units if unit.parent == union.id]
        yield f"data/units/{union.place}.yaml", "".join(map(_unit_text, units))
    for place, people in _by_place(made.people).items():
        yield f"data/people/{place}.yaml", "".join(_person_text(person, rng) for person in people)
    for place, collectives in _by_place(made.collectives).items():
        yield f"data/collectives/{place}.yaml", "".join(_collective_text(each, rng) for each in collectives)
    months: dict[str, list[Decision]] = {}
    for decision in made.decisions:
        months.setdefault(f"{decision.date:%Y/%m}", []).append(decision)
    for month, decisions in months.items():
        yield f"data/decisions/{month}.yaml", "\n".join(_decision_text(decision, rng) for decision in decisions)


def _by_place(recipients: Iterable[Recipient]) -> dict[str, list[Recipient]]:
    found: dict[str, list[Recipient]] = {}
    for recipient in recipients:
        found.setdefault(recipient.unit.place, []).append(recipient)
    return found


def _campaign_text(campaign: said.Campaign) -> str:
    return (
        f"- id: {campaign.id}\n  name: {text(campaign.name)}\n  kind: {campaign.kind}\n  launched_by: tld\n"
        f"  summary: Phong trào do công đoàn các cấp phát động, mỗi năm sơ kết một lần, năm năm tổng kết một lần.\n"
    )


def _unit_text(unit: Unit) -> str:
    lines = [f"- id: {unit.id}", f"  name: {text(unit.name)}", f"  kind: {unit.kind}", f"  parent: {unit.parent}"]
    lines += [f"  place: {unit.place}"]
    lines += [f"  sector: {unit.sector}"] if unit.sector else []
    return "\n".join(lines) + "\n"


def _person_text(person: Recipient, rng: Random) -> str:
    lines = [f"- id: {person.id}", f"  name: {person.name}", f"  unit: {person.unit.id}", f"  job: {text(person.job)}"]
    if rng.random() < 0.2:
        biography = " ".join(_sentences(rng, {"person": person.name, "unit": person.unit.name}, 3))
        lines.append(f"  biography: {text(biography)}")
    if person.withdrawn:
        lines += ["  consent:", "    given: 2024-01-05", "    withdrawn: 2025-06-20"]
    elif rng.random() < 0.01:
        lines += ["  portrait:", f"    file: pictures/anh-{rng.randrange(_PICTURES)}.png", "    credit: Minh họa"]
        lines += ["  consent:", "    given: 2024-01-05", "    portrait: true"]
    return "\n".join(lines) + "\n"


def _collective_text(collective: Recipient, rng: Random) -> str:
    return (
        f"- id: {collective.id}\n  name: {collective.name}\n  unit: {collective.unit.id}\n"
        f"  members: {rng.randint(5, 60)}\n"
    )


def _decision_text(decision: Decision, rng: Random) -> str:
    head = [
        f"- id: {decision.id}",
        f"  number: {decision.number}",
        f"  date: {decision.date}",
        f"  title: {text(decision.title)}",
        f"  issuer: {decision.issuer.id}",
        "  signatory:",
        f"    name: {decision.signatory}",
        "    role: Phó Chủ tịch",
        f"  award: {decision.award}",
        f"  campaign: {decision.campaign}",
        f"  period: {decision.date.year - (decision.date.month < 6)}",
        "  honours:",
    ]
    return "\n".join(head) + "\n" + "".join(_honour_text(each, decision, rng) for each in decision.recipients)


def _honour_text(who: Recipient, decision: Decision, rng: Random) -> str:
    lines = [f"    - {'person' if who.job else 'collective'}: {who.id}", f"      unit: {who.unit.id}"]
    lines += [f"      job: {text(who.job)}"] if who.job else [f"      award: {_COLLECTIVE_AWARD.draw(rng)}"]
    blanks = _Blanks(rng, {"campaign": "thi đua", "team": said.TEAMS[0]})
    blanks["year"] = str(decision.date.year)
    if rng.random() < 0.7:
        lines.append(f"      citation: {text(rng.choice(said.CITATIONS).format_map(blanks))}")
    if rng.random() < 0.2:
        lines.append(f"      initiative: {text(rng.choice(said.INITIATIVES).format_map(blanks))}")
        lines.append(f"      benefit: {rng.randint(5, 900) * 1_000_000}")
    return "\n".join(lines) + "\n"


_CENTRE: Final = "- id: tld\n  name: Tổng Liên đoàn Lao động Việt Nam\n  kind: union\n"
_SITE: Final = """\
name: Bản tin Thi đua
short_name: Thi đua
tagline: Mỗi tấm gương một cái tên, mỗi con số một nguồn
description: Kho bài và danh sách khen thưởng sinh ra để đo tốc độ dựng trang.
base_url: https://thidua.example/
publisher: Trang ví dụ của phần mềm thidua
governing_body: Trang ví dụ, không thuộc cơ quan chủ quản nào
licence: Trang ví dụ của phần mềm thidua, không phải sản phẩm báo chí được cấp phép
editor: Ban biên tập (tên ví dụ)
contact:
  address: Trang ví dụ, không có trụ sở
  email: bientap@thidua.example
notice: Kho bài này do máy sinh ra; người, đơn vị, quyết định và con số đều không có thật.
sections:
  - {id: tin-tuc, name: Tin tức, description: Hội nghị và những việc mới trong phong trào thi đua.}
  - {id: lao-dong-sang-tao, name: Lao động sáng tạo, description: Sáng kiến và người làm ra chúng.}
  - {id: tu-co-so, name: Từ cơ sở, description: Cách làm của công đoàn cơ sở.}
  - {id: nguoi-tot-viec-tot, name: "Người tốt, việc tốt", description: Những việc tử tế nơi làm việc.}
  - {id: chinh-sach, name: Chính sách khen thưởng, description: Danh hiệu và thủ tục khen thưởng.}
"""


# ---- articles --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Subjects:
    """Whom and what one article speaks of."""

    people: tuple[Recipient, ...]
    collectives: tuple[Recipient, ...]
    unit: Unit
    decision: Decision | None
    older: tuple[str, ...]

    @property
    def names(self) -> dict[str, str]:
        first = self.people[0] if self.people else None
        return {
            "person": first.name if first else "Anh tổ trưởng",
            "job": (first.job if first else "Tổ trưởng").lower(),
            "unit": self.unit.name,
            "place": self.unit.place_name,
        }


def content_files(made: Archive, size: Size) -> Iterator[tuple[str, str]]:
    """Every article, two pages that stay, and the bulletins that print some articles."""
    rng = Random(f"{size.seed}/articles")
    days = (dt.date(YEARS[-1] + 1, 1, 1) - dt.date(YEARS[0], 1, 1)).days
    first = dt.datetime(YEARS[0], 1, 1, tzinfo=_ICT)
    minutes = sorted(rng.randrange(days * 24 * 60) for _ in range(size.articles))
    shown = tuple(person for person in made.people if not person.withdrawn)
    names: list[str] = []
    months: dict[str, list[str]] = {}
    for number, minute in enumerate(minutes):
        published = first + dt.timedelta(minutes=minute)
        about = _subjects(made, shown, names, rng)
        title = rng.choice(said.TITLES).format_map(_Blanks(rng, _with_team(about.names, rng)))
        id = f"{slug(title)[:60].strip('-')}-{number}"
        names.append(f"{published.year}/{id}")
        months.setdefault(f"{published:%Y-%m}", []).append(id)
        yield f"content/articles/{published.year}/{id}.md", _article_text(title, published, about, rng)
    for id, title in (("gioi-thieu", "Giới thiệu"), ("quyen-rieng-tu", "Quyền riêng tư")):
        body = "\n\n".join(_sentences(rng, _Subjects((), (), made.units[0], None, ()).names, 6))
        yield f"content/pages/{id}.md", f"---\ntitle: {title}\ndescription: {title} của bản tin.\n---\n\n{body}\n"
    yield "data/issues.yaml", "".join(_issues_text(months, made.decisions, rng))


def _subjects(made: Archive, people: Sequence[Recipient], names: Sequence[str], rng: Random) -> _Subjects:
    chosen = tuple(dict.fromkeys(rng.choice(people) for _ in range(rng.randint(0, 3)))) if people else ()
    collectives = (rng.choice(made.collectives),) if made.collectives and rng.random() < 0.2 else ()
    unit = chosen[0].unit if chosen else rng.choice(made.units)
    decision = rng.choice(made.decisions) if made.decisions else None
    recent = names[-400:]
    older = tuple(dict.fromkeys(rng.choice(recent) for _ in range(rng.randint(0, 2)))) if recent else ()
    return _Subjects(chosen, collectives, unit, decision, older)


def _with_team(names: dict[str, str], rng: Random) -> dict[str, str]:
    return {**names, "team": rng.choice(said.TEAMS).format(n=rng.randint(1, 9))}


def _sentences(rng: Random, names: dict[str, str], count: int) -> list[str]:
    blanks = _Blanks(rng, _with_team({"job": "công nhân", "place": "địa phương", **names}, rng))
    return [sentence.format_map(blanks) for sentence in rng.sample(said.SENTENCES, count)]


def _article_text(title: str, published: dt.datetime, about: _Subjects, rng: Random) -> str:
    lede = rng.choice(said.LEDES).format_map(_Blanks(rng, _with_team(about.names, rng)))
    front = [f"section: {rng.choice(_SECTIONS)}"]
    front += [f"kicker: {rng.choice(said.KICKERS)}"] if rng.random() < 0.5 else []
    front += [f"title: {text(title)}", f"lede: {text(lede)}", "authors:", f"  - name: {person_name(rng)}"]
    front += ["    role: Ban Tuyên giáo"] if rng.random() < 0.3 else []
    front += [f"published: {published:%Y-%m-%d %H:%M}"]
    front += _picture_lines(rng) if rng.random() < 0.4 else []
    tags = dict.fromkeys(_TAG.draw(rng) for _ in range(rng.randint(2, 5)))
    front += ["tags:", *(f"  - {text(tag)}" for tag in tags)]
    front += _list_line("people", [person.id for person in about.people])
    front += _list_line("collectives", [collective.id for collective in about.collectives])
    front += _list_line("campaigns", [rng.choice(said.CAMPAIGNS).id])
    front += _list_line("units", [about.unit.id])
    front += _list_line("related", [name.split("/")[1] for name in about.older])
    return "---\n" + "\n".join(front) + "\n---\n\n" + _body(about, rng)


def _list_line(key: str, ids: Sequence[str]) -> list[str]:
    return [f"{key}: [{', '.join(ids)}]"] if ids else []


def _picture_lines(rng: Random) -> list[str]:
    return [
        "picture:",
        f"  file: pictures/anh-{rng.randrange(_PICTURES)}.png",
        "  alt: Những mảng màu nhạt.",
        "  caption: Ảnh minh họa của kho bài.",
        "  credit: Minh họa",
    ]


def _body(about: _Subjects, rng: Random) -> str:
    """Paragraphs under headings, with links, a list, a quotation, at times a table."""
    wanted = max(300, round(rng.gauss(*_SYLLABLES)))
    blanks = _Blanks(rng, _with_team(about.names, rng))
    sentences = (sentence for _ in range(9) for sentence in rng.sample(said.SENTENCES, len(said.SENTENCES)))
    extras = _extras(about, blanks, rng)
    blocks: list[str] = []
    count = 0
    while count < wanted:
        paragraph = " ".join(next(sentences).format_map(blanks) for _ in range(rng.randint(2, 4)))
        if len(blocks) in (3, 7, 11):
            blocks.append(f"## {rng.choice(said.HEADINGS).format_map(blanks)}")
        blocks.append(paragraph)
        if extras and len(blocks) > 1:
            blocks.append(extras.pop())
        count = sum(len(block.split()) for block in blocks)
    return "\n\n".join(blocks) + "\n"


def _extras(about: _Subjects, blanks: _Blanks, rng: Random) -> list[str]:
    """What stands between the plain paragraphs."""
    found = ["\n".join(f"- {item.format_map(blanks)}" for item in rng.sample(said.LIST_ITEMS, rng.randint(3, 5)))]
    if about.people:
        first = about.people[0]
        found.append(f"> {rng.choice(said.QUOTES)}\n>\n> — {first.name}, {first.job.lower()}")
        found.append(
            f"Trong bảng vàng năm nay có [{first.name}](/guong-sang/ca-nhan/{first.id}.html), người được"
            " **cả tổ** bầu với số phiếu cao nhất."
        )
    if about.decision:
        found.append(
            f"Danh sách đầy đủ kèm theo [Quyết định số {about.decision.number}]"
            f"(/khen-thuong/quyet-dinh/{about.decision.id}.html), xem thêm *tiêu chuẩn* của"
            f" [danh hiệu](/khen-thuong/{about.decision.award}.html)."
        )
    if about.older:
        found.append(f"Bản tin đã viết về việc này trong [một bài trước](../{about.older[0]}.md).")
    if rng.random() < 0.1:
        rows = [f"| {year} | {rng.randint(100, 999)} | {rng.randint(2, 60)} |" for year in (2022, 2023, 2024)]
        found.append("\n".join(["| Năm | Lượt tham gia | Sáng kiến |", "|---|---:|---:|", *rows]))
    if rng.random() < 0.05:
        shown = f"pictures/anh-{rng.randrange(_PICTURES)}.png"
        found.append(f'![Những mảng màu nhạt.]({shown} "Minh họa bài viết. Minh họa")')
    rng.shuffle(found)
    return found


def _issues_text(months: dict[str, list[str]], decisions: Sequence[Decision], rng: Random) -> Iterator[str]:
    """A bulletin a month, dated on the last day that every month has."""
    for number, (month, articles) in enumerate(sorted(months.items()), 1):
        before = [d.id for d in decisions if f"{d.date:%Y-%m}" == month and d.date.day <= 28][:1]
        early = sorted(rng.sample(articles, min(12, len(articles))))
        year, _, in_year = month.partition("-")
        after = dt.date(int(year) + (in_year == "12"), int(in_year) % 12 + 1, 1)
        yield f"- id: so-{number}\n  number: {number}\n  date: {after}\n  title: Bản tin tháng {int(in_year)}/{year}\n"
        yield f"  articles: [{', '.join(early)}]\n"
        yield f"  decisions: [{', '.join(before)}]\n" if before else ""


# ---- writing ---------------------------------------------------------------------------------------


def picture(number: int, width: int = 480, height: int = 320) -> bytes:
    """A small PNG of soft bands."""
    line = b"".join(bytes((90 + number * 20, 120 + x * 100 // width, 160)) for x in range(width))
    rows = b"".join(b"\0" + line[y % width :] + line[: y % width] for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    )


def write(out: Path, size: Size) -> Archive:
    """Write the whole project into a folder that is empty or not there yet."""
    made = archive(size)
    for name, words in (*data_files(made, size), *content_files(made, size)):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8", newline="\n")
    for name in _SHARED:
        shutil.copyfile(ROOT / f"data/{name}.yaml", out / f"data/{name}.yaml")
    shutil.copytree(ROOT / "templates", out / "templates")
    (out / "content/pictures").mkdir(parents=True)
    for number in range(_PICTURES):
        (out / f"content/pictures/anh-{number}.png").write_bytes(picture(number))
    return made


def main() -> None:
    """Write a project of the size asked for."""
    parser = argparse.ArgumentParser(description="Write a made-up archive of any size.")
    parser.add_argument("out", type=Path, help="a folder that is empty or not there yet")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--honours", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.out.exists() and any(arguments.out.iterdir()):
        parser.error(f"{arguments.out} is not empty")
    made = write(arguments.out, Size(arguments.articles, arguments.honours, arguments.seed))
    honours = sum(len(decision.recipients) for decision in made.decisions)
    print(
        f"{arguments.articles} articles, {honours} honours in {len(made.decisions)} decisions,"
        f" {len(made.people)} people, {len(made.collectives)} collectives, {len(made.units)} units in {arguments.out}"
    )


if __name__ == "__main__":
    main()
