"""Rules that need more than one record, in one visible list.

Each check is a function from the library to problems, its first line the promise it keeps. Checks
see everything that was written, drafts included; they change nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from typing import Final

from thidua.addresses import is_safe
from thidua.library import Library, Written, is_withdrawn, may_show_portrait
from thidua.links import Map, dead_ends
from thidua.problems import Origin, Problem
from thidua.records import (
    Article,
    Award,
    Campaign,
    Figure,
    Honour,
    Part,
    Picture,
    Place,
    Prose,
    RecipientKind,
    StaticPage,
    Unit,
)
from thidua.scalars import Period
from thidua.slips import shown
from thidua.vietnamese import canon, join, nearest, number, short_date, slug

Check = Callable[[Library], Iterator[Problem]]

_RECIPIENT_WORDS: Final[Mapping[RecipientKind, str]] = {
    "person": "cá nhân",
    "collective": "tập thể",
    "household": "hộ gia đình",
}


def checked(library: Library) -> tuple[Problem, ...]:
    """What every check finds."""
    return tuple(problem for check in CHECKS for problem in check(library))


# ---- honours ----------------------------------------------------------------------------------------


def honour_has_one_recipient(library: Library) -> Iterator[Problem]:
    """An honour is given to one person or to one collective, never to both or to nobody."""
    for honour, written in _honours(library):
        if honour.person and honour.collective:
            yield Problem(
                written.origin("collective"), "một dòng khen có cả person và collective", "tách thành hai dòng"
            )
        if not honour.person and not honour.collective:
            yield Problem(written.origin(), "dòng khen không nói khen ai", "thêm «person: …» hoặc «collective: …»")


def honoured_person_has_a_job(library: Library) -> Iterator[Problem]:
    """An honoured person's job on that day is always told."""
    for honour, written in _honours(library):
        if honour.person and not honour.job:
            yield Problem(
                written.origin(), f"chưa ghi chức danh của {honour.person.name} khi được khen", "thêm «job: …»"
            )


def award_suits_recipient(library: Library) -> Iterator[Problem]:
    """An award goes only to the kinds of recipient that it may go to (Law 06/2022/QH15)."""
    for honour, written in _honours(library):
        kind: RecipientKind = "person" if honour.person else "collective"
        if honour.award.to and kind not in honour.award.to and (honour.person or honour.collective):
            allowed = join([_RECIPIENT_WORDS[k] for k in honour.award.to])
            yield Problem(
                written.origin("award" if "award" in written.lines else kind),
                f"“{honour.award.name}” không tặng cho {_RECIPIENT_WORDS[kind]} (ở đây: {honour.recipient.name})",
                f"danh hiệu này chỉ dành cho {allowed}; sửa award hoặc người được khen",
            )


def award_was_valid(library: Library) -> Iterator[Problem]:
    """An award is given only between the first and the last day on which it exists."""
    remedy = "sửa ngày của quyết định, hoặc chọn danh hiệu có vào ngày đó"
    wrong = [(h, at) for h, at in _honours(library) if not _is_valid(h.award, h.decision.date)]
    for honour, written, others in _first_of_each(wrong, lambda h: (h.decision.id, h.award.id)):
        award, day = honour.award, short_date(honour.decision.date)
        if award.since and honour.decision.date < award.since:
            said = f"“{award.name}” chỉ có từ {short_date(award.since)}, quyết định ký ngày {day}{others}"
            yield Problem(written.origin("award"), said, remedy)
        elif award.until:
            said = f"“{award.name}” chỉ có đến {short_date(award.until)}, quyết định ký ngày {day}{others}"
            yield Problem(written.origin("award"), said, remedy)


def _is_valid(award: Award, day: dt.date) -> bool:
    return (award.since is None or award.since <= day) and (award.until is None or day <= award.until)


def _first_of_each(
    honours: Iterable[tuple[Honour, Written]], key: Callable[[Honour], Hashable]
) -> Iterator[tuple[Honour, Written, str]]:
    """What is wrong in a whole list is told once, with how many more lines it is wrong in."""
    groups: dict[Hashable, list[tuple[Honour, Written]]] = {}
    for honour, written in honours:
        groups.setdefault(key(honour), []).append((honour, written))
    for members in groups.values():
        others = f" (và {len(members) - 1} dòng khen nữa trong quyết định này)" if len(members) > 1 else ""
        yield *members[0], others


def grade_is_one_of_the_award(library: Library) -> Iterator[Problem]:
    """An award with grades is given in one of them, an award without grades in none."""
    for honour, written in _honours(library):
        grades = honour.award.grades
        if grades and honour.grade not in grades:
            said = f'không có hạng "{honour.grade}"' if honour.grade else "chưa ghi hạng"
            near = nearest(honour.grade, grades) if honour.grade else None
            remedy = f'có phải "{near}"?' if near else f"viết «grade: …», một trong: {', '.join(grades)}"
            yield Problem(written.origin("grade"), f"“{honour.award.name}” {said}", remedy)
        if not grades and honour.grade:
            yield Problem(written.origin("grade"), f"“{honour.award.name}” không chia hạng", "xóa dòng grade")


def nobody_twice_in_a_decision(library: Library) -> Iterator[Problem]:
    """A decision names nobody twice for one award."""
    seen: dict[tuple[str, str, str, str], Written] = {}
    for honour, written in _honours(library):
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


def once_per_person(library: Library) -> Iterator[Problem]:
    """An award that is given once in a life is not given to one person twice."""
    seen: dict[tuple[str, str], tuple[Honour, Written]] = {}
    for honour, written in sorted(_honours(library), key=lambda pair: pair[0].decision.date):
        if not honour.award.once_per_person or not honour.person or honour.revocation:
            continue
        key = (honour.award.id, honour.person.id)
        if key in seen and seen[key][0].decision.id != honour.decision.id:
            first, at = seen[key]
            yield Problem(
                written.origin("person"),
                f"“{honour.award.name}” chỉ tặng một lần trong đời; {honour.person.name} đã nhận ngày "
                f"{short_date(first.decision.date)} ({at.origin('person')})",
                "kiểm tra lại danh sách; hai người trùng tên thì mỗi người một mã riêng",
            )
        seen.setdefault(key, (honour, written))


def units_alive_when_honoured(library: Library) -> Iterator[Problem]:
    """People are honoured in units that exist on the day of the decision."""
    wrong = [(h, at) for h, at in _honours(library) if not h.unit.is_alive(h.decision.date)]
    for honour, written, others in _first_of_each(wrong, lambda h: (h.decision.id, h.unit.id)):
        yield from _outside_life(honour.unit, honour.decision.date, written.origin("unit"), others)


def issuers_alive_when_signing(library: Library) -> Iterator[Problem]:
    """A decision is issued by a body that exists on its day."""
    for decision in library.decisions.values():
        origin = library.origin("decisions", decision.id, "issuer")
        yield from _outside_life(decision.issuer, decision.date, origin)


def _outside_life(unit: Unit, day: dt.date, origin: Origin, others: str = "") -> Iterator[Problem]:
    signed = f"quyết định ký ngày {short_date(day)}{others}"
    if unit.until and day > unit.until:
        successors = join([successor.id for successor in unit.successors])
        after = f"dùng đơn vị kế tục: {successors}" if successors else "sửa ngày hoặc đơn vị"
        yield Problem(origin, f"{unit.name} đã kết thúc ngày {short_date(unit.until)}, {signed}", after)
    if unit.since and day < unit.since:
        said = f"{unit.name} chỉ có từ {short_date(unit.since)}, {signed}"
        yield Problem(origin, said, "dùng đơn vị có vào ngày đó, hoặc sửa ngày")


def decision_follows_its_campaign(library: Library) -> Iterator[Problem]:
    """A decision within a campaign is not older than the campaign."""
    for decision in library.decisions.values():
        campaign = decision.campaign
        if campaign is None:
            continue
        begins = campaign.since or (_first_day(campaign.period) if campaign.period else None)
        if begins and decision.date < begins:
            yield Problem(
                library.origin("decisions", decision.id, "date"),
                f"quyết định ký ngày {short_date(decision.date)}, trước khi phong trào “{campaign.name}” "
                f"bắt đầu ({short_date(begins)})",
                "sửa date, hoặc chọn đúng campaign",
            )


def _first_day(period: Period) -> dt.date | None:
    return dt.date(period.first, 1, 1) if period.first else None


def illustrative_and_real_stay_apart(library: Library) -> Iterator[Problem]:
    """An invented person never stands in a decision that is not marked as invented."""
    real = ((h, at) for h, at in _honours(library) if not h.decision.illustrative and (h.person or h.collective))
    wrong = [(honour, written) for honour, written in real if honour.recipient.illustrative]
    for honour, written, others in _first_of_each(wrong, lambda h: h.decision.id):
        yield Problem(
            written.origin("person" if honour.person else "collective"),
            f"{honour.recipient.name} được ghi là minh họa nhưng quyết định {honour.decision.number} thì không{others}",
            "thêm «illustrative: true» vào quyết định, hoặc sửa người được khen",
        )


def _honours(library: Library) -> Iterable[tuple[Honour, Written]]:
    return zip(library.honours, library.honours_written, strict=True)


# ---- people, units, places -----------------------------------------------------------------------


def portraits_have_consent(library: Library) -> Iterator[Problem]:
    """A real person's portrait is published only with recorded consent (Law 91/2025/QH15)."""
    for person in library.people.values():
        if person.portrait and not may_show_portrait(person) and not is_withdrawn(person):
            yield Problem(
                library.origin("people", person.id, "portrait"),
                f"ảnh chân dung của {person.name} chưa có ghi nhận đồng ý",
                "thêm «consent:» với given: ngày đồng ý và portrait: true, hoặc bỏ ảnh",
            )


def withdrawn_names_are_gone(library: Library) -> Iterator[Problem]:
    """Nothing that is written still names a person who withdrew consent."""
    withdrawn = [person for person in library.people.values() if is_withdrawn(person)]
    if not withdrawn:
        return
    names = {person.name: canon(person.name) for person in withdrawn}
    for origin, text in _all_prose(library):
        written = canon(text)
        for name, wanted in names.items():
            if wanted in written:
                row = next((row for row in text.split("\n") if wanted in canon(row)), text)
                yield Problem(
                    origin,
                    f"vẫn nhắc tên {name}, người đã rút lại sự đồng ý: «{shown(row)}»",
                    "viết lại câu đó không nêu tên, rồi dựng lại trang",
                )


def _all_prose(library: Library) -> Iterator[tuple[Origin, str]]:
    """Every text that readers may see, with the line of its key."""
    for a in library.articles.values():
        yield from _prose_of_article(a, library.written["articles", a.id])
    for page in library.pages.values():
        at = library.written["pages", page.id]
        yield at.origin("title"), page.title
        yield at.origin("description"), page.description
        yield at.origin("body"), _words_of(page.body)
    for c in library.collectives.values():
        yield library.origin("collectives", c.id, "description"), f"{c.name}\n{c.description or ''}"
    for p in library.people.values():
        if not is_withdrawn(p):
            yield library.origin("people", p.id, "biography"), p.biography or ""
    for i in library.issues.values():
        yield library.origin("issues", i.id, "title"), f"{i.title}\n{i.summary or ''}"
    yield from _prose_of_comments(library)
    for d in library.decisions.values():
        yield library.origin("decisions", d.id, "title"), f"{d.title}\n{d.note or ''}\n{d.signatory.name}"
    for h, at in _honours(library):
        if not (h.person and is_withdrawn(h.person)):
            yield at.origin("citation"), h.citation or ""
            yield at.origin("initiative"), h.initiative or ""


def _prose_of_comments(library: Library) -> Iterator[tuple[Origin, str]]:
    for comment in library.comments.values():
        if comment.approved:
            yield library.origin("comments", comment.id, "name"), comment.name
            yield library.origin("comments", comment.id, "text"), comment.text
            reply = f"{comment.reply.by}\n{comment.reply.text}" if comment.reply else ""
            yield library.origin("comments", comment.id, "reply"), reply


def _prose_of_article(a: Article, at: Written) -> Iterator[tuple[Origin, str]]:
    yield at.origin("title"), a.title
    yield at.origin("lede"), a.lede
    yield at.origin("kicker"), a.kicker or ""
    yield at.origin("tags"), "\n".join(a.tags)
    yield at.origin("corrections"), "\n".join(correction.text for correction in a.corrections)
    yield at.origin("authors"), "\n".join(f"{author.name}\n{author.role or ''}" for author in a.authors)
    yield at.origin("picture"), _words_under(a.picture) if a.picture else ""
    yield at.origin("body"), _words_of(a.body)


def _words_of(body: Prose) -> str:
    return "\n".join([body.text, *map(_words_under, body.pictures)])


def _words_under(picture: Picture) -> str:
    return f"{picture.alt}\n{picture.caption}\n{picture.credit}"


def given_names_stand_in_the_name(library: Library) -> Iterator[Problem]:
    """A given name that a list is sorted by is part of the person's name."""
    for person in library.people.values():
        if person.given_name and person.given_name not in person.name:
            yield Problem(
                library.origin("people", person.id, "given_name"),
                f'tên gọi "{person.given_name}" không có trong họ tên "{person.name}"',
                "chép đúng phần tên gọi từ họ tên",
            )


def lives_run_forward(library: Library) -> Iterator[Problem]:
    """A unit, place, award or campaign does not end before it begins."""
    datasets: tuple[tuple[str, Mapping[str, Unit | Place | Award | Campaign]], ...] = (
        ("units", library.units),
        ("places", library.places),
        ("awards", library.awards),
        ("campaigns", library.campaigns),
    )
    for dataset, records in datasets:
        for id, record in records.items():
            if record.since and record.until and record.until < record.since:
                yield Problem(
                    library.origin(dataset, id, "until"),
                    f"kết thúc ({short_date(record.until)}) trước khi bắt đầu ({short_date(record.since)})",
                    "sửa since hoặc until",
                )


def successors_follow_an_end(library: Library) -> Iterator[Problem]:
    """Whatever has successors has ended, and they are alive the day after."""
    datasets: tuple[tuple[str, Mapping[str, Unit | Place]], ...] = (
        ("units", library.units),
        ("places", library.places),
    )
    for dataset, records in datasets:
        for id, record in records.items():
            origin = library.origin(dataset, id, "successors")
            if record.successors and not record.until:
                yield Problem(
                    origin, f"{record.name} có nơi kế tục nhưng chưa ghi ngày kết thúc", "thêm «until: năm-tháng-ngày»"
                )
            for after in record.successors:
                if record.until and not after.is_alive(record.until + dt.timedelta(days=1)):
                    yield Problem(
                        origin,
                        f"{after.name} ({after.id}) không hoạt động ngay sau khi {record.name} "
                        f"kết thúc {short_date(record.until)}",
                        f"sửa since của {after.id}, hoặc until của {id}",
                    )


def aliases_name_one_thing(library: Library) -> Iterator[Problem]:
    """Another name of an award or a campaign belongs to it alone."""
    datasets: tuple[tuple[str, Mapping[str, Award | Campaign]], ...] = (
        ("awards", library.awards),
        ("campaigns", library.campaigns),
    )
    for dataset, records in datasets:
        owners = {canon(record.name): record.id for record in records.values()}
        for record in records.values():
            for alias in record.aliases:
                owner = owners.setdefault(canon(alias), record.id)
                if owner != record.id:
                    yield Problem(
                        library.origin(dataset, record.id, "aliases"),
                        f'tên khác "{alias}" cũng là tên của "{owner}"',
                        "bỏ tên này ở một trong hai nơi",
                    )


def short_forms_are_written_once(library: Library) -> Iterator[Problem]:
    """A variant of a short form is not another short form."""
    owners = {short: short for short in library.abbreviations}
    for entry in library.abbreviations.values():
        for variant in entry.variants:
            owner = owners.setdefault(variant, entry.short)
            if owner != entry.short:
                yield Problem(
                    library.origin("abbreviations", entry.short, "variants"),
                    f'cách viết "{variant}" đã thuộc "{owner}"',
                    "bỏ cách viết này ở một trong hai nơi",
                )


# ---- figures ----------------------------------------------------------------------------------------


def parts_make_the_total(library: Library) -> Iterator[Problem]:
    """The parts of a figure make the figure, or the data says why they do not."""
    for figure in library.figures.values():
        origin = library.origin("figures", figure.id, "parts")
        differs = bool(figure.parts) and figure.parts_total != figure.value
        total = f"{figure.hedge} {number(figure.value)}" if figure.hedge else number(figure.value)
        said = f"các phần cộng lại được {number(figure.parts_total)}, tổng ghi {total}"
        if differs and figure.accepted:
            yield Problem(origin, f"{said} (đã chấp nhận)", figure.accepted, is_note=True)
        elif differs:
            yield Problem(origin, said, "sửa số; nếu nguồn in như vậy thì thêm «accepted: lý do»")
        elif figure.accepted and not _subset_too_large(figure):
            yield Problem(
                library.origin("figures", figure.id, "accepted"),
                "ghi «accepted» nhưng số liệu này không có mâu thuẫn",
                "xóa dòng accepted",
            )


def subsets_are_smaller(library: Library) -> Iterator[Problem]:
    """What is counted “of which” is not more than the figure, or the data says why."""
    for figure in library.figures.values():
        if part := _subset_too_large(figure):
            said = f"“{part.name}” {number(part.value)} lớn hơn tổng {number(figure.value)}"
            origin = library.origin("figures", figure.id, "of_which")
            if figure.accepted:
                yield Problem(origin, f"{said} (đã chấp nhận)", figure.accepted, is_note=True)
            else:
                yield Problem(origin, said, "sửa số; nếu nguồn in như vậy thì thêm «accepted: lý do»")


def _subset_too_large(figure: Figure) -> Part | None:
    return next((part for part in figure.of_which if part.value > figure.value), None)


# ---- articles, issues, pages ------------------------------------------------------------------------


def articles_lie_in_their_year(library: Library) -> Iterator[Problem]:
    """An article lies in the folder of the year in which it was published."""
    for article in library.articles.values():
        file = library.origin("articles", article.id).file
        year = file.split("/")[2]
        if year != str(article.published.year):
            where = f"nằm trong thư mục {year}" if file.count("/") > 2 else "chưa nằm trong thư mục năm nào"
            yield Problem(
                library.origin("articles", article.id, "published"),
                f"bài đăng năm {article.published.year} nhưng {where}",
                f"chuyển tệp sang content/articles/{article.published.year}/, hoặc sửa published",
            )


def article_times_run_forward(library: Library) -> Iterator[Problem]:
    """An article is updated, corrected and taken down after it is published."""
    for article in library.articles.values():
        later = [("updated", article.updated), ("expires", article.expires)]
        later += [("corrections", correction.date) for correction in article.corrections]
        for key, moment in later:
            if moment and moment < article.published:
                yield Problem(
                    library.origin("articles", article.id, key),
                    f"{key}: {short_date(moment.date())} trước khi bài đăng ({short_date(article.published.date())})",
                    f"sửa {key} hoặc published",
                )


def articles_have_authors(library: Library) -> Iterator[Problem]:
    """Someone answers for every article."""
    for article in library.articles.values():
        if not article.authors:
            origin = library.origin("articles", article.id, "authors")
            yield Problem(
                origin, "bài chưa ghi tác giả", "viết «- name: …» ở dòng dưới authors:, ít nhất là Ban biên tập"
            )


def texts_are_not_empty(library: Library) -> Iterator[Problem]:
    """An article or page has a body."""
    for dataset, records in _texts(library):
        for id, record in records.items():
            if not record.body.text:
                origin = library.origin(dataset, id, "body")
                yield Problem(origin, "chưa có nội dung", "viết nội dung dưới dòng --- thứ hai")


def articles_are_not_their_own_relatives(library: Library) -> Iterator[Problem]:
    """An article is not related to itself."""
    for article in library.articles.values():
        if article.id in article.related:
            yield Problem(
                library.origin("articles", article.id, "related"),
                "bài tự ghi mình là tin liên quan",
                f'bỏ "{article.id}" khỏi related',
            )


def tags_make_an_address(library: Library) -> Iterator[Problem]:
    """A tag has letters to make an address of."""
    for article in library.articles.values():
        for tag in article.tags:
            if not slug(tag):
                yield Problem(
                    library.origin("articles", article.id, "tags"),
                    f'chủ đề "{tag}" không có chữ nào',
                    "viết chủ đề bằng chữ, ví dụ Sáng kiến",
                )


def issues_print_published_articles(library: Library) -> Iterator[Problem]:
    """A numbered bulletin names no draft and nothing that is published after it."""
    for issue in library.issues.values():
        origin = library.origin("issues", issue.id, "articles")
        for article in issue.articles:
            if article.draft:
                yield Problem(
                    origin, f'bài "{article.id}" còn là bản nháp', "bỏ bài khỏi số này, hoặc xóa dòng draft trong bài"
                )
            elif article.published.date() > issue.date:
                published = short_date(article.published.date())
                said = f'bài "{article.id}" đăng ngày {published}, sau ngày ra số này ({short_date(issue.date)})'
                yield Problem(origin, said, "bỏ bài khỏi số này, hoặc sửa ngày")


def issues_print_something(library: Library) -> Iterator[Problem]:
    """A numbered bulletin has at least an article or a list of honours."""
    for issue in library.issues.values():
        if not issue.articles and not issue.decisions:
            origin = library.origin("issues", issue.id, "articles")
            yield Problem(origin, "số này chưa có bài nào", "viết mã các bài vào articles, theo thứ tự in")


def issues_list_nothing_twice(library: Library) -> Iterator[Problem]:
    """A numbered bulletin prints an article once."""
    for issue in library.issues.values():
        seen: set[str] = set()
        for article in issue.articles:
            if article.id in seen:
                yield Problem(
                    library.origin("issues", issue.id, "articles"),
                    f'bài "{article.id}" có hai lần trong số này',
                    "giữ một lần",
                )
            seen.add(article.id)


def comments_follow_what_they_speak_of(library: Library) -> Iterator[Problem]:
    """A reader writes after the article was published, and is answered after that."""
    for comment in library.comments.values():
        article = library.articles.get(comment.article)
        if article and comment.date < article.published:
            said = f"ý kiến gửi {_minute(comment.date)}, trước khi bài đăng ({_minute(article.published)})"
            yield Problem(library.origin("comments", comment.id, "date"), said, "sửa date, hoặc sửa article")
        if comment.reply and comment.reply.date < comment.date:
            said = f"trả lời {_minute(comment.reply.date)}, trước khi ý kiến được gửi ({_minute(comment.date)})"
            yield Problem(library.origin("comments", comment.id, "reply"), said, "sửa date của reply hoặc của ý kiến")


def _minute(moment: dt.datetime) -> str:
    return f"{short_date(moment.date())} {moment:%H:%M}"


def front_page_shows_each_block_once(library: Library) -> Iterator[Problem]:
    """The front page shows something, and nothing twice."""
    blocks = library.site.home
    twice = next((block for at, block in enumerate(blocks) if block in blocks[:at]), None)
    origin = library.origin("site", "site", "home")
    if twice:
        yield Problem(origin, f'home: khối "{twice}" viết hai lần', "bỏ một lần")
    if not blocks:
        yield Problem(origin, "home: trang nhất chưa có khối nào", "viết tên các khối, hoặc xóa cả dòng home")


def old_addresses_are_free(library: Library) -> Iterator[Problem]:
    """An old address is a page's address inside the site, and of one page only."""
    owners: dict[str, Origin] = {}
    for dataset, records in _texts(library):
        for id, record in records.items():
            origin = library.origin(dataset, id, "aliases")
            for alias in record.aliases:
                address = alias.strip("/")
                if not is_safe(address) or not address.endswith(".html"):
                    yield Problem(origin, f'địa chỉ cũ "{alias}" không dùng được', "viết như tin-tuc/2020/ten-bai.html")
                elif owners.setdefault(address, origin) != origin:
                    yield Problem(origin, f'địa chỉ cũ "{alias}" đã có ở {owners[address]}', "bỏ ở một trong hai bài")


def site_is_complete(library: Library) -> Iterator[Problem]:
    """The site has sections, and a base address that ends in a slash."""
    site = library.site
    if not site.base_url.endswith("/"):
        yield Problem(
            library.origin("site", "site", "base_url"),
            f'"{site.base_url}" thiếu dấu / ở cuối',
            f'viết "{site.base_url}/"',
        )
    if not site.sections:
        yield Problem(
            library.origin("site", "site", "sections"), "chưa có chuyên mục nào", "thêm ít nhất một chuyên mục"
        )


def _texts(library: Library) -> tuple[tuple[str, Mapping[str, Article | StaticPage]], ...]:
    return (("articles", library.articles), ("pages", library.pages))


CHECKS: Final[tuple[Check, ...]] = (
    honour_has_one_recipient,
    honoured_person_has_a_job,
    award_suits_recipient,
    award_was_valid,
    grade_is_one_of_the_award,
    nobody_twice_in_a_decision,
    once_per_person,
    units_alive_when_honoured,
    issuers_alive_when_signing,
    decision_follows_its_campaign,
    illustrative_and_real_stay_apart,
    portraits_have_consent,
    withdrawn_names_are_gone,
    given_names_stand_in_the_name,
    lives_run_forward,
    successors_follow_an_end,
    aliases_name_one_thing,
    short_forms_are_written_once,
    parts_make_the_total,
    subsets_are_smaller,
    articles_lie_in_their_year,
    article_times_run_forward,
    articles_have_authors,
    texts_are_not_empty,
    articles_are_not_their_own_relatives,
    tags_make_an_address,
    issues_print_published_articles,
    issues_list_nothing_twice,
    issues_print_something,
    comments_follow_what_they_speak_of,
    front_page_shows_each_block_once,
    old_addresses_are_free,
    site_is_complete,
)


# ---- what needs the pages ------------------------------------------------------------------------------


def links_lead_somewhere(
    written: Library, library: Library, addresses: Collection[str], line_of: Callable[[str, str], int]
) -> Iterator[Problem]:
    """A link in the bodies of `written` leads to a page of `library` that is among `addresses`."""
    map = Map.of(library, addresses)
    for dataset, records in _texts(written):
        for id, record in records.items():
            file = library.origin(dataset, id).file
            for link, mistake in dead_ends(record.body, file, map):
                yield mistake.at(Origin(file, line_of(file, link)))
