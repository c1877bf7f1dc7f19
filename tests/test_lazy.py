"""Records that are made when somebody asks for them."""

from __future__ import annotations

import pytest

from thidua.lazy import InOrder, Lazy, Listed


def test_value_is_made_once_and_only_when_it_is_asked_for() -> None:
    """Who asks which keys there are has nothing made."""
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    values = Lazy(("a", "b", "c"), make)
    assert (list(values), len(values), "b" in values, "d" in values) == (["a", "b", "c"], 3, True, False)
    assert made == []

    assert (values["b"], values["b"], values.get("d"), made) == ("B", "B", None, ["b"])
    with pytest.raises(KeyError):
        values["d"]
    assert dict(values) == {"a": "A", "b": "B", "c": "C"}


def test_lists_are_one_sequence_of_which_one_may_be_had_alone() -> None:
    """All of it is what stands in the lists, in their order."""
    made: list[str] = []

    def make(key: str) -> tuple[str, ...]:
        made.append(key)
        return (key, key * 2)

    all_of_it = Listed(Lazy(("a", "b"), make))
    assert (all_of_it.lists["b"], made) == (("b", "bb"), ["b"])
    assert (list(all_of_it), len(all_of_it), all_of_it[0], list(all_of_it[1:3])) == (
        ["a", "aa", "b", "bb"], 4, "a", ["aa", "b"],
    )  # fmt: skip


def test_records_in_order_are_made_one_by_one() -> None:
    """Who asks how many there are, or for a few, has only these made."""
    made: list[str] = []

    def make(key: str) -> str:
        made.append(key)
        return key.upper()

    records = InOrder(("c", "a", "b"), Lazy(("a", "b", "c"), make))
    assert (len(records), bool(records), bool(InOrder((), {})), made) == (3, True, False, [])
    assert (records[0], records[1:], made) == ("C", ("A", "B"), ["c", "a", "b"])
    assert list(records) == ["C", "A", "B"]
