"""What a text says to search: the same in Python and in the reader's browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from tests.conftest import ROOT
from thidua.terms import is_syllable, pieces, stretch, terms_at, with_others
from thidua.vietnamese import canon, exact, fold, nfc

TABLE: Final = json.loads((Path(__file__).parent / "folding.json").read_text("utf-8"))
SCRIPT: Final = ROOT / "templates/assets/js/search.js"
LETTERS: Final = (
    "aăâeêioôơuưyAĂÂEÊIOÔƠUƯYbcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX\u0300\u0309\u0303\u0301\u0323 -'’.,:;!?…\n\u00a0“”0159"
)
VIETNAMESE: Final = st.text(st.sampled_from(LETTERS), max_size=40)
DOCUMENTS: Final = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 3), VIETNAMESE), min_size=1, max_size=3), st.lists(VIETNAMESE, max_size=1)
    ),
    min_size=1,
    max_size=5,
)
Said = tuple[list[tuple[int, str]], list[str]]
IN_SCRIPT: Final = """async ([code, texts]) => {
    const {fold, canon, exact, pieces} = await import(URL.createObjectURL(new Blob([code], {type: "text/javascript"})));
    return texts.map(text => [fold(text), canon(text), exact(text),
                              pieces(text.normalize("NFC")).map(each => each.border ? null : each.piece)]);
}"""


def heard(text: str) -> list[str | None]:
    """The syllables of a text, and None where a sentence ends."""
    return [piece if is_syllable(piece) else None for piece in pieces(text)]


@pytest.mark.parametrize(("text", "folded", "canonical", "spelled"), TABLE["folded"])
def test_text_is_known_without_marks_and_with_them(text: str, folded: str, canonical: str, spelled: str) -> None:
    """Marks may be left out; where they are typed, every way of typing them is one."""
    assert (fold(text), canon(text), exact(text)) == (folded, canonical, spelled)


@pytest.mark.parametrize(("text", "expected"), TABLE["pieces"])
def test_sentences_end_where_readers_stop(text: str, expected: list[str | None]) -> None:
    """Syllables of two sentences are no pair; those of a number, an abbreviation and a list are."""
    assert heard(text) == expected


def test_script_reads_as_the_build_does(browser: Browser) -> None:
    """The table holds for the script that readers run, in their browser."""
    page = browser.new_page()
    texts = [row[0] for row in TABLE["folded"]] + [row[0] for row in TABLE["pieces"]]
    found = page.evaluate(IN_SCRIPT, [SCRIPT.read_text("utf-8"), texts])
    page.close()

    assert [each[:3] for each in found[: len(TABLE["folded"])]] == [row[1:] for row in TABLE["folded"]]
    assert [each[3] for each in found[len(TABLE["folded"]) :]] == [row[1] for row in TABLE["pieces"]]


def test_script_and_build_agree_on_any_vietnamese_text(browser: Browser) -> None:
    """No text, however it was typed, is one thing to the index and another to whoever looks for it."""
    page = browser.new_page()
    code = SCRIPT.read_text("utf-8")

    @given(st.lists(VIETNAMESE, min_size=40, max_size=40))
    def agree(texts: list[str]) -> None:
        found = page.evaluate(IN_SCRIPT, [code, texts])
        for text, each in zip(texts, found, strict=True):
            assert each == [fold(text), canon(text), exact(text), heard(nfc(text))]

    agree()
    page.close()


@given(VIETNAMESE)
def test_exact_form_keeps_what_fold_sees(text: str) -> None:
    """Whoever types marks finds nothing that those without would miss."""
    assert fold(exact(text)) == fold(text)
    assert exact(exact(text)) == exact(text)


def test_pair_does_not_cross_a_sentence_or_a_field() -> None:
    """“thi” at the end of a headline and “đua” at the beginning of the lede are not “thi đua”."""
    single, double = terms_at(stretch([([(2, "Cuộc thi"), (1, "Đua thuyền. Thi bơi")], [])]), 0)

    assert single == {"cuộc": 2, "thi": 2, "đua": 1, "thuyền": 1, "bơi": 1}
    assert double == {"cuộc thi": 2, "đua thuyền": 1, "thi bơi": 1}


def test_short_form_and_what_it_stands_for_find_each_other() -> None:
    """Who writes CSTĐ is found by “chiến sĩ thi đua”, and the other way round; the words apart are not enough."""
    synonyms = [("CSTĐ", "Chiến sĩ thi đua"), ("Chiến sĩ thi đua", "CSTĐ")]
    said = stretch([([(0, text)], []) for text in ("3 CSTĐ", "Là chiến sỹ thi đua", "thi đua chiến sĩ")], synonyms)

    assert terms_at(said, 0)[0].keys() == {"3", "cstđ", "chiến", "sĩ", "thi", "đua"}
    assert "cstđ" in terms_at(said, 1)[0]
    assert "cstđ" not in terms_at(said, 2)[0]
    assert terms_at(said, 0)[1].keys() == {"3 cstđ"}


def test_stop_at_the_end_of_a_short_form_is_no_part_of_it() -> None:
    """“T.Ư.” is found in the middle of a sentence too; a form without any letter calls for nothing."""
    synonyms = [("T.Ư.", "Trung ương"), ("…", "vân vân")]
    said = stretch([([(0, "cấp T.Ư tặng…")], [])], synonyms)

    assert terms_at(said, 0)[0].keys() == {"cấp", "t", "ư", "tặng", "trung", "ương"}


def test_synonym_says_as_much_as_the_phrase_that_calls_for_it() -> None:
    """“cstd” leads to the award before it leads to whoever was given it, as the full name does."""
    synonyms = [("Chiến sĩ thi đua", "CSTĐ")]
    title, line = (3, "Chiến sĩ thi đua cơ sở"), (1, "Có CSTĐ, tức chiến sĩ thi đua")
    said = stretch([([title, line], []), ([line], [])], synonyms)

    assert [terms_at(said, at)[0]["cstđ"] for at in (0, 1)] == [3, 1]


def test_other_name_is_found_and_stands_beside_nothing() -> None:
    """A place's former name leads to what lies there now, behind whatever really bears it."""
    single, double = terms_at(stretch([([(1, "Thái Nguyên")], ["Bắc Kạn", "Thái Nguyên"])]), 0)

    assert single == {"thái": 1, "nguyên": 1, "bắc": 0, "kạn": 0}
    assert double == {"thái nguyên": 1}


@given(DOCUMENTS, st.data())
def test_one_document_is_replaced_among_many(
    documents: list[tuple[list[tuple[int, str]], list[str]]], data: st.DataObject
) -> None:
    """What is remembered of many documents takes the change of one as if all had been read again."""
    place = data.draw(st.integers(0, len(documents)))
    new = data.draw(DOCUMENTS)[0]
    changed = [*documents[:place], new, *documents[place + 1 :]]
    replaced = with_others(stretch(documents), [place], stretch([new]))

    assert [terms_at(replaced, at) for at in range(len(changed))] == [
        terms_at(stretch(changed), at) for at in range(len(changed))
    ]


@given(DOCUMENTS, st.data())
def test_some_documents_are_replaced_among_many(
    documents: list[tuple[list[tuple[int, str]], list[str]]], data: st.DataObject
) -> None:
    """So it takes the change of several at once."""
    places = sorted(data.draw(st.sets(st.integers(0, len(documents) - 1))))
    others = [data.draw(DOCUMENTS)[0] for _ in places]
    changed = [dict(zip(places, others, strict=True)).get(at, each) for at, each in enumerate(documents)]
    replaced = with_others(stretch(documents), places, stretch(others))

    assert [terms_at(replaced, at) for at in range(len(changed))] == [
        terms_at(stretch(changed), at) for at in range(len(changed))
    ]
