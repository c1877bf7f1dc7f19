"""The door: prepares the environment in `.venv/` on first use, then hands over to thidua.cli.

Standard library only, and in a later run next to none of it: the environment was made by this
same Python, so its packages are imported by this very process, with no second interpreter.
The syntax stays readable to Python 3.6, so that an old Python can say what is wrong.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - these are the readers of the sentence
    sys.stderr.write(
        "Cần Python 3.11 trở lên, đây là bản {}.{}: hãy cài bản mới hơn rồi chạy lại.\n".format(*sys.version_info)
    )
    sys.exit(3)

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
# Says that the folder is ours to empty, and is what two first runs queue for.
MARK = os.path.join(VENV, "thidua.mark")
RUNTIME = os.path.join(ROOT, "thidua", "requirements.lock")

NO_VENV = (
    "Python này thiếu mô-đun venv: hãy cài nó (trên Debian, Ubuntu: "
    f"`sudo apt install python3.{sys.version_info[1]}-venv`) rồi chạy lại."
)
NO_NETWORK = "Không tải được các gói cần dùng: hãy kiểm tra kết nối mạng rồi chạy lại."
NO_PACKAGE = (
    "Không tải được các gói cần dùng: hãy kiểm tra kết nối mạng rồi chạy lại; "
    "nếu mạng vẫn tốt, hãy dùng Python 3.11 đến 3.14."
)
NO_MATCH = (
    "Gói tải về không khớp mã kiểm tra trong tệp requirements.lock: "
    "hãy thử lại trên một mạng khác, hoặc báo cho người phụ trách kỹ thuật."
)
NO_SPACE = "Đĩa đã đầy: hãy giải phóng khoảng 500 MB rồi chạy lại."
NO_WRITING = f"Không ghi được vào thư mục {ROOT}: hãy chép dự án sang thư mục mà bạn có quyền ghi rồi chạy lại."
IN_USE = "Thư mục .venv đang có chương trình dùng: hãy đóng chương trình đó (hoặc gõ `deactivate`) rồi chạy lại."
NOT_OURS = "Thư mục .venv không phải do build.py tạo ra: hãy đổi tên hoặc xóa nó rồi chạy lại."
UNKNOWN = "Chưa chuẩn bị được môi trường trong thư mục .venv ({}): hãy xóa thư mục đó rồi chạy lại."
FIRST_RUN = "Đang chuẩn bị môi trường trong thư mục .venv, chỉ lần đầu: mất khoảng một phút…"
REMAKING = "Môi trường trong thư mục .venv đã cũ hoặc dở dang, đang làm lại: mất khoảng một phút…"
WAITING = "Một lần chạy khác đang chuẩn bị môi trường, xin đợi…"
STOPPED = "Đã dừng giữa chừng: lần chạy sau sẽ chuẩn bị lại môi trường."


class SetupError(Exception):
    """What stops the preparation, as one sentence that says what to do."""


def speak_utf8() -> None:
    """Let both output streams print Vietnamese, whatever the console or the locale."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def say(sentence: str) -> None:
    """Print to standard error, so that standard output stays the command's own."""
    print(sentence, file=sys.stderr, flush=True)


def python_identity() -> str:
    """Which Python this is; an environment made by any other one does not serve it."""
    machine = getattr(sys.implementation, "_multiarch", "")
    return f"{sys.version}\n{sys.platform} {machine}\n{sys.base_prefix}\n"


def site_packages() -> str:
    """The environment's folder of packages, where `venv` puts it for this Python."""
    if sys.platform == "win32":
        return os.path.join(VENV, "Lib", "site-packages")
    free_threaded = "t" if "t" in sys.abiflags else ""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}{free_threaded}"
    return os.path.join(VENV, "lib", version, "site-packages")


def venv_python() -> str:
    """The environment's own interpreter."""
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(VENV, folder, name)


def stamp_path(lock: str) -> str:
    """Where the stamp of a lock lies: thidua/requirements.lock has `.venv/thidua.stamp`."""
    return os.path.join(VENV, os.path.basename(os.path.dirname(lock)) + ".stamp")


def is_installed(lock: str) -> bool:
    """Whether the environment was made by this Python from exactly this lock.

    The stamp is a copy of both rather than their digest: comparing costs less than hashlib.
    """
    with open(lock, "rb") as file:
        wanted = python_identity().encode() + file.read()
    try:
        with open(stamp_path(lock), "rb") as file:
            return file.read() == wanted
    except OSError:
        return False


def enter() -> None:
    """Let this process import the project and its environment, and no package from elsewhere."""
    elsewhere = ("site-packages", "dist-packages")
    kept = [path for path in sys.path if path != ROOT and not path.endswith(elsewhere)]
    sys.path[:] = [ROOT, site_packages(), *kept]


def prepare(*extra_locks: str) -> None:
    """Make `.venv` hold what the runtime lock and the extra locks name; else say why, and exit 3.

    Two runs at once are safe: the second waits. A run killed half-way is made good by the next.
    """
    locks = (RUNTIME, *extra_locks)
    if all(map(is_installed, locks)):
        return
    try:
        _prepare_alone(locks)
    except SetupError as error:
        say(str(error))
        sys.exit(3)
    except OSError as error:
        say(_sentence_for(error))
        sys.exit(3)
    except KeyboardInterrupt:
        say(STOPPED)
        sys.exit(130)


def _prepare_alone(locks: "tuple[str, ...]") -> None:
    """Take the environment for this run alone, then install what is still missing."""
    _claim_folder()
    with open(MARK, "ab") as mark:
        _wait_for(mark.fileno())
        # Should this run be killed, its pip goes on for a while, and still holds the mark.
        os.set_inheritable(mark.fileno(), True)
        missing = [lock for lock in locks if not is_installed(lock)]
        if not missing:
            return
        begun = [lock for lock in missing if os.path.exists(stamp_path(lock))]
        say(REMAKING if begun else FIRST_RUN)
        if begun or not is_installed(RUNTIME):
            _make_venv()
            missing = list(locks)
        for lock in missing:
            _install(lock)


def _claim_folder() -> None:
    """Create `.venv`, or refuse one that somebody else made."""
    try:
        os.makedirs(VENV, exist_ok=True)
    except FileExistsError:
        raise SetupError(NOT_OURS) from None
    if os.listdir(VENV) and not os.path.exists(MARK):
        raise SetupError(NOT_OURS)


def _wait_for(mark: int) -> None:
    """Hold the mark until it is closed; the system frees it when a run dies."""
    if _try_to_hold(mark):
        return
    say(WAITING)
    import time

    while not _try_to_hold(mark):
        time.sleep(0.2)


def _try_to_hold(mark: int) -> bool:
    """Whether this run now holds the mark; on a disk that knows no locks, it always does."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(mark, 0, os.SEEK_SET)
            msvcrt.locking(mark, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True


def _make_venv() -> None:
    """Empty the folder and make a new virtual environment in it."""
    import subprocess

    try:
        import ensurepip  # noqa: F401 - Debian ships venv without it
        import venv
    except ImportError:
        raise SetupError(NO_VENV) from None
    _empty_folder()
    try:
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(VENV)
    except subprocess.CalledProcessError as error:
        raise setup_error(str(error.output, "utf-8", "replace")) from None


def _empty_folder() -> None:
    """Remove all but the mark; the stamps first, so that no half-empty folder looks whole."""
    import shutil

    names = [name for name in os.listdir(VENV) if name != os.path.basename(MARK)]
    for name in sorted(names, key=lambda name: not name.endswith(".stamp")):
        path = os.path.join(VENV, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def _install(lock: str) -> None:
    """Install exactly what a lock names, then stamp it."""
    import subprocess

    stamp = stamp_path(lock)
    with open(lock, "rb") as file:
        content = file.read()
    # An empty stamp says "begun": pip takes a half-installed package for a whole one.
    with open(stamp, "wb"):
        pass
    command = [venv_python(), "-I", "-X", "utf8", "-m", "pip", "install", "--no-input"]
    command += ["--disable-pip-version-check", "--require-hashes", "--no-deps"]
    # Building from source would run build tools that no lock pins.
    command += ["--only-binary", ":all:", "-r", lock]
    # A user's pip.conf may ask for installs outside any environment.
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}
    pip = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        close_fds=False,
        check=False,
    )
    if pip.returncode:
        raise setup_error(pip.stdout.decode("utf-8", "replace"))
    with open(stamp + ".new", "wb") as file:
        file.write(python_identity().encode() + content)
    os.replace(stamp + ".new", stamp)


def setup_error(output: str) -> SetupError:
    """What a tool's output means, for somebody who has never heard of pip."""
    signs = (
        ("No space left on device", NO_SPACE),
        ("Disk quota exceeded", NO_SPACE),
        ("DO NOT MATCH THE HASHES", NO_MATCH),
        ("ConnectionError", NO_NETWORK),
        ("TimeoutError", NO_NETWORK),
        ("SSLError", NO_NETWORK),
        ("ProxyError", NO_NETWORK),
        ("No matching distribution", NO_PACKAGE),
        ("Permission denied", NO_WRITING),
        ("Read-only file system", NO_WRITING),
    )
    for sign, sentence in signs:
        if sign in output:
            return SetupError(sentence)
    lines = output.strip().splitlines() or ["?"]
    return SetupError(UNKNOWN.format(lines[-1].strip()))


def _sentence_for(error: OSError) -> str:
    """What an error of the disk means, and what to do."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NO_SPACE
    if isinstance(error, PermissionError) and os.path.exists(MARK) and os.name == "nt":
        return IN_USE
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return NO_WRITING
    return UNKNOWN.format(error.strerror)


def main() -> int:
    """Prepare what is missing, then run the command."""
    speak_utf8()
    prepare()
    enter()
    from thidua.cli import main as run

    return run()


def leave(code: int) -> None:
    """End at once: what fills the memory of a large build is the system's to free, not ours piece by piece."""
    from contextlib import suppress

    for stream in (sys.stdout, sys.stderr):
        # Where nobody is left to read, there is nothing to be done.
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    leave(main())
