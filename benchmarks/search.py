"""What search costs: bytes and milliseconds a query, the making of its index, and what changes with an article.

    python benchmarks/search.py --small                        # 1,000 articles and 2,000 honours
    python benchmarks/search.py                                # 10,000 articles and 50,000 honours
    python benchmarks/search.py --pagefind 10000               # and Pagefind, over as many of our pages
    python benchmarks/search.py --rows queries --work FOLDER   # one part, on what an earlier run left in FOLDER

Of our site only the search page and its index are made, and for Pagefind the pages that it reads. Queries run in
headless Chromium, on a desktop and on an emulated phone (150 ms a round trip, 200 kB/s, processor four times slower);
milliseconds are told by the page's own clock. Bytes are those of the files asked for. Memory is what all processes of
a step take together, above what was there when it began. Pagefind comes as its wheel into an environment of its own;
no lock of the project knows of it.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from subprocess import PIPE, Popen, run
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
from benchmarks.measure import Cost, cost_of, memory_of  # noqa: E402
from tests.chromium import ARGUMENTS, executable  # noqa: E402
from tests.search_site import Searched, searched  # noqa: E402
from thidua.records import Article, packed_words  # noqa: E402
from thidua.search import FOLDER  # noqa: E402
from thidua.vietnamese import ICT  # noqa: E402

ROWS: Final = ("index", "queries", "pagefind")
QUERIES: Final = ("thi dua", "lao dong gioi", "sáng kiến", "nguyen thi hong", '"lao động sáng tạo"', "cstd")
_PHONE: Final = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000}
_PAGEFIND: Final = "pagefind[bin]==1.5.2"
_BLANK: Final = "blank.html"
# An article of the newest day, so that it stands last; and a sentence for an old one.
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
_SENTENCE: Final = "\nCả tổ thi đua làm thêm một sáng kiến nhỏ.\n"


def main() -> None:
    """Make the index, ask, and compare."""
    parser = argparse.ArgumentParser(description="What search costs.")
    parser.add_argument("--small", action="store_true", help="1,000 articles and 2,000 honours")
    parser.add_argument(
        "--pagefind", type=int, default=0, metavar="PAGES", help="give as many of our pages to Pagefind"
    )
    parser.add_argument("--work", type=Path, help="a folder to keep everything in for the next run")
    parser.add_argument("--rows", default=",".join(ROWS), help=f"which parts to run, of {','.join(ROWS)}")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = (arguments.work or Path(temporary)) / ("small" if arguments.small else "full")
        rows = arguments.rows.split(",")
        if "index" in rows:
            _made(work, Size(1_000, 2_000) if arguments.small else Size(10_000, 50_000), arguments.pagefind)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
            if "queries" in rows:
                _print_queries(browser, work / "site")
            if "pagefind" in rows and (work / "read").exists():
                _print_comparison(browser, work)
            browser.close()


# ---- making the index ---------------------------------------------------------------------------------------


def _made(work: Path, size: Size, pages: int) -> None:
    """Make the index three times: anew, with one more article, and after an edit; print what each costs."""
    project = work / "project"
    if not project.exists():
        write(project, size)
    (project / _NEW).unlink(missing_ok=True)
    for name in ("site", "memory"):
        shutil.rmtree(work / name, ignore_errors=True)
    site = _read(project)
    _print_head("making the index", "wall s", "CPU s", "memory MB", "index MB", "files", "new MB")
    _told(f"of {len(site.found):,} documents, anew", work, site)
    (project / _NEW).write_text(_NEW_TEXT, "utf-8", newline="\n")
    longer = _read(project)
    _told("with one more article", work, longer)
    _told("after an edit of an article", work, _edited(longer))
    (project / _NEW).unlink()
    if pages:
        _for_comparison(work, site, pages)


def _read(project: Path) -> Searched:
    return searched(project, dt.datetime.fromisoformat(AS_OF).replace(tzinfo=ICT))


def _edited(site: Searched) -> Searched:
    """The same with a sentence more in an article of the middle."""
    articles = [at for at, (leaf, _) in enumerate(site.found) if leaf.kind == "article"]
    place = articles[len(articles) // 2]
    leaf, digest = site.found[place]
    page = site.pages[leaf.address]
    article = page.shows["article"]
    assert isinstance(article, Article)
    words = packed_words(article.body.html, article.body.text + _SENTENCE, article.body.headings)
    longer = replace(article, body=replace(article.body, words=words))
    edited = replace(page, shows={**page.shows, "article": longer})
    found = (*site.found[:place], (leaf, digest[::-1]), *site.found[place + 1 :])
    return replace(site, pages={**site.pages, leaf.address: edited}, found=found)


def _told(what: str, work: Path, site: Searched) -> None:
    """Make the index as it is after what was made before, and print one row."""
    out, memory = work / "site", work / "memory"
    before = _files(out)

    def step() -> None:
        site.write(out, site.index(memory))

    for folder in (out, memory):
        if folder.exists():
            shutil.copytree(folder, folder.with_suffix(".before"))
    cost = _cost(step)
    after = _files(out)
    new = sum(len(data) for name, data in after.items() if before.get(name) != data)
    for folder in (out, memory):
        shutil.rmtree(folder)
        if folder.with_suffix(".before").exists():
            folder.with_suffix(".before").rename(folder)
    most = _memory(step)
    whole = sum(map(len, after.values()))
    _print_row(
        what, f"{cost.wall:.2f}", f"{cost.cpu:.2f}", f"{most / 1e6:.0f}", f"{whole / 1e6:.2f}", f"{len(after):,}",
        f"{new / 1e6:.2f} ({new / whole:.2%})",
    )  # fmt: skip


def _files(site: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (site / FOLDER).glob("*")}


def _cost(step: Callable[[], None]) -> Cost:
    """What a step costs here and in the processes that it starts."""
    started, before = time.perf_counter(), sum(os.times()[:4])
    step()
    return Cost(time.perf_counter() - started, sum(os.times()[:4]) - before)


def _memory(step: Callable[[], None]) -> int:
    """The most that this process and those that it starts take for a step, above what is taken to begin with."""
    before = memory_of(os.getsid(0))
    command = (sys.executable, "-m", "benchmarks.measure", str(os.getsid(0)))
    with Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE) as watcher:
        step()
        most, _ = watcher.communicate()
    return int(most) - before


def _for_comparison(work: Path, site: Searched, count: int) -> None:
    """As many pages, half of them people: for Pagefind to read, and in an index of ours."""
    of_kind = {kind: [each for each in site.found if each[0].kind == kind] for kind in ("article", "person")}
    some = tuple(each for found in of_kind.values() for each in found[-(count // 2) :])
    for name in ("read", "same"):
        shutil.rmtree(work / name, ignore_errors=True)
    site.render(work / "read", [site.pages[leaf.address] for leaf, _ in some])
    # Neither reads what stands around every text.
    for path in (work / "read" / leaf.address for leaf, _ in some):
        path.write_text(path.read_text("utf-8").replace("<main", "<main data-pagefind-body", 1), "utf-8", newline="\n")
    fewer = replace(site, found=some)
    with tempfile.TemporaryDirectory() as memory:
        cost = _cost(lambda: fewer.write(work / "same", fewer.index(Path(memory))))
    whole = sum(map(len, _files(work / "same").values()))
    _print_row(
        f"of {len(some):,} documents, anew", f"{cost.wall:.2f}", f"{cost.cpu:.2f}", "", f"{whole / 1e6:.2f}", "", ""
    )


# ---- asking -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A query's milliseconds with nothing fetched yet, and again; its results; bytes fetched, and held at the end."""

    first: float
    again: float
    fetched: int
    found: int
    heap: int


# Until ten cards with their texts are there, as the search page and Pagefind's own wait for them.
_OURS: Final = """async ([query, root, rounds, script]) => {
    const search = await import(root + script);
    const times = [];
    let found = 0;
    const index = window.index = new search.Index(`${root}tim-kiem/muc-luc.bin`);
    for (let round = 0; round <= rounds; round += 1) {
        const started = performance.now();
        const {hits} = await search.find(index, search.asked(query));
        const {numbers} = await search.narrowed(index, hits, {}, false);
        await Promise.all([...numbers.slice(0, 10)].map(async number => index.text(await index.card(number))));
        times.push(performance.now() - started);
        found = numbers.length;
    }
    return [times, found];
}"""
_THEIRS: Final = """async ([query, root, rounds]) => {
    const times = [];
    let found = 0;
    for (let round = 0; round <= rounds; round += 1) {
        const started = performance.now();
        const pagefind = await import(`${root}pagefind/pagefind.js`);
        const {results} = await pagefind.search(query);
        await Promise.all(results.slice(0, 10).map(result => result.data()));
        times.push(performance.now() - started);
        found = results.length;
    }
    return [times, found];
}"""
_NOTE_RESULTS: Final = """new MutationObserver((_, observer) => {
    if (document.querySelector("[data-results] > li")) { window.resultsAt = performance.now(); observer.disconnect(); }
}).observe(document, {subtree: true, childList: true})"""


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


@contextmanager
def opened(browser: Browser, is_phone: bool) -> Iterator[tuple[Page, list[int]]]:
    """A fresh window with nothing cached, and the sizes of what it fetches."""
    page = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
    page.set_default_timeout(60_000)
    if is_phone:
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        client.send("Network.emulateNetworkConditions", _PHONE)
        client.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    yield page, sizes
    page.context.close()


def asked(browser: Browser, folder: Path, query: str, is_phone: bool) -> Asked:
    """Ask in a window that holds nothing, by our script or, where there is one, by Pagefind's."""
    (folder / _BLANK).write_text("<!doctype html><title>.</title>", "utf-8")
    script = next((path.relative_to(folder).as_posix() for path in folder.glob("assets/search-*.js")), "")
    with served(folder) as address, opened(browser, is_phone) as (page, sizes):
        page.goto(address + _BLANK)
        sizes.clear()
        times, found = page.evaluate(_OURS if script else _THEIRS, [query, address, 2 if is_phone else 5, script])
        client = page.context.new_cdp_session(page)
        client.send("HeapProfiler.collectGarbage")
        heap = client.send("Runtime.getHeapUsage")
        used = heap["usedSize"] + heap.get("backingStorageSize", 0)
        return Asked(times[0], statistics.median(times[1:]), sum(sizes), found, used)


def until_shown(browser: Browser, site: Path, query: str, is_phone: bool) -> float:
    """Milliseconds from going to the search page with a query, nothing cached, until the first result stands on it."""
    with served(site) as address, opened(browser, is_phone) as (page, _):
        page.add_init_script(_NOTE_RESULTS)
        page.goto(f"{address}tim-kiem.html?q={quote(query)}", wait_until="commit")
        page.locator("[data-results] > li:first-child").wait_for()
        shown: float = page.evaluate("window.resultsAt")
        return shown


def _print_queries(browser: Browser, site: Path) -> None:
    _print_head(
        "query", "found", "kB", "first, ms", "again, ms", "from opening the page, ms",
        "phone: first, s", "again, ms", "from opening the page, s", "memory MB",
    )  # fmt: skip
    for query in QUERIES:
        desk, phone = (asked(browser, site, query, is_phone) for is_phone in (False, True))
        opening, on_phone = (until_shown(browser, site, query, is_phone) for is_phone in (False, True))
        _print_row(
            f"`{query}`", f"{desk.found:,}", f"{desk.fetched / 1e3:.0f}", f"{desk.first:.0f}", f"{desk.again:.1f}",
            f"{opening:.0f}", f"{phone.first / 1e3:.1f}", f"{phone.again:.0f}", f"{on_phone / 1e3:.1f}",
            f"{desk.heap / 1e6:.1f}",
        )  # fmt: skip


def _print_head(first: str, *columns: str) -> None:
    print()
    _print_row(first, *columns)
    print("|---|" + "---:|" * len(columns))


def _print_row(*columns: str) -> None:
    print(f"| {' | '.join(columns)} |", flush=True)


# ---- Pagefind -----------------------------------------------------------------------------------------------


def _print_comparison(browser: Browser, work: Path) -> None:
    """Pagefind and ourselves over the same pages: what the index costs and what queries do."""
    python = work / "env/bin/python"
    if not python.exists():
        venv.create(work / "env", with_pip=True)
        run([python, "-m", "pip", "install", "-q", _PAGEFIND], check=True)
    command: Sequence[str | Path] = (python, "-m", "pagefind", "--site", work / "read")
    if not (work / "read/pagefind").exists():
        cost = cost_of(command, work, with_memory=True)
        made = [path.stat().st_size for path in (work / "read/pagefind").rglob("*") if path.is_file()]
        print(
            f"\nPagefind: {cost.wall:.1f} s, CPU {cost.cpu:.1f} s, {cost.memory / 1e6:.0f} MB of memory;"
            f" index {sum(made) / 1e6:.1f} MB in {len(made):,} files"
        )
    _print_head(
        "ours / Pagefind", "found", "kB", "first, ms", "ratio", "again, ms", "ratio", "phone: first, s", "ratio"
    )
    for query in QUERIES:
        our, their, our_phone, their_phone = (
            asked(browser, work / name, query, is_phone) for is_phone in (False, True) for name in ("same", "read")
        )
        _print_row(
            f"`{query}`", f"{our.found:,} / {their.found:,}", f"{our.fetched / 1e3:.0f} / {their.fetched / 1e3:.0f}",
            f"{our.first:.0f} / {their.first:.0f}", f"{their.first / our.first:.1f}",
            f"{our.again:.1f} / {their.again:.1f}", f"{their.again / our.again:.0f}",
            f"{our_phone.first / 1e3:.1f} / {their_phone.first / 1e3:.1f}",
            f"{their_phone.first / our_phone.first:.1f}",
        )  # fmt: skip


if __name__ == "__main__":
    main()
