"""Bytes to the site's folder, all at once.

The new site is made beside the old one, in `.<name>.next`, and the two folders change places in one
step; until then nothing in the old one is touched, whatever kills the build. Files that did not
change are the same files in both. A folder without our marker is never written to or deleted, and
no link is followed out of it.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import marshal
import os
import shutil
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from operator import ne
from pathlib import Path
from typing import Final

from thidua.cache import store, stored
from thidua.digest import digest_of_bytes
from thidua.problems import Origin, Problem, Problems

MARKER: Final = ".thidua-site"
# The same on every machine, as everything in the site is.
_FINISHED: Final = "Thư mục này do thidua dựng. Đừng sửa tay: lần dựng sau sẽ ghi đè.\n"
_UNFINISHED: Final = "Thư mục này do thidua đang dựng dở.\n"
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2

Keys = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Tree:
    """What lies in a folder of ours, known by the digest of all keys: when each folder last changed."""

    digest: bytes
    folders: dict[str, int]

    @classmethod
    def of(cls, folder: Path, digest: bytes, names: Iterable[str]) -> Tree:
        """The folder whose files have keys with that digest; `names` are its folders, some of them gone."""
        times: dict[str, int] = {}
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                times[name] = os.stat(f"{folder}/{name}").st_mtime_ns
        return cls(digest, times)

    def is_still(self, folder: Path) -> bool:
        """Whether no file was added or deleted by hand: each shows in the time of the folder that it is in."""
        try:
            return all(os.stat(f"{folder}/{name}").st_mtime_ns == time for name, time in self.folders.items())
        except OSError:
            return False


def _folders_of(addresses: Iterable[str]) -> set[str]:
    """Every folder in which there is a file with one of the addresses."""
    folders = {address[: address.rfind("/") + 1] for address in addresses}
    return {".", *(parent for folder in folders for parent in _parents(folder) if parent)}


@dataclass(frozen=True, slots=True)
class Held:
    """The key of every file in a folder of ours, beside its tree: who only asks whether it is still so needs none.

    Of the folder beside the site, which holds most of what the site does, only that is written down which it lacks.
    """

    digest: bytes
    packed: bytes
    # The digest of those keys that these are, but for some addresses.
    base: bytes = b""

    @classmethod
    def of(cls, keys: Keys) -> Held:
        """These keys."""
        packed = marshal.dumps(keys, 2)
        return cls(digest_of_bytes(packed), packed)

    @classmethod
    def of_rest(cls, base: bytes, lacking: Sequence[str]) -> Held:
        """The keys that have the digest `base`, without some addresses."""
        packed = marshal.dumps(list(lacking), 2)
        return cls(digest_of_bytes(base + packed), packed, base)

    def keys(self, digest: bytes = b"", whole: Keys | None = None) -> Keys | None:
        """The keys; nothing where they are the rest of others than `whole`, which have that digest."""
        if not self.base:
            found: Keys = marshal.loads(self.packed)
            return found
        if whole is None or self.base != digest:
            return None
        rest = dict(whole)
        for address in marshal.loads(self.packed):
            del rest[address]
        return rest


@dataclass(frozen=True, slots=True)
class Change:
    """How many files a publication wrote and deleted, and the digest of the keys of all that is there."""

    written: int
    deleted: int
    digest: bytes = field(default=b"", compare=False)


def refuse_foreign(out: Path, project: Path) -> None:
    """Raises Problems unless the folder is ours, empty, or not there yet, and holds no sources."""
    if project.resolve().is_relative_to(out.resolve()):
        raise _refused(out, "thư mục này chứa bài viết và dữ liệu của trang", "chọn một thư mục khác bằng --out")
    for folder in (out, _next(out)):
        if folder.is_symlink():
            raise _refused(folder, "đây là một liên kết, không phải thư mục", "chọn một thư mục thật bằng --out")
        if folder.exists() and not folder.is_dir():
            raise _refused(folder, "đây là một tệp, không phải thư mục", "chọn một thư mục khác bằng --out")
    for name in ("content", "data", "templates", "thidua", "tests"):
        if out.resolve().is_relative_to((project / name).resolve()):
            raise _refused(out, f"thư mục này nằm trong {name}/ của trang", "chọn một thư mục khác bằng --out")
    if any(_is_ours(parent) for parent in out.resolve().parents):
        raise _refused(out, "thư mục này nằm trong một trang đã dựng", "chọn một thư mục ở ngoài bằng --out")
    for folder in (out, _next(out)):
        if folder.is_dir() and not _is_ours(folder) and any(folder.iterdir()):
            remedy = "chọn một thư mục trống bằng --out; thidua không ghi đè tệp của người khác"
            raise _refused(folder, "thư mục này không do thidua tạo ra và đang có tệp", remedy)


def _refused(folder: Path, message: str, remedy: str) -> Problems:
    return Problems([Problem(Origin(str(folder)), message, remedy)])


def published(out: Path, memory: Path) -> Tree | None:
    """What lies in the folder now, or nothing where that is not certain."""
    tree = stored(memory / _identity(out), Tree) if _marked(out) == _FINISHED else None
    return tree if tree is not None and tree.is_still(out) else None


def keys_in(out: Path, memory: Path) -> Keys | None:
    """The key of every file in the folder, or nothing where that is not certain."""
    held = _held_in(out, memory, published(out, memory))
    return held.keys() if held is not None else None


def _held_in(folder: Path, memory: Path, tree: Tree | None) -> Held | None:
    held = stored(memory / f"{_identity(folder)}.keys", Held) if tree is not None else None
    return held if tree is not None and held is not None and held.digest == tree.digest else None


class Publication:
    """A site about to be published: what lies in its folder, and the tree that is made beside it.

    Files may be staged in that tree, by several processes too, long before it is known whether it will be published.
    """

    def __init__(self, out: Path, memory: Path) -> None:
        self.out = out
        self.memory = memory
        tree = published(out, memory)
        held = _held_in(out, memory, tree)
        self.before = held.keys() if held is not None else None
        # The folders in it.
        self._folders = tuple(tree.folders) if tree is not None else ()
        self._aside = _next(out)
        waiting = _held_in(self._aside, memory, published(self._aside, memory))
        self._waiting = waiting.keys(tree.digest if tree else b"", self.before) if waiting is not None else None
        self._has_begun = False
        self._is_marked = False

    @property
    def have(self) -> Keys:
        """The key of every file that is published already."""
        return self.before if self.before is not None else {}

    @property
    def is_from_scratch(self) -> bool:
        """Whether the tree beside the site must be made anew in any case, so that staging spoils nothing."""
        return self._waiting is None

    def begin(self) -> None:
        """Make room for what will be staged."""
        if self._waiting is None and not self._has_begun:
            _clear(self._aside)
        self._aside.mkdir(parents=True, exist_ok=True)
        self._has_begun = True

    def stage(self, address: str, content: bytes | Path) -> None:
        """Put a file, or another name of one, where it will be published from."""
        self._mark_unfinished()
        _write(f"{self._aside}/{address}", content)

    def _mark_unfinished(self) -> None:
        if not self._is_marked:
            _mark(self._aside, _UNFINISHED)
            self._is_marked = True

    def publish(self, wanted: Keys, supply: Callable[[str], bytes | Path], staged: Collection[str] = ()) -> Change:
        """Make the folder hold exactly `wanted`; `supply` gives the bytes of a file that was not staged."""
        have = self.have
        changed = _differing(wanted, have)
        is_there = self.before is not None and not changed and len(have) == len(wanted)
        left = self._waiting if is_there else self._replace(wanted, changed, supply, staged)
        tree = published(self.out, self.memory)
        self._forget(left, wanted, changed, tree.digest if tree else b"")
        _tidy(self.memory, self.out, self._aside)
        return Change(
            len(changed),
            len(have.keys() - wanted.keys()),
            tree.digest if tree else b"",
        )

    def _replace(
        self,
        wanted: Keys,
        changed: Collection[str],
        supply: Callable[[str], bytes | Path],
        staged: Collection[str],
    ) -> Keys | None:
        """Put the new tree in the place of the old one, of which some files are others; what lies beside it then."""
        have = self.have
        # Of a file that has another name now, nothing but its name is new.
        needed = {wanted[address] for address in changed}
        names = {key: address for address, key in have.items() if key in needed}

        def kept_or_new(address: str) -> bytes | Path:
            key = wanted[address]
            name = address if have.get(address) == key else names.get(key)
            return supply(address) if name is None else self.out / name

        self.begin()
        self._mark_unfinished()
        there = {**(self._waiting or {}), **{address: wanted[address] for address in staged}}
        _fill(self._aside, there, wanted, kept_or_new, _write)
        # Those that are gone do no harm.
        folders = {*self._folders, *_folders_of(changed)} if self.before is not None else ()
        _finish(self._aside, self.memory, wanted, folders)
        if not self.out.exists():
            os.rename(self._aside, self.out)
            return None
        if _exchanged(self._aside, self.out):
            return self.before
        _bring(self.out, self.before, wanted, lambda address: self._aside / address)
        _finish(self.out, self.memory, wanted)
        return wanted

    def _forget(self, left: Keys | None, wanted: Keys, changed: Sequence[str], digest: bytes) -> None:
        """Nothing that was taken off the site stays beside it; `digest` is that of the keys that the site has now."""
        if left is None:
            _clear(self._aside)
            return
        lacking = changed if left is self.before else _differing(wanted, left)
        others = {*left.keys() & lacking, *(left.keys() - wanted.keys())}
        if others:
            _mark(self._aside, _UNFINISHED)
            _delete(self._aside, others)
            if digest:
                held = Held.of_rest(digest, lacking)
                _believe(self._aside, self.memory, held, self._folders if left is self.before else _folders_of(left))


def _next(out: Path) -> Path:
    return out.with_name(f".{out.name}.next")


def lock_file(out: Path) -> Path:
    """The file that a build of this folder holds."""
    return out.with_name(f".{out.name}.lock")


def _is_ours(folder: Path) -> bool:
    marker = folder / MARKER
    return marker.is_file() and not marker.is_symlink()


def _marked(folder: Path) -> str:
    try:
        return (folder / MARKER).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _mark(folder: Path, words: str) -> None:
    """Written in place, so that the folder's own time does not change."""
    (folder / MARKER).write_text(words, "utf-8", newline="\n")


def _identity(folder: Path) -> str:
    """What stays with a folder when it changes its name."""
    with contextlib.suppress(OSError):
        return str(os.stat(folder).st_ino)
    return "none"


def _bring(folder: Path, known: Keys | None, wanted: Keys, supply: Callable[[str], bytes | Path]) -> None:
    """Make a folder that is being read from hold `wanted`; files are replaced whole, and deleted last."""
    _mark(folder, _UNFINISHED)
    have = known if known is not None else dict.fromkeys(_strangers(folder, wanted), b"")
    _fill(folder, have, wanted, supply, _put)
    if known is None:
        _delete_bare_folders(folder)


def _fill(
    folder: Path,
    have: Keys,
    wanted: Keys,
    supply: Callable[[str], bytes | Path],
    put: Callable[[str, bytes | Path], None],
) -> None:
    """Make a folder that holds `have` hold `wanted`."""
    for address in _differing(wanted, have):
        put(f"{folder}/{address}", supply(address))
    _delete(folder, have.keys() - wanted.keys())


def _differing(wanted: Keys, have: Keys) -> list[str]:
    """The addresses at which `have` holds something else than is wanted, or nothing."""
    return list(compress(wanted, map(ne, wanted.values(), map(have.get, wanted))))


def _strangers(top: Path, wanted: Collection[str]) -> Iterator[str]:
    """Every file in a folder of ours whose state is not known.

    Links are cut, never followed; so is a folder where a file is wanted, and a file where a folder is.
    """
    folders_wanted = {parent for address in wanted for parent in _parents(address)}
    for folder, names, files in os.walk(top):
        inside = Path(folder).relative_to(top)
        for name in names:
            if os.path.islink(top / inside / name):
                os.unlink(top / inside / name)
            elif (inside / name).as_posix() in wanted:
                shutil.rmtree(top / inside / name)
        for name in files:
            address = (inside / name).as_posix()
            if address in folders_wanted or os.path.islink(top / address):
                os.unlink(top / address)
            elif address != MARKER:
                yield address


def _clear(folder: Path) -> None:
    """Delete a folder of ours with all that is in it, its marker last; one without a marker stays."""
    if folder.is_symlink() or not _is_ours(folder):
        return
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != MARKER:
            path.unlink()
    (folder / MARKER).unlink()
    folder.rmdir()


def _put(path: str, content: bytes | Path) -> None:
    # Never in place: the file may be the very one that readers are being served.
    folder, name = os.path.split(path)
    aside = f"{folder}/.{name}.part"
    _write(aside, content)
    os.replace(aside, path)
    # Where both names were of one file, POSIX has the replacement do nothing.
    _unlink(aside)


def _write(path: str, content: bytes | Path) -> None:
    """A new file, or a second name of one; what has the name now may be a second name of a published file."""
    try:
        _new(path, content)
    except FileExistsError:
        os.unlink(path)
        _new(path, content)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        _new(path, content)


def _new(path: str, content: bytes | Path) -> None:
    if isinstance(content, bytes):
        with open(path, "xb", buffering=0) as file:
            file.write(content)
        return
    try:
        os.link(content, path)
    except FileExistsError:
        raise
    except OSError:
        with open(content, "rb") as old, open(path, "xb") as file:
            shutil.copyfileobj(old, file)


def _unlink(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def _delete(folder: Path, addresses: set[str]) -> None:
    for address in addresses:
        _unlink(f"{folder}/{address}")
    for parent in sorted({p for a in addresses for p in _parents(a)}, key=len, reverse=True):
        with contextlib.suppress(OSError):
            os.rmdir(folder / parent)


def _delete_bare_folders(top: Path) -> None:
    for folder, _, _ in os.walk(top, topdown=False):
        with contextlib.suppress(OSError):
            os.rmdir(folder)


def _parents(address: str) -> Iterator[str]:
    parts = address.split("/")[:-1]
    return ("/".join(parts[: n + 1]) for n in range(len(parts)))


def _finish(folder: Path, memory: Path, keys: Keys, folders: Iterable[str] = ()) -> None:
    """Believe that a folder holds `keys`; `folders` are those in it, if they are known."""
    _believe(folder, memory, Held.of(keys), folders or _folders_of(keys))


def _believe(folder: Path, memory: Path, held: Held, folders: Iterable[str]) -> None:
    store(memory / f"{_identity(folder)}.keys", held)
    store(memory / _identity(folder), Tree.of(folder, held.digest, folders))
    _mark(folder, _FINISHED)


def _tidy(memory: Path, *folders: Path) -> None:
    needed = {_identity(folder) for folder in folders}
    for path in memory.iterdir():
        if path.name.partition(".")[0] not in needed:
            with contextlib.suppress(OSError):
                path.unlink()


def _exchanged(one: Path, other: Path) -> bool:
    """Two folders change places in one step, where the system can do it."""
    swap = _swap()
    if swap is None:
        return False
    if swap(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EBUSY, errno.EXDEV):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _swap() -> Callable[[bytes, bytes], int] | None:
    if sys.platform == "win32":
        return None
    system = ctypes.CDLL(None, use_errno=True)
    with contextlib.suppress(AttributeError):
        if sys.platform == "darwin":
            rename = system.renamex_np
            return lambda one, other: int(rename(one, other, ctypes.c_uint(_RENAME_EXCHANGE)))
        rename = system.renameat2
        return lambda one, other: int(rename(_AT_FDCWD, one, _AT_FDCWD, other, ctypes.c_uint(_RENAME_EXCHANGE)))
    return None


@contextlib.contextmanager
def locked(out: Path, when_waiting: Callable[[], None]) -> Iterator[None]:
    """One build of a folder at a time; a second one says so and waits."""
    path = lock_file(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Not emptied: should the name be a link, what it leads to stays as it is.
    with open(path, "ab") as file:
        if not _is_taken(file.fileno()):
            when_waiting()
            # Not one long wait for the system: a Ctrl+C that comes just before such a wait is heard after it.
            while not _is_taken(file.fileno()):
                time.sleep(0.1)
        yield


if sys.platform == "win32":
    import msvcrt

    def _is_taken(descriptor: int) -> bool:
        """Whether the lock is now ours; another build may have it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _is_taken(descriptor: int) -> bool:
        """Whether the lock is now ours; another build may have it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
