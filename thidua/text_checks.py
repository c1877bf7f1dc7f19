"""Rules of articles, pages, bulletins, comments and of the site, one function each (see `checks`)."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from thidua.addresses import is_safe
from thidua.briefs import moment, units_named
from thidua.disagreements import Disagreement, Setting, claims_of_table, disagreements, place_names
from thidua.figures import figure_said
from thidua.library import Library
from thidua.links import Map, dead_ends
from thidua.markup import Body
from thidua.problems import Mistake, Origin, Problem
from thidua.records import (
    Article,
    Figure,
    Person,
    Picture,
    Prose,
    StaticPage,
)
from thidua.references import MARKER, NUMBERED, call_of, loose, markers, told
from thidua.register import Register, Written, is_withdrawn
from thidua.slips import shown
from thidua.vietnamese import canon, short_date, slug, sure_part


def withdrawn_names_are_gone(library: Library) -> Iterator[Problem]:
    """No text still names a person who withdrew consent."""
    yield from _still_named(library, lambda: _prose_of_texts(library))


def data_name_nobody_who_withdrew(register: Register) -> Iterator[Problem]:
    """Nor do the data: no citation, biography or description."""
    yield from _still_named(register, lambda: _prose_of_data(register))


def _still_named(register: Register, written: Callable[[], Iterable[_Prose]]) -> Iterator[Problem]:
    withdrawn = [register.people[id] for id in sorted(register.found_in_all().withdrawn)]
    if not withdrawn:
        return
    names = {person.name: canon(person.name) for person in withdrawn}
    parts = {name: sure_part(wanted) for name, wanted in names.items()}
    for at, key, text in written():
        lower = text.lower()
        for name, wanted in names.items():
            if parts[name] in lower and wanted in canon(text):
                row = next((row for row in text.split("\n") if wanted in canon(row)), text)
                yield Problem(
                    at.origin(key),
                    f"vẫn nhắc tên {name}, người đã rút lại sự đồng ý: «{shown(row)}»",
                    "viết lại câu đó không nêu tên, rồi dựng lại trang",
                )


_Prose = tuple[Written, str, str]


def _prose_of_texts(library: Library) -> Iterator[_Prose]:
    """Every text that readers may see, with where its record was written and under which key."""
    written = library.written
    for a in library.articles.values():
        yield from _prose_of_article(a, written["articles", a.id])
    for page in library.pages.values():
        at = written["pages", page.id]
        yield at, "title", page.title
        yield at, "description", page.description
        yield at, "body", _words_of(page.body)
    for i in library.issues.values():
        yield written["issues", i.id], "title", f"{i.title}\n{i.summary or ''}"
    yield from _prose_of_comments(library)


def _prose_of_data(register: Register) -> Iterator[_Prose]:
    """The same of the data."""
    written = register.written
    for c in register.collectives.values():
        yield written["collectives", c.id], "description", f"{c.name}\n{c.description or ''}"
    for p in register.people.values():
        if p.biography and not is_withdrawn(p):
            yield written["people", p.id], "biography", p.biography
    for d in register.decisions.values():
        at = written["decisions", d.id]
        yield at, "title", f"{d.title}\n{d.note or ''}\n{d.signatory.name}"
        yield at, "accepted", d.accepted or ""
    for h, at in register.honours_as_written:
        if not (h.person and is_withdrawn(h.person)):
            texts = (("citation", h.citation), ("initiative", h.initiative), ("accepted", h.accepted))
            yield from ((at, key, text) for key, text in texts if text)


def _prose_of_comments(library: Library) -> Iterator[_Prose]:
    for comment in library.comments.values():
        if comment.approved:
            at = library.written["comments", comment.id]
            yield at, "name", comment.name
            yield at, "text", comment.text
            yield at, "reply", f"{comment.reply.by}\n{comment.reply.text}" if comment.reply else ""


def _prose_of_article(a: Article, at: Written) -> Iterator[_Prose]:
    yield at, "title", a.title
    yield at, "lede", a.lede
    yield at, "kicker", a.kicker or ""
    yield at, "tags", "\n".join(a.tags)
    yield at, "corrections", "\n".join(correction.text for correction in a.corrections)
    yield at, "authors", "\n".join(f"{author.name}\n{author.role or ''}" for author in a.authors)
    yield at, "picture", _words_under(a.picture) if a.picture else ""
    yield at, "body", _words_of(a.body)


def _words_of(body: Prose) -> str:
    return "\n".join([body.text, *map(_words_under, body.pictures)])


def _words_under(picture: Picture) -> str:
    return f"{picture.alt}\n{picture.caption}\n{picture.credit}"


def references_can_be_told(library: Library) -> Iterator[Problem]:
    """Every figure and name that a text has printed from the data is there, makes sense, and may be named."""
    for dataset, records in _texts(library):
        for id, record in records.items():
            at = library.written[dataset, id]
            day = record.published.date() if isinstance(record, Article) else None
            for key, text in _markable(record):
                yield from (mistake.at(at.origin(key)) for _, mistake in loose(text))
                yield from _untold(markers(text), at.origin(key), library, day)
            for reference in record.body.references:
                yield from _untold([reference.written], Origin(at.file, reference.line), library, day)


def _markable(record: Article | StaticPage) -> Iterator[tuple[str, str]]:
    """The texts of the front matter in which markers are told, each with its key."""
    yield "title", record.title
    if isinstance(record, StaticPage):
        yield "description", record.description
        return
    yield "lede", record.lede
    yield "kicker", record.kicker or ""
    yield "picture", f"{record.picture.alt}\n{record.picture.caption}" if record.picture else ""
    yield "corrections", "\n".join(correction.text for correction in record.corrections)


def _untold(written: Iterable[str], origin: Origin, library: Library, day: dt.date | None) -> Iterator[Problem]:
    for marker in written:
        try:
            if not _leads_to_broken(marker, library):
                record = told(marker, library, day).record
                if isinstance(record, Person) and is_withdrawn(record):
                    said = f"«{_without_words(marker)}» nhắc người đã rút lại sự đồng ý"
                    yield Problem(origin, said, "viết lại câu đó không nêu tên, rồi dựng lại trang")
        except Mistake as mistake:
            yield mistake.at(origin)


def _leads_to_broken(marker: str, library: Library) -> bool:
    """Whether what a marker names is only missing because of a mistake told elsewhere."""
    call = call_of(marker)
    dataset = "figures" if call.kind == "so" else call.kind
    ids = {call.id, call.other, ""}
    broken = {id for name, id in library.broken if name in (dataset, *(("indicators", "units") * (call.kind == "so")))}
    return bool(ids & broken) and (call.kind == "so" or call.id not in getattr(library, dataset))


def _without_words(marker: str) -> str:
    """A marker without the words that an editor gave it: they may be the name."""
    return marker.partition("|")[0].rstrip().removesuffix("]]") + "]]"


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
        for key, when in later:
            if when and when < article.published:
                yield Problem(
                    library.origin("articles", article.id, key),
                    f"{key}: {short_date(when.date())} trước khi bài đăng ({short_date(article.published.date())})",
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
    for id, issue in library.issue_briefs.items():
        for name in issue.articles:
            article = library.briefs[name]
            published = moment(article.published).date()
            if article.is_draft:
                said, remedy = f'bài "{name}" còn là bản nháp', "bỏ bài khỏi số này, hoặc xóa dòng draft trong bài"
            elif published.toordinal() > issue.day:
                day = short_date(dt.date.fromordinal(issue.day))
                said = f'bài "{name}" đăng ngày {short_date(published)}, sau ngày ra số này ({day})'
                remedy = "bỏ bài khỏi số này, hoặc sửa ngày"
            else:
                continue
            yield Problem(library.origin("issues", id, "articles"), said, remedy)


def issues_print_something(library: Library) -> Iterator[Problem]:
    """A numbered bulletin has at least an article or a list of honours."""
    for id, issue in library.issue_briefs.items():
        if not issue.articles and not issue.decisions:
            origin = library.origin("issues", id, "articles")
            yield Problem(origin, "số này chưa có bài nào", "viết mã các bài vào articles, theo thứ tự in")


def issues_list_nothing_twice(library: Library) -> Iterator[Problem]:
    """A numbered bulletin prints an article once."""
    for id, issue in library.issue_briefs.items():
        for place, article in enumerate(issue.articles):
            if article in issue.articles[:place]:
                origin = library.origin("issues", id, "articles")
                yield Problem(origin, f'bài "{article}" có hai lần trong số này', "giữ một lần")


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
    texts = [("articles", id, brief.aliases) for id, brief in library.briefs.items()]
    texts += [("pages", page.id, page.aliases) for page in library.pages.values()]
    for dataset, id, aliases in texts:
        if aliases:
            origin = library.origin(dataset, id, "aliases")
            for alias in aliases:
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


# ---- numbers in prose -----------------------------------------------------------------------------------


# Gives what a text says otherwise than figures, perhaps remembered.
Compare = Callable[[str, tuple[Figure, ...], Setting], tuple[Disagreement, ...]]


def typed_numbers_agree(
    library: Library, line_of: Callable[[str, str], int], compare: Compare = disagreements
) -> Iterator[Problem]:
    """A number typed in a text beside the words of an indicator is the one in the data, or it is said why not."""
    by_unit: dict[str, list[Figure]] = {}
    for figure in library.figures.values():
        by_unit.setdefault(figure.unit.id, []).append(figure)
    places = place_names([library.units[id] for id in by_unit if id in library.units])
    for dataset, text, units in _compared(library, by_unit):
        figures = tuple(figure for id in units for figure in by_unit.get(id, ()))
        if figures:
            lede = text.lede if isinstance(text, Article) else text.description
            setting = _setting(text, units, places)
            found = compare(numbered_text(text.title, lede, text.body), figures, setting)
            yield from _said_otherwise(dataset, text, library, found, line_of)
        elif text.accepted:
            origin = library.origin(dataset, text.id, "accepted")
            yield Problem(origin, "ghi «accepted» nhưng ở đây không có số nào khác dữ liệu", "xóa mục accepted")


def _compared(library: Library, known: Collection[str]) -> Iterator[tuple[str, Article | StaticPage, Collection[str]]]:
    """Texts that speak of units of which figures are known, or say what is accepted, with the units."""
    with_figures = frozenset(known)
    for id, brief in library.briefs.items():
        if brief.has_accepted or not with_figures.isdisjoint(brief.units):
            yield "articles", library.articles[id], brief.units
    for page in library.pages.values():
        yield "pages", page, tuple(dict.fromkeys(units_named(page)))


def _setting(text: Article | StaticPage, units: Collection[str], places: Mapping[str, str]) -> Setting:
    """A page that stays has no time of its own: only sentences that name theirs can be wrong."""
    own = {places[id] for id in units if id in places}
    strangers = tuple(sorted({name for name in places.values() if name not in own}))
    if isinstance(text, StaticPage):
        return Setting("", 0, strangers)
    return Setting(text.source.id if text.source else "", text.published.year, strangers)


def numbered_text(title: str, lede: str, body: Prose | Body) -> str:
    """What a text says in numbers typed in it, its tables as sentences; what is printed from the data is a gap."""
    claims = (claim for rows in _tables(body) for claim in claims_of_table(rows))
    return NUMBERED.sub("…", MARKER.sub("…", "\n".join([title, lede, body.text, *claims])))


def _tables(body: Prose | Body) -> Iterator[list[list[str]]]:
    """The cells of each table, row by row, as they are read."""
    for table in re.findall(r"<table>.*?</table>", body.html, re.DOTALL):
        rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
        yield [[_cell(each, body) for each in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def _cell(markup: str, body: Prose | Body) -> str:
    words = re.sub(r"<!--short:(\d+)-->", lambda match: body.shorts[int(match[1])].word, markup)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<!--.*?-->", "…", words))).split())


def _said_otherwise(
    dataset: str,
    text: Article | StaticPage,
    library: Library,
    found: Iterable[Disagreement],
    line_of: Callable[[str, str], int],
) -> Iterator[Problem]:
    used: set[str] = set()
    for each in found:
        accepted = next((a for a in text.accepted if _covers(a.words, each)), None)
        if accepted:
            used.add(accepted.words)
            continue
        figure = library.figures[each.figure]
        file = library.origin(dataset, text.id).file
        place = library.origin("figures", figure.id, "value")
        yield Problem(
            Origin(file, line_of(file, each.words)),
            f"«{each.words}» khác dữ liệu: “{figure.indicator.name}”, {figure.period}, "
            f"ghi {figure_said(figure)} ({place})",
            f"sửa số, hoặc viết {{{{so: {figure.id}}}}}; nếu nói việc khác thì thêm vào accepted của bài, kèm lý do",
        )
    for accepted in text.accepted:
        if accepted.words not in used:
            origin = library.origin(dataset, text.id, "accepted")
            said = f"ghi «accepted» cho “{accepted.words}” nhưng chỗ ấy không khác dữ liệu"
            yield Problem(origin, said, "xóa dòng accepted này")


def _covers(words: str, found: Disagreement) -> bool:
    """Whether an editor's words are those of the number: they hold it, and stand in its sentence."""
    spaced = canon(" ".join(words.split()))
    number = found.words.split()[0].strip(".,;:")
    return number in spaced and spaced in canon(" ".join(found.sentence.split()))


# ---- what needs the pages ------------------------------------------------------------------------------


def links_lead_somewhere(
    written: Library,
    library: Library,
    addresses: Collection[str],
    line_of: Callable[[str, str], int],
    known: Collection[tuple[str, str]] = (),
) -> Iterator[Problem]:
    """A link in the bodies of `written` leads to a page of `library` that is among `addresses`.

    Of texts that are `known`, each by its dataset and id, this is known already.
    """
    linking = [each for each in _linking(written) if each[:2] not in known]
    if not linking:
        return
    map = Map(library, addresses)
    for dataset, id, links, body in linking:
        file = library.written[dataset, id].file
        for link, mistake in dead_ends(links, body, file, map):
            yield mistake.at(Origin(file, line_of(file, link)))


def _linking(library: Library) -> Iterator[tuple[str, str, Sequence[str], Callable[[], Prose]]]:
    """The links of every text that has any, with its dataset, its id and a way to its body."""
    for id, brief in library.briefs.items():
        if brief.links:
            yield "articles", id, brief.links, lambda id=id: library.articles[id].body  # type: ignore[misc]
    for page in library.pages.values():
        yield "pages", page.id, page.body.links, lambda page=page: page.body  # type: ignore[misc]
