"""What the validator found wrong with one written table, in the editor's words. Pure.

The validator speaks of types and English; here its findings are paired with what was typed, so that
one slip is told once: a misspelt key is not also a missing one.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Final

from thidua.problems import Echo, Mistake, Origin, Problem
from thidua.records import Article, StaticPage
from thidua.source import Items, Table, line_of
from thidua.vietnamese import nearest, slug

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Path = tuple[int | str, ...]

# What an editor who thinks in Vietnamese writes for a key; the first that the table may have is meant.
_IN_VIETNAMESE: Final[Mapping[str, Sequence[str]]] = {
    "anh": ("picture", "portrait", "file"),
    "ca-nhan": ("person", "people"),
    "cap-tren": ("parent",),
    "chi-tieu": ("indicator",),
    "chu-de": ("tags",),
    "chu-thich": ("caption", "note"),
    "chuc-danh": ("job", "role"),
    "chuc-vu": ("job", "role"),
    "chuyen-muc": ("section",),
    "co-quan-ban-hanh": ("issuer",),
    "danh-hieu": ("award",),
    "dia-ban": ("place",),
    "don-vi": ("unit",),
    "ghi-chu": ("note",),
    "gia-tri": ("value",),
    "gioi-thieu": ("description", "biography"),
    "hang": ("grade",),
    "ho-ten": ("name",),
    "ho-va-ten": ("name",),
    "ky": ("period",),
    "loai": ("kind", "group"),
    "ma": ("id",),
    "ma-so": ("id",),
    "mo-ta": ("description", "alt"),
    "ngay": ("date", "published", "given"),
    "ngay-dang": ("published",),
    "ngay-ky": ("date",),
    "nguoi-ky": ("signatory",),
    "nguon": ("source", "credit"),
    "phong-trao": ("campaign", "campaigns"),
    "sang-kien": ("initiative",),
    "sapo": ("lede",),
    "so": ("number",),
    "so-quyet-dinh": ("number",),
    "tac-gia": ("authors",),
    "tap-the": ("collective", "collectives"),
    "ten": ("name", "title"),
    "thanh-tich": ("citation",),
    "tien-thuong": ("benefit",),
    "tieu-de": ("title",),
    "tieu-su": ("biography",),
    "tom-tat": ("lede", "summary"),
}


def told(details: Iterable[ErrorDetails], kind: type, written: Table, origin: Origin) -> Iterator[Problem]:
    """The problems behind the validator's findings on the table that was written at `origin`."""
    found = tuple(details)
    misspelt = {
        (*path[:-1], _meant(str(path[-1]), _keys(_table_at(kind, path[:-1]))))
        for detail in found
        if detail["type"] == "unexpected_keyword_argument" and (path := detail["loc"])
    }
    for detail in found:
        path = detail["loc"]
        if detail["type"] == "missing" and path in misspelt:
            continue
        mistake = _mistake(detail, kind, path)
        if not isinstance(mistake, Echo):
            line = line_of(written, path)
            is_whole = line == written.line or (len(path) == 1 and path[0] not in written)
            yield mistake.at(Origin(origin.file, origin.line if is_whole else line))


def _mistake(detail: ErrorDetails, kind: type, path: Path) -> Mistake:
    key = _last_key(path)
    inside = (detail.get("ctx") or {}).get("error")
    if isinstance(inside, Echo):
        return inside
    if isinstance(inside, Mistake):
        return Mistake(f"{key}: {inside.message}", inside.remedy)
    match detail["type"]:
        case "missing":
            return _missing(key, _last_key(path[:-1]))
        case "unexpected_keyword_argument":
            return _unknown(key, _keys(_table_at(kind, path[:-1])))
        case "literal_error":
            return _not_among(key, detail)
        case "tuple_type":
            return _not_a_list(key, detail["input"], _table_at(kind, path))
        case "dataclass_type":
            return _not_a_table(key, detail["input"], _table_at(kind, path), isinstance(path[-1], int))
    raise AssertionError(detail)


def _last_key(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


# ---- keys ------------------------------------------------------------------------------------------


def _missing(key: str, inside: str) -> Mistake:
    return Mistake(f'{inside} thiếu mục "{key}"' if inside else f'thiếu mục "{key}"', f"thêm dòng «{key}: …»")


def _unknown(key: str, keys: Sequence[str]) -> Mistake:
    near = _meant(key, keys)
    return Mistake(f'không có mục "{key}"', f'có phải "{near}"?' if near else f"các mục dùng được: {', '.join(keys)}")


def _meant(key: str, keys: Sequence[str]) -> str | None:
    vietnamese = (known for known in _IN_VIETNAMESE.get(slug(key), ()) if known in keys)
    return next(vietnamese, None) or nearest(key, keys)


def _keys(kind: type | None) -> list[str]:
    """The keys that a table may have; articles and pages take their id from the file."""
    hidden = {"body", "decision"} | ({"id"} if kind in (Article, StaticPage) else set())
    return [field.name for field in _fields(kind) if field.name not in hidden]


def _fields(kind: type | None) -> tuple[dataclasses.Field[object], ...]:
    return dataclasses.fields(kind) if kind is not None and dataclasses.is_dataclass(kind) else ()


def _table_at(kind: type, path: Path) -> type | None:
    """The record that the table at `path` becomes; None where no table is written."""
    found: type | None = kind
    for step in path:
        if isinstance(step, str) and found is not None:
            found = _table_in(typing.get_type_hints(found, include_extras=True).get(step))
    return found


def _table_in(hint: object) -> type | None:
    """The record among the types of a field; not one that is written as the id of another record."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return hint
    if typing.get_origin(hint) is Annotated:
        return None
    found = map(_table_in, typing.get_args(hint))
    return next((kind for kind in found if kind is not None), None)


# ---- values ----------------------------------------------------------------------------------------


def _not_among(key: str, detail: ErrorDetails) -> Mistake:
    expected = str((detail.get("ctx") or {})["expected"]).replace(" or ", ", ")
    allowed = [word.strip("'") for word in expected.split(", ")]
    written = detail["input"]
    if not written:
        return Mistake(f"{key}: mục này để trống", f"chọn một trong: {', '.join(allowed)}")
    near = nearest(written, allowed) if isinstance(written, str) else None
    said = f'{key}: không dùng được "{written}"' if isinstance(written, str) else f"{key}: mục này chỉ nhận một từ"
    return Mistake(said, f'có phải "{near}"?' if near else f"chọn một trong: {', '.join(allowed)}")


def _empty(key: str, instead: str) -> Mistake:
    return Mistake(f"{key}: mục này để trống", f"{instead}, hoặc xóa cả dòng")


def _not_a_list(key: str, written: object, item: type | None) -> Mistake:
    first = _keys(item)[0] if item else ""
    if not isinstance(written, str | Table):
        return _empty(key, f"viết «- {first}: …» ở dòng dưới" if item else f"viết {key}: […]")
    if isinstance(written, Table):
        first = next(iter(written), first)
        return Mistake(f"{key}: mục này là một danh sách", f"thêm dấu gạch trước mục con đầu tiên: «- {first}: …»")
    if written.startswith("-"):
        return Mistake(
            f'{key}: "{written}" không phải một danh sách', "mỗi dòng một giá trị, có dấu cách sau dấu gạch: «- …»"
        )
    remedy = (
        f"xuống dòng rồi viết «- {first}: {written}»" if item else f"viết {key}: [{written}], hoặc mỗi dòng một «- »"
    )
    return Mistake(f'{key}: "{written}" không phải một danh sách', remedy)


def _not_a_table(key: str, written: object, kind: type | None, is_item: bool) -> Mistake:
    first = _keys(kind)[0] if kind else ""
    if isinstance(written, Items):
        return Mistake(
            f"{key}: mục này gồm các mục con, không phải danh sách",
            f"bỏ dấu gạch hay ngoặc vuông; xuống dòng, thụt vào hai dấu cách rồi viết «{first}: …»",
        )
    if not isinstance(written, str):
        return _empty(key, f"xuống dòng, thụt vào hai dấu cách rồi viết «{first}: …»")
    remedy = (
        f"viết «- {first}: {written}»"
        if is_item
        else f"xuống dòng, thụt vào hai dấu cách rồi viết «{first}: {written}»"
    )
    return Mistake(f'{key}: "{written}" chưa nói rõ là mục con nào', remedy)
