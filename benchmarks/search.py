"""What search costs: bytes and milliseconds a query, the build of its index, and what one more article changes.

    python benchmarks/search.py --small          # 1,000 articles and 2,000 honours
    python benchmarks/search.py                  # 10,000 articles and 50,000 honours
    python benchmarks/search.py --pagefind 300   # and Pagefind over 300 of our articles and 300 of our people

Queries run in headless Chromium, cold (nothing cached, from opening the page) and warm, on a desktop and on an emulated
phone (150 ms a round trip, 200 kB/s, processor four times slower). Bytes are those of the files asked for.
Pagefind comes as its wheel into an environment of its own; no lock of the project knows of it.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

ROOT: Final = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[0] = str(ROOT)

import build  # noqa: E402 - lies in the folder just named

build.prepare()
build.enter()

import datetime as dt  # noqa: E402

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from benchmarks.corpus import AS_OF, Size, write  # noqa: E402
from tests.chromium import ARGUMENTS, executable  # noqa: E402
from thidua.pipeline import Order  # noqa: E402
from thidua.pipeline import build as build_site  # noqa: E402
from thidua.vietnamese import ICT  # noqa: E402

QUERIES: Final = ("thi dua", "lao dong gioi", "sáng kiến", "nguyen thi hong", '"lao động sáng tạo"', "cstd")
_PHONE: Final = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
_FIRST: Final = "[data-results] > li:first-child"
_PAGEFIND: Final = "pagefind[bin]==1.5.2"
# An article of the newest day, so that it stands last.
_NEW: Final = "content/articles/2025/moi-nhat-cua-ban-do.md"
_NEW_TEXT: Final = """---
title: Thêm một bài mới
section: tin-tuc
lede: Bài này chỉ để đo.
authors: [{name: Ban biên tập}]
published: 2025-12-31 23:00
---
Cả tổ thi đua làm thêm một sáng kiến nhỏ.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's milliseconds until its first results stand on the page, and the bytes that were fetched for it."""

    ms: float
    bytes: int


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder while the context lasts."""
    host = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{host.server_port}/"
    finally:
        host.shutdown()


def opened(browser: Browser, is_phone: bool) -> Page:
    """A fresh window with nothing cached."""
    page = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
    if is_phone:
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.send("Network.emulateNetworkConditions", _PHONE)
        client.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return page


def asked_cold(browser: Browser, address: str, query: str, is_phone: bool) -> Asked:
    """From opening the page with the query until results stand on it."""
    page = opened(browser, is_phone)
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    started = time.perf_counter()
    page.goto(f"{address}?q={quote(query)}")
    page.locator(_FIRST).wait_for(timeout=180_000)
    ms = (time.perf_counter() - started) * 1000
    page.context.close()
    return Asked(ms, sum(sizes))


WARM: Final = """async ([query, rounds]) => {
    const search = await import(document.querySelector("script[type=module]").src);
    delete window.index;
    const index = window.index ??= new search.Index(document.querySelector("[data-search]").dataset.search);
    const times = [];
    for (let round = 0; round <= rounds; round += 1) {
        const started = performance.now();
        const {hits} = await search.find(index, search.asked(query));
        const {numbers} = await search.narrowed(index, hits, {}, false);
        await Promise.all([...numbers.slice(0, 10)].map(number => index.card(number)));
        times.push(performance.now() - started);
    }
    return times;
}"""


def index_bytes(site: Path) -> dict[str, bytes]:
    """Every file of the index by its name."""
    return {path.name: path.read_bytes() for path in (site / "tim-kiem").iterdir()}


def told(site: Path, browser: Browser) -> list[float]:
    """Print what our queries cost; gives their first milliseconds on a page that is open already."""
    cold: list[float] = []
    with served(site) as address:
        print(f"\n{'query':<24}{'cold':>9}{'kB':>7}{'warm':>9}{'phone, cold':>13}{'memory':>9}")
        for query in QUERIES:
            desk = asked_cold(browser, f"{address}tim-kiem.html", query, is_phone=False)
            phone = asked_cold(browser, f"{address}tim-kiem.html", query, is_phone=True)
            page = browser.new_context().new_page()
            page.goto(f"{address}tim-kiem.html")
            first, *others = page.evaluate(WARM, [query, 5])
            warm = statistics.median(others)
            heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
            page.context.close()
            cold.append(first)
            columns = f"{desk.ms:>6.0f} ms{desk.bytes / 1000:>7.0f}{warm:>6.0f} ms{phone.ms:>10.0f} ms{heap:>6.0f} MB"
            print(f"{query:<24}{columns}")
    return cold


def main() -> None:
    """Build, ask, add an article, and compare."""
    parser = argparse.ArgumentParser(description="What search costs.")
    parser.add_argument("--small", action="store_true", help="1,000 articles and 2,000 honours")
    parser.add_argument("--pagefind", type=int, metavar="PAGES", help="give as many of our pages to Pagefind too")
    parser.add_argument("--work", type=Path, help="a folder to keep the sources in for the next run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.work or Path(temporary)
        project = work / ("small" if arguments.small else "full")
        if not project.exists():
            write(project, Size(1_000, 2_000) if arguments.small else Size(10_000, 50_000))
        _measured(project, arguments.pagefind)


def _measured(project: Path, pagefind: int | None) -> None:
    order = Order(project, project / "site", dt.datetime.fromisoformat(AS_OF).replace(tzinfo=ICT))
    seconds = _timed_build(order)
    files = index_bytes(order.out)
    size = sum(map(len, files.values()))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"index {len(files)} files, {size / 1e6:.1f} MB; whole build {seconds:.1f} s, {memory:.0f} MB at most")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        ours = told(order.out, browser)
        if pagefind:
            _pagefind(order.out, pagefind, browser, ours)
        browser.close()
    _one_more(project, order, files, size)


def _timed_build(order: Order) -> float:
    started = time.perf_counter()
    build_site(order)
    return time.perf_counter() - started


def _one_more(project: Path, order: Order, before: dict[str, bytes], size: int) -> None:
    """Add one newest article and print what that changed."""
    (project / _NEW).write_text(_NEW_TEXT, "utf-8", newline="\n")
    seconds = _timed_build(order)
    after = index_bytes(order.out)
    (project / _NEW).unlink()
    new = sum(len(data) for name, data in after.items() if before.get(name) != data)
    print(
        f"\none more article: {new / 1000:.0f} kB of the index are new, {new / size:.2%}; whole build {seconds:.1f} s"
    )


# ---- Pagefind -----------------------------------------------------------------------------------------------

_ASK_PAGEFIND: Final = """async ([query, root]) => {
    const started = performance.now();
    const pagefind = await import(`${root}pagefind/pagefind.js`);
    const found = await pagefind.search(query);
    await Promise.all(found.results.slice(0, 10).map(result => result.data()));
    return performance.now() - started;
}"""


def _pagefind(site: Path, pages: int, browser: Browser, ours: list[float]) -> None:
    """The first pages of articles and people, indexed and asked by Pagefind; prints the ratios."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        venv.create(folder / "env", with_pip=True)
        python = folder / "env/bin/python"
        subprocess.run([python, "-m", "pip", "install", "-q", _PAGEFIND], check=True)
        chosen = sorted(site.glob("*/20*/*.html"))[:pages] + sorted(site.glob("guong-sang/ca-nhan/*.html"))[:pages]
        for path in chosen:
            place = folder / "site" / path.relative_to(site)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
        started = time.perf_counter()
        subprocess.run([python, "-m", "pagefind", "--site", folder / "site"], check=True, capture_output=True)
        seconds = time.perf_counter() - started
        made = sum(path.stat().st_size for path in (folder / "site/pagefind").rglob("*") if path.is_file())
        print(f"\nPagefind, {len(chosen)} pages: index {made / 1e6:.1f} MB in {seconds:.1f} s")
        with served(folder / "site") as address:
            for query, our in zip(QUERIES, ours, strict=True):
                page = browser.new_context().new_page()
                page.goto(address + chosen[0].relative_to(site).as_posix())
                cold = page.evaluate(_ASK_PAGEFIND, [query, address])
                page.context.close()
                print(f"{query:<24}{cold:>6.0f} ms; ours, over all pages, {our:.0f} ms: {cold / our:.1f} times")


if __name__ == "__main__":
    main()
