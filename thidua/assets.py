"""The stylesheet, scripts and icons of the templates, each under a name that holds its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = "templates/assets"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that pages load: `name` is what templates call it."""

    name: str
    address: str
    data: bytes


def read_assets(project: Path) -> Mapping[str, Asset]:
    """All assets by name: `style.css` is every stylesheet in the order of their names."""
    return {asset.name: asset for asset in _assets(project / FOLDER)}


def _assets(folder: Path) -> Iterator[Asset]:
    sheets = sorted((folder / "css").glob("*.css"))
    yield _asset("style.css", b"\n".join(_text(path) for path in sheets))
    for path in sorted((*(folder / "js").glob("*.js"), *(folder / "icons").glob("*"))):
        yield _asset(path.name, _text(path) if path.suffix in (".js", ".svg") else path.read_bytes())


def _text(path: Path) -> bytes:
    """The same bytes whatever system the file was checked out on."""
    return path.read_bytes().replace(b"\r\n", b"\n")


def _asset(name: str, data: bytes) -> Asset:
    stem, _, ending = name.rpartition(".")
    mark = hashlib.blake2b(data, digest_size=5).hexdigest()
    return Asset(name, f"assets/{stem}-{mark}.{ending}", data)
