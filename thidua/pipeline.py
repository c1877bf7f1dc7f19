"""The build, from top to bottom: read → load → check → plan → render → publish.

Every step is a pure function of the one before, remembered under a digest of what it depends on,
so an incremental build is a clean build that skips what it already knows. The only module that
joins the floors; it reads no clock and prints nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from thidua.cache import FOLDER, Memory, Stamp, code_version, stamps, store, stored, sure
from thidua.digest import Digests, Seen, digest_of_bytes
from thidua.problems import Origin, Problem, Problems

if TYPE_CHECKING:
    from thidua.assets import Asset
    from thidua.covers import Cover
    from thidua.files import File
    from thidua.images import Rendition
    from thidua.library import Library
    from thidua.markup import Body
    from thidua.pages import Page
    from thidua.plan import Plan
    from thidua.records import Figure, PictureFile
    from thidua.render import Renderer
    from thidua.words import Words

_SOURCES: Final = ("content", "data", "templates")
# What decides the bytes of a picture's sizes, and of a cover: these modules, and the codecs that the package is
# locked to.
_ENCODER: Final = "images"
_DRAWER: Final = "covers images"


@dataclass(frozen=True, slots=True)
class Order:
    """What to build: the project, the moment it believes in, and where the site goes."""

    project: Path
    out: Path
    as_of: dt.datetime
    with_drafts: bool = False

    @property
    def memory(self) -> Path:
        """Where this site's state is remembered: one folder for each output folder."""
        return self.project / FOLDER / "sites" / digest_of_bytes(os.fsencode(self.out.resolve())).hex()

    @property
    def trees(self) -> Path:
        """Where it is remembered what lies in the output folder."""
        return self.memory / "trees"

    @property
    def results(self) -> Path:
        """Where the results of this site's pure functions are remembered."""
        return self.memory / "results"


class Progress:
    """Hears of the build's long steps; the command line draws them, tests stay silent."""

    def step(self, name: str, done: int, total: int) -> None:
        """`done` of `total` things of a step are finished."""

    def say(self, words: str) -> None:
        """One line for the editor."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build did. `notes` are problems that stop nothing."""

    pages: int
    written: int
    deleted: int
    notes: tuple[Problem, ...] = ()
    was_fresh: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """What the last build saw: while it still holds, there is nothing to do."""

    code: bytes
    sources: dict[str, Stamp]
    since: dt.datetime
    until: dt.datetime | None
    with_drafts: bool
    tree: bytes
    pages: int
    notes: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as text that still carries ROOT, or nothing where the published one is right."""

    key: bytes
    content: bytes
    targets: frozenset[str]
    anchors: frozenset[str]
    marked: str | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that is ready to be published."""

    view: Library
    words: Words
    plan: Plan
    renderer: Renderer
    rendered: Mapping[str, Rendered]
    files: Mapping[str, File]
    pictures: Mapping[str, Rendition]
    covers: Mapping[str, Cover]
    next_change: dt.datetime | None
    notes: tuple[Problem, ...]


def build(order: Order, progress: Progress | None = None) -> Outcome:
    """Build the site. Raises Problems, and then nothing in the published site has changed."""
    from thidua.publish import locked, refuse_foreign

    progress = progress or Progress()
    refuse_foreign(order.out, order.project)
    with locked(order.out, lambda: progress.say("Một lượt dựng khác đang chạy; chờ lượt đó xong…")):
        return _fresh(order) or _built(order, progress)


def check(order: Order, progress: Progress | None = None) -> tuple[Problem, ...]:
    """The notes of a build that would succeed. Raises Problems; writes nothing."""
    from thidua.publish import published

    fresh = _fresh(order)
    if fresh is not None:
        return fresh.notes
    tree = published(order.out, order.trees)
    return drawn(order, Memory(order.results), tree.keys if tree else {}, progress or Progress()).notes


def plan_of(order: Order) -> tuple[Page, ...]:
    """The pages of the site in the order of the plan. Raises Problems."""
    from thidua.library import public
    from thidua.plan import planned
    from thidua.words import read_words

    library, found = _loaded(order.project, Memory(order.results))
    if library is None:
        raise Problems(found)
    plan = planned(public(library, order.as_of, order.with_drafts), read_words(order.project))
    _stop_if_wrong([*found, *plan.problems])
    return tuple(plan.pages.values())


def release(order: Order) -> str:
    """Write down which open data are published now; the path inside the project. Raises Problems."""
    from thidua.checks import checked
    from thidua.library import public
    from thidua.releases import write_release

    library, found = _loaded(order.project, Memory(order.results))
    if library is None:
        raise Problems(found)
    _stop_if_wrong([*found, *_of_drafts(library, checked(library))])
    return write_release(order.project, public(library, order.as_of), str(order.as_of.date()))


# ---- nothing to do -----------------------------------------------------------------------------------


def _fresh(order: Order) -> Outcome | None:
    """What the last build said, when nothing that it saw has changed."""
    from thidua.publish import published

    state = stored(order.memory / "state", _State)
    if (
        state is None
        or state.code != code_version()
        or state.with_drafts != order.with_drafts
        or not state.since <= order.as_of
        or (state.until is not None and order.as_of >= state.until)
        or state.sources != stamps(_source_files(order.project))
    ):
        return None
    tree = published(order.out, order.trees)
    if tree is None or tree.digest != state.tree:
        return None
    return Outcome(state.pages, 0, 0, state.notes, was_fresh=True)


def _source_files(project: Path) -> Iterator[Path]:
    for name in _SOURCES:
        for folder, _, files in os.walk(project / name):
            yield from (Path(folder, file) for file in files)


# ---- the build ----------------------------------------------------------------------------------------


def _built(order: Order, progress: Progress) -> Outcome:
    from thidua.publish import keys_digest, publish, published

    started = time.time_ns()
    sources = stamps(_source_files(order.project))
    memory = Memory(order.results)
    tree = published(order.out, order.trees)
    have = tree.keys if tree else {}
    ready = _with_search(order, drawn(order, memory, have, progress), progress)
    _make_pictures(order, ready, have, progress)
    progress.say("Đang xuất bản…")
    wanted = _wanted(ready)
    change = publish(order.out, order.trees, wanted, lambda address: _content(order, ready, address))
    memory.save()
    _forget(order, ready)
    state = _State(
        code_version(), sure(sources, started), order.as_of, ready.next_change, order.with_drafts,
        keys_digest(wanted), len(ready.plan.pages), ready.notes,
    )  # fmt: skip
    store(order.memory / "state", state)
    return Outcome(len(ready.plan.pages), change.written, change.deleted, ready.notes)


def drawn(order: Order, memory: Memory, have: Mapping[str, bytes], progress: Progress) -> Drawn:
    """Everything rendered that `have` does not hold already. Raises Problems with all that is wrong."""
    from thidua.assets import read_assets
    from thidua.checks import checked
    from thidua.library import next_change, public
    from thidua.plan import planned
    from thidua.render import Renderer
    from thidua.service_pages import INDEX
    from thidua.words import read_words

    progress.say("Đang đọc dữ liệu và bài viết…")
    words = read_words(order.project)
    library, found = _loaded(order.project, memory)
    if library is None:
        raise Problems(found)
    found += _of_drafts(library, checked(library))
    view = public(library, order.as_of, order.with_drafts)
    plan = planned(view, words)
    found += plan.problems
    found += _dead_links(order.project, library, view, plan)
    found += _typed_numbers(order.project, library, memory)
    _stop_if_wrong(found)
    assets = {**read_assets(order.project, view.site.colours), **_logo(order.project, view.site.logo, memory)}
    renderer = Renderer(order.project, view, words, {a.name: a.address for a in assets.values()}, order.with_drafts)
    digests = Digests()
    rendered = dict(_rendered(plan, renderer, words, digests, memory, have, progress))
    pictures = _known_pictures(view)
    files = _files(order.project, assets, view, words, digests, memory)
    found += _broken_targets(order.project, plan, rendered, {*files, *pictures, INDEX})
    _stop_if_wrong(found)
    used = {target for page in rendered.values() for target in page.targets}
    pictures = {address: size for address, size in pictures.items() if address in used}
    covers = {page.cover.address: page.cover for page in plan.pages.values() if page.cover}
    notes = tuple(problem for problem in found if problem.is_note)
    return Drawn(
        view, words, plan, renderer, rendered, files, pictures, covers, next_change(library, order.as_of), notes
    )


def _stop_if_wrong(found: list[Problem]) -> None:
    if any(not problem.is_note for problem in found):
        raise Problems(found)


def _loaded(project: Path, memory: Memory) -> tuple[Library | None, list[Problem]]:
    from thidua.load import load

    loaded = load(project, lambda text: _body(text, memory), lambda path: _picture(path, project, memory))
    return loaded.library, list(loaded.problems)


def _body(text: str, memory: Memory) -> Body:
    from thidua.markup import Body, converted

    key = digest_of_bytes(text.encode())
    body = memory.recall("body", key, Body)
    if body is None:
        body = converted(text)
        memory.remember("body", key, body)
    return body


def _picture(path: Path, project: Path, memory: Memory) -> PictureFile:
    from thidua.images import look_at
    from thidua.records import PictureFile

    name = path.relative_to(project.resolve()).as_posix()
    key = digest_of_bytes(name.encode() + path.read_bytes())
    known = memory.recall("picture", key, PictureFile)
    if known is None:
        known = look_at(path, name)
        memory.remember("picture", key, known)
    return known


def _logo(project: Path, logo: PictureFile | None, memory: Memory) -> dict[str, Asset]:
    """The paper's own mark by its name, where it has one."""
    from thidua import images, logos
    from thidua.assets import logo_asset

    if logo is None:
        return {}
    key = digest_of_bytes(f"{logo.path} {logo.digest}".encode())
    data = memory.recall("logo", key, bytes)
    if data is None:
        written = (project / logo.path).read_bytes()
        data = logos.cleaned(written, logo.path) if logos.is_drawing(logo.path) else images.logo(written)
        memory.remember("logo", key, data)
    return {"logo": logo_asset(logo, data)}


def _files(
    project: Path, assets: Mapping[str, Asset], view: Library, words: Words, digests: Digests, memory: Memory
) -> dict[str, File]:
    """Every file of the site that is neither a page nor a picture, by its address."""
    from thidua.files import File
    from thidua.opendata import open_data
    from thidua.releases import read_releases

    loaded = {asset.address: File.of(asset.data) for asset in assets.values()}
    return {**loaded, **open_data(view, words, digests, memory, read_releases(project))}


def _with_search(order: Order, ready: Drawn, progress: Progress) -> Drawn:
    """The same with the search index, made from the pages of the plan."""
    from thidua.search import search_files

    progress.say("Đang lập mục lục tìm kiếm…")
    context = Digests().of((ready.words.phrases, ready.view.places, ready.view.abbreviations))
    pages = ((page, ready.rendered[page.address].content) for page in ready.plan.pages.values())
    found = search_files(pages, ready.view, ready.words, context, order.memory / "search")
    return replace(ready, files={**ready.files, **found})


def _of_drafts(library: Library, problems: tuple[Problem, ...]) -> list[Problem]:
    """A draft's mistakes are notes: they must not keep others from publishing."""
    from thidua.problems import as_note

    drafts = {library.origin("articles", a.id).file for a in library.articles.values() if a.draft}
    drafts |= {library.origin("pages", p.id).file for p in library.pages.values() if p.draft}
    return [as_note(p, "(bản nháp)") if p.origin.file in drafts else p for p in problems]


def _dead_links(project: Path, library: Library, view: Library, plan: Plan) -> list[Problem]:
    """Published bodies may link to what is published; the others also to each other."""
    from thidua.source import read_text
    from thidua.text_checks import links_lead_somewhere

    def line_of(file: str, link: str) -> int:
        return _line_of(read_text(project / file, file), (f"({link}", link))

    hidden = replace(
        library,
        articles={id: a for id, a in library.articles.items() if id not in view.articles},
        pages={id: p for id, p in library.pages.items() if id not in view.pages},
    )
    addresses = set(plan.pages)
    found = list(links_lead_somewhere(view, view, addresses, line_of))
    addresses |= {a.address for a in library.articles.values()} | {p.address for p in library.pages.values()}
    return found + _of_drafts(library, tuple(links_lead_somewhere(hidden, library, addresses, line_of)))


def _typed_numbers(project: Path, library: Library, memory: Memory) -> list[Problem]:
    """Numbers in articles that are not those of the data; each article is read again when it or they change."""
    from thidua.disagreements import Disagreement, Setting, disagreements
    from thidua.source import read_text
    from thidua.text_checks import typed_numbers_agree

    digests = Digests()

    def line_of(file: str, words: str) -> int:
        first, *rest = words.split()
        return _line_of(read_text(project / file, file), (words, " ".join([first, *rest[:1]]), first))

    def compare(text: str, figures: tuple[Figure, ...], setting: Setting) -> tuple[Disagreement, ...]:
        key = digests.of((text, figures, setting))
        known: tuple[Disagreement, ...] | None = memory.recall("numbers", key, tuple)
        if known is None:
            known = disagreements(text, figures, setting)
            memory.remember("numbers", key, known)
        return known

    return _of_drafts(library, tuple(typed_numbers_agree(library, line_of, compare)))


def _line_of(text: str, words: Iterable[str]) -> int:
    """The line of the first of the words that stand in the text; the first line when none does."""
    found = (at for word in words if (at := text.find(word)) >= 0)
    return text.count("\n", 0, next(found, 0)) + 1


# ---- rendering ------------------------------------------------------------------------------------------


def _rendered(
    plan: Plan,
    renderer: Renderer,
    words: Words,
    digests: Digests,
    memory: Memory,
    have: Mapping[str, bytes],
    progress: Progress,
) -> Iterator[tuple[str, Rendered]]:
    """Each page by its address; what is published under the same key is not rendered again."""
    common = digests.of((code_version(), words.phrases, renderer.common()))
    for number, page in enumerate(plan.pages.values(), 1):
        seen = digests.seen(page.content)
        key = digest_of_bytes(common + renderer.template_digest(page.template) + seen.digest)
        known = memory.recall("rendered", key, Rendered) if have.get(page.address) == key else None
        if known is None:
            known = _page(page, renderer, key, seen)
            memory.remember("rendered", key, replace(known, marked=None))
        yield page.address, known
        progress.step("Trang", number, len(plan.pages))


def _page(page: Page, renderer: Renderer, key: bytes, seen: Seen) -> Rendered:
    from thidua.addresses import anchors, targets

    marked = renderer.marked(page, seen.is_illustrative)
    return Rendered(key, seen.digest, targets(marked), anchors(marked), marked)


def _broken_targets(project: Path, plan: Plan, rendered: Mapping[str, Rendered], files: set[str]) -> list[Problem]:
    """Every address in the output leads to a page or a file of the site, anchors too."""
    found = []
    told: set[str] = set()
    for address, page in rendered.items():
        for target in sorted(page.targets):
            path, _, anchor = target.partition("#")
            path = path.partition("?")[0] or "index.html"
            if path in files or (path in rendered and (not anchor or anchor in rendered[path].anchors)):
                continue
            # A feed repeats the bodies of articles, and their links.
            if plan.pages[address].kind != "feed" or target not in told:
                found.append(_broken_target(project, plan.pages[address], target))
            told.add(target)
    return found


def _broken_target(project: Path, page: Page, target: str) -> Problem:
    from thidua.source import read_text

    origin = page.origin or Origin(f"templates/{page.template}")
    if origin.file.endswith(".md"):
        text = read_text(project / origin.file, origin.file)
        origin = Origin(origin.file, _line_of(text, (f"(/{target}", f"/{target}")))
    said = f"trang /{page.address} dẫn tới /{target}, không có trang hay mục đó"
    return Problem(origin, said, "kiểm tra địa chỉ và phần sau dấu #")


# ---- pictures and publishing ----------------------------------------------------------------------------


def _known_pictures(view: Library) -> dict[str, Rendition]:
    """Every size of every picture that a page may show, by its address."""
    from thidua.images import SHAPES, renditions

    pictures = [a.picture for a in view.articles.values()]
    pictures += [p for a in view.articles.values() for p in a.body.pictures]
    pictures += [p for page in view.pages.values() for p in page.body.pictures]
    pictures += [c.picture for c in view.collectives.values()] + [i.picture for i in view.issues.values()]
    shown = [p for p in pictures if p] + [p.portrait for p in view.people.values() if p.portrait]
    return {
        size.address: size
        for picture in shown
        for shape in SHAPES
        for size in renditions(picture.file, picture.focus, shape)
    }


def _make_pictures(order: Order, ready: Drawn, have: Mapping[str, bytes], progress: Progress) -> None:
    """Every size and every cover that is needed, and neither published nor remembered."""
    missing = [
        address for address in (*ready.pictures, *ready.covers)
        if have.get(address) != _picture_key(address) and not _is_remembered(order, address)
    ]  # fmt: skip
    made = chain(
        _sizes(order.project, [ready.pictures[address] for address in missing if address in ready.pictures]),
        _covers(order.project, [ready.covers[address] for address in missing if address in ready.covers]),
    )
    for done, (address, data) in enumerate(made, 1):
        store(_picture_file(order.memory, address), data, _maker(address))
        progress.step("Ảnh", done, len(missing))


def _sizes(project: Path, wanted: Iterable[Rendition]) -> Iterator[tuple[str, bytes]]:
    """The bytes of each size; a picture is read once for all of its sizes."""
    from thidua.images import encoded

    by_file: dict[str, list[Rendition]] = {}
    for size in wanted:
        by_file.setdefault(size.file.path, []).append(size)
    for path, sizes in by_file.items():
        for size, data in encoded((project / path).read_bytes(), sizes):
            yield size.address, data


def _covers(project: Path, wanted: Iterable[Cover]) -> Iterator[tuple[str, bytes]]:
    """The bytes of each cover."""
    from thidua.covers import cover_jpeg

    for cover in wanted:
        yield cover.address, cover_jpeg(cover, (project / cover.file.path).read_bytes() if cover.file else None)


def _maker(address: str) -> str:
    """The modules that made what stands at the address of a picture."""
    from thidua.covers import FOLDER as COVERS

    return _DRAWER if address.startswith(COVERS) else _ENCODER


def _is_remembered(order: Order, address: str) -> bool:
    """Whether this site has the picture already; one that another site has is copied from there."""
    if stored(_picture_file(order.memory, address), bytes, _maker(address)) is not None:
        return True
    for other in _sites(order):
        made = stored(_picture_file(other, address), bytes, _maker(address))
        if made is not None:
            store(_picture_file(order.memory, address), made, _maker(address))
            return True
    return False


def _sites(order: Order) -> list[Path]:
    """What is remembered of every site that was built from this project."""
    folder = order.memory.parent
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _picture_file(memory: Path, address: str) -> Path:
    return memory / "pictures" / address.replace("/", "_")


def _picture_key(address: str) -> bytes:
    return digest_of_bytes(code_version(_maker(address)) + address.encode())


def _wanted(ready: Drawn) -> dict[str, bytes]:
    """The key of every file of the site."""
    return {
        **{address: page.key for address, page in ready.rendered.items()},
        **{address: file.key for address, file in ready.files.items()},
        **{address: _picture_key(address) for address in (*ready.pictures, *ready.covers)},
    }


def _content(order: Order, ready: Drawn, address: str) -> bytes:
    if address in ready.pictures or address in ready.covers:
        made = stored(_picture_file(order.memory, address), bytes, _maker(address))
        if made is not None:
            return made
    page = ready.rendered.get(address)
    if page is not None and page.marked is not None:
        return ready.renderer.finished(ready.plan.pages[address], page.marked)
    if address in ready.files:
        return ready.files[address].supply()
    # It was published when the build began, and is not any more.
    raise Problems([Problem(Origin(str(order.out)), "thư mục này bị sửa trong lúc đang dựng", "chạy lại lệnh này")])


def _forget(order: Order, ready: Drawn) -> None:
    """Nothing is remembered of pictures that left the site, and of sites whose folders are gone."""
    from thidua.publish import lock_file

    needed = {_picture_file(order.memory, address) for address in (*ready.pictures, *ready.covers)}
    for path in (order.memory / "pictures").glob("*"):
        if path not in needed:
            path.unlink(missing_ok=True)
    (order.memory / "place").write_bytes(os.fsencode(order.out.resolve()))
    for site in _sites(order):
        with contextlib.suppress(OSError):
            out = Path(os.fsdecode((site / "place").read_bytes()))
            if not out.exists() and not lock_file(out).exists():
                shutil.rmtree(site)
