"""How long a reader of the preview waits: from saving an article to the changed page being served."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

SAVES: Final = 3
_LOOK_S: Final = 0.005
_PAUSE_S: Final = 0.5
_START_S: Final = 5.0
_PATIENCE_S: Final = 900.0


def seconds_to_serve(
    command: Callable[[int], Sequence[str | Path]], folder: Path, article: Path, address: str
) -> Iterator[float]:
    """Start a server, save one article several times, and wait each time for its page."""
    port = _free_port()
    before = article.read_bytes()
    with _serving(command(port), folder):
        try:
            for number in range(SAVES + 1):
                mark = f"Lần sửa thứ {number} lúc {time.time_ns()}."
                article.write_bytes(before + f"\n{mark}\n".encode())
                waited = _wait_for(mark.encode(), port, address)
                # The first save also waits for the server to be up, and for it to begin to watch.
                if number:
                    yield waited
                time.sleep(_PAUSE_S if number else _START_S)
        finally:
            article.write_bytes(before)


@contextlib.contextmanager
def _serving(command: Sequence[str | Path], folder: Path) -> Iterator[None]:
    with (folder / "preview.log").open("wb") as log:
        words = [str(word) for word in command]
        process = subprocess.Popen(words, cwd=folder, stdout=log, stderr=log, start_new_session=True)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_for(mark: bytes, port: int, address: str) -> float:
    started = time.perf_counter()
    while time.perf_counter() - started < _PATIENCE_S:
        if mark in _page(port, address):
            return time.perf_counter() - started
        time.sleep(_LOOK_S)
    raise TimeoutError(f"{address} never changed")


def _page(port: int, address: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address)
        return connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return b""
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
