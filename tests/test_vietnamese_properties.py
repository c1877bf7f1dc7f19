"""Vietnamese: what holds for every text, not only for the ones we thought of."""

import re
from decimal import Decimal
from unicodedata import normalize

from hypothesis import assume, given
from hypothesis import strategies as st

from thidua.vietnamese import (
    LETTERS,
    NUMBER_IN_WORDS,
    canon,
    fold,
    index_letter,
    letter_slug,
    money,
    name_key,
    nearest,
    nfc,
    number,
    number_from_words,
    number_in_words,
    order_key,
    sentence_case,
    slug,
    sure_part,
    syllables,
    tidied,
    tidy,
)

VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0309\u0303\u0301\u0323"
TYPED = st.sampled_from([*VOWELS, *VOWELS.upper(), *"bcdđghklmnpqrstvxBCDĐHQ", *TONES, *" -'0159"])
VIETNAMESE = st.text(TYPED, max_size=24)
ANY_TEXT = VIETNAMESE | st.text(max_size=16)
MARKS = st.sampled_from([*'"“”.,:;?!%-–…()/\u00a0\n', "...", " - ", *("   ")])
WORDS = st.sampled_from(["ngày", "năm", "tỉ", "đồng", "người", "TP.", "Ảnh:", "một", "H'Hen"])
FIGURES = st.sampled_from(["2018", "2023", "5", "4,5"])
PROSE = st.lists(MARKS | WORDS | FIGURES, max_size=16).map("".join) | ANY_TEXT


@given(ANY_TEXT)
def test_every_way_of_typing_is_one(text: str) -> None:
    """Text typed with loose marks is the same text to search, order, addresses and print."""
    joined, loose = normalize("NFC", text), normalize("NFD", text)

    for same in (nfc, fold, canon, syllables, order_key, name_key, slug, tidy, sentence_case):
        assert same(joined) == same(loose)


@given(ANY_TEXT)
def test_canon_keeps_what_fold_sees(text: str) -> None:
    """A search with marks never misses what the same search without marks finds."""
    assert fold(canon(text)) == fold(text)


@given(VIETNAMESE, VIETNAMESE)
def test_text_that_lacks_the_sure_part_lacks_the_whole(text: str, around: str) -> None:
    """Wherever a name stands, however its tones were typed, its sure part stands there too."""
    written = nfc(f"{around} {text} {around}")
    assume(canon(text) in canon(written))
    assert sure_part(canon(text)) in written.lower()


@given(VIETNAMESE)
def test_fold_and_canon_are_final(text: str) -> None:
    """Folding the folded changes nothing; the spelling chosen for a tone is never changed again."""
    assert fold(fold(text)) == fold(text)
    assert canon(canon(text)) == canon(text)


@given(VIETNAMESE)
def test_a_text_folds_as_its_syllables_do(text: str) -> None:
    """The index, built syllable by syllable, and a query, folded whole, always meet."""
    assert [fold(syllable) for syllable in syllables(text)] == syllables(fold(text))


@given(VIETNAMESE)
def test_a_folded_text_is_typed_without_marks(text: str) -> None:
    """Whatever marks Vietnamese knows, a plain keyboard can type the folded text."""
    assert fold(text).isascii()


@given(
    st.sampled_from(["", "h", "t", "th", "l", "kh", "ng", "b"]),
    st.sampled_from(["oa", "oe", "uy"]),
    st.sampled_from(TONES),
)
def test_both_places_of_a_tone_are_one_word(onset: str, rhyme: str, tone: str) -> None:
    """Hoà and hòa are one word to a search, and neighbours in a list."""
    old, new = nfc(onset + rhyme + tone), nfc(onset + rhyme[0] + tone + rhyme[1])

    assert canon(old) == canon(new) == new
    assert order_key(old).split("\0")[:3] == order_key(new).split("\0")[:3]


@given(st.data(), st.lists(VIETNAMESE.map(nfc), max_size=8) | st.lists(st.text().map(nfc)))
def test_order_does_not_depend_on_where_texts_came_from(data: st.DataObject, texts: list[str]) -> None:
    """Any two different texts have an order, so that two builds print the same list."""
    elsewhere = data.draw(st.permutations(texts))

    assert sorted(texts, key=order_key) == sorted(elsewhere, key=order_key)
    assert sorted(texts, key=name_key) == sorted(elsewhere, key=name_key)


@given(VIETNAMESE, VIETNAMESE)
def test_tones_only_break_ties(one: str, other: str) -> None:
    """Texts whose letters differ stand as they would without tones."""
    plain_one, plain_other = (
        nfc("".join(char for char in normalize("NFD", text) if char not in TONES))
        for text in (one.lower(), other.lower())
    )
    letters_one, letters_other = (order_key(text).split("\0")[0] for text in (plain_one, plain_other))
    assume(letters_one != letters_other)

    assert (order_key(one) < order_key(other)) == (letters_one < letters_other)


@given(ANY_TEXT, st.none() | ANY_TEXT)
def test_everyone_stands_under_some_letter(name: str, called: str | None) -> None:
    """No person is missing from the index, whatever the name."""
    letter = index_letter(name, called)

    assert letter in (*LETTERS, "#")
    assert letter_slug(letter)


@given(ANY_TEXT)
def test_an_address_is_final(text: str) -> None:
    """The address made of an address is that address, in ASCII."""
    address = slug(text)

    assert slug(address) == address
    assert address.isascii()


@given(PROSE)
def test_tidying_twice_is_tidying_once(text: str) -> None:
    """What the house has put right stays as it is."""
    assert tidy(tidy(text)) == tidy(text)


@given(st.lists(PROSE, max_size=4))
def test_texts_tidied_together_are_as_if_alone(texts: list[str]) -> None:
    """No paragraph changes for what stands in the one before or after it."""
    assert tidied(texts) == [tidy(text) for text in texts]


@given(PROSE)
def test_tidying_changes_no_word(text: str) -> None:
    """Typography touches spaces and punctuation, never a letter or a figure."""
    words = [char for char in nfc(text) if char.isalnum()]

    assert [char for char in tidy(text) if char.isalnum()] == words


@given(st.integers(-(10**15), 10**15) | st.integers(-(10**9), 10**9).map(lambda k: k * 1000))
def test_no_dong_is_lost(dong: int) -> None:
    """The printed amount is the amount."""
    figures, _, unit = money(dong).removesuffix("đồng").strip().partition(" ")
    plain = figures.replace(".", "").replace(",", ".").replace("−", "-")

    assert Decimal(plain) * {"": 1, "triệu": 10**6, "tỉ": 10**9}[unit] == dong


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_a_printed_number_is_the_number(value: int | Decimal) -> None:
    """Points and commas change places, and nothing is rounded."""
    printed = number(value).replace(".", "").replace(",", ".").replace("−", "-")

    assert Decimal(printed) == Decimal(value)


@given(st.lists(ANY_TEXT, max_size=8), ANY_TEXT)
def test_only_known_names_are_suggested(known: list[str], word: str) -> None:
    """A suggestion is one of the known names, the same in whatever order they come."""
    meant = nearest(word, known)

    assert meant is None or meant in known
    assert nearest(word, known[::-1]) == meant


@given(st.integers(100, 10**9 - 1))
def test_number_is_read_from_its_words(value: int) -> None:
    """Whatever number is read aloud is found in a text, capital or not, and is that number again."""
    said = number_in_words(value)

    for words in (said, sentence_case(said)):
        match = re.search(NUMBER_IN_WORDS, f"Có {words} sáng kiến")
        assert match is not None
        assert (match[0], number_from_words(match[0])) == (words, value)


@given(st.text("abcdeghnt-", min_size=5, max_size=16), st.data())
def test_one_slip_is_always_forgiven(name: str, data: st.DataObject) -> None:
    """A name typed with one letter dropped or two swapped is recognised."""
    at = data.draw(st.integers(0, len(name) - 2))
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    dropped = name[:at] + name[at + 1 :]

    assert nearest(swapped, [name, "zzzzzzzz"]) == name
    assert nearest(dropped, [name, "zzzzzzzz"]) == name
