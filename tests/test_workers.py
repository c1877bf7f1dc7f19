"""Work is shared out among cores, and nobody can tell by what comes back."""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import PATIENCE
from thidua import workers
from thidua.problems import Origin, Problem, Problems


@pytest.fixture(autouse=True)
def three_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many cores there are."""
    monkeypatch.setattr(workers, "cores", lambda: 3)


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs copies of a process")


@needs_fork
def test_results_come_in_order_from_several_processes() -> None:
    """Results stand in the order of their shares, whoever made them, however large they are."""
    found = list(workers.results(lambda n: (n, "x" * 300_000, os.getpid()), range(40)))

    assert [number for number, _, _ in found] == list(range(40))
    assert os.getpid() not in {process for _, _, process in found}


@needs_fork
def test_work_goes_on_beside_this_process() -> None:
    """What is begun meanwhile is done by another process, and waits for whoever asks."""
    with workers.meanwhile(lambda: ("x" * 300_000, os.getpid())) as made:
        words, process = made()

    assert len(words) == 300_000
    assert process != os.getpid()
    with pytest.raises(ChildProcessError):
        os.waitpid(process, 0)


@needs_fork
def test_work_begun_meanwhile_ends_with_what_it_was_begun_for(tmp_path: Path) -> None:
    """Where the process's own work fails, nobody waits for the other, and none is left."""
    told = tmp_path / "process"

    def work() -> None:
        told.write_text(str(os.getpid()), "utf-8")
        time.sleep(60)

    def fail() -> None:
        with workers.meanwhile(work):
            while not (told.exists() and told.read_text("utf-8")):
                time.sleep(0.01)
            raise ValueError("hỏng")

    began = time.monotonic()
    with pytest.raises(ValueError, match="hỏng"):
        fail()

    assert time.monotonic() - began < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text("utf-8")), 0)


@needs_fork
def test_mistake_in_a_worker_is_the_same_problem() -> None:
    """An editor's mistake that a worker comes upon is told as if it had been found here."""
    problem = Problem(Origin("templates/a.html", 3), "sai", "sửa")

    def work(number: int) -> int:
        if number == 5:
            raise Problems([problem])
        return number

    with pytest.raises(Problems) as told:
        list(workers.results(work, range(9)))
    assert told.value.found == (problem,)


@needs_fork
def test_error_in_a_worker_is_told_with_its_place() -> None:
    """A mistake of ours in a worker ends the build with the traceback of the worker."""
    with pytest.raises(workers.WorkerFailedError, match="ZeroDivisionError"):
        list(workers.results(lambda n: 1 // n, range(9)))


@needs_fork
def test_worker_that_is_killed_ends_the_build() -> None:
    """A build that lost a worker does not wait for it, and is no success."""
    with pytest.raises(workers.WorkerFailedError):
        list(workers.results(lambda _: os._exit(1), range(9)))


@needs_fork
def test_workers_of_a_killed_build_end_too() -> None:
    """Where a build is killed, no worker of it goes on, or waits for ever for somebody to take its results."""
    told, tell = os.pipe()

    def work(_: int) -> str:
        os.write(tell, b".")
        return "x" * 100_000

    build = os.fork()
    if build == 0:
        os.close(told)
        taken = workers.results(work, range(1000))
        next(taken)
        signal.pause()
    os.close(tell)
    assert os.read(told, 1) == b"."
    os.kill(build, signal.SIGKILL)
    os.waitpid(build, 0)

    # Every copy holds the other end: it is closed when the last of them is gone.
    while said := os.read(told, 1000) if select.select([told], [], [], PATIENCE)[0] else b"nobody ended":
        assert set(said) == set(b".")
    os.close(told)


def test_process_with_threads_makes_no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A preview, which has threads, does the work itself."""
    monkeypatch.undo()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert workers.cores() == 1
        assert set(workers.results(lambda _: os.getpid(), range(9))) == {os.getpid()}
    finally:
        stop.set()
        thread.join()


def test_very_many_things_make_few_shares() -> None:
    """However many things there are, their shares fit into one pipe, and hold each thing once."""
    for count in (0, 1, 7, 8, 9, 123_456):
        shares = workers.shares_of(range(count), 8)
        assert len(shares) <= workers.MOST_SHARES
        assert [thing for share in shares for thing in share] == list(range(count))
