"""What may be remembered between builds: kept while it is needed, forgotten when it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from thidua.cache import Memory

KEYS = tuple(bytes([number]) * 16 for number in (1, 2, 255))
NEW = bytes([254]) * 16


def remembered(folder: Path) -> dict[bytes, object]:
    """What a new process finds."""
    memory = Memory(folder)
    return {key: value for key in (*KEYS, NEW) if (value := memory.recall("thing", key, str)) is not None}


def filled(folder: Path) -> None:
    """A first build that remembers three things: two lie in one file."""
    memory = Memory(folder)
    for number, key in enumerate(KEYS):
        memory.remember("thing", key, str(number))
    memory.save()


def test_what_a_build_did_not_use_is_forgotten(tmp_path: Path) -> None:
    """Nothing else is."""
    filled(tmp_path)
    memory = Memory(tmp_path)
    assert memory.recall("thing", KEYS[0], str) == "0"
    memory.save()

    assert remembered(tmp_path) == {KEYS[0]: "0"}


def test_what_is_still_needed_need_not_be_read(tmp_path: Path) -> None:
    """A file that nobody read stays as it is; of one that somebody read, what nobody needs goes."""
    filled(tmp_path)
    memory = Memory(tmp_path)
    memory.still("thing", KEYS[:1])
    memory.save()
    assert remembered(tmp_path) == {KEYS[0]: "0", KEYS[1]: "1"}

    memory = Memory(tmp_path)
    memory.still("thing", KEYS[:1])
    memory.remember("thing", bytes(16), "new")
    memory.save()
    assert remembered(tmp_path) == {KEYS[0]: "0"}


def test_results_may_be_let_go_before_the_build_ends(tmp_path: Path) -> None:
    """What was settled is written, with what it was used for, and found by the next build."""
    filled(tmp_path)
    memory = Memory(tmp_path)
    assert memory.recall("thing", KEYS[0], str) == "0"
    memory.remember("thing", NEW, "3")
    memory.settle("thing")
    assert remembered(tmp_path) == {KEYS[0]: "0", NEW: "3"}
    memory.save()

    assert remembered(tmp_path) == {KEYS[0]: "0", NEW: "3"}


def test_damaged_result_is_none_and_its_neighbours_are_whole(tmp_path: Path) -> None:
    """Each result has a digest of its own, and the next build keeps a new one in its place."""
    filled(tmp_path)
    (path,) = (path for path in tmp_path.iterdir() if b"\x8c\x011" in path.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"\x8c\x011", b"\x8c\x017"))
    assert remembered(tmp_path) == {KEYS[0]: "0", KEYS[2]: "2"}

    memory = Memory(tmp_path)
    assert [memory.recall("thing", key, str) for key in KEYS] == ["0", None, "2"]
    memory.remember("thing", KEYS[1], "one")
    memory.save()
    assert remembered(tmp_path) == {KEYS[0]: "0", KEYS[1]: "one", KEYS[2]: "2"}


@pytest.mark.parametrize("byte", range(32, 40))
def test_damaged_length_is_no_more_than_damage(tmp_path: Path, byte: int) -> None:
    """A file that says it holds more than there is room for in the world holds nothing; the others do."""
    filled(tmp_path)
    for path in tmp_path.iterdir():
        data = bytearray(path.read_bytes())
        data[byte] ^= 0xFF
        path.write_bytes(data)

    assert remembered(tmp_path) == {}
    filled(tmp_path)
    assert remembered(tmp_path) == {key: str(number) for number, key in enumerate(KEYS)}


def test_other_result_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """What a file tells may follow from a picture beside it."""
    filled(tmp_path)
    memory = Memory(tmp_path)
    for key in KEYS:
        memory.remember("thing", key, "new")
    memory.save()

    assert remembered(tmp_path) == dict.fromkeys(KEYS, "new")


def test_process_that_lives_on_lets_nothing_go(tmp_path: Path) -> None:
    """It will be asked again."""
    memory = Memory(tmp_path, lives_on=True)
    memory.remember("thing", KEYS[0], "0")
    memory.settle("thing")
    memory.save()
    memory.begin()

    assert memory.recall("thing", KEYS[0], str) == "0"
    assert memory.knows("thing")
    assert not memory.knows("other")


def test_process_that_lives_on_keeps_what_builds_that_failed_need(tmp_path: Path) -> None:
    """What none of them wrote down, and none read after the first, is there when one succeeds."""
    memory = Memory(tmp_path, lives_on=True)
    memory.remember("thing", KEYS[0], "0")
    memory.remember("thing", KEYS[1], "1")
    for _ in range(3):
        memory.begin()
        memory.still("thing", KEYS[:1])
    memory.save()

    assert remembered(tmp_path) == {KEYS[0]: "0"}
