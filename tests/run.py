"""Every test: `make test`, or `python3 tests/run.py [pytest arguments]`; `lint` runs no test.

Prepares the environment and a Chromium, runs every step even after one has failed, and ends
with pytest's own last line, or with the names of the steps that failed. A few tests that failed
among the others run once more, one by one: what passes only then is named, and fails nothing.
"""

import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[0] = ROOT

import build  # noqa: E402 - it turns an old Python away, and lies in the folder just named

TESTS = os.path.join(ROOT, "tests", "requirements.lock")
PYTEST = "pytest: các bài kiểm thử"
FEW = 3
FAILED = os.path.join(ROOT, ".pytest_cache", "v", "cache", "lastfailed")


def lint() -> "dict[str, list[str]]":
    """The steps that only read the code, by their headings."""
    python = build.venv_python()
    return {
        "ruff check: lỗi thường gặp": [python, "-m", "ruff", "check", "."],
        "ruff format: cách trình bày mã": [python, "-m", "ruff", "format", "--check", "."],
        "mypy --strict: kiểu dữ liệu": [python, "-m", "mypy"],
    }


def tests(site: str, arguments: "list[str]") -> "dict[str, list[str]]":
    """The steps that run the code: the example site through the door, then pytest."""
    door = os.path.join(ROOT, "build.py")
    # A file opened without an encoding would be read otherwise on Windows.
    pytest = [build.venv_python(), "-X", "warn_default_encoding", "-m", "pytest"]
    # One run for each processor, of up to a gigabyte and with a browser each; `-n 0` runs the tests one by one.
    pytest += ["-n", "auto", "--maxprocesses", "4", "--dist", "worksteal", *arguments]
    return {
        "build.py: dựng trang mẫu": [sys.executable, door, "build", "--out", site],
        PYTEST: pytest,
    }


def passed_alone() -> "list[str]":
    """The tests that failed, where they are few and all pass one by one; nothing otherwise."""
    try:
        with open(FAILED, encoding="utf-8") as file:
            names = list(json.load(file))
    except (OSError, ValueError):
        return []
    if not 0 < len(names) <= FEW:
        return []
    alone = [build.venv_python(), "-m", "pytest", "--last-failed", "--last-failed-no-failures", "none"]
    return [] if failed({"pytest: chạy lại riêng từng bài không đạt": alone}) else names


def failed(steps: "dict[str, list[str]]") -> "list[str]":
    """Run each step under its heading; the headings of those that failed."""
    failures = []
    for heading, command in steps.items():
        print(f"\n== {heading}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failures.append(heading)
    return failures


def find_chromium() -> None:
    """Name the browser to every step in THIDUA_CHROMIUM; without one, stop."""
    command = [build.venv_python(), "-X", "utf8", "-m", "tests.chromium"]
    asked = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if asked.returncode:
        sys.exit(asked.returncode)
    os.environ["THIDUA_CHROMIUM"] = asked.stdout.decode("utf-8").strip()


def main(arguments: "list[str]") -> int:
    """Prepare, run, and say at the end what failed."""
    build.speak_utf8()
    build.prepare(TESTS)
    if arguments[:1] == ["lint"]:
        failures = failed(lint())
    else:
        find_chromium()
        if os.path.exists(FAILED):
            os.remove(FAILED)
        with tempfile.TemporaryDirectory() as folder:
            failures = failed({**lint(), **tests(os.path.join(folder, "site"), arguments)})
            alone = passed_alone() if PYTEST in failures else []
        if alone:
            failures.remove(PYTEST)
            print("\nChỉ đạt khi chạy riêng, hãy tìm nguyên nhân: " + "; ".join(alone), flush=True)
    if failures:
        print("\nKhông đạt: " + "; ".join(failures), flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
