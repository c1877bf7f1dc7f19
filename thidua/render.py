"""Page to text, through the project's templates. Reads templates; writes nothing.

Templates see the page, what it shows, the site, the words and the filters listed in FILTERS.
Undefined names are errors; everything is escaped unless it is already markup.
"""

from __future__ import annotations

import contextlib
import json
import marshal
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Final

import jinja2
from jinja2 import meta
from jinja2.bccache import Bucket
from jinja2.filters import do_forceescape
from markupsafe import Markup, escape

from thidua import figures, vietnamese
from thidua.addresses import ROOT, base_path, href, public_url, relative_root, zalo_share
from thidua.cache import Memory
from thidua.compiled import Templates, component
from thidua.covers import site_cover
from thidua.digest import Digests, digest_of_bytes
from thidua.fixed import Fixed
from thidua.images import FORMATS, Rendition, renditions, standing
from thidua.library import Library
from thidua.machine_pages import FeedItem
from thidua.pages import Crumb, Page, site_feed
from thidua.problems import Origin, Problem, Problems
from thidua.records import FocusPoint, Picture, PictureFile, Portrait, Prose
from thidua.structured import Teller, Thing
from thidua.words import Words
from thidua.workers import results

_PLACE: Final = re.compile(
    r"<!--(?:picture:(?P<picture>\d+)(?P<large>:large)?|told:(?P<told>\d+)|short:(?P<short>\d+))-->"
    r'|href="link:(?P<link>\d+)"|\ue002(?P<words>\d+)\ue003'
)
_PHOTO: Final = "components/photo.html"
_REFERENCE: Final = "components/reference.html"
_FULL_TEXT: Final = "components/full_text.html"
# What filters ask for, which no template need name.
_ASKED_BY_FILTERS: Final = (_PHOTO, _REFERENCE, _FULL_TEXT)
# Fewer new ones are compiled by this process itself.
_FEW_TEMPLATES: Final = 4
# To make a template whole takes as long as it spares on so many pages.
_MANY_PAGES: Final = 200
# Articles in full that are held.
_MOST_IN_FULL: Final = 200
# Vietnamese stays readable in JSON, and ROOT stays the character that is looked for.
_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ABSOLUTE: Final = frozenset({"feed", "sitemap", "robots"})


@dataclass(frozen=True, slots=True)
class Sizes:
    """A picture as HTML names it: `src` is the JPEG, `large` the largest one, `srcset` a text for each format."""

    src: str
    width: int
    height: int
    srcset: Mapping[str, str]
    large: str


class Marked(tuple[str, ...]):
    """A page's text in pieces, with ROOT before each address of the site; those that are fixed stand on other pages."""

    __slots__ = ()

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self)


def sizes(picture: Picture | Portrait, shape: str) -> Sizes:
    """The sizes of a picture in a shape (see `images.SHAPES`)."""
    return _sizes(picture.file, picture.focus, shape)


@lru_cache(maxsize=4000)
def _sizes(file: PictureFile, focus: FocusPoint, shape: str) -> Sizes:
    """The same: one picture stands on many pages."""
    made = renditions(file, focus, shape)
    one = standing(file, focus, shape)
    return Sizes(
        href(one.address),
        one.width,
        one.height,
        {format: _srcset([size for size in made if size.format == format]) for format in FORMATS},
        href([size for size in made if size.format == "jpg"][-1].address),
    )


def _srcset(made: Sequence[Rendition]) -> str:
    return ", ".join(f"{href(size.address)} {size.width}w" for size in made)


def link(target: object) -> str:
    """The address of a record, a crumb, a page or a plain address, as rendered text carries it."""
    return href(target if isinstance(target, str) else str(getattr(target, "address")))  # noqa: B009


def as_json(value: object) -> Markup:
    """The value as JSON that may stand in HTML."""
    return _json_of(value) if isinstance(value, str) else _safe_json(value)


def _safe_json(value: object) -> Markup:
    text = _JSON.encode(value)
    return Markup(text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026").replace("'", r"\u0027"))


def fully_escaped(value: object) -> Markup:
    """The value as text in which markup is escaped too."""
    if isinstance(value, str):
        return _escaped_of(value)
    return do_forceescape(value)  # type: ignore[arg-type]  # it makes text of anything


# The feeds tell an article in full in several files.
_json_of = lru_cache(maxsize=_MOST_IN_FULL)(_safe_json)
_escaped_of = lru_cache(maxsize=_MOST_IN_FULL)(do_forceescape)

FILTERS: Final = {
    "href": link,
    "zalo_share": zalo_share,
    "sizes": sizes,
    "number": vietnamese.number,
    "money": vietnamese.money,
    "weekday_time": vietnamese.weekday_time,
    "short_date": vietnamese.short_date,
    "long_date": vietnamese.long_date,
    "iso": vietnamese.iso,
    "rfc822": format_datetime,
    "initials": vietnamese.initials,
    "joined": vietnamese.join,
    "tojson": as_json,
    "forceescape": fully_escaped,
    "figure_said": figures.figure_said,
    "target_said": figures.target_said,
}


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, remembered: a build compiles what was edited and nothing else.

    What all templates see is worked out while they are compiled, and so is what others say that they include: `key`
    gives what a template is known by, with all that.
    """

    def __init__(self, memory: Memory, key: Callable[[str], bytes]) -> None:
        self.memory = memory
        self.key = key
        # The templates that are made whole.
        self.whole: set[str] = set()
        # What this process compiled since somebody last asked.
        self.new: dict[bytes, bytes] = {}

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return self._known_by(name, filename or "", name in self.whole)

    def _known_by(self, name: str, filename: str, is_whole: bool) -> str:
        # Tracebacks tell where the file lies, and the line of a mistake is read from them.
        return (self.key(name) + bytes([is_whole]) + os.fsencode(filename)).hex()

    def _key_of(self, name: str, folder: Path, is_whole: bool) -> bytes:
        return digest_of_bytes(self._known_by(name, os.path.join(folder, name), is_whole).encode())

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self.memory.recall("template", digest_of_bytes(bucket.key.encode()), bytes)
        if code is not None:
            bucket.code = marshal.loads(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.take({digest_of_bytes(bucket.key.encode()): marshal.dumps(bucket.code)})

    def take(self, compiled: Mapping[bytes, bytes]) -> None:
        """Remember what was compiled, maybe by another process."""
        self.new.update(compiled)
        for key, code in compiled.items():
            self.memory.remember("template", key, code)

    def lacks(self, name: str, folder: Path, is_whole: bool) -> bool:
        """Whether that template, which lies in that folder, was not compiled before, made whole or not."""
        return self.memory.recall("template", self._key_of(name, folder, is_whole), bytes) is None

    def keep(self, names: Iterable[str], folder: Path) -> None:
        """Forget none of these templates, which lie in that folder, though nobody asks for them."""
        both = (self._key_of(name, folder, is_whole) for name in names for is_whole in (False, True))
        self.memory.still("template", both)


class Renderer:
    """The project's templates, ready to turn pages into text."""

    def __init__(
        self,
        project: Path,
        library: Library,
        words: Words,
        assets: Mapping[str, str],
        memory: Memory,
        is_preview: bool = False,
    ) -> None:
        self.base_url = library.site.base_url
        self._folder = project / "templates"
        self._loader = jinja2.FileSystemLoader(self._folder, encoding="utf-8")
        self._memory = memory
        self._digests: dict[str, bytes] = {}
        self._sources: dict[str, str] = {}
        self._compiled = _Compiled(memory, lambda name: self._seen + self.template_digest(name))
        self.environment = Templates(self._loader, self._compiled, self._compiled.whole.__contains__)
        self._teller = Teller(library.site, words, self.url(assets.get("logo", assets["icon-512.png"])), self.url)
        self.environment.filters |= FILTERS
        # The feeds tell a new article again and again.
        self._in_full: dict[tuple[object, ...], str] = {}
        self.environment.filters["prose"] = lru_cache(maxsize=_MOST_IN_FULL)(self.prose)
        self.environment.filters["in_full"] = self.in_full
        self.environment.filters["url"] = self.url
        self.environment.filters["structured"] = self.structured
        self.environment.globals |= {
            "site": library.site,
            "site_cover": site_cover(library.site),
            "site_feed": site_feed(library.site),
            "words": words,
            "assets": assets,
            # No more of them than every page shows, so that editing one changes no other page.
            "static_pages": tuple(Crumb(page.title, page.address) for page in library.pages_in_order),
            "is_preview": is_preview,
        }
        # What all templates see; `url` asks for the base address, which is the site's.
        self._seen = Digests().of((*self.common(), words.phrases))

    def common(self) -> tuple[object, ...]:
        """What every page may show, whatever it is about."""
        seen = self.environment.globals
        macros = map(self.template_digest, _ASKED_BY_FILTERS)
        return (seen["site"], seen["assets"], seen["static_pages"], seen["is_preview"], *macros)

    def template_digest(self, name: str) -> bytes:
        """The digest of a template and of every template it extends, includes or imports."""
        if name not in self._digests:
            closure = dict(self._closure(name, set()))
            self._digests[name] = digest_of_bytes("\0".join(chain.from_iterable(closure.items())).encode())
        return self._digests[name]

    def _closure(self, name: str, found: set[str]) -> Iterator[tuple[str, str]]:
        """A template and every one that it extends, includes or imports, each with its source."""
        if name in found:
            return
        found.add(name)
        source = self._source(name)
        yield name, source
        try:
            others = self._references(source)
        except jinja2.TemplateSyntaxError as error:
            raise Problems([_template_problem(name, error.lineno, error.message or "")]) from error
        for other in others:
            if other is not None:
                yield from self._closure(other, found)

    def _references(self, source: str) -> tuple[str | None, ...]:
        """The templates that a template extends, includes or imports. Raises TemplateSyntaxError."""
        key = digest_of_bytes(source.encode())
        known: tuple[str | None, ...] | None = self._memory.recall("references", key, tuple)
        if known is None:
            known = tuple(meta.find_referenced_templates(jinja2.Environment().parse(source)))
            self._memory.remember("references", key, known)
        return known

    def _source(self, name: str) -> str:
        if name not in self._sources:
            try:
                self._sources[name], _, _ = self._loader.get_source(self.environment, name)
            except jinja2.TemplateNotFound as error:
                raise Problems([_template_problem(name, 0, "thiếu mẫu này")]) from error
        return self._sources[name]

    def url(self, target: object) -> str:
        """The absolute address of a record, a plain address or one that carries ROOT already."""
        address = target if isinstance(target, str) else str(getattr(target, "address"))  # noqa: B009
        return public_url(self.base_url, address.removeprefix(ROOT))

    def structured(self, page: Page) -> Thing | None:
        """What the page tells machines (see `structured`)."""
        return self._teller.told(page)

    @jinja2.pass_environment
    def prose(self, environment: jinja2.Environment, prose: Prose, links: tuple[str, ...]) -> Markup:
        """A body with its links and all that was left open set, by the components `photo` and `reference`."""
        photo = component(environment, _PHOTO, "photo")
        reference = component(environment, _REFERENCE, "reference")

        def fill(match: re.Match[str]) -> str:
            kind = "picture" if match["picture"] else match.lastgroup or ""
            at = int(match[kind])
            match kind:
                case "picture":
                    return str(photo(prose.pictures[at], is_in_grid=match["large"] is not None))
                case "told":
                    return str(reference(prose.told[at])).strip()
                case "short":
                    word, expansion = map(escape, prose.expansions[at])
                    return f'<abbr title="{expansion}">{word}</abbr>' if expansion else str(word)
                case "link":
                    return f'href="{escape(links[at])}"' if links[at] else ""
                case _:
                    return str(escape(prose.told[at].words))

        return Markup(_PLACE.sub(fill, prose.html))

    @jinja2.pass_environment
    def in_full(self, environment: jinja2.Environment, item: FeedItem) -> str:
        """An article in full, for readers' programs, by the component `full_text`."""
        key = (environment, item.article.id, item.links)
        known = self._in_full.get(key)
        if known is None:
            if len(self._in_full) == _MOST_IN_FULL:
                self._in_full.clear()
            known = self._in_full[key] = component(environment, _FULL_TEXT, "full_text")(item)
        return known

    def prepare(self, names: Iterable[str]) -> None:
        """Compile templates now, before this process is copied, and not once in each copy. Tells of no mistake.

        Each name is there as often as it will be asked for.
        """
        pages = Counter(names)
        many = [name for name, count in pages.items() if count >= _MANY_PAGES or not self._lacks(name, True)]
        by_filters = _ASKED_BY_FILTERS if many else ()
        self._compiled.whole |= self._with_others((*many, *by_filters))
        asked = (*pages, *by_filters)
        new = [name for name in sorted(asked) if self._lacks(name, name in self._compiled.whole)]
        if len(new) >= _FEW_TEMPLATES:
            for known in results(self._code_of, new):
                self._compiled.take(known)
        for name in asked:
            with contextlib.suppress(jinja2.TemplateError):
                self.environment.get_template(name)

    def _lacks(self, name: str, is_whole: bool) -> bool:
        return self._compiled.lacks(name, self._folder, is_whole)

    def _code_of(self, name: str) -> Mapping[bytes, bytes]:
        """What is compiled for a template that was not before, by its key."""
        self._compiled.new.clear()
        with contextlib.suppress(jinja2.TemplateError, Problems):
            self.environment.get_template(name)
        return self._compiled.new

    def keep(self, names: Iterable[str]) -> None:
        """Forget none of these templates, and of those that they name, though no page is made by them."""
        self._compiled.keep(self._with_others(names), self._folder)

    def _with_others(self, names: Iterable[str]) -> set[str]:
        """Templates, and all that they extend, include or import."""
        found: set[str] = set()
        for name in names:
            with contextlib.suppress(Problems):
                tuple(self._closure(name, found))
        return found

    def marked(self, page: Page, is_illustrative: bool) -> Marked:
        """The page as text that still carries ROOT before each address of the site.

        Raises Problems for a mistake in a template.
        """
        shown = {**page.shows, "page": page, "is_illustrative": is_illustrative}
        try:
            return Marked(_together(self.environment.pieces(page.template, shown)))
        except jinja2.TemplateSyntaxError as error:
            raise Problems(
                [_template_problem(error.name or page.template, error.lineno, error.message or "")]
            ) from error
        except jinja2.UndefinedError as error:
            raise Problems(
                [_template_problem(*_place_in_template(error, page.template), error.message or "")]
            ) from error
        except jinja2.TemplateNotFound as error:
            raise Problems([_template_problem(page.template, 0, f"thiếu mẫu {error.name}")]) from error

    def finished(self, page: Page, marked: Marked) -> bytes:
        """The file's bytes: addresses made relative, or absolute where a page is read elsewhere."""
        if page.kind in _ABSOLUTE:
            root = self.base_url.rstrip("/") + "/"
        elif page.kind == "not_found":
            root = base_path(self.base_url)
            # It is shown at any address: the way home is the folder itself, for which every host has a page.
            marked = Marked([marked.text.replace(f'"{ROOT}index.html"', f'"{root}"')])
        else:
            root = relative_root(page.address)
        return b"".join([_set(text, root) if type(text) is Fixed else _rooted(text, root) for text in marked])


def _together(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a page, all that stands between two fixed ones as one."""
    own: list[str] = []
    for piece in pieces:
        if type(piece) is Fixed:
            if own:
                yield "".join(own)
                own = []
            yield piece
        else:
            own.append(piece)
    if own:
        yield "".join(own)


def _rooted(text: str, root: str) -> bytes:
    """Marked text as bytes."""
    return text.replace(ROOT, root).encode()


# The same pieces of the frame stand on all pages, at most so many folders deep.
_set = lru_cache(maxsize=2000)(_rooted)


def _template_problem(name: str, line: int, message: str) -> Problem:
    return Problem(
        Origin(f"templates/{name}", line),
        f"mẫu có lỗi: {message}",
        "xem templates/README.md, mục các mẫu được thấy những gì",
    )


def _place_in_template(error: jinja2.UndefinedError, fallback: str) -> tuple[str, int]:
    """The innermost template line of the traceback."""
    name, line, step = fallback, 0, error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename.replace("\\", "/")
        if "/templates/" in file:
            name, line = file.rsplit("/templates/", 1)[1], step.tb_lineno
        step = step.tb_next
    return name, line
