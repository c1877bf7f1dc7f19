"""What may be remembered between builds, in one folder outside the site.

Nothing here is needed: the folder may be deleted at any time. Nothing here is believed unless its
checksum and the versions it was made with are right. Standard library only, so that a build with
nothing to do imports nothing heavy.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

FOLDER: Final = ".thidua"
_SIZE: Final = 16
# A file changed this short before a build may change again within one tick of its file system.
_UNSURE_NS: Final = 2_000_000_000

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
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head, body = data[: 2 * _SIZE], data[2 * _SIZE :]
    if head != code_version(modules) + hashlib.blake2b(body, digest_size=_SIZE).digest():
        return None
    value = pickle.loads(body)
    return value if isinstance(value, kind) else None


def store(path: Path, value: object, modules: str = "*") -> None:
    """Leave a value for `stored`; whoever reads meanwhile finds the old one whole."""
    body = pickle.dumps(value, protocol=5)
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_bytes(code_version(modules) + hashlib.blake2b(body, digest_size=_SIZE).digest() + body)
    os.replace(aside, path)


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
        self._known: dict[str, dict[bytes, object]] = {}
        self._used: dict[str, dict[bytes, object]] = {}
        self._needed: dict[str, set[bytes]] = {}
        self._saved: dict[str, set[bytes]] = {}

    def recall(self, kind: str, key: bytes, result: type[T]) -> T | None:
        """The result that was remembered, if any."""
        part = self._part(kind, key)
        value = self._used[part].get(key)
        if value is None:
            value = self._known[part].get(key)
        if not isinstance(value, result):
            return None
        self._used[part][key] = value
        return value

    def remember(self, kind: str, key: bytes, value: object) -> None:
        """Keep a result for this build and the next."""
        self._used[self._part(kind, key)][key] = value

    def knows(self, kind: str) -> bool:
        """Whether there is anything of the kind from an earlier build."""
        of_kind = f"{kind}-"
        return any(part.startswith(of_kind) and known for part, known in self._known.items()) or any(
            self.folder.glob(f"{of_kind}*")
        )

    def still(self, kind: str, keys: Iterable[bytes]) -> None:
        """Keep results that nobody reads in this build."""
        for key in keys:
            self._needed.setdefault(_part(kind, key), set()).add(key)

    def settle(self, kind: str) -> None:
        """Write results of the kind, for which nobody will ask any more; a process that lives on still holds them."""
        if self.lives_on:
            return
        for part in [part for part in self._used if part.startswith(f"{kind}-")]:
            used = self._used.pop(part)
            if used and used.keys() != self._saved[part]:
                store(self.folder / part, used)
            del self._known[part], self._saved[part]
            self._needed[part] = set(used)

    def _part(self, kind: str, key: bytes) -> str:
        part = _part(kind, key)
        if part not in self._known:
            self._known[part] = stored(self.folder / part, dict) or {}
            self._used[part] = {}
            self._saved[part] = set(self._known[part])
        return part

    def begin(self) -> None:
        """Another build: what was used by the last one is known."""
        for part, used in self._used.items():
            self._known[part] |= used
            used.clear()
        self._needed.clear()

    def save(self) -> None:
        """Write what this build used, where it differs from what was read, and forget the rest."""
        for part, used in self._used.items():
            known = self._known[part]
            used.update((key, known[key]) for key in self._needed.get(part, ()) if key not in used and key in known)
            if used.keys() == self._saved[part]:
                self._known[part] = used.copy()
                continue
            if used:
                store(self.folder / part, used)
            self._known[part], self._saved[part] = used.copy(), set(used)
        if self.folder.is_dir():
            for path in self.folder.iterdir():
                # What is needed stands in a part that nobody read with what else it holds, until somebody reads it.
                if not (self._used[path.name] if path.name in self._used else self._needed.get(path.name)):
                    path.unlink()


def _part(kind: str, key: bytes) -> str:
    return f"{kind}-{key[0] >> 2:02}"


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
