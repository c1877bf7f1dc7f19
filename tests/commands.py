"""A project as an editor has it, with its own door, and the commands that are typed there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT, Site

VENV = ROOT / ".venv"
# The base interpreter: an editor's `python3`, which knows nothing of the environment.
PYTHON = str(Path(sys.base_prefix) / "bin/python3")
# The door takes an environment by a link only where links need no rights of their own.
HAS_DOOR = os.name != "nt" and Path(sys.prefix) == VENV


class Project(Site):
    """A tiny site in a folder of its own together with the program; commands run as processes of their own."""

    def __init__(self, project: Path) -> None:
        super().__init__(project)
        # What another process is just then compiling is called `x.pyc.123` until it is whole.
        shutil.copytree(ROOT / "thidua", project / "thidua", ignore=shutil.ignore_patterns("*.pyc.*"))
        shutil.copy2(ROOT / "build.py", project)
        if HAS_DOOR:
            (project / ".venv").symlink_to(VENV, target_is_directory=True)

    def typed(self, *words: str) -> list[str]:
        """`python3 build.py …` as a list of words."""
        return [PYTHON, str(self.project / "build.py"), *words] if HAS_DOOR else [*self._module(), *words]

    def _module(self) -> list[str]:
        return [sys.executable, "-X", "utf8", "-m", "thidua.cli"]

    def start(self, *words: str, folder: Path | None = None, **environment: str) -> subprocess.Popen[str]:
        """Start a command in the project's folder, or in another one."""
        return subprocess.Popen(
            self.typed(*words),
            cwd=folder or self.project,
            env={**clean_environment(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *words: str, folder: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        process = self.start(*words, folder=folder, **environment)
        printed, said = process.communicate(timeout=600)
        return subprocess.CompletedProcess(process.args, process.returncode, printed, said)

    def run_build(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Build at the tests' own moment; it must succeed."""
        done = self.run("build", "--as-of", f"{self.as_of:%Y-%m-%d %H:%M}", *words, folder=None, **environment)
        assert done.returncode == 0, done.stderr
        return done


@contextmanager
def heard_interrupts() -> Iterator[None]:
    """Commands that are started meanwhile hear Ctrl+C, also where the tests run in the background and do not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def clean_environment() -> dict[str, str]:
    """Our environment, less what a test runner may have put there for Python."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
