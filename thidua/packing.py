"""Records as plain tuples, to be remembered: other records by their ids, so that each is kept once. Pure.

A packed record is a record of the same sources and the same code only as long as all that it speaks of is still
there; whoever unpacks it looks that up again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import Annotated, Any, Final, TypeVar, get_args, get_origin, get_type_hints

from thidua import records
from thidua.records import IdOf, Known, Ref

R = TypeVar("R")
Packed = tuple[Any, ...]
_Way = Callable[[Any], Any]
_Back = Callable[[Any, Known], Any]


@dataclasses.dataclass(frozen=True, slots=True)
class _Form:
    """How the fields of a kind of record are read, and what is done to some of them, there and back."""

    fields: Callable[[Any], Sequence[Any]]
    ways: tuple[tuple[int, _Way], ...]
    backs: tuple[tuple[int, _Back], ...]


def packed(record: object) -> Packed:
    """The record's fields in their order."""
    form = _form(type(record))
    values = list(form.fields(record))
    for at, way in form.ways:
        values[at] = way(values[at])
    return tuple(values)


def unpacked(kind: type[R], values: Packed, known: Known) -> R:
    """The record that was packed. Raises what `known` raises where something that it speaks of is missing."""
    found = list(values)
    for at, back in _form(kind).backs:
        found[at] = back(values[at], known)
    return kind(*found)


_FORMS: Final[dict[type, _Form]] = {}


def _form(kind: type) -> _Form:
    if kind not in _FORMS:
        hints = get_type_hints(kind, include_extras=True)
        names = [field.name for field in dataclasses.fields(kind)]
        fields = attrgetter(*names) if len(names) > 1 else lambda record: [getattr(record, names[0])]
        pairs = [(at, pair) for at, name in enumerate(names) if (pair := _pair(hints[name]))]
        _FORMS[kind] = _Form(
            fields, tuple((at, way) for at, (way, _) in pairs), tuple((at, back) for at, (_, back) in pairs)
        )
    return _FORMS[kind]


def _pair(hint: Any) -> tuple[_Way, _Back] | None:  # noqa: ANN401 - any type that a field may have
    """What is done to values of that type; nothing where they are kept as they are."""
    ref = next((mark for mark in _marks(hint) if isinstance(mark, Ref) and type(mark) in _BY_REF), None)
    kind = _kind(hint)
    if ref is not None:
        way, back = _BY_REF[type(ref)](ref.dataset)
    elif kind is not None:
        way, back = packed, partial(unpacked, kind)
    else:
        return None
    if _is_list(hint):
        return lambda all: tuple(map(way, all)), lambda all, known: tuple([back(each, known) for each in all])
    return (
        lambda value: None if value is None else way(value),
        lambda value, known: None if value is None else back(value, known),
    )


def _by_id(dataset: str) -> tuple[_Way, _Back]:
    return (lambda record: record.id), (lambda id, known: known.record(dataset, id))


def _id_alone(dataset: str) -> tuple[_Way, _Back]:
    return (lambda id: id), (lambda id, known: known.id(dataset, id))


_BY_REF: Final[dict[type, Callable[[str], tuple[_Way, _Back]]]] = {Ref: _by_id, IdOf: _id_alone}


def _marks(hint: Any) -> Iterator[object]:  # noqa: ANN401 - as above
    if get_origin(hint) is Annotated:
        yield from hint.__metadata__
    for part in get_args(hint):
        if isinstance(part, type) or get_origin(part):
            yield from _marks(part)


def _kind(hint: Any) -> type | None:  # noqa: ANN401 - as above
    """The one kind of record that a value of that type is or holds."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return hint if hint.__module__ == records.__name__ else None
    kinds = {kind for part in get_args(hint) if (kind := _kind(part))}
    return kinds.pop() if len(kinds) == 1 else None


def _is_list(hint: Any) -> bool:  # noqa: ANN401 - as above
    return get_origin(hint) is tuple or (get_origin(hint) is Annotated and _is_list(get_args(hint)[0]))
