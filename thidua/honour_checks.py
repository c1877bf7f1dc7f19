"""Rules of decisions and of their honours, one function each (see `checks`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from thidua.contradictions import Contradiction
from thidua.problems import Origin, Problem
from thidua.records import (
    Award,
    Campaign,
    Decision,
    Honour,
    RecipientKind,
    Unit,
)
from thidua.register import Register, Written
from thidua.scalars import Period
from thidua.vietnamese import join, nearest, short_date

_RECIPIENT_WORDS: Final[Mapping[RecipientKind, str]] = {
    "person": "cá nhân",
    "collective": "tập thể",
    "household": "hộ gia đình",
}


def honour_has_one_recipient(register: Register) -> Iterator[Problem]:
    """An honour is given to one person or to one collective, never to both or to nobody."""
    for honour, written in register.honours_as_written:
        if honour.person and honour.collective:
            yield Problem(
                written.origin("collective"), "một dòng khen có cả person và collective", "tách thành hai dòng"
            )
        if not honour.person and not honour.collective:
            yield Problem(written.origin(), "dòng khen không nói khen ai", "thêm «person: …» hoặc «collective: …»")


def honoured_person_has_a_job(register: Register) -> Iterator[Problem]:
    """An honoured person's job on that day is always told."""
    for honour, written in register.honours_as_written:
        if honour.person and not honour.job:
            yield Problem(
                written.origin(), f"chưa ghi chức danh của {honour.person.name} khi được khen", "thêm «job: …»"
            )


def award_suits_recipient(register: Register) -> Iterator[Problem]:
    """An award goes only to the kinds of recipient that it may go to (Law 06/2022/QH15)."""
    for honour, written in register.honours_as_written:
        kind: RecipientKind = "person" if honour.person else "collective"
        if honour.award.to and kind not in honour.award.to and (honour.person or honour.collective):
            allowed = join([_RECIPIENT_WORDS[k] for k in honour.award.to])
            yield Contradiction(
                written.origin("award" if "award" in written.lines else kind),
                f"“{honour.award.name}” không tặng cho {_RECIPIENT_WORDS[kind]} (ở đây: {honour.recipient.name})",
                f"danh hiệu này chỉ dành cho {allowed}; sửa award hoặc người được khen",
                records=(honour,),
            )


def award_was_valid(register: Register) -> Iterator[Problem]:
    """An award is given only between the first and the last day on which it exists."""
    remedy = "sửa ngày của quyết định, hoặc chọn danh hiệu có vào ngày đó"
    wrong = [(h, at) for h, at in register.honours_as_written if not _is_valid(h.award, h.decision.date)]
    for honours, written, others in _alike(wrong, lambda h: (h.decision.id, h.award.id)):
        award, decision = honours[0].award, honours[0].decision
        if award.since and decision.date < award.since:
            bound = f"từ {short_date(award.since)}"
        else:
            bound = f"đến {short_date(award.until)}" if award.until else ""
        said = f"“{award.name}” chỉ có {bound}, quyết định ký ngày {short_date(decision.date)}{others}"
        yield Contradiction(written.origin("award"), said, remedy, records=(decision, *honours))


def _is_valid(award: Award, day: dt.date) -> bool:
    return (award.since is None or award.since <= day) and (award.until is None or day <= award.until)


def _alike(
    honours: Iterable[tuple[Honour, Written]], key: Callable[[Honour], Hashable]
) -> Iterator[tuple[tuple[Honour, ...], Written, str]]:
    """What is wrong in a whole list is told once, at its first line, with how many more lines it is wrong in.

    Lines that are kept for one reason, first of all for that of the decision, stand together.
    """
    groups: dict[Hashable, list[tuple[Honour, Written]]] = {}
    for honour, written in honours:
        groups.setdefault((key(honour), honour.decision.accepted or honour.accepted), []).append((honour, written))
    for members in groups.values():
        others = f" (và {len(members) - 1} dòng khen nữa trong quyết định này)" if len(members) > 1 else ""
        yield tuple(honour for honour, _ in members), members[0][1], others


def giver_may_give(register: Register) -> Iterator[Problem]:
    """An award is given by a body of one of the levels that may give it, while that level exists."""
    seen: set[tuple[str, str]] = set()
    for honour, written in register.honours_as_written:
        award, decision = honour.award, honour.decision
        giver = decision.issuer.giver
        if giver is None or (decision.id, award.id) in seen:
            continue
        seen.add((decision.id, award.id))
        origin = written.origin("award") if "award" in written.lines else None
        origin = origin or register.origin("decisions", decision.id, "issuer")
        if award.given_by and giver.id not in {each.id for each in award.given_by}:
            allowed = join([each.name for each in award.given_by])
            said = f"“{award.name}” không do {giver.name} tặng (ở đây: {decision.issuer.name_on(decision.date)})"
            remedy = f"danh hiệu này do {allowed} tặng; sửa award hoặc issuer"
            yield Contradiction(origin, said, remedy, records=(decision,))
        elif not (giver.since or dt.date.min) <= decision.date <= (giver.until or dt.date.max):
            day = short_date(decision.date)
            said = f"cấp khen “{giver.name}” không còn hoặc chưa có vào ngày ký {day}"
            remedy = "sửa ngày của quyết định, hoặc giver của cơ quan ban hành"
            yield Contradiction(origin, said, remedy, records=(decision,))


def required_awards_come_first(register: Register) -> Iterator[Problem]:
    """Whoever must hold one award before another did not receive it only afterwards."""
    held = _days_held(register)
    for honour, written in register.honours_as_written:
        if not honour.award.requires or honour.revocation or not (honour.person or honour.collective):
            continue
        got = {id: held.get((honour.recipient.id, id)) for id in honour.award.requires}
        days = [day for day in got.values() if day]
        if days and min(days) > honour.decision.date:
            needed = next(id for id, day in got.items() if day == min(days))
            said = f"{honour.recipient.name} nhận “{honour.award.name}” ngày {short_date(honour.decision.date)}, "
            yield Contradiction(
                written.origin("award" if "award" in written.lines else "person"),
                f"{said}trước khi có “{register.awards[needed].name}” ({short_date(min(days))})",
                "sửa ngày của quyết định, hoặc requires của danh hiệu",
                records=(honour,),
            )


def _days_held(register: Register) -> Mapping[tuple[str, str], dt.date]:
    """The first day on which each recipient held each award, of honours that still stand."""
    days: dict[tuple[str, str], dt.date] = {}
    for honour in register.honours:
        if (honour.person or honour.collective) and not honour.revocation and not honour.decision.revocation:
            key = (honour.recipient.id, honour.award.id)
            days[key] = min(days.get(key, dt.date.max), honour.decision.date)
    return days


def orders_rise(register: Register) -> Iterator[Problem]:
    """Nobody receives a lower class of an order after a higher one (Law 06/2022/QH15)."""
    best: dict[tuple[str, str], tuple[int, Honour]] = {}
    for honour, written in sorted(register.honours_as_written, key=lambda pair: pair[0].decision.date):
        grades = honour.award.grades
        if honour.award.group != "order" or honour.grade not in grades or honour.revocation:
            continue
        if not (honour.person or honour.collective):
            continue
        key, place = (honour.recipient.id, honour.award.id), grades.index(honour.grade)
        known = best.get(key)
        if known and known[0] < place and known[1].decision.id != honour.decision.id:
            before = known[1]
            yield Contradiction(
                written.origin("grade"),
                f"{honour.recipient.name} nhận {honour.award_name} ngày {short_date(honour.decision.date)}, "
                f"sau {before.award_name} ({short_date(before.decision.date)})",
                "kiểm tra hạng và ngày; hai người trùng tên thì mỗi người một mã riêng",
                records=(honour,),
            )
        if known is None or place < known[0]:
            best[key] = (place, honour)


def grade_is_one_of_the_award(register: Register) -> Iterator[Problem]:
    """An award with grades is given in one of them, an award without grades in none."""
    for honour, written in register.honours_as_written:
        grades = honour.award.grades
        if grades and honour.grade not in grades:
            said = f'không có hạng "{honour.grade}"' if honour.grade else "chưa ghi hạng"
            near = nearest(honour.grade, grades) if honour.grade else None
            if near:
                yield Problem(written.origin("grade"), f"“{honour.award.name}” {said}", f'có phải "{near}"?')
            else:
                remedy = f"viết «grade: …», một trong: {', '.join(grades)}"
                yield Contradiction(written.origin("grade"), f"“{honour.award.name}” {said}", remedy, records=(honour,))
        if not grades and honour.grade:
            said = f"“{honour.award.name}” không chia hạng"
            yield Contradiction(written.origin("grade"), said, "xóa dòng grade", records=(honour,))


def nobody_twice_in_a_decision(register: Register) -> Iterator[Problem]:
    """A decision names nobody twice for one award."""
    seen: dict[tuple[str, str, str, str], Written] = {}
    for honour, written in register.honours_as_written:
        if not honour.person and not honour.collective:
            continue
        kind = "person" if honour.person else "collective"
        key = (honour.decision.id, kind, honour.recipient.id, honour.award.id)
        if key in seen:
            yield Problem(
                written.origin(kind),
                f"{honour.recipient.name} có hai lần trong một quyết định (lần đầu ở {seen[key].origin(kind)})",
                "xóa một dòng; nếu là hai người trùng tên thì mỗi người một mã riêng",
            )
        seen.setdefault(key, written)


def once_per_person(register: Register) -> Iterator[Problem]:
    """An award that is given once in a life is not given to one person twice."""
    seen: dict[tuple[str, str], tuple[Honour, Written]] = {}
    for honour, written in sorted(register.honours_as_written, key=lambda pair: pair[0].decision.date):
        if not honour.award.once_per_person or not honour.person or honour.revocation:
            continue
        key = (honour.award.id, honour.person.id)
        if key in seen and seen[key][0].decision.id != honour.decision.id:
            first, at = seen[key]
            yield Contradiction(
                written.origin("person"),
                f"“{honour.award.name}” chỉ tặng một lần trong đời; {honour.person.name} đã nhận ngày "
                f"{short_date(first.decision.date)} ({at.origin('person')})",
                "kiểm tra lại danh sách; hai người trùng tên thì mỗi người một mã riêng",
                records=(honour,),
            )
        seen.setdefault(key, (honour, written))


def units_alive_when_honoured(register: Register) -> Iterator[Problem]:
    """People are honoured in units that exist on the day of the decision."""
    wrong = [(h, at) for h, at in register.honours_as_written if not h.unit.is_alive(h.decision.date)]
    for honours, written, others in _alike(wrong, lambda h: (h.decision.id, h.unit.id)):
        decision = honours[0].decision
        yield _outside_life(honours[0].unit, decision, written.origin("unit"), honours, others)


def issuers_alive_when_signing(register: Register) -> Iterator[Problem]:
    """A decision is issued by a body that exists on its day."""
    for decision in register.decisions.values():
        if not decision.issuer.is_alive(decision.date):
            yield _outside_life(decision.issuer, decision, register.origin("decisions", decision.id, "issuer"))


def _outside_life(
    unit: Unit, decision: Decision, origin: Origin, honours: Sequence[Honour] = (), others: str = ""
) -> Contradiction:
    said, after = "", ""
    if unit.until and decision.date > unit.until:
        successors = join([successor.id for successor in unit.successors])
        after = f"dùng đơn vị kế tục: {successors}" if successors else "sửa ngày hoặc đơn vị"
        said = f"{unit.name} đã kết thúc ngày {short_date(unit.until)}"
    elif unit.since:
        said, after = f"{unit.name} chỉ có từ {short_date(unit.since)}", "dùng đơn vị có vào ngày đó, hoặc sửa ngày"
    said += f", quyết định ký ngày {short_date(decision.date)}{others}"
    return Contradiction(origin, said, after, records=(decision, *honours))


def decision_follows_its_campaign(register: Register) -> Iterator[Problem]:
    """A decision within a campaign is not older than the campaign."""
    for decision in register.decisions.values():
        campaign = decision.campaign
        if campaign is None:
            continue
        begins = campaign.since or (_first_day(campaign.period) if campaign.period else None)
        if begins and decision.date < begins:
            yield Contradiction(
                register.origin("decisions", decision.id, "date"),
                f"quyết định ký ngày {short_date(decision.date)}, trước khi phong trào “{campaign.name}” "
                f"bắt đầu ({short_date(begins)})",
                "sửa date, hoặc chọn đúng campaign",
                records=(decision,),
            )


def _first_day(period: Period) -> dt.date | None:
    return dt.date(period.first, 1, 1) if period.first else None


def campaigns_hold_what_is_theirs(register: Register) -> Iterator[Problem]:
    """A campaign's figures and deadlines lie within its time, and its time within that of its parent."""
    for figure in register.figures.values():
        begins, ends = _time_of(figure.campaign) if figure.campaign else (None, None)
        first, last = figure.period.first, figure.period.last
        if figure.campaign and ((begins and last and last < begins.year) or (ends and first and first > ends.year)):
            said = f"số liệu {figure.period} nằm ngoài thời gian của phong trào “{figure.campaign.name}”"
            origin = register.origin("figures", figure.id, "campaign")
            yield Contradiction(
                origin, f"{said} ({_time_said(begins, ends)})", "sửa period, hoặc chọn đúng campaign", records=(figure,)
            )
    for campaign in register.campaigns.values():
        begins, ends = _time_of(campaign)
        for target in campaign.targets:
            if target.deadline and begins and target.deadline < begins:
                said = f"hạn {short_date(target.deadline)} của mục tiêu trước khi phong trào bắt đầu"
                origin = register.origin("campaigns", campaign.id, "targets")
                yield Problem(origin, f"{said} ({short_date(begins)})", "sửa deadline, hoặc since của phong trào")
        above = _time_of(campaign.parent) if campaign.parent else (None, None)
        if campaign.parent and above[0] and begins and begins < above[0]:
            said = f"bắt đầu {short_date(begins)}, trước phong trào chứa nó “{campaign.parent.name}”"
            origin = register.origin("campaigns", campaign.id, "since")
            yield Problem(origin, f"{said} ({short_date(above[0])})", "sửa since, hoặc parent")


def _time_of(campaign: Campaign) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a campaign, as far as they are known."""
    period = campaign.period
    ends = dt.date(period.last, 12, 31) if period and period.last else None
    return campaign.since or (_first_day(period) if period else None), campaign.until or ends


def _time_said(begins: dt.date | None, ends: dt.date | None) -> str:
    parts = [f"từ {short_date(begins)}"] if begins else []
    return " ".join(parts + ([f"đến {short_date(ends)}"] if ends else []))


def illustrative_and_real_stay_apart(register: Register) -> Iterator[Problem]:
    """An invented person never stands in a decision that is not marked as invented."""
    real = (
        (h, at) for h, at in register.honours_as_written if not h.decision.illustrative and (h.person or h.collective)
    )
    wrong = [(honour, written) for honour, written in real if honour.recipient.illustrative]
    for honours, written, others in _alike(wrong, lambda h: h.decision.id):
        honour = honours[0]
        yield Problem(
            written.origin("person" if honour.person else "collective"),
            f"{honour.recipient.name} được ghi là minh họa nhưng quyết định {honour.decision.number} thì không{others}",
            "thêm «illustrative: true» vào quyết định, hoặc sửa người được khen",
        )
