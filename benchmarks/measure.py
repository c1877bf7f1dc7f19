"""What one run of a program costs: wall time, CPU time and memory of all its processes together.

CPU is user and system time of the program and every child it waited for, from wait4. Memory is
the highest sum of the processes' proportional set sizes (Linux, /proc/PID/smaps_rollup), so that
pages which forked workers share are counted once and a memory disk is not counted at all. Looking
takes time itself: memory is measured in runs of its own. Elsewhere it is the resident set of the
largest process.
"""

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_LOOK_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds and bytes; `memory` is 0 where it was not looked at."""

    wall: float
    cpu: float
    memory: int = 0


class RunFailedError(Exception):
    """A measured program ended with an error."""


def cost_of(command: Sequence[str | Path], folder: Path, with_memory: bool = False) -> Cost:
    """Run a program to its end. Raises RunFailedError with what it said."""
    log = folder / "benchmark.log"
    with log.open("wb") as said:
        started = time.perf_counter()
        # A session of its own, by which its descendants are known.
        process = subprocess.Popen(
            [str(word) for word in command], cwd=folder, stdout=said, stderr=said, start_new_session=True
        )
        memory = _highest(process.pid, partial(_is_running, process.pid)) if with_memory else 0
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RunFailedError(f"{command} ended with {process.returncode}:\n{log.read_text('utf-8', 'replace')[-3000:]}")
    if with_memory and not memory:
        memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return Cost(wall, used.ru_utime + used.ru_stime, memory)


def _highest(leader: int, goes_on: Callable[[], bool]) -> int:
    """The highest sum that a session takes while something goes on, or 0 where the system does not tell."""
    found = 0
    while goes_on():
        started = time.perf_counter()
        found = max(found, memory_of(leader))
        time.sleep(max(_LOOK_S, 2 * (time.perf_counter() - started)))
    return found


def memory_of(leader: int) -> int:
    """What all processes of a session take now."""
    return sum(map(_share, _members(leader)))


def _is_running(process: int) -> bool:
    """Whether it still runs; it stays to be waited for."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def _members(session: int) -> Iterator[int]:
    """Every process of the session."""
    for entry in _PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            # After the name, which may hold anything: state, parent, group, session.
            if int((entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[3]) == session:
                yield int(entry.name)


def _share(process: int) -> int:
    with contextlib.suppress(OSError):
        for line in (_PROC / str(process) / "smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def main() -> None:
    """Tell the most that a session took until nobody writes to this program any more."""
    print(_highest(int(sys.argv[1]), lambda: not select.select([sys.stdin], [], [], 0)[0]))


if __name__ == "__main__":
    main()
