"""The Chromium that the tests drive: found on this machine, or installed as its platform does.

`python -m tests.chromium` prints its path. Standard library only; Playwright, which drives the
browser and knows how to fetch one, is asked in a process of its own.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# The browser is quiet and at home in a container; the tests open only pages of their own.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
MAC_APPS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_PROGRAMS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
FONT = "fonts-noto-core"
DRIVER_LIBRARY = "libatomic1"
INSTALLING = "Đang cài Chromium cho các bài kiểm thử, chỉ lần đầu: mất khoảng một phút…"
MISSING = (
    "Không có Chromium cho các bài kiểm thử: hãy cài Chromium, Chrome hoặc Edge "
    "(hoặc đặt biến môi trường THIDUA_CHROMIUM) rồi chạy lại."
)
NOT_RUNNING = (
    "Biến môi trường THIDUA_CHROMIUM chỉ tới {}, tệp này không chạy được: hãy sửa hoặc bỏ biến đó rồi chạy lại."
)
NO_DRIVER = (
    f"Playwright không chạy được trên máy này: hãy cài thư viện {DRIVER_LIBRARY} (trên Fedora: libatomic) rồi chạy lại."
)
NO_FONT = f"Máy không có phông chữ đủ dấu tiếng Việt, ảnh chụp trang có thể sai: nên cài gói {FONT} (Noto Sans)."


class NoChromiumError(Exception):
    """Why there is no browser, as one sentence that says what to do."""


def executable() -> str:
    """The path of a Chromium that runs; installed first when the machine has none."""
    chosen = os.environ.get("THIDUA_CHROMIUM")
    if chosen:
        if not _runs(chosen):
            raise NoChromiumError(NOT_RUNNING.format(chosen))
        return chosen
    found = _found() or _installed()
    if found is None:
        raise NoChromiumError(MISSING)
    return found


def _found() -> str | None:
    """The first Chromium on this machine that runs."""
    return next(filter(_runs, _candidates()), None)


def _candidates() -> Iterator[str]:
    """Every place where a Chromium may be, the most likely first."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            yield path
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield from (str(folder / app) for app in MAC_APPS)
    if sys.platform == "win32":
        for variable in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData"):
            folder = Path(os.environ.get(variable, "C:/"))
            yield from (str(folder / program) for program in WINDOWS_PROGRAMS)


def _runs(path: str) -> bool:
    """Whether a browser starts; on Windows, where asking opens a window, whether it exists.

    A snap cannot read pages in /tmp, and the stub in its place only says "install the snap".
    """
    if sys.platform == "win32" or not os.access(path, os.X_OK):
        return os.access(path, os.X_OK)
    if "/snap/" in str(Path(path).resolve()):
        return False
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0 and any(map(str.isdigit, asked.stdout.decode("ascii", "ignore")))


def _installed() -> str | None:
    """A Chromium that apt installs on a Debian, or Playwright keeps on any other machine."""
    if _is_debian() and _as_root() is not None:
        print(INSTALLING, file=sys.stderr, flush=True)
        _apt_install("chromium", FONT, DRIVER_LIBRARY)
        return _found()
    path = _playwright_path()
    if not _runs(path):
        print(INSTALLING, file=sys.stderr, flush=True)
        deps = ["--with-deps"] if shutil.which("apt-get") and _as_root() is not None else []
        _playwright("install", *deps, "chromium")
    return path if _runs(path) else None


def _playwright_path() -> str:
    """Where Playwright keeps, or would keep, the browser that it fetches."""
    ask = "with p.sync_playwright() as opened: print(opened.chromium.executable_path)"
    command = [sys.executable, "-X", "utf8", "-c", f"import playwright.sync_api as p\n{ask}"]
    return subprocess.run(command, capture_output=True, check=False).stdout.decode().strip()


def _playwright(*arguments: str) -> bool:
    """Whether Playwright's own command did what it was asked to."""
    command = [sys.executable, "-m", "playwright", *arguments]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _is_debian() -> bool:
    """Whether apt has a real Chromium here; Ubuntu's is a stub for a snap."""
    try:
        release = Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False
    return "ID=debian" in release.splitlines()


def _as_root() -> list[str] | None:
    """What to put before a command that needs root, on Linux; None when root is out of reach."""
    if sys.platform != "linux":
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    asked = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    return None if asked.returncode else [sudo, "-n"]


def _apt_install(*packages: str) -> bool:
    """Whether apt has installed these packages."""
    root = _as_root()
    apt = shutil.which("apt-get")
    if root is None or apt is None:
        return False
    quiet = [*root, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-qq"]
    quiet += ["-o", "DPkg::Lock::Timeout=300"]
    subprocess.run([*quiet, "update"], capture_output=True, check=False)
    install = [*quiet, "install", "-y", "--no-install-recommends", *packages]
    return subprocess.run(install, capture_output=True, check=False).returncode == 0


def ensure_driver() -> None:
    """See to it that Playwright's driver starts; a bare Debian lacks one library of it."""
    if _playwright("--version"):
        return
    if not _apt_install(DRIVER_LIBRARY) or not _playwright("--version"):
        raise NoChromiumError(NO_DRIVER)


def ensure_font() -> None:
    """See to it that a Linux has Noto Sans, which holds every Vietnamese letter; else say so."""
    if sys.platform != "linux" or _has_font("Noto Sans:lang=vi"):
        return
    if not _apt_install(FONT, "fontconfig") and not _has_font(":lang=vi"):
        print(NO_FONT, file=sys.stderr)


def _has_font(pattern: str) -> bool:
    """Whether fontconfig knows a font of this pattern."""
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return False
    return bool(subprocess.run([fc_list, pattern], capture_output=True, check=False).stdout)


def main() -> int:
    """Print the path of a Chromium that runs, with a driver and a font for it."""
    try:
        ensure_driver()
        path = executable()
    except NoChromiumError as error:
        print(error, file=sys.stderr)
        return 3
    ensure_font()
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
