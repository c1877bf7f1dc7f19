"""The stylesheet, scripts and icons of the templates, each under a name that holds its digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from thidua.colours import TOKENS, chosen_layer, schemes
from thidua.images import repainted
from thidua.logos import is_drawing
from thidua.records import Colours, PictureFile

FOLDER: Final = "templates/assets"
# What stylesheets and scripts hold for whoever writes them: comments, indentation, empty lines.
_FOR_WRITERS: Final = re.compile(rb"/\*.*?\*/\s*|^\s+", re.DOTALL | re.MULTILINE)
_FOR_WRITERS_OF_SCRIPTS: Final = re.compile(rb"^\s*//.*\n|^\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file that pages load: `name` is what templates call it."""

    name: str
    address: str
    data: bytes


def read_assets(project: Path, colours: Colours) -> Mapping[str, Asset]:
    """All assets by name: `style.css` is every stylesheet in the order of their names, then the owner's colours."""
    return {asset.name: asset for asset in _assets(project / FOLDER, colours)}


def logo_asset(logo: PictureFile, data: bytes) -> Asset:
    """The paper's own mark, which templates call `logo`."""
    ending = "svg" if is_drawing(logo.path) else "png"
    return Asset("logo", _asset(f"logo.{ending}", data).address, data)


def _assets(folder: Path, colours: Colours) -> Iterator[Asset]:
    sheets = {path.name: _text(path) for path in sorted((folder / "css").glob("*.css"))}
    known = schemes(sheets.get(PurePosixPath(TOKENS).name, b"").decode())
    whole = b"\n".join((*sheets.values(), chosen_layer(colours, known).encode()))
    yield _asset("style.css", _FOR_WRITERS.sub(b"", whole))
    for path in sorted((*(folder / "js").glob("*.js"), *(folder / "icons").glob("*"))):
        data = _text(path) if path.suffix in (".js", ".svg") else path.read_bytes()
        if path.suffix == ".js":
            data = _FOR_WRITERS_OF_SCRIPTS.sub(b"", data)
        if colours.accent != (drawn := Colours().accent):
            if path.suffix == ".svg":
                data = data.replace(drawn.encode(), colours.accent.encode())
            elif path.suffix == ".png":
                data = repainted(data, drawn, colours.accent)
        yield _asset(path.name, data)


def _text(path: Path) -> bytes:
    """The same bytes whatever system the file was checked out on."""
    return path.read_bytes().replace(b"\r\n", b"\n")


def _asset(name: str, data: bytes) -> Asset:
    stem, _, ending = name.rpartition(".")
    mark = hashlib.blake2b(data, digest_size=5).hexdigest()
    return Asset(name, f"assets/{stem}-{mark}.{ending}", data)
