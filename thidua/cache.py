"""What may be remembered between builds, in one folder outside the site.

Nothing here is needed: the folder may be deleted at any time. Nothing here is believed unless its
checksum and the versions it was made with are right. Standard library only, so that a build with
nothing to do imports nothing heavy.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

FOLDER: Final = ".thidua"
_SIZE: Final = 16
# Parts of each kind.
_PARTS: Final = 64
# How often a file is read that does not hold what it should.
_TRIES: Final = 3
# Bytes in which the length of a list is written.
_LENGTH: Final = 8
# A file changed this short before a build may change again within one tick of its file system.
_UNSURE_NS: Final = 2_000_000_000

# Kinds of results, plain values, of which every build asks for nearly all.
_WHOLE: Final = frozenset({"front", "brief", "edition", "led", "read"})

T = TypeVar("T")
Stamp = tuple[int, int, int]


@cache
def code_version(modules: str = "*") -> bytes:
    """The digest of this package's source, or of the modules named, of its fonts, and of all it was locked to."""
    whole = hashlib.blake2b(sys.version.encode(), digest_size=_SIZE)
    package = Path(__file__).parent
    sources = [path for name in modules.split() for path in package.glob(f"{name}.py")]
    for path in sorted((*sources, *package.glob("fonts/*"), package / "requirements.lock")):
        whole.update(path.name.encode() + path.read_bytes())
    return whole.digest()


def stored(path: Path, kind: type[T], modules: str = "*") -> T | None:
    """What `store` left there, or nothing where it is missing, damaged, or of another version."""
    body = _sound(path, modules)
    value = pickle.loads(body) if body is not None else None
    return value if isinstance(value, kind) else None


def _sound(path: Path, modules: str = "*") -> bytes | None:
    """What a file of ours holds, behind its version and its digest, if both are right."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head, body = data[: 2 * _SIZE], data[2 * _SIZE :]
    return body if head == code_version(modules) + _digest(body) else None


def store(path: Path, value: object, modules: str = "*") -> None:
    """Leave a value for `stored`; whoever reads meanwhile finds the old one whole."""
    _put_sound(path, pickle.dumps(value, protocol=5), modules)


def _put_sound(path: Path, body: bytes, modules: str = "*") -> None:
    put(path, code_version(modules) + _digest(body) + body)


def put(path: Path, data: bytes) -> None:
    """Write a file; whoever reads it meanwhile finds the old one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_bytes(data)
    os.replace(aside, path)


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_SIZE).digest()


class DamagedError(Exception):
    """What was remembered can't be read after all: what is remembered beside it is of no use either."""


class _Part:
    """Some results of one kind, in one file: each is read, and looked at for damage, when it is asked for.

    The file is the version of the code, the digest of its list and the length of that; the list, which tells where
    each result lies and its digest; and the results.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # What was unpacked or is new, and what of it this build used.
        self.values: dict[bytes, object] = {}
        self.used: set[bytes] = set()
        self._read()

    def _read(self) -> None:
        # Where what is in the file begins and ends, and its digest.
        self.places: dict[bytes, tuple[int, int, bytes]] = {}
        with contextlib.suppress(OSError), open(self.path, "rb") as file:
            head = file.read(2 * _SIZE + _LENGTH)
            # A length that is damaged may be that of more than there is room for.
            length = min(int.from_bytes(head[2 * _SIZE :], "little"), os.fstat(file.fileno()).st_size)
            listed = file.read(length)
            if head[: 2 * _SIZE] == code_version() + _digest(listed):
                self._start, self.places = len(head) + len(listed), marshal.loads(listed)

    def __bool__(self) -> bool:
        """Whether there is anything from an earlier build."""
        return bool(self.places)

    def get(self, key: bytes) -> object | None:
        """What is remembered under the key."""
        value = self.values.get(key)
        if value is None and (packed := self._packed(key)) is not None:
            value = self.values[key] = pickle.loads(packed)
        return value

    def _packed(self, key: bytes) -> bytes | None:
        """What the file holds under the key; nothing where that is damaged."""
        for _ in range(_TRIES):
            if key not in self.places:
                break
            start, end, digest = self.places[key]
            with contextlib.suppress(OSError), open(self.path, "rb", buffering=0) as file:
                file.seek(self._start + start)
                packed = file.read(end - start)
                if _digest(packed) == digest:
                    return packed
            # The process of which this one is a copy may have written the file anew meanwhile.
            self._read()
        self.places.pop(key, None)
        return None

    def put(self, key: bytes, value: object) -> None:
        """Keep a result, in the place of another one that could not be used."""
        if key in self.places and self.get(key) != value:
            self.places.pop(key, None)
        self.values[key] = value
        self.used.add(key)

    def forget(self, key: bytes) -> None:
        """Let a result go that is not what it should be."""
        self.values.pop(key, None)
        self.places.pop(key, None)

    def keep_only(self, needed: Iterable[bytes]) -> None:
        """Hold no results but those that this build used or needs."""
        kept = self.used.union(needed)
        self.values = {key: value for key, value in self.values.items() if key in kept}

    def save(self, needed: Iterable[bytes]) -> bool:
        """Write what was used or is needed, if it is not what the file holds; whether that is anything."""
        keys = self.used.union(key for key in needed if key in self.places or key in self.values)
        if keys and keys != self.places.keys():
            self._write(sorted(keys))
        return bool(keys)

    def _whole_file(self) -> bytes:
        """All that the file holds, if there is anything to keep of it."""
        with contextlib.suppress(OSError):
            return self.path.read_bytes() if self.places else b""
        return b""

    def _slice(self, data: bytes, key: bytes) -> bytes | None:
        start, end, digest = self.places[key]
        packed = data[self._start + start : self._start + end]
        return packed if _digest(packed) == digest else None

    def _write(self, keys: Iterable[bytes]) -> None:
        places, found, end = {}, [], 0
        data = self._whole_file()
        for key in keys:
            packed = self._slice(data, key) if key in self.places else None
            if packed is None and key in self.values:
                packed = pickle.dumps(self.values[key], protocol=5)
            if packed is not None:
                places[key] = (end, end + len(packed), _digest(packed))
                found.append(packed)
                end += len(packed)
        listed = marshal.dumps(places, 2)
        head = code_version() + _digest(listed) + len(listed).to_bytes(_LENGTH, "little") + listed
        put(self.path, b"".join([head, *found]))
        self._start, self.places = len(head), places


class _Whole(_Part):
    """Plain results of a kind of which every build asks for nearly all: they are unpacked together."""

    def _read(self) -> None:
        body = _sound(self.path)
        self.values = marshal.loads(body) if body is not None else {}
        self.places = dict.fromkeys(self.values, (0, 0, b""))

    def keep_only(self, needed: Iterable[bytes]) -> None:
        """What is written down is held as it is."""

    def _write(self, keys: Iterable[bytes]) -> None:
        self.values = {key: self.values[key] for key in keys}
        self.places = dict.fromkeys(self.values, (0, 0, b""))
        _put_sound(self.path, marshal.dumps(self.values, 2))


class Memory:
    """Results of pure functions under digests of all they depend on; forgets what a build did not use.

    Each kind of result is kept in parts by the first bits of their digests: a part is read when it is first asked
    for, and written only where its results are others. One process may build again and again with one memory.
    """

    def __init__(self, folder: Path, lives_on: bool = False) -> None:
        self.folder = folder
        self.lives_on = lives_on
        # What a process that lives on holds besides, as it is.
        self.held: dict[str, object] = {}
        # The parts that were read, by their kinds and numbers.
        self._parts: dict[tuple[str, int], _Part] = {}
        # What is to be kept of each kind though nobody reads it in this build.
        self._needed: dict[str, set[bytes]] = {}

    def recall(self, kind: str, key: bytes, result: type[T], *, is_last: bool = False) -> T | None:
        """The result that was remembered, if any; asked for the last time, it is not kept for that."""
        part = self._part(kind, key)
        value = part.get(key)
        if value is None:
            return None
        if not isinstance(value, result):
            part.forget(key)
            return None
        if not is_last:
            part.used.add(key)
        return value

    def remember(self, kind: str, key: bytes, value: object) -> None:
        """Keep a result for this build and the next."""
        self._part(kind, key).put(key, value)

    def knows(self, kind: str) -> bool:
        """Whether there is anything of the kind from an earlier build."""
        return any(part for (of, _), part in self._parts.items() if of == kind) or any(self.folder.glob(f"{kind}-*"))

    def still(self, kind: str, keys: Iterable[bytes]) -> None:
        """Keep results that nobody reads in this build."""
        self._needed.setdefault(kind, set()).update(keys)

    def settle(self, kind: str) -> None:
        """Write results of the kind, for which nobody will ask any more; a process that lives on still holds them."""
        if self.lives_on:
            return
        tuple(self._saved(kind))
        for place in [place for place in self._parts if place[0] == kind]:
            self.still(kind, self._parts.pop(place).used)

    def _needed_in(self, kind: str) -> Sequence[Sequence[bytes]]:
        """What is to be kept in each part of a kind though nobody reads it in this build."""
        found: list[list[bytes]] = [[] for _ in range(_PARTS)]
        for key in self._needed.get(kind, ()):
            found[_number(key)].append(key)
        return found

    def _saved(self, kind: str) -> Iterator[str]:
        """Write those parts of a kind that were read and are others now; the names of those that hold anything."""
        needed = self._needed_in(kind)
        for number, keys in enumerate(needed):
            part = self._parts.get((kind, number))
            # What is needed may stand in a part that nobody read, with what else it holds, until somebody reads it.
            if part.save(keys) if part is not None else keys:
                yield _name(kind, number)
            if part is not None and self.lives_on:
                part.keep_only(keys)

    def _part(self, kind: str, key: bytes) -> _Part:
        place = (kind, _number(key))
        part = self._parts.get(place)
        if part is None:
            part = self._parts[place] = (_Whole if kind in _WHOLE else _Part)(self.folder / _name(*place))
        return part

    def forget(self) -> None:
        """Remember nothing."""
        self._parts.clear()
        self._needed.clear()
        self.held.clear()
        for path in self.folder.glob("*"):
            path.unlink()

    def begin(self) -> None:
        """Another build, which has used nothing yet."""
        for part in self._parts.values():
            part.used.clear()
        self._needed.clear()

    def save(self) -> None:
        """Write what this build used, where it differs from what was read, and forget the rest."""
        kinds = {*self._needed, *(kind for kind, _ in self._parts)}
        kept = {name for kind in kinds for name in self._saved(kind)}
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                if path.name not in kept:
                    path.unlink()


def _number(key: bytes) -> int:
    """Of the part in which a result is kept."""
    return key[0] >> 2


def _name(kind: str, number: int) -> str:
    return f"{kind}-{number:02}"


def stamps(folders: Iterable[str]) -> dict[str, Stamp]:
    """Size and times of each file below; the second time changes even where an older file is put back."""
    found: dict[str, Stamp] = {}
    waiting = list(folders)
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    found[entry.path] = _stamp(entry)
    return found


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    try:
        status = entry.stat()
    except OSError:
        # A link to nothing.
        return (-1, -1, -1)
    return (status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def sure(found: Mapping[str, Stamp], started_ns: int) -> dict[str, Stamp]:
    """The same stamps, without belief in files that changed just before the build started."""
    latest = started_ns - _UNSURE_NS
    return {name: stamp if max(stamp[1:]) < latest else (-1, -1, -1) for name, stamp in found.items()}
