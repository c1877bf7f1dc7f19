"""Rules of figures: what contradicts itself or another, one function each (see `checks`).

A contradiction that its source has printed is accepted in the data with a reason, and is then a note.
What is hedged is a range: "hơn 2.219" may be a tenth more, "gần 1.498" a tenth less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from thidua.contradictions import Contradiction
from thidua.figures import amount_said, bounds, figure_said, hedged
from thidua.records import Counts, Figure, Honour, Indicator, Part
from thidua.register import Register, Written
from thidua.scalars import Period
from thidua.sums import is_within
from thidua.vietnamese import number

# ---- within one figure ------------------------------------------------------------------------------


def parts_make_the_total(register: Register) -> Iterator[Contradiction]:
    """The parts of a figure make the figure."""
    for figure in register.figures.values():
        if figure.parts and figure.parts_total != figure.value:
            total = hedged(figure.hedge, number(figure.value))
            yield _contradiction(
                register, figure, "parts", f"các phần cộng lại được {number(figure.parts_total)}, tổng ghi {total}"
            )


def subsets_are_smaller(register: Register) -> Iterator[Contradiction]:
    """What is counted “of which” is not more than the figure."""
    for figure in register.figures.values():
        if part := _subset_too_large(figure):
            said = f"“{part.name}” {number(part.value)} lớn hơn tổng {number(figure.value)}"
            yield _contradiction(register, figure, "of_which", said)


def _subset_too_large(figure: Figure) -> Part | None:
    return next((part for part in figure.of_which if part.value > figure.value), None)


# ---- one figure beside another ------------------------------------------------------------------------


def sources_agree(register: Register) -> Iterator[Contradiction]:
    """What two sources say of one thing in one place and time is the same."""
    for same in _groups(register, lambda f: (f.indicator.id, f.unit.id, f.period.label, f.campaign and f.campaign.id)):
        first, *rest = same
        for figure in rest:
            if not _may_agree(bounds(first), bounds(figure)):
                said = f"{_named(figure)} ghi {figure_said(figure)}, nhưng {_place(register, first)} ghi "
                yield _contradiction(register, figure, "value", f"{said}{figure_said(first)}", (first,))


def years_fit_their_span(register: Register) -> Iterator[Contradiction]:
    """The years of a span, and the quarters of a year, do not come to more or to other than the whole."""
    for same in _groups(register, lambda f: (f.indicator.id, f.unit.id, f.campaign and f.campaign.id)):
        for whole in same:
            inside = [f for f in same if _is_step_of(f.period, whole.period)]
            if inside and whole.indicator.counts != "percent":
                yield from _misfit(register, whole, inside, is_whole=len(inside) == _steps(whole.period))


def _is_step_of(period: Period, whole: Period) -> bool:
    """Whether a period is one of the years of a span or term, or one of the quarters of a year."""
    if whole.kind in ("span", "term"):
        return period.kind == "year" and whole.first <= period.first <= whole.last
    return whole.kind == "year" and period.kind == "quarter" and period.first == whole.first


def _steps(whole: Period) -> int:
    return 4 if whole.kind == "year" else whole.last - whole.first + 1


def _misfit(register: Register, whole: Figure, inside: Sequence[Figure], is_whole: bool) -> Iterator[Contradiction]:
    least, most = bounds(whole)
    where = f"{_named(whole)} ({whole.period}) ghi {figure_said(whole)}"
    if whole.indicator.adds_over_years:
        low, high = (sum(bound, Decimal()) for bound in zip(*map(bounds, inside), strict=True))
        if low > most or (is_whole and high < least):
            total = amount_said(sum((f.value for f in inside), 0), whole.indicator)
            places = ", ".join(_place(register, f) for f in inside[:3])
            said = f"{where}, nhưng từng kỳ bên trong cộng lại được {total} ({places})"
            yield _contradiction(register, whole, "value", said, inside)
        return
    largest = max(inside, key=lambda f: bounds(f)[0])
    if bounds(largest)[0] > most:
        said = f"{where}, ít hơn riêng {largest.period}: {figure_said(largest)} ({_place(register, largest)})"
        yield _contradiction(register, whole, "value", said, (largest,))


def units_fit_their_parents(register: Register) -> Iterator[Contradiction]:
    """The units below one do not have more than it has itself."""
    for same in _groups(register, lambda f: (f.indicator.id, f.period.label, f.campaign and f.campaign.id)):
        if same[0].indicator.counts == "percent" or same[0].period.kind == "undated":
            continue
        by_parent: dict[str, list[Figure]] = {}
        for figure in same:
            by_parent.setdefault(figure.unit.parent.id if figure.unit.parent else "", []).append(figure)
        for whole in same:
            if below := by_parent.get(whole.unit.id):
                yield from _outgrown(register, whole, below)


def _outgrown(register: Register, whole: Figure, below: Sequence[Figure]) -> Iterator[Contradiction]:
    adds = whole.indicator.adds_over_units
    counted = below if adds else [max(below, key=lambda f: bounds(f)[0])]
    if sum((bounds(f)[0] for f in counted), Decimal()) > bounds(whole)[1]:
        total = amount_said(sum((f.value for f in counted), 0), whole.indicator)
        who = "các đơn vị bên dưới cộng lại" if len(counted) > 1 else counted[0].unit.name
        said = f"{_named(whole)} của {whole.unit.name} ghi {figure_said(whole)}, nhưng {who} đã có {total}"
        places = ", ".join(_place(register, f) for f in counted[:3])
        yield _contradiction(register, whole, "value", f"{said} ({places})", tuple(counted))


def shares_fit_their_whole(register: Register) -> Iterator[Contradiction]:
    """Nobody counts more, of those who registered or joined, than the workforce that they are of."""
    for figure, whole in _beside(register, lambda indicator: indicator.within):
        if bounds(figure)[0] > bounds(whole)[1]:
            turns = " tính theo lượt," if figure.indicator.counts.endswith("_occurrence") else ""
            said = f"{_named(figure)} ghi {figure_said(figure)},{turns} nhiều hơn {_named(whole)}: "
            yield _contradiction(
                register, figure, "value", f"{said}{figure_said(whole)} ({_place(register, whole)})", (whole,)
            )


def occurrences_cover_people(register: Register) -> Iterator[Contradiction]:
    """Times that people were honoured are not fewer than the people."""
    for figure, people in _beside(register, lambda indicator: indicator.occurrences_of):
        if bounds(figure)[1] < bounds(people)[0]:
            said = f"{_named(figure)} ghi {figure_said(figure)}, ít hơn số người: {figure_said(people)}"
            yield _contradiction(register, figure, "value", f"{said} ({_place(register, people)})", (people,))


def _beside(register: Register, named: Callable[[Indicator], str | None]) -> Iterator[tuple[Figure, Figure]]:
    """Each figure with the figure of the indicator it names, for the unit and a time that can be compared."""
    by_unit: dict[tuple[str, str], list[Figure]] = {}
    for figure in register.figures.values():
        by_unit.setdefault((figure.indicator.id, figure.unit.id), []).append(figure)
    for figure in register.figures.values():
        known = by_unit.get((named(figure.indicator) or "", figure.unit.id), [])
        if near := [other for other in known if _is_comparable(figure, other)]:
            yield figure, max(near, key=lambda other: (other.period == figure.period, other.source == figure.source))


def _is_comparable(figure: Figure, other: Figure) -> bool:
    """Whether two figures speak of one time; "hiện nay" and "5 năm" do in one source only."""
    if figure.period == other.period:
        return True
    if "undated" in (figure.period.kind, other.period.kind):
        return figure.source == other.source
    ends = (figure.period.last or 9999, other.period.last or 9999)
    return figure.period.first <= ends[1] and other.period.first <= ends[0]


# ---- a figure beside the honours ------------------------------------------------------------------------


def honours_fit_their_figure(register: Register) -> Iterator[Contradiction]:
    """The decisions do not honour more than the figure that counts them says."""
    for figure, honours in _counted_by(register):
        valid = _count((h for h, _ in honours if _is_valid(h)), figure.indicator.counts)
        if valid > bounds(figure)[1]:
            place = honours[-1][1].origin()
            said = f"{_named(figure)} ghi {figure_said(figure)}, nhưng các quyết định đã có {number(valid)}"
            yield _contradiction(register, figure, "value", f"{said} (dòng cuối ở {place})")


def revoked_honours_are_not_counted(register: Register) -> Iterator[Contradiction]:
    """A figure does not count honours that were revoked."""
    for figure, honours in _counted_by(register):
        revoked = [at for h, at in honours if not _is_valid(h)]
        counts = figure.indicator.counts
        valid, all_ = _count((h for h, _ in honours if _is_valid(h)), counts), _count((h for h, _ in honours), counts)
        if revoked and figure.hedge is None and valid < figure.value == all_:
            said = f"{_named(figure)} ghi {figure_said(figure)}, còn tính {number(all_ - valid)} đã bị thu hồi"
            yield _contradiction(register, figure, "value", f"{said} ({revoked[0].origin('revocation')})")


Placed = tuple[Honour, Written]


def _counted_by(register: Register) -> Iterator[tuple[Figure, list[Placed]]]:
    """Each figure that counts holders of an award, with their honours of its time, in its unit or below."""
    if not any(figure.indicator.award for figure in register.figures.values()):
        return
    by_award: dict[str, list[Placed]] = {}
    for honour, written in register.honours_as_written:
        if honour.person or honour.collective:
            by_award.setdefault(honour.award.id, []).append((honour, written))
    for figure in register.figures.values():
        award, period = figure.indicator.award, figure.period
        if award and period.first and period.last and not period.quarter:
            inside: dict[str, bool] = {}
            yield figure, [each for each in by_award.get(award.id, ()) if _is_of(each[0], figure, inside)]


def _is_of(honour: Honour, figure: Figure, inside: dict[str, bool]) -> bool:
    """Whether an honour is one that the figure counts; invented ones are not, but in an invented unit."""
    period = honour.decision.period
    year = period.last if period and period.last else honour.decision.year
    if not figure.period.first <= year <= figure.period.last or honour.illustrative != figure.unit.illustrative:
        return False
    if figure.indicator.grade and honour.grade != figure.indicator.grade:
        return False
    unit = honour.unit.id
    return inside.setdefault(unit, is_within(honour.unit, figure.unit)) if unit not in inside else inside[unit]


def _is_valid(honour: Honour) -> bool:
    return honour.revocation is None and honour.decision.revocation is None


def _count(honours: Iterable[Honour], counts: Counts) -> int:
    """How many honours there are as an indicator counts them."""
    found = list(honours)
    people = [h.person.id for h in found if h.person]
    collectives = [h.collective.id for h in found if h.collective]
    known: Mapping[str, int] = {
        "person": len(set(people)),
        "person_occurrence": len(people),
        "collective": len(set(collectives)),
        "collective_occurrence": len(collectives),
        "recipient": len(set(people)) + len(set(collectives)),
        "initiative": sum(h.initiative is not None for h in found),
    }
    return known.get(counts, 0)


# ---- in words -----------------------------------------------------------------------------------------


def _contradiction(
    register: Register, figure: Figure, key: str, said: str, others: Iterable[Figure] = ()
) -> Contradiction:
    """What does not hold in a figure, at one of its keys; the reason of one of the others is enough, too."""
    return Contradiction(register.origin("figures", figure.id, key), said, "sửa số", records=(figure, *others))


def _groups(register: Register, key: Callable[[Figure], object]) -> Iterator[list[Figure]]:
    """Figures that agree in a key, where there are several."""
    groups: dict[object, list[Figure]] = {}
    for figure in register.figures.values():
        groups.setdefault(key(figure), []).append(figure)
    yield from (group for group in groups.values() if len(group) > 1)


def _may_agree(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _named(figure: Figure) -> str:
    return f"“{figure.indicator.name}”"


def _place(register: Register, figure: Figure) -> str:
    return str(register.origin("figures", figure.id, "value"))
