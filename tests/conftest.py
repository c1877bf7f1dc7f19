"""A small fictional site, really built: copied for each test, changed there, and looked at."""

from __future__ import annotations

import datetime as dt
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import hypothesis
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.chromium import ARGUMENTS, executable
from thidua.pipeline import Order, Outcome, build, check
from thidua.problems import Problem, Problems
from thidua.vietnamese import ICT

# The same examples on every run: a failure can be seen again, and a slow machine changes no verdict.
hypothesis.settings.register_profile(
    "thidua", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("thidua")

# Seconds that a page may take to show something on a busy machine; no test counts on their running out.
PATIENCE: Final = 60
expect.set_options(timeout=PATIENCE * 1000)

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests/tiny"
AS_OF = dt.datetime(2024, 7, 1, 8, 0, tzinfo=ICT)


class Site:
    """A project on disk with the tiny site's sources and the real templates."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.as_of = AS_OF
        self.with_drafts = False
        shutil.copytree(TINY, project, dirs_exist_ok=True)
        shutil.copytree(ROOT / "templates", project / "templates")

    @property
    def out(self) -> Path:
        return self.project / "site"

    def order(self, out: Path | None = None) -> Order:
        return Order(self.project, out or self.out, self.as_of, self.with_drafts)

    def build(self, out: Path | None = None) -> Outcome:
        return build(self.order(out))

    def problems(self) -> tuple[Problem, ...]:
        """Everything a check finds, notes included."""
        try:
            return check(self.order())
        except Problems as problems:
            return problems.found

    def write(self, place: str, text: str) -> Path:
        path = self.project / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        return path

    def read(self, place: str) -> str:
        return (self.project / place).read_text("utf-8")

    def replace(self, place: str, old: str, new: str) -> None:
        """Change words that stand in the file exactly once."""
        text = self.read(place)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {place}"
        self.write(place, text.replace(old, new))

    def delete(self, place: str) -> None:
        (self.project / place).unlink()

    def output(self, address: str) -> Path:
        return self.out / address

    def html(self, address: str) -> str:
        return self.output(address).read_text("utf-8")

    def files(self, out: Path | None = None) -> dict[str, bytes]:
        """Every published file by its address."""
        top = out or self.out
        return {p.relative_to(top).as_posix(): p.read_bytes() for p in sorted(top.rglob("*")) if p.is_file()}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The tiny site, to change and to build."""
    return Site(tmp_path / "du-an")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The tiny site as it is, built once; to look at, not to change."""
    site = Site(tmp_path_factory.mktemp("built") / "du-an")
    site.build()
    return site


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain static host that keeps no log."""

    def log_message(self, format: str, *args: object) -> None: ...


class _Host(http.server.ThreadingHTTPServer):
    # A browser opens six connections to a host at once, and each test a browser's window or two.
    request_queue_size = 128


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address, with a slash at its end, at which a folder is served while the context lasts."""
    host = _Host(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=host.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{host.server_port}/"
    finally:
        host.shutdown()
        thread.join()
        host.server_close()


@pytest.fixture(scope="session")
def served(built: Site) -> Iterator[str]:
    """The address of the tiny site on a plain static host."""
    with serving(built.out) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, opened once; each test opens contexts of its own."""
    with sync_playwright() as opened:
        chromium = opened.chromium.launch(executable_path=executable(), args=list(ARGUMENTS), timeout=PATIENCE * 1000)
        chromium.on("context", lambda context: context.set_default_timeout(PATIENCE * 1000))
        yield chromium
        chromium.close()
