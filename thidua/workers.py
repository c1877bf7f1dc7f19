"""Work shared out among the machine's cores, by processes that are copies of this one.

A copy sees all that was made so far without a word being sent; only results come back. Where a system has no such
copies, or other threads run, the work is done here: results are the same whoever makes them.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import selectors
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NoReturn, TypeVar

from thidua.cache import DamagedError
from thidua.problems import Problems

T = TypeVar("T")
R = TypeVar("R")

# What a pipe takes before anybody reads it (POSIX gives no less than 4 KiB, Linux 64).
MOST_SHARES: Final = 1000
_NUMBER: Final = struct.Struct("<I")
_HEAD: Final = struct.Struct("<II")
_READ: Final = 1 << 20


class WorkerFailedError(Exception):
    """A worker ended before its work was done, or failed for a reason that is no editor's mistake."""


def cores() -> int:
    """How many workers are of use here; 1 where this process must do the work itself."""
    # A copy of a process with threads may wait for ever for what a thread held, and on macOS for the system's own.
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shares_of(things: Sequence[T], least: int) -> list[Sequence[T]]:
    """The things in parts of `least` or, where there are very many, more; each is worth a message."""
    size = max(least, -(-len(things) // MOST_SHARES))
    return [things[start : start + size] for start in range(0, len(things), size)]


def results(work: Callable[[T], R], shares: Sequence[T]) -> Iterator[R]:
    """What `work` gives for each of at most MOST_SHARES shares, in their order. Raises Problems as `work` does."""
    count = min(cores(), len(shares))
    if count < 2:
        yield from map(work, shares)
        return
    waiting: dict[int, R] = {}
    following = 0
    for number, result in _as_made(work, shares, count):
        waiting[number] = result
        while following in waiting:
            yield waiting.pop(following)
            following += 1


def _as_made(work: Callable[[T], R], shares: Sequence[T], count: int) -> Iterator[tuple[int, R]]:
    """The results of `count` workers with the numbers of their shares, in any order."""
    with _copies(work, shares, count) as pipes:
        yield from _received(pipes, len(shares))


@contextlib.contextmanager
def meanwhile(work: Callable[[], R], *, is_long: bool = True) -> Iterator[Callable[[], R]]:
    """Begin some work beside this process's own; what is given waits for its result. Raises Problems as `work` does.

    What is not long is done here when it is waited for: of all that either touches, a copy and its origin make a page
    of memory each, and for a process of some hundred megabytes that takes longer.
    """
    if not is_long or cores() < 2:
        yield work
        return
    with _copies(lambda _: work(), (None,), 1) as pipes:
        yield lambda: next(_received(pipes, 1))[1]


@contextlib.contextmanager
def _copies(work: Callable[[T], R], shares: Sequence[T], count: int) -> Iterator[tuple[int, ...]]:
    """So many copies of this process at work, each with the pipe that it sends results to; ended at the end."""
    queue = _queue(len(shares))
    workers: dict[int, int] = {}
    # What is there already is neither looked at nor moved by the copies' collectors.
    gc.freeze()
    try:
        for _ in range(count):
            ours, theirs = os.pipe()
            process = os.fork()
            if process == 0:
                # Where nobody is left to read, a worker must feel it and end.
                for pipe in (ours, *workers):
                    os.close(pipe)
                _work(work, shares, queue, theirs)
            os.close(theirs)
            workers[ours] = process
        yield tuple(workers)
    finally:
        os.close(queue)
        for pipe, process in workers.items():
            os.close(pipe)
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)


def _queue(count: int) -> int:
    """A pipe from which each reader takes the number of the next share."""
    queue, fill = os.pipe()
    os.write(fill, b"".join(map(_NUMBER.pack, range(count))))
    os.close(fill)
    return queue


def _work(work: Callable[[T], R], shares: Sequence[T], queue: int, out: int) -> NoReturn:
    """The life of a copy: it must leave by the back door, without what this process does at its end."""
    share = 0
    gc.enable()
    try:
        while number := os.read(queue, _NUMBER.size):
            share = _NUMBER.unpack(number)[0]
            _send(out, share, (work(shares[share]), None))
    except Problems as problems:
        _send(out, share, (None, problems.found))
    except DamagedError as error:
        _send(out, share, (None, error))
    except (KeyboardInterrupt, BrokenPipeError):
        pass
    except BaseException:  # noqa: BLE001 - whatever it is, the one who waits for it must be told
        _send(out, share, (None, traceback.format_exc()))
    finally:
        os._exit(0)


def _send(out: int, share: int, message: object) -> None:
    body = pickle.dumps(message, protocol=5)
    with os.fdopen(out, "wb", closefd=False) as file:
        file.write(_HEAD.pack(share, len(body)))
        file.write(body)


def _received(pipes: Sequence[int], count: int) -> Iterator[tuple[int, Any]]:
    """Every message of the workers, until there is one for each share."""
    received = {pipe: bytearray() for pipe in pipes}
    with selectors.DefaultSelector() as selector:
        for pipe in pipes:
            selector.register(pipe, selectors.EVENT_READ)
        while count:
            for key, _ in selector.select():
                data = os.read(key.fd, _READ)
                if not data:
                    selector.unregister(key.fd)
                    if not selector.get_map():
                        raise WorkerFailedError("the workers ended before their work was done")
                received[key.fd] += data
                for message in _whole(received[key.fd]):
                    count -= 1
                    yield message


def _whole(received: bytearray) -> Iterator[tuple[int, Any]]:
    """The messages that have arrived whole, taken off what was received. Raises what the work raised."""
    while len(received) >= _HEAD.size:
        share, size = _HEAD.unpack_from(received)
        end = _HEAD.size + size
        if len(received) < end:
            return
        result, failure = pickle.loads(bytes(received[_HEAD.size : end]))
        del received[:end]
        if isinstance(failure, tuple):
            raise Problems(failure)
        if isinstance(failure, DamagedError):
            raise failure
        if failure is not None:
            raise WorkerFailedError(failure)
        yield share, result
