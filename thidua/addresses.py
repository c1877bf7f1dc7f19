"""Addresses inside the site: how pages name each other, wherever the site is put.

An address is a path from the site's root without a leading slash: `don-vi/ldld-phu-tho.html`.
Rendered text carries ROOT before each; only the last step knows how deep its page lies.
"""

from __future__ import annotations

import base64
import json
import posixpath
import re
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

# A private-use character: no editor can type it, so it marks addresses and nothing else.
ROOT: Final = "\ue000"
_TARGET: Final = re.compile(ROOT + r"([^\"'\s,<>&\\]*)")
_ANCHOR: Final = re.compile(r' id="([^"]+)"')
_INDEX: Final = "index.html"
# What `quote` leaves as it is; nearly all addresses are no more.
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.~/-]*")


def href(address: str) -> str:
    """The address as rendered text carries it."""
    return ROOT + address


def relative_root(address: str) -> str:
    """The way from a page up to the site's root: `../../` from `tin/2024/a.html`."""
    return "../" * address.count("/")


@lru_cache(maxsize=1000)
def public_url(base_url: str, address: str) -> str:
    """The absolute address readers share; an index page is its folder."""
    folder = address.removesuffix(_INDEX) if posixpath.basename(address) == _INDEX else address
    return base_url.rstrip("/") + "/" + (folder if _PLAIN.fullmatch(folder) else quote(folder))


def zalo_share(url: str) -> str:
    """Where Zalo lets a reader send a public address on: the page that its own button opens, without its script.

    That page takes the address as JSON in base64.
    """
    message = base64.b64encode(json.dumps({"url": url}, separators=(",", ":")).encode())
    return "https://button-share.zalo.me/share_external?d=" + quote(message, safe="")


def base_path(base_url: str) -> str:
    """The path under which the site is hosted, with a slash at both ends."""
    return urlsplit(base_url).path.rstrip("/") + "/"


def targets(rendered: str) -> frozenset[str]:
    """Every address, with its anchor, that rendered text leads to or loads."""
    return frozenset(_TARGET.findall(rendered))


def anchors(rendered: str) -> frozenset[str]:
    """Every anchor that rendered text offers."""
    return frozenset(_ANCHOR.findall(rendered))


def is_safe(address: str) -> bool:
    """Whether the address names a page inside the site and nothing above or beside it."""
    parts = address.split("/")
    return (
        bool(address)
        and "\\" not in address
        and ":" not in address
        and all(part and part not in (".", "..") and not part.startswith(".") for part in parts)
    )
