"""Where the time of one build goes, phase by phase and function by function.

    python benchmarks/phases.py PROJECT [--out OUT] [--functions 30]

Looks at the stack every few milliseconds of CPU time, in this process and in every one that it
forks, so nothing in the product needs a hook. Linux and macOS. Named `phases`, because a script
called `profile` would stand in the way of Python's own.
"""

import argparse
import gc
import json
import os
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final, Literal

ROOT: Final = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[0] = str(ROOT)

import build  # noqa: E402 - lies in the folder just named

build.prepare()
build.enter()

from benchmarks.corpus import AS_OF  # noqa: E402

EVERY_S: Final = 0.004
_FLUSH_S: Final = 0.5
_LOAD: Final = "load: records, validation"
# The phase that a module's functions belong to, with all that they call.
PHASES: Final[Mapping[str, str]] = {
    "load": _LOAD,
    "source": "load: files, YAML",
    "markup": "load: Markdown",
    "checks": "check",
    "library": "plan",
    "briefs": "plan",
    "foresight": "plan",
    "segments": "search index",
    "plan": "plan",
    "digest": "keys of pages",
    "text_checks": "check",
    "figure_checks": "check",
    "honour_checks": "check",
    "record_checks": "check",
    "time_checks": "check",
    "disagreements": "check",
    "render": "render: templates",
    "fixed": "render: templates",
    "compiled": "render: templates",
    "opendata": "open data",
    "search": "search index",
    "structured": "render: templates",
    "addresses": "link check",
    "images": "pictures",
    "covers": "pictures",
    "pictures": "pictures",
    "assets": "pictures",
    "publish": "publish",
    "cache": "remember",
}
# What load calls by way of others is told apart.
_WITHIN_LOAD: Final = frozenset({"load: files, YAML", "load: Markdown", "pictures", "remember"})
_TRANSPARENT: Final = frozenset({"beside", "edits", "pipeline", "rendering", "sources", "workers"})


def _counts() -> defaultdict[str, float]:
    return defaultdict(float)


@dataclass(slots=True)
class Samples:
    """How often each phase, and each function with its callees or by itself, was seen."""

    phases: defaultdict[str, float] = field(default_factory=_counts)
    whole: defaultdict[str, float] = field(default_factory=_counts)
    itself: defaultdict[str, float] = field(default_factory=_counts)
    cpu: float = 0.0
    collecting: float = 0.0

    def look(self, frame: FrameType | None) -> None:
        """Count one moment."""
        stack = [(step.f_globals.get("__name__", ""), step.f_code.co_qualname) for step in _outwards(frame)]
        self.phases[phase_of([module for module, _ in reversed(stack)])] += 1
        names = [f"{module}.{function}" for module, function in stack]
        # A signal that came while garbage was collected is heard in the first function after it.
        collecting = bool(names) and names[0].endswith("._collected")
        self.itself["garbage collection" if collecting else names[0]] += 1
        for name in {name for name in names if name.startswith("thidua.")}:
            self.whole[name] += 1

    def add(self, other: "Samples") -> None:
        """Put another process's samples to these, each scaled to the CPU time that its process used."""
        seen = sum(other.phases.values())
        for mine, theirs in ((self.phases, other.phases), (self.whole, other.whole), (self.itself, other.itself)):
            for name, count in theirs.items():
                mine[name] += count * other.cpu / seen
        self.cpu += other.cpu
        self.collecting += other.collecting


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def phase_of(modules: list[str]) -> str:
    """The phase of a stack, given from the outermost module inwards."""
    found = ""
    is_known = False
    for module in modules:
        package, _, name = module.partition(".")
        if package != "thidua" or name in _TRANSPARENT:
            continue
        phase = PHASES.get(name, "")
        if phase and (not is_known or (found == _LOAD and phase in _WITHIN_LOAD)):
            found, is_known = phase, True
        elif not found:
            found = name
    return found or "start, and the pipeline itself"


class Sampler:
    """Samples this process, and each that it forks, into one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.begin()
        os.register_at_fork(after_in_child=self.begin)
        gc.callbacks.append(self._collected)
        signal.signal(signal.SIGPROF, self._look)

    def begin(self) -> None:
        self.samples = Samples()
        self.collection_began = 0.0
        self.cpu_before = time.process_time()
        self.flushed = time.monotonic()
        signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)

    def _look(self, _: int, frame: FrameType | None) -> None:
        self.samples.look(frame)
        # A worker may be ended without a word: what it saw is written as it goes.
        if time.monotonic() - self.flushed > _FLUSH_S:
            self.flush()

    def _collected(self, step: Literal["start", "stop"], _: Mapping[str, int]) -> None:
        if step == "start":
            self.collection_began = time.perf_counter()
        elif self.collection_began:
            self.samples.collecting += time.perf_counter() - self.collection_began
            self.collection_began = 0.0

    def flush(self) -> None:
        self.flushed = time.monotonic()
        self.samples.cpu = time.process_time() - self.cpu_before
        kept = {name: getattr(self.samples, name) for name in Samples.__slots__}
        (self.folder / f"{os.getpid()}.json").write_text(json.dumps(kept), "utf-8")

    def all(self) -> Samples:
        """Everything that was seen so far, in seconds."""
        signal.setitimer(signal.ITIMER_PROF, 0)
        self.flush()
        found = Samples()
        for path in self.folder.glob("*.json"):
            kept = json.loads(path.read_text("utf-8"))
            found.add(Samples(**kept))
        return found


def report(found: Samples, wall: float, processes: int, functions: int) -> Iterator[str]:
    """Two Markdown tables."""
    yield f"wall {wall:.1f} s, CPU {found.cpu:.1f} s in {processes} processes,"
    yield f"of which garbage collection {found.collecting:.1f} s (it stands in the phases that it interrupted)."
    yield ""
    yield "| phase | CPU s | share |"
    yield "|---|---:|---:|"
    for name, seconds in _most(found.phases):
        yield f"| {name} | {seconds:.2f} | {seconds / found.cpu:.0%} |"
    yield ""
    yield "| function, with all that it calls | CPU s | | function by itself | CPU s |"
    yield "|---|---:|---|---|---:|"
    pairs = list(zip(_most(found.whole), _most(found.itself), strict=False))[:functions]
    for (whole, all_seconds), (alone, own_seconds) in pairs:
        yield f"| `{whole.removeprefix('thidua.')}` | {all_seconds:.2f} | | `{alone}` | {own_seconds:.2f} |"


def _most(counted: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(counted.items(), key=lambda item: -item[1])


def main() -> None:
    """Build a project once and tell where the time went."""
    parser = argparse.ArgumentParser(description="Where the time of one build goes.")
    parser.add_argument("project", type=Path)
    parser.add_argument("--out", type=Path, help="the site's folder, usually PROJECT/site")
    parser.add_argument("--functions", type=int, default=30)
    arguments = parser.parse_args()
    project = arguments.project.resolve()
    with tempfile.TemporaryDirectory(prefix="thidua-phases-") as folder:
        started = time.perf_counter()
        sampler = Sampler(Path(folder))
        from thidua.pipeline import Order, build
        from thidua.scalars import moment

        outcome = build(Order(project, arguments.out or project / "site", moment(AS_OF)))
        wall = time.perf_counter() - started
        found = sampler.all()
        print(f"{outcome.pages} pages, {outcome.written} files written, {outcome.deleted} deleted;", end=" ")
        print("\n".join(report(found, wall, len(list(Path(folder).iterdir())), arguments.functions)))


if __name__ == "__main__":
    main()
