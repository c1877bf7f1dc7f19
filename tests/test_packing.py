"""Records that are remembered: what comes back is what was put away."""

from __future__ import annotations

import pickle
from collections.abc import Iterable

import pytest

from tests.conftest import ROOT
from thidua.images import look_at
from thidua.library import Library
from thidua.load import DATASETS, WRITTEN, load
from thidua.markup import converted
from thidua.packing import packed, unpacked
from thidua.problems import Mistake
from thidua.records import Person, PictureFile, Unit


class Everything:
    """Finds each record of a library by its id."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def record(self, dataset: str, id: str) -> object:
        if dataset == "sections":
            return next(each for each in self.library.site.sections if each.id == id)
        return getattr(self.library, dataset)[id]

    def id(self, dataset: str, id: str) -> str:
        assert id in getattr(self.library, dataset)
        return id

    def picture_file(self, written: str) -> PictureFile:
        raise NotImplementedError

    def logo_file(self, written: str) -> PictureFile:
        raise NotImplementedError


@pytest.fixture(scope="module")
def library() -> Library:
    """The example's records."""
    found = load(ROOT, converted, lambda path: look_at(path, path.relative_to(ROOT).as_posix())).library
    assert found
    return found


@pytest.mark.parametrize("dataset", [*DATASETS, *WRITTEN, "honours"])
def test_record_comes_back_as_it_was(library: Library, dataset: str) -> None:
    """Every record of the example is the same after it was packed, pickled and unpacked, and holds the same others."""
    held = getattr(library, dataset)
    records: Iterable[object] = held if dataset == "honours" else held.values()
    known = Everything(library)
    for record in records:
        values = pickle.loads(pickle.dumps(packed(record)))
        again = unpacked(type(record), values, known)
        assert again == record
        if isinstance(again, Person) and isinstance(record, Person):
            assert again.unit is record.unit


def test_other_records_are_kept_by_id(library: Library) -> None:
    """A person's unit is remembered as its id: a unit that got another name has it everywhere."""
    person = next(iter(library.people.values()))

    assert person.unit.id in packed(person)
    assert not any(isinstance(value, Unit) for value in packed(person))


def test_record_whose_unit_left_is_not_believed(library: Library) -> None:
    """What a packed record speaks of is looked up, and a mistake where it is gone."""

    class Nothing(Everything):
        def record(self, dataset: str, id: str) -> object:
            raise Mistake(f"{dataset} {id}")

    person = next(iter(library.people.values()))
    with pytest.raises(Mistake, match=person.unit.id):
        unpacked(Person, packed(person), Nothing(library))
