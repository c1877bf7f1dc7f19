"""The live preview: rebuilds when a source changes and tells the browser.

Serves the last good build. While a source is broken, every page carries its problems on top; when
the source is mended they go. The kernel tells of changes (watchfiles); livereload speaks to the
browser. Serves one folder, to this machine only unless asked otherwise.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import html
import posixpath
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import web
from tornado.escape import json_decode
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from watchfiles import awatch

from thidua.addresses import base_path
from thidua.cache import Memory
from thidua.pipeline import Order, build
from thidua.problems import Origin, Problem, Problems, report
from thidua.source import Table, read_yaml
from thidua.vietnamese import ICT

_STYLE: Final = """
.thidua-preview-problems { position: fixed; inset: auto 0 0 0; z-index: 9; max-height: 60vh; overflow: auto;
  padding: 1rem 1.25rem; border-top: 6px solid #a8141e; background: #fffdf9; color: #1d1b1a;
  box-shadow: 0 -4px 24px #0004; font: 1rem/1.6 system-ui, sans-serif; }
.thidua-preview-problems h2 { margin: 0 0 .5rem; font-size: 1.1rem; color: #a8141e; }
.thidua-preview-problems pre { margin: 0; white-space: pre-wrap; font: .95rem/1.6 ui-monospace, monospace; }
"""
_HEAD: Final = (
    '<link rel="stylesheet" href="/thidua-preview.css"><script src="/livereload.js?port={port}"></script></head>'
)
_BOX: Final = """
<section class="thidua-preview-problems" role="alert">
<h2>Chưa dựng lại được: trang dưới đây là bản trước</h2>
<pre>{problems}</pre>
</section>
"""
_TEXT: Final = "; charset=utf-8"
# Not the system's own table: on Windows any program may have changed it.
_KINDS: Final = {
    ".html": "text/html" + _TEXT,
    ".css": "text/css" + _TEXT,
    ".js": "text/javascript" + _TEXT,
    ".txt": "text/plain" + _TEXT,
    ".xml": "application/xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
}
_NO_SITE: Final = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Xem trước</title></head><body></body></html>'
)


@dataclass(slots=True)
class Preview:
    """What the browser is shown: the built folder, and what is wrong with the sources now."""

    order: Order
    follows_clock: bool
    problems: str = ""
    builds: int = 0
    shown: dict[str, int] = field(default_factory=dict)
    """Address: the build that its page was last served from."""
    memory: Memory | None = None

    def rebuild(self) -> str:
        """Build once; the problems found, or nothing."""
        if self.follows_clock:
            self.order = replace(self.order, as_of=dt.datetime.now(ICT))
        try:
            self.memory = self.memory or Memory(self.order.results, lives_on=True)
            build(self.order, memory=self.memory)
            self.problems = ""
        except Problems as problems:
            self.problems = report(problems.found)
        except OSError as error:
            # An editor's program was just then writing or renaming the file; its next notice follows.
            self.problems = f"{error.filename}: không đọc hoặc ghi được ({error.strerror})"
        self.builds += 1
        return self.problems

    def base_path(self) -> str:
        """The path that the published site lies under: its page for lost readers names everything by it."""
        try:
            site = read_yaml(self.order.project / "data/site.yaml", "data/site.yaml")
        except (OSError, Problems):
            return "/"
        base_url = site.get("base_url") if isinstance(site, Table) else None
        return base_path(base_url) if isinstance(base_url, str) else "/"


class _Watched:
    """What livereload's handler asks of a watcher: the path that it tells the browser."""

    filepath = "*"


class FollowHandler(LiveReloadHandler):  # type: ignore[misc] # livereload ships no types
    """A page that listens for the next build; one that a build overtook while it loaded is told at once."""

    def initialize(self, preview: Preview) -> None:
        self.preview = preview

    def on_message(self, message: str | bytes) -> None:
        super().on_message(message)
        told = json_decode(message)
        if told.get("command") == "info" and self.preview.shown.get(urlsplit(told["url"]).path) != self.preview.builds:
            self.send_message({"command": "reload", "path": _Watched.filepath})


class PageHandler(web.RequestHandler):
    """A file of the built site; HTML with the preview's own parts added."""

    def initialize(self, preview: Preview, port: int) -> None:
        self.preview = preview
        self.port = port

    def get(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")
        self.preview.shown[urlsplit(self.request.uri or "").path] = self.preview.builds
        found = self._file(path)
        if found is None:
            self.set_status(404)
            found = self._file("404.html")
        if found is None or found.suffix == ".html":
            self.write(self._with_preview(found.read_text("utf-8") if found else _NO_SITE))
        else:
            self.set_header("Content-Type", _KINDS.get(found.suffix, "application/octet-stream"))
            self.write(found.read_bytes())

    def _file(self, path: str) -> Path | None:
        """The file that is meant, with or without the path that the site will lie under."""
        clean = posixpath.normpath("/" + path)
        return self._inside(clean) or self._inside("/" + clean.removeprefix(self.preview.base_path()))

    def _inside(self, path: str) -> Path | None:
        """The file of that path in the built folder, and nowhere else."""
        top = self.preview.order.out.resolve()
        # What no file can be called, as a NUL or a name too long, is not there.
        with contextlib.suppress(ValueError, OSError):
            place = top / path.lstrip("/")
            place = (place / "index.html" if place.is_dir() else place).resolve()
            return place if place.is_relative_to(top) and place.is_file() else None
        return None

    def _with_preview(self, page: str) -> str:
        page = page.replace("</head>", _HEAD.format(port=self.port), 1)
        if not self.preview.problems:
            return page
        box = _BOX.format(problems=html.escape(self.preview.problems))
        return page.replace("</body>", box + "</body>", 1)


class StyleHandler(web.RequestHandler):
    """The stylesheet of the problems box: pages allow no inline style."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.write(_STYLE)


def application(preview: Preview, port: int) -> web.Application:
    """The preview's routes."""
    LiveReloadHandler.watcher = _Watched()
    return web.Application(
        [
            (r"/livereload", FollowHandler, {"preview": preview}),
            (r"/livereload.js", LiveReloadJSHandler),
            (r"/thidua-preview.css", StyleHandler),
            (r"/(.*)", PageHandler, {"preview": preview, "port": port}),
        ],
        log_function=_keep_quiet,
    )


def _keep_quiet(_: web.RequestHandler) -> None:
    """Requests are not the editor's business; what was built is."""


def serve(order: Order, host: str, port: int, say: Callable[[str], None], stop: threading.Event | None = None) -> None:
    """Serve until stopped, at a port that is free where 0 is asked for. Raises Problems when the port is taken."""
    follows_clock = abs(dt.datetime.now(ICT) - order.as_of) < dt.timedelta(minutes=1)
    asyncio.run(_serve(Preview(order, follows_clock), host, port, say, stop))


async def _serve(
    preview: Preview, host: str, port: int, say: Callable[[str], None], stop: threading.Event | None
) -> None:
    try:
        sockets = bind_sockets(port, host)
    except (OSError, OverflowError):
        remedy = "thử một số khác, từ 1024 đến 65535, ví dụ --port 5501"
        problem = Problem(Origin("serve"), f"không mở được cổng {port} của {host}: có thể đang được dùng", remedy)
        raise Problems([problem]) from None
    port = sockets[0].getsockname()[1]
    server = HTTPServer(application(preview, port))
    server.add_sockets(sockets)
    sources = [preview.order.project / name for name in ("content", "data", "templates")]
    notices = awatch(
        *(path for path in sources if path.is_dir()), debounce=60, step=15, stop_event=stop, raise_interrupt=False
    )
    # The watch begins before the first build reads anything: what is saved meanwhile is not missed.
    notice = asyncio.ensure_future(anext(notices, None))
    await asyncio.sleep(0)
    say("Đang dựng trang…")
    say(await asyncio.to_thread(preview.rebuild) or "Xong.")
    say(f"Xem trước: http://{host}:{port}/   (Ctrl+C để dừng)")
    while await notice is not None:
        say(await asyncio.to_thread(preview.rebuild) or "Đã dựng lại.")
        LiveReloadHandler.reload_waiters()
        notice = asyncio.ensure_future(anext(notices, None))
    server.stop()
