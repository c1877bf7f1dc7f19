"""Every size of a picture, and every cover: made once for all sites of a project, by all cores.

What is remembered lies under names that hold the maker's version, the digest of the bytes and the address, so a file
that was damaged is known for that. Reads pictures; writes only to what is remembered.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from thidua.briefs import Brief, IssueBrief, Look, looks_of
from thidua.cache import Memory, code_version
from thidua.covers import FOLDER as COVERS
from thidua.covers import Cover, cover_jpeg
from thidua.digest import digest_of_bytes
from thidua.images import SHAPES, Rendition, encoded, renditions
from thidua.library import Library
from thidua.workers import results, shares_of

Made = Rendition | Cover

# What decides the bytes of a picture's sizes, and of a cover: these modules, and the codecs that the package is
# locked to.
_ENCODER: Final = "images"
_DRAWER: Final = "covers images"
_COVERS_A_SHARE: Final = 8


def known_pictures(view: Library, memory: Memory, register: bytes) -> dict[str, Rendition]:
    """Every size of every picture that a page may show, by its address. `register` is the digest of the data."""
    in_texts: Iterable[Brief | IssueBrief] = chain(view.briefs.values(), view.issue_briefs.values())
    alike = {brief.pictures: brief for brief in in_texts if brief.pictures}
    pages = looks_of(*(p for page in view.pages.values() for p in page.body.pictures))
    looks = dict.fromkeys(chain(pages, *(brief.looks for brief in alike.values()), _of_data(view, memory, register)))
    return {size.address: size for file, focus in looks for shape in SHAPES for size in renditions(file, focus, shape)}


def _of_data(view: Library, memory: Memory, register: bytes) -> tuple[Look, ...]:
    """What the sizes of portraits, and of the pictures of collectives, follow from."""
    key = digest_of_bytes(register + b"pictures")
    known: tuple[Look, ...] | None = memory.recall("data", key, tuple)
    if known is None:
        known = looks_of(*(each.picture for each in view.pictured), *view.portraits)
        memory.remember("data", key, known)
    return known


def picture_key(address: str) -> bytes:
    """What the bytes of a picture are known by: all that decides them stands in its address, but for its maker."""
    return digest_of_bytes(code_version(_maker(address)) + address.encode())


def _maker(address: str) -> str:
    """The modules that made what stands at the address of a picture."""
    return _DRAWER if address.startswith(COVERS) else _ENCODER


def _label(address: str) -> str:
    """What a remembered picture is looked for by; its file's name has the digest of the bytes before it."""
    return f"{code_version(_maker(address)).hex()[:12]}.{address.replace('/', '_')}"


def _keep(folder: Path, label: str, data: bytes) -> None:
    """Remember a picture; whoever reads meanwhile finds it whole or not at all."""
    aside = folder / f"{os.getpid()}.part"
    aside.write_bytes(data)
    os.replace(aside, folder / f"{digest_of_bytes(data).hex()}.{label}")


def picture_files(
    project: Path, wanted: Mapping[str, Made], folder: Path, others: Iterable[Path], step: Callable[[int, int], None]
) -> dict[str, Path]:
    """A file with the bytes of each picture; those that no site of the project has are made."""
    folder.mkdir(parents=True, exist_ok=True)
    labels = {address: _label(address) for address in wanted}
    found = _remembered(folder, labels)
    for other in others:
        missing = {address: label for address, label in labels.items() if address not in found}
        lent = _remembered(other, missing) if missing and other.is_dir() else {}
        for address, path in lent.items():
            _keep(folder, labels[address], path.read_bytes())
            found[address] = folder / path.name
    shares = list(_shares([made for address, made in wanted.items() if address not in found]))
    done = 0
    for count in results(lambda share: _make(project, share, folder), shares):
        done += count
        step(done, len(wanted) - len(found))
    return _remembered(folder, labels) if shares else found


def forget_pictures(folder: Path, needed: Iterable[str]) -> None:
    """Keep nothing of pictures that left the site."""
    kept = set(map(_label, needed))
    for name in os.listdir(folder):
        if name.partition(".")[2] not in kept:
            (folder / name).unlink(missing_ok=True)


def _remembered(folder: Path, labels: Mapping[str, str]) -> dict[str, Path]:
    """The file of each picture that is there and whole."""
    names = {name.partition(".")[2]: name for name in os.listdir(folder)}
    there = [(address, folder / names[label]) for address, label in labels.items() if label in names]

    def whole(share: Sequence[tuple[str, Path]]) -> list[tuple[str, Path]]:
        return [(address, path) for address, path in share if _is_whole(path)]

    return {address: path for share in results(whole, shares_of(there, 200)) for address, path in share}


def _is_whole(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return digest_of_bytes(path.read_bytes()).hex() == path.name.partition(".")[0]
    return False


def _shares(missing: Sequence[Made]) -> Iterator[Sequence[Made]]:
    """All sizes of one picture together, which is then read once; covers a few at a time, by photo."""
    by_file: dict[str, list[Made]] = {}
    for made in missing:
        if isinstance(made, Rendition):
            by_file.setdefault(made.file.path, []).append(made)
    yield from by_file.values()
    covers = [made for made in missing if isinstance(made, Cover)]
    yield from shares_of(sorted(covers, key=lambda cover: cover.file.path if cover.file else ""), _COVERS_A_SHARE)


def _make(project: Path, share: Sequence[Made], folder: Path) -> int:
    """Make some pictures, and say how many."""
    sizes = [made for made in share if isinstance(made, Rendition)]
    if sizes:
        for size, data in encoded((project / sizes[0].file.path).read_bytes(), sizes):
            _keep(folder, _label(size.address), data)
    for cover in share:
        if isinstance(cover, Cover):
            photo = (project / cover.file.path).read_bytes() if cover.file else None
            _keep(folder, _label(cover.address), cover_jpeg(cover, photo))
    return len(share)
