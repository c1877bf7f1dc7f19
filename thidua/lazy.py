"""Records that are made when somebody asks for them. Pure, as long as what makes them is.

Of the tens of thousands of records of a large site, a build after an edit looks at a few hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import Final, Generic, TypeVar, overload

K = TypeVar("K")
R = TypeVar("R")

# Keys that are looked for one by one: putting all together takes about as long as looking for three times as many.
_FEW: Final = 16


class Lazy(Mapping[K, R]):
    """A value for each key, in the order of the keys; each is made once, when it is first asked for."""

    def __init__(self, keys: Iterable[K], make: Callable[[K], R]) -> None:
        # A mapping that is given is not copied: it must stay as it is.
        self._keys: Mapping[K, object] = keys if isinstance(keys, dict) else dict.fromkeys(keys)
        self._make = make
        self._made: dict[K, R] = {}

    def __getitem__(self, key: K) -> R:
        try:
            return self._made[key]
        except KeyError:
            if key not in self._keys:
                raise
        made = self._made[key] = self._make(key)
        return made

    def __iter__(self) -> Iterator[K]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: object) -> bool:
        return key in self._keys


class Groups(Generic[K, R]):
    """What comes with each key; the first few keys are looked for one by one, then everything is put together.

    `one` looks for what comes with a key, in the order of what `all` gives.
    """

    def __init__(self, one: Callable[[K], Iterable[R]], all: Callable[[], Mapping[K, tuple[R, ...]]]) -> None:
        self._one = one
        self._make = all
        self._few: dict[K, tuple[R, ...]] = {}

    @cached_property
    def all(self) -> Mapping[K, tuple[R, ...]]:
        """What comes with every key."""
        return self._make()

    def of(self, key: K) -> tuple[R, ...]:
        """What comes with the key."""
        if "all" not in vars(self) and (key in self._few or len(self._few) < _FEW):
            if key not in self._few:
                self._few[key] = tuple(self._one(key))
            return self._few[key]
        return self.all.get(key, ())


class Listed(Sequence[R]):
    """What stands in lists, all of it one after the other; who asks for one list has only that one made."""

    def __init__(self, lists: Mapping[str, tuple[R, ...]]) -> None:
        self.lists = lists

    @cached_property
    def _all(self) -> tuple[R, ...]:
        return tuple(chain.from_iterable(self.lists.values()))

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[R]: ...
    def __getitem__(self, at: int | slice) -> R | Sequence[R]:
        return self._all[at]

    def __iter__(self) -> Iterator[R]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


class InOrder(Sequence[R]):
    """Records of a mapping in the order of some keys; who asks for a few has only these made."""

    def __init__(self, keys: Sequence[str], records: Mapping[str, R]) -> None:
        self.keys = keys
        self._records = records

    @overload
    def __getitem__(self, at: int) -> R: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[R, ...]: ...
    def __getitem__(self, at: int | slice) -> R | tuple[R, ...]:
        if isinstance(at, slice):
            return tuple(map(self._records.__getitem__, self.keys[at]))
        return self._records[self.keys[at]]

    def __iter__(self) -> Iterator[R]:
        return map(self._records.__getitem__, self.keys)

    def __len__(self) -> int:
        return len(self.keys)
