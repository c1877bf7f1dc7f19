"""Search in a real browser: what it finds, in which order, and how readers are told, against brute force."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict
from unicodedata import normalize
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.conftest import ROOT, Site, serving
from tests.search_site import Searched, searched
from thidua.documents import Documents
from thidua.images import look_at
from thidua.library import public
from thidua.load import load
from thidua.markup import converted
from thidua.pipeline import plan_of
from thidua.service_pages import stand_of
from thidua.vietnamese import ICT, canon, fold
from thidua.words import read_words

# Sentences that tell near words from scattered ones, and marks from other marks.
SENTENCES: Final = """
Cả tổ thi đua từ đầu ca.|Cuộc thi mở ở xã, đội nào đua được thì đua.|Phong trào thi đua yêu nước lan rộng.|
Thị xã có dưa và đùa vui.|Người lao động giỏi được khen.|Lao xuống đồng, động viên nhau giỏi giang.|
Giỏi nghề thì lao động đỡ vất vả.|Chị có sáng kiến mới.|Buổi sáng họp, chiều góp ý kiến.|
Bạn bè cùng học.|Ban chấp hành họp.|Một bản vẽ trên bàn.|Bán hàng ở chợ.|Thép Hoà Phát về kho.|Thép Hòa Phát tăng.|
Ông Nguyễn Đức Cảnh là người mở đầu.|Nguyễn Văn Đức gặp Cảnh ở xưởng.|Nguyên đức cánh đồng.|Nguyễn Đức và Đức Cảnh.|
Tổng cộng 3 CSTĐ cơ sở.|Danh hiệu chiến sĩ thi đua.|Đơn vị ở Bến Lở.|Mưa rồi nắng.
""".replace("\n", "").split("|")
PEOPLE: Final = ("Đinh Luyện", "Đình Thị Luyện", "Nguyễn Đức Cảnh", "Định Văn Luyến", normalize("NFD", "Đặng Thị Hồng"))


class Hit(TypedDict):
    """A record that the script found."""

    address: str
    title: str
    kind: str


@dataclass(frozen=True)
class Told:
    """A record as brute force reads it: syllables in exact form, an empty text where a sentence ends."""

    address: str
    words: list[str]

    def has(self, *words: str) -> bool:
        """Whether it has all the words, marks apart."""
        return {fold(word) for word in words} <= {fold(word) for word in self.words}

    def has_pairs(self, *words: str) -> bool:
        """Whether each word and the next stand beside each other somewhere, marks apart."""
        return all(map(self.has_near, words, words[1:]))

    def has_near(self, *words: str, marked: bool = False) -> bool:
        """Whether they stand beside each other in their order, marks apart or with them."""
        form: Callable[[str], str] = canon if marked else fold
        own = [form(word) for word in self.words]
        sought = [form(word) for word in words]
        return any(own[at : at + len(sought)] == sought for at in range(len(own)))


@dataclass(frozen=True)
class Paper:
    """A bulletin on a host, open in a browser at its search page."""

    page: Page
    address: str
    told: Mapping[str, Told]
    site: Site

    def found(self, query: str) -> list[Hit]:
        """All that the script finds, in its order."""
        hits: list[Hit] = self.page.evaluate(FOUND, query)
        return hits

    def addresses(self, query: str) -> list[str]:
        return [hit["address"] for hit in self.found(query)]

    def all_with(self, *words: str) -> set[str]:
        """What brute force finds."""
        return {address for address, each in self.told.items() if each.has(*words)}

    def asks(self, search: str) -> None:
        """Open the search page with these parameters, and wait until it has answered."""
        self.page.goto(f"{self.address}tim-kiem.html?{search}")
        self.answers()

    def answers(self) -> None:
        """Wait until the list is what the address asks for: no text says so, for it may have stood there before."""
        expect(self.results).not_to_have_attribute("aria-busy", "true")

    @property
    def results(self) -> Locator:
        return self.page.locator("[data-results]")

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("combobox", name="Từ cần tìm")

    @property
    def more(self) -> Locator:
        return self.page.get_by_role("button", name="Xem thêm kết quả")

    @property
    def titles(self) -> list[str]:
        return self.page.locator("[data-results] h2 a").all_inner_texts()

    @property
    def status(self) -> str:
        return self.page.get_by_role("status").inner_text()


FOUND: Final = """async query => {
    const script = document.querySelector("script[type=module]").src;
    const search = await import(script);
    window.index ??= new search.Index(document.querySelector("[data-search]").dataset.search);
    const question = search.asked(query);
    const {hits} = await search.find(window.index, question);
    const {numbers} = await search.narrowed(window.index, hits, {}, false);
    const cards = await Promise.all([...numbers].map(number => window.index.card(number)));
    const kept = await Promise.all(cards.map(async card => !question.hasPhrase || search.hasPhrases(question,
        [card.title, card.about, card.lines, await window.index.text(card)])));
    return cards.filter((_, at) => kept[at]).map(({address, title, kind}) => ({address, title, kind}));
}"""


def article(number: int, rng: random.Random) -> str:
    """An article of some sentences; the year tells its age."""
    body = "\n\n".join(" ".join(rng.choices(SENTENCES, k=rng.randint(1, 4))) for _ in range(2))
    author = "Đinh Luyện" if number == 7 else "Tú Anh"
    return (
        f"---\ntitle: Bài số {number}\nsection: {rng.choice(['tin-tuc', 'tu-co-so'])}\n"
        f"lede: {rng.choice(SENTENCES)}\nauthors: [{{name: {author}}}]\n"
        f"published: {2019 + number % 5}-0{1 + number % 6}-1{number % 9} 08:00\n---\n{body}\n"
    )


def brute_force(site: Site) -> Mapping[str, Told]:
    """Every record that readers may see, with its words."""
    library = load(site.project, converted, lambda path: look_at(path, path.name)).library
    assert library is not None
    documents = Documents(public(library, site.as_of), read_words(site.project))
    found: dict[str, Told] = {}
    for page in plan_of(site.order()):
        if stand_of(page):
            document = documents.of(page)
            words = [word for _, text in document.fields for word in words_of(text)]
            said = Told(page.address, words)
            also = [name for phrase, name in documents.synonyms if said.has_near(*words_of(phrase)[:-1], marked=True)]
            apart = [word for name in (*document.alone, *also) for word in ("", *words_of(name))]
            found[page.address] = Told(page.address, [*words, *(each for word in apart for each in (word, ""))])
    return found


def words_of(text: str) -> list[str]:
    """The syllables of a text, and an empty one where a sentence ends."""
    pieces = (*re.findall(r"\w+|[.!?:;](?= )|\n", text), "")
    return [canon(piece) if piece[:1].isalnum() else "" for piece in pieces]


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Paper]:
    """A bulletin of eighty articles, five more people, and a unit whose province had another name."""
    site = Site(tmp_path_factory.mktemp("tim-kiem") / "du-an")
    rng = random.Random(4)
    for number in range(80):
        site.write(f"content/articles/{2019 + number % 5}/bai-{number}.md", article(number, rng))
    people = "".join(
        f"- id: nguoi-{n}\n  name: {name}\n  unit: may-ha-thanh\n  job: Thợ may\n  illustrative: true\n"
        for n, name in enumerate(PEOPLE)
    )
    site.write("data/people.yaml", site.read("data/people.yaml") + people)
    places = (
        "- id: ben-lo\n  name: Bến Lở\n  kind: province\n  until: 2024-06-30\n  successors: [song-que]\n"
    )  # fmt: skip
    site.write("data/places.yaml", site.read("data/places.yaml") + places)
    short = "- short: CSTĐ\n  expansion: Chiến sĩ thi đua\n  variants: [Chiến sỹ thi đua]\n"
    site.write("data/abbreviations.yaml", site.read("data/abbreviations.yaml") + short)
    site.build()
    told = brute_force(site)
    with serving(site.out) as address:
        context = browser.new_context(viewport={"width": 1000, "height": 900})
        page = context.new_page()
        page.goto(f"{address}tim-kiem.html")
        yield Paper(page, address, told, site)
        context.close()


@dataclass(frozen=True)
class Example:
    """The example site's search page, open in a browser."""

    page: Page
    site: Searched

    def first(self, queries: Sequence[str]) -> list[Hit]:
        """What stands first for each query."""
        hits: list[Hit] = self.page.evaluate(FIRST, queries)
        return hits


FIRST: Final = """async queries => {
    const search = await import(document.querySelector("script[type=module]").src);
    window.index ??= new search.Index(document.querySelector("[data-search]").dataset.search);
    return Promise.all(queries.map(async query => {
        const {hits} = await search.find(window.index, search.asked(query));
        const {numbers} = await search.narrowed(window.index, hits, {}, false);
        return window.index.card(numbers[0]);
    }));
}"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Example]:
    """The search page of the project that this repository brings along."""
    out = tmp_path_factory.mktemp("vi-du")
    site = searched(ROOT, dt.datetime(2026, 6, 1, tzinfo=ICT))
    site.write(out / "site", site.index(out / "memory"))
    with serving(out / "site") as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{address}tim-kiem.html")
        yield Example(page, site)
        context.close()


def places_of(found: Sequence[str], those: Callable[[str], bool]) -> list[int]:
    """The places in a list of those that it says yes to."""
    return [at for at, each in enumerate(found) if those(each)]


def test_words_without_marks_find_every_record_that_has_them(paper: Paper) -> None:
    """1. `thi dua` finds every “thi đua”, and its count is that of brute force."""
    found = paper.addresses("thi dua")
    truth = paper.all_with("thi", "đua")
    beside = {
        address for address, each in paper.told.items() if each.has_near("chiến", "sĩ", "thi", "đua", marked=True)
    }

    # Whoever writes CSTĐ alone is found as well.
    short = {address for address, each in paper.told.items() if each.has("cstđ")}
    assert set(found) == truth | short
    assert len(found) == len(set(found))
    assert beside <= set(found)


def test_typed_marks_come_first(paper: Paper) -> None:
    """2. `thi đua` finds the same, those with exact marks first."""
    found = paper.addresses("thi đua")

    assert set(found) == set(paper.addresses("thi dua"))
    near = places_of(found, lambda address: paper.told[address].has_near("thi", "đua", marked=True))
    assert near == list(range(len(near)))


def test_name_without_marks_finds_the_person_first(paper: Paper) -> None:
    """3. `nguyen duc canh` finds Nguyễn Đức Cảnh, names in one piece before scattered ones."""
    found = paper.addresses("nguyen duc canh")

    assert paper.found("nguyen duc canh")[0]["title"] == "Nguyễn Đức Cảnh"
    assert set(found) == paper.all_with("nguyễn", "đức", "cảnh")
    near = places_of(found, lambda address: paper.told[address].has_pairs("nguyen", "duc", "canh"))
    assert near == list(range(len(near)))


def test_quoted_words_are_a_phrase(paper: Paper) -> None:
    """4. `"nguyễn đức cảnh"` finds true phrases only, not one pair here and the other there."""
    found = paper.addresses('"nguyễn đức cảnh"')
    phrase = {a for a, each in paper.told.items() if each.has_near("nguyễn", "đức", "cảnh", marked=True)}

    assert set(found) == phrase
    assert phrase < {
        a for a, each in paper.told.items() if each.has_near("nguyễn", "đức") and each.has_near("đức", "cảnh")
    }
    paper.asks("q=" + quote('"nguyễn đức cảnh"'))
    assert paper.status == f"{len(phrase)} kết quả."


# How often the page asks for texts: what it asks for in one go is one round.
ROUNDS: Final = """
    window.rounds = 0;
    let isOpen = false;
    const fetched = window.fetch;
    window.fetch = (address, ...rest) => {
        if (!isOpen && String(address).includes("/tim-kiem/bai-")) {
            window.rounds += 1;
            isOpen = true;
            setTimeout(() => { isOpen = false; });
        }
        return fetched(address, ...rest);
    };
"""


def test_phrase_is_looked_for_in_texts_where_pairs_find_very_many(tmp_path: Path, browser: Browser) -> None:
    """4. Of hundreds that have every pair of a phrase, those are shown that say it, and the count is told as about.

    A phone far from its host has them in a few rounds of asking, not one by one.
    """
    site = Site(tmp_path / "du-an")
    for number in range(330):
        said = "Ông Nguyễn Đức Cảnh đến." if number % 30 == 7 else "Nguyễn Đức và Đức Cảnh đến."
        text = f"---\ntitle: Bài số {number}\nsection: tin-tuc\nlede: Sapo.\nauthors: [{{name: Ban biên tập}}]\n"
        site.write(f"content/articles/2020/bai-{number}.md", f"{text}published: 2020-01-01 08:00\n---\n{said}\n")
    small = searched(site.project, site.as_of)
    small.write(site.out, small.index(tmp_path / "nho"))
    with serving(site.out) as address:
        page = browser.new_page()
        page.add_init_script(ROUNDS)
        page.goto(f"{address}tim-kiem.html?q=%22nguyen+duc+canh%22")
        expect(page.get_by_role("status")).to_have_text("Khoảng 330 kết quả.")
        assert page.locator("[data-results] > li").count() == 10
        assert page.evaluate("window.rounds") < 10
        page.get_by_role("button", name="Xem thêm kết quả").click()
        expect(page.locator("[data-results] > li")).to_have_count(11)
        expect(page.locator("[data-results] mark").nth(10)).to_have_text("Nguyễn Đức Cảnh")
        page.close()


def test_near_words_come_before_scattered_ones(paper: Paper) -> None:
    """5. `lao dong gioi`: records that say it in one piece come first."""
    found = paper.addresses("lao dong gioi")
    near = places_of(found, lambda address: paper.told[address].has_pairs("lao", "dong", "gioi"))

    assert set(found) == paper.all_with("lao", "dong", "gioi")
    assert near == list(range(len(near)))
    assert len(near) < len(found)


def test_name_is_found_under_any_marks(paper: Paper) -> None:
    """6. `Dinh Luyen` finds Đinh Luyện, and Đình or Định with Luyện or Luyến, the name in one piece first."""
    found = paper.found("Dinh Luyen")

    assert {"Đinh Luyện", "Đình Thị Luyện", "Định Văn Luyến"} <= {hit["title"] for hit in found}
    near = places_of([hit["address"] for hit in found], lambda a: paper.told[a].has_near("dinh", "luyen"))
    assert near == list(range(len(near)))


def test_person_comes_before_the_article_of_the_same_name(paper: Paper) -> None:
    """7. `Đinh Luyện`: the person, then the article by that author."""
    found = paper.found("Đinh Luyện")

    assert [(hit["kind"], hit["title"]) for hit in found[:2]] == [("ca-nhan", "Đinh Luyện"), ("bai", "Bài số 7")]


@pytest.mark.parametrize("query", ["thi đua", "Đinh Luyện", '"nguyễn đức cảnh"', "hoà phát", "bạn"])
def test_loose_marks_are_the_same_search(paper: Paper, query: str) -> None:
    """8. What is typed with loose marks (NFD) finds the same, in the same order."""
    assert paper.addresses(normalize("NFD", query)) == paper.addresses(query)


def test_every_near_pair_comes_before_any_scattered_one(paper: Paper) -> None:
    """9. `sáng kiến`: in one piece, whatever its marks, before the two words apart."""
    found = paper.addresses("sáng kiến")
    near = places_of(found, lambda address: paper.told[address].has_near("sang", "kien"))

    assert near == list(range(len(near)))
    assert len(near) < len(found)


def test_one_syllable_with_marks_comes_first(paper: Paper) -> None:
    """10. `bạn`: exact ones first, then ban, bản and bàn."""
    found = paper.addresses("bạn")
    marked = places_of(found, lambda address: "bạn" in paper.told[address].words)

    assert set(found) == paper.all_with("ban")
    assert marked == list(range(len(marked)))
    assert len(marked) < len(found)


def test_tone_may_stand_on_either_vowel(paper: Paper) -> None:
    """11. `hoà phát` and `hòa phát` are one."""
    assert paper.addresses("hoà phát") == paper.addresses("hòa phát")
    assert {a for a, each in paper.told.items() if each.has_near("hòa", "phát", marked=True)} <= set(
        paper.addresses("hoà phát")
    )


def test_person_entered_with_loose_marks_is_shown_with_joined_ones(paper: Paper) -> None:
    """12. A name typed in NFD by an editor is found, and shown in NFC with the right syllable marked."""
    paper.asks("q=hong")
    card = paper.page.locator("[data-results] > li").filter(has_text="Hồng").first

    assert card.locator("h2 a").inner_text() == "Đặng Thị Hồng"
    assert card.locator("h2 mark").all_inner_texts() == ["Hồng"]


def test_results_are_narrowed_and_counted(paper: Paper) -> None:
    """13. Kind, year and newest first: the counts are right, and a list's counts ignore its own choice."""
    paper.asks("q=thi+dua")
    kinds, years = paper.page.locator("[data-facet=kind]"), paper.page.locator("[data-facet=year]")
    articles = [a for a in paper.addresses("thi dua") if a.startswith(("tin-tuc/", "tu-co-so/"))]
    of_2021 = [a for a in articles if "/2021/" in a]
    kinds.select_option("bai")
    paper.answers()
    assert paper.status == f"{len(articles)} kết quả."
    assert years.locator("option[value='2021']").inner_text() == f"2021 ({len(of_2021)})"
    years.select_option("2021")
    paper.page.get_by_label("Sắp xếp").select_option("moi")
    paper.answers()

    assert paper.status == f"{len(of_2021)} kết quả."
    assert kinds.locator("option[value='bai']").inner_text() == f"Bài viết ({len(of_2021)})"
    assert "loai=bai" in paper.page.url
    assert "nam=2021" in paper.page.url
    days = [day.split("/")[::-1] for day in paper.page.locator("[data-result-day]").all_inner_texts()]
    assert days == sorted(days, reverse=True)


def test_unknown_word_is_named(paper: Paper) -> None:
    """14. `xyzzy thi đua` finds what has the words that are known and names the other; in quotes nothing is found."""
    paper.asks("q=" + quote("xyzzy thi đua"))

    assert paper.status == f"{len(paper.addresses('thi đua'))} kết quả. Không có: xyzzy."
    assert paper.addresses('"xyzzy thi đua"') == []


# ---- how it is used -----------------------------------------------------------------------------------------


def test_short_form_and_expansion_find_each_other(paper: Paper) -> None:
    """`cstd`, `CSTĐ` and `chiến sĩ thi đua` find whoever says either."""
    either = paper.all_with("cstđ")

    assert {a for a, each in paper.told.items() if each.has_near("chiến", "sĩ", "thi", "đua", marked=True)} <= either
    assert set(paper.addresses("cstd")) == set(paper.addresses("CSTĐ")) == either
    assert either <= set(paper.addresses("chiến sĩ thi đua"))


@pytest.mark.parametrize("query", ["cstd", "CSTĐ", "chien si thi dua", "chiến sĩ thi đua"])
def test_short_form_of_an_award_leads_to_the_award(example: Example, query: str) -> None:
    """The page of an award stands before all who were given it, by its full name and by its short form."""
    (first,) = example.first([query])

    assert (first["kind"], first["title"][:16]) == ("danh-hieu", "Chiến sĩ thi đua")


def test_everybody_is_found_first_by_name(example: Example) -> None:
    """Whoever types the name of any person of the example site sees that person first.

    Without marks, names that differ by nothing else are one.
    """
    names = [person.name for person in example.site.library.people.values()]
    marked, plain = example.first(names), example.first([fold(name) for name in names])

    assert len(names) > 20
    assert [(hit["kind"], hit["title"]) for hit in marked] == [("ca-nhan", name) for name in names]
    assert [(hit["kind"], fold(hit["title"])) for hit in plain] == [("ca-nhan", fold(name)) for name in names]


def test_former_name_of_a_place_finds_what_is_there_now(paper: Paper) -> None:
    """A province that went into another is still a way to what lies there."""
    assert "don-vi/may-ha-thanh.html" in paper.addresses("bến lở")
    assert {"dia-ban/ben-lo.html", "dia-ban/song-que.html"} <= set(paper.addresses("ben lo"))


def test_beginning_of_the_last_word_is_enough(paper: Paper) -> None:
    """Results come while a reader is still typing."""
    assert "Nguyễn Đức Cảnh" in [hit["title"] for hit in paper.found("nguyen duc can")]


def test_nothing_unpublished_is_in_the_index(paper: Paper) -> None:
    """Withdrawn people, drafts, articles not yet due and private notes are found under no word."""
    for query in ("hua mac rut", "ban nhap", "hen gio", "0912345678", "thu hoi"):
        assert not {"Hứa Mạc Rút", "Bản nháp"} & {hit["title"] for hit in paper.found(query)}
    assert paper.addresses("mac rut") == []
    assert paper.addresses("0912345678") == []


def test_reader_goes_back_to_what_was_found(paper: Paper) -> None:
    """The address holds the search; back and forward restore it with its lists."""
    paper.page.goto(f"{paper.address}tim-kiem.html")
    field = paper.field
    field.fill("thi dua")
    field.press("Enter")
    paper.answers()
    paper.page.locator("[data-facet=kind]").select_option("bai")
    paper.page.wait_for_url("**loai=bai**")
    paper.page.go_back()
    expect(field).to_have_value("thi dua")
    expect(paper.page.locator("[data-facet=kind]")).to_have_value("")
    paper.page.go_back()
    expect(paper.page.locator("[data-results] > li")).to_have_count(0)
    paper.page.go_forward()
    expect(field).to_have_value("thi dua")
    expect(paper.page.locator("[data-results] > li").first).to_be_visible()


def test_names_are_offered_while_typing(paper: Paper) -> None:
    """Two letters of any word of a name offer it; arrows choose, Enter searches, Escape closes."""
    paper.page.goto(f"{paper.address}tim-kiem.html")
    field = paper.field
    field.press_sequentially("duc ca")
    options = paper.page.get_by_role("option")
    expect(options.first).to_contain_text("Nguyễn Đức Cảnh")
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    field.press("Enter")
    expect(field).to_have_value("Nguyễn Đức Cảnh")
    expect(field).to_be_focused()
    expect(paper.page.locator("[data-results] h2 a").first).to_have_text("Nguyễn Đức Cảnh")


@contextmanager
def held(page: Page, files: str) -> Iterator[None]:
    """A network on which files of such names arrive only after the context."""
    name, waiting, is_open = re.compile(f"/tim-kiem/{files}-"), list[Route](), False
    page.route(name, lambda route: route.continue_() if is_open else waiting.append(route))
    try:
        yield
    finally:
        is_open = True
        for route in waiting:
            route.continue_()
        page.unroute(name)


def test_list_says_that_it_is_busy_until_it_answers(paper: Paper) -> None:
    """From a choice until its answer the list is marked as busy, and it is not when there is nothing to wait for."""
    paper.page.goto(f"{paper.address}tim-kiem.html")
    with held(paper.page, "tu"):
        paper.field.fill("thi dua")
        paper.field.press("Enter")
        expect(paper.results).to_have_attribute("aria-busy", "true")
        paper.field.fill("")
        paper.field.press("Enter")
        expect(paper.results).not_to_have_attribute("aria-busy", "true")
        paper.field.fill("lao dong")
        paper.field.press("Enter")
        expect(paper.results).to_have_attribute("aria-busy", "true")
    paper.answers()

    assert paper.titles == [hit["title"] for hit in paper.found("lao dong")[:10]]


def test_more_of_an_answer_never_stands_in_the_next(paper: Paper) -> None:
    """Whoever presses “Xem thêm” while another answer is on its way gets that other answer and nothing else."""
    paper.asks("q=thi&xep=moi")
    with held(paper.page, "the"):
        paper.page.get_by_label("Sắp xếp").select_option("")
        expect(paper.results).to_have_attribute("aria-busy", "true")
        paper.more.click()
    paper.answers()
    shown = paper.titles
    paper.asks("q=thi")

    assert shown == paper.titles


def test_results_that_did_not_come_are_not_left_out(paper: Paper) -> None:
    """Where the network fails under “Xem thêm” the reader is told, and the next press brings the same results."""
    paper.asks("q=" + quote("thi"))
    paper.page.route("**/tim-kiem/the-*", lambda route: route.abort())
    paper.more.click()
    expect(paper.page.get_by_role("status")).to_contain_text("Chưa tải được kết quả")
    paper.page.unroute("**/tim-kiem/the-*")
    paper.more.click()
    paper.answers()

    assert paper.titles == [hit["title"] for hit in paper.found("thi")[:20]]


def test_more_results_are_a_step_away(paper: Paper) -> None:
    """Ten come first; a button brings the next and moves on to the first of them."""
    paper.asks("q=thi")
    total = len(paper.addresses("thi"))
    assert len(paper.titles) == 10
    paper.more.click()
    expect(paper.page.locator("[data-results] > li")).to_have_count(min(20, total))
    expect(paper.page.locator("[data-results] > li").nth(10).locator("a")).to_be_focused()


def test_open_page_survives_a_new_publication(paper: Paper) -> None:
    """A page that was open when the paper was published anew asks for the new index, and answers.

    Also where the host, which tells times in whole seconds, takes the new index for the old one.
    """
    index = paper.site.output("tim-kiem/muc-luc.bin")
    paper.asks("q=thi")
    before = index.stat()
    paper.site.write("content/articles/2019/bai-moi.md", article(200, random.Random(1)))
    paper.site.build()
    os.utime(index, ns=(before.st_atime_ns, before.st_mtime_ns))
    paper.field.fill("bai so 200")
    paper.field.press("Enter")
    expect(paper.page.locator("[data-results] h2 a").first).to_have_text("Bài số 200")
    paper.site.delete("content/articles/2019/bai-moi.md")
    paper.site.build()


def test_field_works_without_script_as_a_form(paper: Paper, browser: Browser) -> None:
    """Without script the page says what is missing, and leads on to lists that hold every record."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{paper.address}tim-kiem.html?q=thi+dua")

    expect(page.get_by_role("status")).to_contain_text("JavaScript")
    assert page.get_by_role("link", name="Danh hiệu").first.is_visible()
    context.close()


@pytest.mark.parametrize("most", [200, 0], ids=["document by document", "by stretches"])
def test_index_changed_by_an_edit_is_the_one_built_anew(
    paper: Paper, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit of an old article, and back, leaves every file of the index as a clean build makes it.

    So it does where so many documents change that stretches are put together from old ones and new ones.
    """
    monkeypatch.setattr("thidua.segments._MOST_CHANGED", most)
    site = paper.site
    place = "content/articles/2022/bai-3.md"
    text = site.read(place)
    site.write(place, text.replace("Bài số 3", "Bài số ba mươi ba") + "\nThêm một câu chưa từng có: zơ zít.\n")
    site.build()
    edited = {a: data for a, data in site.files().items() if a.startswith("tim-kiem/")}
    site.build(site.project / "moi")
    anew = {a: data for a, data in site.files(site.project / "moi").items() if a.startswith("tim-kiem/")}
    site.write(place, text)
    site.build()

    assert edited == anew
    assert json.loads(json.dumps(sorted(edited))) == sorted(anew)
