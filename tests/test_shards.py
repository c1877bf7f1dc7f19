"""The files of the search index: made at once or changed by one document, they are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.inversion import groups_of_pairs, groups_of_words
from thidua.shards import Shard, changed, cut, groups_of, packed, unpacked
from thidua.terms import stretch, terms_at

WORDS: Final = "thi đua thí đùa lao động lạo dong sáng kiến hoà hòa phát. công nhân; sỹ sĩ 12/QĐ-LĐ 1.003 a".split()
TEXT: Final = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)
SAID: Final = st.tuples(
    st.lists(st.tuples(st.integers(0, 3), TEXT), min_size=1, max_size=3), st.lists(TEXT, max_size=1)
)
Said = tuple[list[tuple[int, str]], list[str]]


def terms(said: Said, which: int) -> dict[str, int]:
    """The syllables (0) or the pairs (1) of a document."""
    return terms_at(stretch([said]), 0)[which]


def shards(documents: Sequence[Said], which: int, least: int, together: int = 7) -> list[Shard]:
    """All shards of some documents, made at once, some documents in each stretch."""
    stretches = [stretch(documents[at : at + together]) for at in range(0, len(documents), together)]
    groups = (groups_of_words, groups_of_pairs)[which](stretches)
    return list(cut(groups, least))


@given(st.dictionaries(st.integers(0, 70_000), st.integers(0, 3)))
def test_postings_are_read_as_they_were_written(postings: dict[int, int]) -> None:
    """Nothing is lost in packing."""
    assert unpacked(packed(postings)) == postings


@given(st.lists(SAID, max_size=25), st.integers(1, 9), st.sampled_from([0, 1]))
def test_index_holds_every_term_of_every_document(documents: list[Said], together: int, which: int) -> None:
    """Each exact form has just the documents that say it, each with its highest impact; keys stand in order."""
    groups = [group for shard in shards(documents, which, 60, together) for group in groups_of(shard.data)]
    expected: dict[str, dict[int, int]] = {}
    for at, said in enumerate(documents):
        for form, impact in terms(said, which).items():
            expected.setdefault(form, {})[at] = impact

    assert {form: unpacked(data) for group in groups for form, data in group.variants} == expected
    assert [group.key for group in groups] == sorted({group.key for group in groups})


@given(st.lists(SAID, max_size=20), st.lists(SAID, max_size=3), st.sampled_from([20, 60, 300]), st.data())
def test_changed_index_is_the_one_made_anew(
    before: list[Said], added: list[Said], least: int, data: st.DataObject
) -> None:
    """Some documents edited and some added give, byte for byte, the shards of a clean build."""
    after = list(before)
    for place in data.draw(st.sets(st.sampled_from(range(len(before))), max_size=3)) if before else ():
        after[place] = data.draw(SAID)
    after += added
    for which in (0, 1):
        changes: dict[str, dict[int, int | None]] = {}
        for at, said in enumerate(after):
            old, new = (terms(before[at], which) if at < len(before) else {}), terms(said, which)
            for form in old.keys() | new.keys():
                if old.get(form) != new.get(form):
                    changes.setdefault(form, {})[at] = new.get(form)

        assert list(changed(shards(before, which, least), changes, least)) == shards(after, which, least)


@pytest.mark.parametrize("which", [0, 1])
def test_small_change_leaves_most_shards_as_they_are(which: int) -> None:
    """A new word in one document does not move the borders of all shards behind it."""
    documents: list[Said] = [([(0, f"chữ{n % 211} thợ{n % 97} máy{n % 53} tổ{n}")], []) for n in range(600)]
    before = {shard.data for shard in shards(documents, which, 600)}
    documents[300] = ([(0, "aa0 bb0 cc0")], [])
    after = {shard.data for shard in shards(documents, which, 600)}

    assert len(after) > 10
    assert len(after - before) < len(after) / 3
