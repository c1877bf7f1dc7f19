"""The door, `build.py`, in real processes: a tiny project of its own in a folder of its own."""

import ast
import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

import build

DOOR = Path(build.__file__)
# The base interpreter: an editor's `python3`, which knows nothing of the environment.
PYTHON = str(Path(sys.base_prefix) / ("python.exe" if os.name == "nt" else "bin/python3"))
GREETING = "Chào bạn, đã dựng xong trang Thi đua yêu nước"
CLI = f"""
    import sys

    def main(argv=None):
        print({GREETING!r})
        print("modules:", *sorted(sys.modules))
        return 0
"""


@dataclass(frozen=True)
class Project:
    """A copy of the door, with a fake command behind it and a lock that names no package."""

    root: Path

    def write(self, name: str, text: str) -> None:
        """Write one file of the project."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start the door as an editor would, in a folder other than the project's."""
        return subprocess.Popen(
            [PYTHON, str(self.root / "build.py"), *arguments],
            cwd=self.root.parent,
            env={**_clean_environment(), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the door to its end."""
        process = self.start(*arguments, **environment)
        printed, said = process.communicate(timeout=600)
        return subprocess.CompletedProcess(process.args, process.returncode, printed, said)

    def pretend(self, module: str, text: str) -> dict[str, str]:
        """The variables under which Python imports this text in the place of its own module."""
        self.write(f"fakes/{module}.py", text)
        return {"PYTHONPATH": str(self.root / "fakes")}


def _clean_environment() -> dict[str, str]:
    """Our environment, less what a test runner may have put there for Python and pip."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _new_project(root: Path) -> Project:
    project = Project(root)
    project.write("build.py", DOOR.read_text(encoding="utf-8"))
    project.write("thidua/requirements.lock", "# nothing\n")
    project.write("thidua/__init__.py", "")
    project.write("thidua/cli.py", CLI)
    return project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project that no command has been run in."""
    return _new_project(tmp_path / "dự án")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """A project whose environment is ready, shared by tests that leave it so."""
    project = _new_project(tmp_path_factory.mktemp("door") / "Bản tin Thi đua yêu nước")
    first = project.run()
    assert first.returncode == 0, first.stderr
    assert build.FIRST_RUN in first.stderr
    yield project
    shutil.rmtree(project.root)


def test_first_run_prepares_and_runs(made: Project) -> None:
    """A first run in a folder with spaces and Vietnamese letters makes an environment there."""
    assert (made.root / ".venv" / "thidua.stamp").stat().st_size > 0


def test_later_run_starts_at_once(made: Project) -> None:
    """A later run says nothing of its own and loads nothing that only a set-up needs."""
    # What this Python loads by itself, as some installations do at every start.
    bare = subprocess.run(
        [PYTHON, "-c", "import sys; print(*sys.modules)"],
        env=_clean_environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    later = made.run()

    assert (later.returncode, later.stderr) == (0, "")
    assert GREETING in later.stdout
    modules = set(later.stdout.split("modules:")[1].split()) - set(bare.stdout.split())
    assert modules == {"thidua", "thidua.cli"}


def test_later_run_starts_no_process(made: Project) -> None:
    """A later run is one process: it needs no second interpreter to find its packages."""
    watch = """
        import sys

        def forbid(event, arguments):
            if event in {"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn"}:
                raise SystemExit("a process was started: " + event)

        sys.addaudithook(forbid)
    """
    later = made.run(**made.pretend("sitecustomize", watch))

    assert (later.returncode, later.stderr) == (0, "")


def test_packages_come_from_the_environment_alone(made: Project) -> None:
    """The command imports the environment's packages, never those the base Python has."""
    packages = made.root / ".venv" / Path(build.site_packages()).relative_to(build.VENV)
    (packages / "pinned_package.py").write_text("", encoding="utf-8")
    made.write(
        "thidua/paths.py",
        """
        import sys

        import pinned_package

        def main(argv=None):
            print(*sys.path, sep="\\n")
            return 0
        """,
    )
    made.write("thidua/cli.py", "from thidua.paths import main\n")
    paths = made.run().stdout.splitlines()
    made.write("thidua/cli.py", CLI)

    assert paths[:2] == [str(made.root), str(packages)]
    assert not [path for path in paths[2:] if path.endswith(("site-packages", "dist-packages"))]


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_workers_know_the_environment(made: Project, method: str) -> None:
    """Worker processes that start afresh import the environment's packages as well."""
    if method == "forkserver" and os.name == "nt":
        pytest.skip("Windows only spawns")
    packages = made.root / ".venv" / Path(build.site_packages()).relative_to(build.VENV)
    (packages / "pinned_package.py").write_text("answer = 63\n", encoding="utf-8")
    made.write(
        "thidua/work.py",
        f"""
        import multiprocessing

        def answer(number):
            import pinned_package
            return pinned_package.answer + number

        def main(argv=None):
            with multiprocessing.get_context({method!r}).Pool(2) as pool:
                print(*pool.map(answer, [0, 1]))
            return 0
        """,
    )
    made.write("thidua/cli.py", "from thidua.work import main\n")
    worked = made.run()
    made.write("thidua/cli.py", CLI)

    assert (worked.stdout.split(), worked.stderr) == (["63", "64"], "")


@pytest.mark.parametrize(
    "locale",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "cp1252"},
    ],
)
def test_any_locale_prints_vietnamese(made: Project, locale: dict[str, str]) -> None:
    """Vietnamese is printed whole where the locale or the console knows none of its letters."""
    assert GREETING in made.run(**locale).stdout


def test_exit_code_is_the_commands_own(made: Project) -> None:
    """A command that fails makes the door fail the same way."""
    made.write("thidua/cli.py", "def main(argv=None):\n    return 2\n")
    code = made.run().returncode
    made.write("thidua/cli.py", CLI)

    assert code == 2


def test_changed_lock_remakes_the_environment(made: Project) -> None:
    """After a change of the lock nothing of the former environment is left."""
    leftover = made.root / ".venv" / "leftover.py"
    leftover.write_text("", encoding="utf-8")
    made.write("thidua/requirements.lock", "# nothing, in other words\n")
    changed = made.run()

    assert not leftover.exists()
    assert build.REMAKING in changed.stderr
    assert GREETING in changed.stdout
    assert made.run().stderr == ""


def test_another_python_does_not_fit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment made by one Python is not taken for that of another."""
    lock = tmp_path / "thidua" / "requirements.lock"
    lock.parent.mkdir()
    lock.write_bytes(b"# nothing\n")
    monkeypatch.setattr(build, "VENV", str(tmp_path))
    stamp = build.python_identity().encode() + lock.read_bytes()
    Path(build.stamp_path(str(lock))).write_bytes(stamp)

    assert build.is_installed(str(lock))
    monkeypatch.setattr(sys, "version", "3.99.0")
    assert not build.is_installed(str(lock))


def test_two_first_runs_at_once(project: Project) -> None:
    """Of two first runs at once one prepares and the other waits; both then do their work."""
    runs = [project.start(), project.start()]
    results = [(run.communicate(timeout=600), run.returncode) for run in runs]

    for (printed, _), code in results:
        assert code == 0
        assert GREETING in printed
    said = "".join(said for (_, said), _ in results)
    assert said.count(build.FIRST_RUN) == 1
    assert build.REMAKING not in said


def _assert_one_sentence(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """A run ended with code 3, no traceback, and one sentence that tells what to do."""
    *progress, sentence = result.stderr.splitlines()
    assert result.returncode == 3
    assert result.stdout == ""
    assert set(progress) <= {build.FIRST_RUN, build.REMAKING}
    assert sentence.endswith(".")
    for word in ("hãy", *words):
        assert word in sentence


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_python_without_venv(project: Project, module: str) -> None:
    """A Python whose venv module was left out by the system names the package to install."""
    fake = project.pretend(module, "raise ModuleNotFoundError(__name__)\n")

    _assert_one_sentence(project.run(**fake), "venv", f"python3.{sys.version_info[1]}-venv")


def test_no_network(made: Project) -> None:
    """Without a network a sentence says so, and the next run mends what was left half-made."""
    made.write("thidua/requirements.lock", f"jinja2==3.1.6 --hash=sha256:{'0' * 64}\n")
    offline = made.run(PIP_NO_INDEX="1", PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull)
    made.write("thidua/requirements.lock", "# nothing\n")
    online = made.run()

    _assert_one_sentence(offline, "kết nối mạng")
    assert build.REMAKING in online.stderr
    assert GREETING in online.stdout


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "Đĩa"), (errno.EACCES, "quyền ghi"), (errno.EROFS, "quyền ghi")],
)
def test_disk_that_takes_nothing(project: Project, number: int, words: str) -> None:
    """A full disk and a folder that may not be written to are told apart, each with its remedy."""
    broken = f"""
        import os

        def makedirs(path, *arguments, **named):
            raise OSError({number}, os.strerror({number}), path)

        os.makedirs = makedirs
    """
    result = project.run(**project.pretend("sitecustomize", broken))

    _assert_one_sentence(result, words)


def test_foreign_environment_is_left_alone(project: Project) -> None:
    """A `.venv` that somebody else made is neither used nor emptied."""
    project.write(".venv/theirs.txt", "kept")

    _assert_one_sentence(project.run(), ".venv")
    assert (project.root / ".venv" / "theirs.txt").exists()


def test_old_python_is_told_so(project: Project) -> None:
    """Python 3.6 and newer can read the door and be told which Python is needed."""
    old = f"""
        import runpy, sys
        sys.version_info = (3, 9, 2)
        runpy.run_path({str(project.root / "build.py")!r}, run_name="__main__")
    """
    result = subprocess.run(
        [PYTHON, "-X", "utf8", "-c", dedent(old)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    _assert_one_sentence(result, "3.11", "3.9")
    for source in (DOOR, DOOR.parent / "tests" / "run.py"):
        ast.parse(source.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: [Errno 28] No space left on device", build.NO_SPACE),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM …", build.NO_MATCH),
        ("broken by 'NewConnectionError('…\nERROR: No matching distribution", build.NO_NETWORK),
        ("ERROR: No matching distribution found for nh3==0.3.7", build.NO_PACKAGE),
        ("one\nERROR: something new\n", build.UNKNOWN.format("ERROR: something new")),
    ],
)
def test_output_of_pip_becomes_a_sentence(output: str, sentence: str) -> None:
    """What pip prints is told in Vietnamese, to somebody who has never heard of pip."""
    assert str(build.setup_error(output)) == sentence


def test_locks_pin_and_hash_every_package_and_name_no_host() -> None:
    """Each line of a lock is a pinned package or one of its hashes, and no address is in it."""
    for name in ("thidua", "tests"):
        lock = (DOOR.parent / name / "requirements.lock").read_text(encoding="utf-8")
        packages = lock.replace("\\\n", " ").splitlines()
        assert packages
        for package in packages:
            assert "==" in package
            assert " --hash=sha256:" in package
        assert "://" not in lock
