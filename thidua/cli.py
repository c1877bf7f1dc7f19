"""The commands behind `build.py`: reads the arguments and the clock, prints, and sets the exit code.

The only module that talks to the editor's terminal. Imports a command's machinery only when it is
that command's turn.
"""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NoReturn

from thidua.pipeline import Order, Progress, build, check, plan_of, release
from thidua.problems import Mistake, Problems, report

DONE, WRONG, MISUSED, STOPPED = 0, 1, 2, 130
SITE: Final = Path("site")
PREVIEW: Final = Path(".thidua/preview")
_ICT: Final = dt.timezone(dt.timedelta(hours=7))

_EXIT_CODES: Final = """mã kết thúc:
  0    xong
  1    có lỗi trong dữ liệu, bài viết hay mẫu; trang đã xuất bản giữ nguyên
  2    gõ sai lệnh
  3    chưa chuẩn bị được môi trường (chỉ build.py)
  130  dừng giữa chừng bằng Ctrl+C"""

# What argparse says of itself, in the editor's language.
_ARGPARSE: Final = {
    "usage: ": "cách dùng: ",
    "options": "tùy chọn",
    "positional arguments": "tham số",
    "show this help message and exit": "in hướng dẫn này rồi thôi",
    "unrecognized arguments: %s": "không có tham số: %s",
    "the following arguments are required: %s": "thiếu tham số: %s",
    "expected one argument": "cần một giá trị",
    "invalid choice: %(value)r (choose from %(choices)s)": "không có «%(value)s»; chọn một trong: %(choices)s",
    "argument %(argument_name)s: %(message)s": "tham số %(argument_name)s: %(message)s",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "invalid %(type)s value: %(value)r": "giá trị «%(value)s» không dùng được",
    "ambiguous option: %(option)s could match %(matches)s": "«%(option)s» có thể là %(matches)s; viết đủ chữ",
    "expected %s argument": "cần %s giá trị",
    "expected %s arguments": "cần %s giá trị",
    "ignored explicit argument %r": "tham số này không nhận giá trị %r",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see `--help`)."""
    arguments = _parser().parse_args(_with_command(list(sys.argv[1:] if argv is None else argv)))
    arguments.as_of = arguments.as_of or dt.datetime.now(_ICT)
    arguments.project = arguments.project.resolve()
    try:
        code = _RUN[arguments.command](arguments)
        sys.stdout.flush()
    except Problems as problems:
        _print_error(report(problems.found))
        return WRONG
    except BrokenPipeError:
        # Whoever read our output has read enough, as `head` does; nothing may be printed at the exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        _print_error(_of_the_disk(error))
        return WRONG
    except KeyboardInterrupt:
        _print_error("\nĐã dừng. Trang đã xuất bản giữ nguyên.")
        return STOPPED
    return code


def _of_the_disk(error: OSError) -> str:
    """What an error of the disk means, and what to do; any other error is the program's and is raised."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Đĩa đã đầy: hãy giải phóng chỗ rồi chạy lại."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"Không có quyền đọc hoặc ghi {error.filename}: hãy xem lại quyền của tệp hay thư mục này rồi chạy lại."
    raise error


def _with_command(words: list[str]) -> list[str]:
    """`build` is what is meant when no command is named."""
    if words and (words[0] in _RUN or words[0] in ("-h", "--help")):
        return words
    if words and not words[0].startswith("-"):
        return words
    return ["build", *words]


# ---- the commands --------------------------------------------------------------------------------


def _build(arguments: argparse.Namespace) -> int:
    order = _order(arguments)
    terminal = Terminal()
    outcome = build(order, terminal)
    terminal.end()
    if outcome.notes:
        _print_error(report(outcome.notes))
    where = _shown(order.out)
    if outcome.was_fresh:
        print(f"Không có gì thay đổi: {outcome.pages} trang trong {where}.")
    else:
        print(f"Xong: {outcome.pages} trang trong {where}; ghi {outcome.written} tệp, xóa {outcome.deleted} tệp.")
        print(f"Mở {where}/index.html bằng trình duyệt để xem.")
    return DONE


def _check(arguments: argparse.Namespace) -> int:
    terminal = Terminal()
    notes = check(_order(arguments), terminal)
    terminal.end()
    if notes:
        _print_error(report(notes))
    print("Không có lỗi.")
    return DONE


def _plan(arguments: argparse.Namespace) -> int:
    for page in plan_of(_order(arguments)):
        print(f"/{page.address}\t{page.template}\t{page.origin or '–'}")
    return DONE


def _new(arguments: argparse.Namespace) -> int:
    from thidua.skeletons import write_skeleton

    try:
        written = write_skeleton(arguments.project, arguments.what, arguments.name, arguments.as_of)
    except Mistake as mistake:
        _print_error(f"{mistake.message}\n    → {mistake.remedy}")
        return WRONG
    print(f"Đã tạo {written}. Mở tệp, thay những chỗ trong dấu «…» rồi xóa dòng draft (nếu có) khi xong.")
    return DONE


def _serve(arguments: argparse.Namespace) -> int:
    from thidua.serve import serve

    serve(_order(arguments, PREVIEW), arguments.host, arguments.port, lambda words: print(words, flush=True))
    return DONE


def _release(arguments: argparse.Namespace) -> int:
    place = release(Order(arguments.project, arguments.project / SITE, arguments.as_of))
    print(f"Đã ghi {place}. Giữ tệp này cùng dữ liệu; lần dựng sau, nhật ký thay đổi tính từ đây.")
    return DONE


def _schema(arguments: argparse.Namespace) -> int:
    from thidua.schema import write_schemas

    for path in write_schemas(arguments.project):
        print(f"Đã ghi {path}")
    return DONE


def _gallery(arguments: argparse.Namespace) -> int:
    from thidua.gallery import write_gallery

    first = write_gallery(arguments.project)
    print(f"Mở {_shown(first)} bằng trình duyệt để xem các thành phần của mẫu.")
    return DONE


_RUN: Final = {
    "build": _build,
    "check": _check,
    "plan": _plan,
    "new": _new,
    "serve": _serve,
    "release": _release,
    "schema": _schema,
    "gallery": _gallery,
}


def _order(arguments: argparse.Namespace, usual: Path = SITE) -> Order:
    """Drafts may be seen in a preview; they never go where the published site lies."""
    site = arguments.project / SITE
    out = Path(os.path.abspath(arguments.out or arguments.project / (PREVIEW if arguments.drafts else usual)))
    if arguments.drafts and any(_is_same(folder, site) for folder in (out, *out.parents)):
        _parser().error("--drafts chỉ để xem trước: không ghi bản nháp vào site/; bỏ --out hoặc chọn thư mục khác")
    return Order(arguments.project, out, arguments.as_of, arguments.drafts)


def _is_same(one: Path, other: Path) -> bool:
    """Whether both names are of one folder, there or not, on a disk that may not tell A from a."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


def _project() -> Path:
    """Where the command was typed, if that is a project; else the folder where `build.py` lies."""
    here = Path.cwd()
    return here if any((here / name).is_dir() for name in ("data", "content")) else Path(__file__).parent.parent


# ---- arguments -------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Argparse that exits with our own code and shows help in the order we write it."""

    def error(self, message: str) -> NoReturn:
        self.exit(MISUSED, f"{self.prog}: {message}\nXem hướng dẫn: {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    argparse._ = lambda words: _ARGPARSE.get(words, words)  # type: ignore[attr-defined]  # the module's own name for gettext
    common = _common()
    parser = _Parser(
        prog="build.py",
        description="Dựng trang bản tin thi đua từ bài viết (content/), dữ liệu (data/) và mẫu (templates/).",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", title="lệnh", metavar="LỆNH")
    for name, text in (
        ("build", "dựng trang vào site/ (lệnh mặc định)"),
        ("check", "kiểm tra tất cả, không dựng gì"),
        ("plan", "liệt kê địa chỉ, mẫu và nguồn của từng trang"),
    ):
        command = commands.add_parser(
            name,
            help=text,
            description=_sentence(text),
            parents=[common, _output()],
            epilog=_EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(command=name)
    serve = commands.add_parser(
        "serve",
        help="xem trước trên máy này; tự dựng lại khi sửa tệp",
        description="Xem trước trên máy này; tự dựng lại khi sửa tệp, lỗi hiện ngay trên trang.",
        parents=[common, _output()],
    )
    serve.add_argument("--port", type=int, default=5500, metavar="SỐ", help="cổng, mặc định 5500; 0 là cổng nào trống")
    serve.add_argument("--host", default="127.0.0.1", metavar="TÊN", help="địa chỉ nghe, mặc định chỉ máy này")
    new = commands.add_parser(
        "new",
        help="tạo tệp mẫu: bài, quyết định hay cá nhân",
        description="Tạo tệp mẫu đã điền sẵn ngày hôm nay; không bao giờ ghi đè tệp đang có.",
        parents=[common],
    )
    new.add_argument(
        "what",
        choices=("article", "decision", "person"),
        metavar="LOẠI",
        help="article (bài), decision (quyết định) hoặc person (cá nhân)",
    )
    new.add_argument("name", metavar="TÊN", help="tiêu đề bài, số quyết định hoặc họ tên, đặt trong ngoặc kép")
    commands.add_parser(
        "release",
        help="đánh dấu một lần công bố dữ liệu mở",
        description="Ghi dấu của mọi hàng dữ liệu mở vào data/releases/, để trang kể được từ đó đến nay đổi những gì.",
        parents=[common],
    )
    commands.add_parser(
        "schema",
        help="ghi lược đồ JSON để trình soạn thảo gợi ý mục",
        description="Ghi lược đồ JSON của mọi dữ liệu và phần khai báo bài, cùng cấu hình VS Code.",
        parents=[common],
    )
    commands.add_parser(
        "gallery",
        help="trưng bày mọi thành phần của mẫu để xem trước khi sửa",
        description="Dựng một trang riêng trong .thidua/gallery/, trưng bày mọi thành phần của mẫu ở mọi trạng thái.",
        parents=[common],
    )
    return parser


def _common() -> _Parser:
    parser = _Parser(add_help=False)
    parser.add_argument(
        "--project",
        type=Path,
        default=_project(),
        metavar="THƯ-MỤC",
        help="thư mục của trang, mặc định là thư mục hiện tại hoặc thư mục chứa build.py",
    )
    parser.add_argument(
        "--as-of",
        type=_moment,
        default=None,
        metavar="LÚC",
        help='dựng như vào lúc này, ví dụ "2026-03-01 08:00"; mặc định là bây giờ',
    )
    return parser


def _output() -> _Parser:
    parser = _Parser(add_help=False)
    parser.add_argument("--out", type=Path, default=None, metavar="THƯ-MỤC", help="ghi vào thư mục này thay cho site/")
    parser.add_argument(
        "--drafts",
        action="store_true",
        help=f"thêm bản nháp và bài chưa đến ngày, chỉ để xem trước (ghi vào {PREVIEW.as_posix()})",
    )
    return parser


def _moment(written: str) -> dt.datetime:
    from thidua.scalars import day, moment

    try:
        if len(written) == len("2026-03-01"):
            return dt.datetime.combine(day(written), dt.time(), _ICT)
        return moment(written)
    except Mistake as mistake:
        raise argparse.ArgumentTypeError(f"{mistake.message}; {mistake.remedy}") from None


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:] + "."


# ---- the terminal ------------------------------------------------------------------------------------


class Terminal(Progress):
    """Draws long steps on one line of a terminal; silent where output goes to a file."""

    SHOWN_FROM = 40

    def __init__(self) -> None:
        self._is_open = False
        self._draws = sys.stderr.isatty()

    def step(self, name: str, done: int, total: int) -> None:
        if self._draws and total >= self.SHOWN_FROM:
            filled = 24 * done // total
            sys.stderr.write(f"\r{name} {'█' * filled}{'░' * (24 - filled)} {done}/{total} ")
            sys.stderr.flush()
            self._is_open = True
            if done == total:
                self.end()

    def say(self, words: str) -> None:
        if self._draws:
            self.end()
            print(words, file=sys.stderr)

    def end(self) -> None:
        if self._is_open:
            sys.stderr.write("\n")
            self._is_open = False


def _print_error(words: str) -> None:
    print(words, file=sys.stderr)


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return str(path)


if __name__ == "__main__":
    sys.exit(main())
