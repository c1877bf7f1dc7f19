"""The build, from top to bottom: read → load → check → plan → render → publish.

Every step is a pure function of the one before, remembered under a digest of what it depends on,
so an incremental build is a clean build that skips what it already knows. The only module that
joins the floors; it reads no clock and prints nothing.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import marshal
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from thidua.cache import FOLDER, DamagedError, Memory, Stamp, code_version, stamps, store, stored, sure
from thidua.digest import Digests, digest_of_bytes
from thidua.problems import Problem, Problems

if TYPE_CHECKING:
    from thidua.assets import Asset
    from thidua.files import File
    from thidua.foresight import Edition, Foresight
    from thidua.images import Rendition
    from thidua.library import Library
    from thidua.pages import Page
    from thidua.pictures import Made
    from thidua.plan import Plan
    from thidua.publish import Change, Publication
    from thidua.records import Figure, PictureFile
    from thidua.render import Renderer
    from thidua.rendering import Rendering
    from thidua.search import Shown
    from thidua.sources import Sources
    from thidua.words import Words

R = TypeVar("R")

_READING: Final = "Đang đọc dữ liệu và bài viết…"
_SOURCES: Final = ("content", "data", "templates")
_ARTICLES: Final = "content/articles/"
# So many texts that are others than in the last whole build are no more than a few; after so many builds in which
# there were no more, there is a whole one, so that what is remembered does not grow without bound.
_MOST_EDITED: Final = 8
_MOST_EDITS: Final = 50


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
    def pictures(self) -> Path:
        """Where the sizes of its pictures, and its covers, are remembered."""
        return self.memory / "pictures"

    @property
    def results(self) -> Path:
        """Where the results of this site's pure functions are remembered."""
        return self.memory / "known"


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
    # Stamps by their files, marshalled: ten thousand are there in no time.
    sources: bytes
    since: dt.datetime
    until: dt.datetime | None
    with_drafts: bool
    tree: bytes
    pages: int
    notes: tuple[Problem, ...]
    # How many builds since the last whole one made only what edited bodies change, and the digests of these pages.
    edits: int = 0
    edited: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Keys:
    """What each source was known by in the last whole build, and what it was like then, marshalled as well."""

    sources: bytes
    keys: bytes


class _Before(NamedTuple):
    """What those sources are known by that are as they were in the last whole build, and what the others were.

    Besides, which files are others, where none came or went: than in that build, and than in the last one of all.
    """

    still: Mapping[str, bytes] = {}
    once: Mapping[str, bytes] = {}
    edited: frozenset[str] = frozenset()
    edited_now: frozenset[str] = frozenset()

    @property
    def only_articles(self) -> bool:
        """Whether nothing but files of articles is another."""
        return bool(self.edited) and all(each.startswith(_ARTICLES) and each.endswith(".md") for each in self.edited)


@dataclass(frozen=True, slots=True)
class Read:
    """Everything that was read, all of it and as readers may see it, and what was found wrong so far."""

    library: Library
    view: Library
    words: Words
    foresight: Foresight
    found: Sequence[Problem]

    def common(self, renderer: Renderer) -> bytes:
        """The digest of what every page may show."""
        return self.foresight.digests.of((code_version(), self.words.phrases, renderer.common()))


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that is ready to be published. `covers` are the addresses of covers with those of their pages."""

    view: Library
    words: Words
    rendering: Rendering
    files: Mapping[str, File]
    sizes: Mapping[str, Rendition]
    covers: Mapping[str, str]
    next_change: dt.datetime | None
    notes: tuple[Problem, ...]

    @property
    def pictures(self) -> tuple[str, ...]:
        """The addresses of all pictures."""
        return (*self.sizes, *self.covers)

    def picture(self, address: str) -> Made:
        """What is to be made at an address: a size of a picture, or the cover of a page."""
        if address in self.sizes:
            return self.sizes[address]
        cover = self.rendering.plan.page(self.covers[address]).cover
        assert cover is not None
        return cover


def build(order: Order, progress: Progress | None = None, memory: Memory | None = None) -> Outcome:
    """Build the site. Raises Problems, and then nothing in the published site has changed.

    Who builds the same site again and again keeps one `memory` of its results, which saves reading them.
    """
    from thidua.publish import locked, refuse_foreign

    progress = progress or Progress()
    refuse_foreign(order.out, order.project)
    with locked(order.out, lambda: progress.say("Một lượt dựng khác đang chạy; chờ lượt đó xong…")):
        started = time.time_ns()
        stamped, last = _stamps(order.project), _last(order)
        fresh = _fresh(last, stamped)
        if fresh is not None:
            return fresh
        memory = memory or Memory(order.results)
        memory.begin()
        with _uncollected():
            return _again_if_damaged(memory, lambda: _built(order, progress, memory, stamped, last, started))


def _again_if_damaged(memory: Memory, work: Callable[[], R]) -> R:
    """The result of some work; if what is remembered turns out to be damaged, it is forgotten first."""
    try:
        return work()
    except DamagedError:
        memory.forget()
        return work()


def check(order: Order, progress: Progress | None = None) -> tuple[Problem, ...]:
    """The notes of a build that would succeed. Raises Problems; writes nothing."""
    from thidua.publish import keys_in
    from thidua.sources import Sources

    stamped = _stamps(order.project)
    fresh = _fresh(_last(order), stamped)
    if fresh is not None:
        return fresh.notes
    have = keys_in(order.out, order.trees) or {}
    memory, progress = Memory(order.results), progress or Progress()

    def notes() -> tuple[Problem, ...]:
        progress.say(_READING)
        before = _before(order, stamped, None)
        sources = Sources(order.project, memory, before.still, before.once, before.only_articles)
        return drawn(order, sources, read(order, sources), have, lambda _address, _data: None, progress).notes

    with _uncollected():
        return _again_if_damaged(memory, notes)


def plan_of(order: Order) -> tuple[Page, ...]:
    """The pages of the site in the order of the plan. Raises Problems."""
    from thidua.library import public
    from thidua.plan import planned
    from thidua.sources import Sources, loaded
    from thidua.words import read_words

    sources = Sources(order.project, Memory(order.results))
    library, found = loaded(order.project, sources)
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
    from thidua.sources import Sources, loaded

    library, found = loaded(order.project, Sources(order.project, Memory(order.results)))
    if library is None:
        raise Problems(found)
    _stop_if_wrong([*found, *_of_drafts(library, checked(library))])
    return write_release(order.project, public(library, order.as_of), str(order.as_of.date()))


# ---- nothing to do -----------------------------------------------------------------------------------


def _fresh(last: _State | None, stamped: Mapping[str, Stamp]) -> Outcome | None:
    """What the last build said, when nothing that it saw has changed."""
    if last is None or marshal.loads(last.sources) != stamped:
        return None
    return Outcome(last.pages, 0, 0, last.notes, was_fresh=True)


def _last(order: Order) -> _State | None:
    """The state that the last build left, if nothing but sources may be another since then."""
    from thidua.publish import published

    state = stored(order.memory / "state", _State)
    if (
        state is None
        or state.code != code_version()
        or state.with_drafts != order.with_drafts
        or not state.since <= order.as_of
        or (state.until is not None and order.as_of >= state.until)
    ):
        return None
    tree = published(order.out, order.trees)
    return state if tree is not None and tree.digest == state.tree else None


def _before(order: Order, stamped: Mapping[str, Stamp], last: _State | None) -> _Before:
    """What the last whole build knew of the sources, and the last one of all."""
    known = stored(order.memory / "keys", _Keys)
    if known is None:
        return _Before()
    start, then, keys = f"{order.project}/", marshal.loads(known.sources), marshal.loads(known.keys)
    once = {file: key for file, key in keys.items() if then.get(start + file) != stamped.get(start + file, ())}
    still = {file: key for file, key in keys.items() if file not in once} if once else keys
    seen = marshal.loads(last.sources) if last else {}
    if not then.keys() == stamped.keys() == seen.keys():
        return _Before(still, once)
    now = frozenset(_names(order.project, _others(stamped, seen)))
    return _Before(still, once, now.union(_names(order.project, _others(stamped, then))), now)


def _others(stamped: Mapping[str, Stamp], before: Mapping[str, Stamp]) -> Iterator[str]:
    return (place for place, stamp in stamped.items() if before[place] != stamp)


def _names(project: Path, places: Iterable[str]) -> Iterator[str]:
    """Where files lie inside the project."""
    return (place.removeprefix(f"{project}/").replace(os.sep, "/") for place in places)


def _stamps(project: Path) -> dict[str, Stamp]:
    return stamps(f"{project}/{name}" for name in _SOURCES)


# ---- the build ----------------------------------------------------------------------------------------


def _built(
    order: Order,
    progress: Progress,
    memory: Memory,
    stamped: Mapping[str, Stamp],
    last: _State | None,
    started: int,
) -> Outcome:
    from thidua.publish import Publication
    from thidua.sources import Sources

    before = _before(order, stamped, last)
    sources = Sources(order.project, memory, before.still, before.once, before.only_articles)
    publication = Publication(order.out, order.trees)
    progress.say(_READING)
    found = read(order, sources)
    edited = _edited(order, found, memory, publication, before, last) if last else None
    state, change = edited or _whole(order, progress, found, sources, publication)
    _forget_sites(order)
    state = replace(state, sources=marshal.dumps(sure(stamped, started), 2), tree=change.digest)
    if edited is None:
        store(order.memory / "keys", _Keys(state.sources, marshal.dumps(sources.sure_keys(), 2)))
    store(order.memory / "state", state)
    return Outcome(state.pages, change.written, change.deleted, state.notes)


def _whole(
    order: Order, progress: Progress, found: Read, sources: Sources, publication: Publication
) -> tuple[_State, Change]:
    """Publish everything that is not published yet. Raises Problems."""
    from thidua.beside import FEW, Ahead, Room, Search
    from thidua.pictures import forget_pictures, picture_files, picture_key
    from thidua.workers import meanwhile

    memory, have = sources.memory, publication.have
    room = Room(publication)
    with contextlib.ExitStack() as stack:
        ahead = Ahead(have, room, stack)

        def begin(files: Mapping[str, File]) -> None:
            memory.still("source", sources.keys_of_kept())
            memory.settle("source")
            ahead.begin(files)

        search = Search(order.out, order.memory / "search", have, stack)
        ready = drawn(order, sources, found, have, room.keep, progress, begin, search.begin)
        search.go()
        pictures = {address: picture_key(address) for address in ready.pictures}
        new = {address: ready.picture(address) for address, key in pictures.items() if have.get(address) != key}
        made = picture_files(
            order.project, new, order.pictures, _other_pictures(order), lambda done, of: progress.step("Ảnh", done, of)
        )
        staged = room.stage(made)
        held, staged_ahead = ahead.made()

        def remember() -> None:
            memory.save()
            forget_pictures(order.pictures, pictures)

        # A process that lives on must know what it saved.
        is_long = ready.rendering.plan.planned > FEW and not memory.lives_on
        remembered = stack.enter_context(meanwhile(remember, is_long=is_long))
        progress.say("Đang lập mục lục tìm kiếm…")
        index, in_index = search.made()
        rendering = ready.rendering
        wanted = {
            **rendering.rendered,
            **{address: file.key for address, file in ready.files.items()},
            **index,
            **pictures,
        }
        progress.say("Đang xuất bản…")
        held.update(rendering.held)

        def supply(address: str) -> bytes | Path:
            if address in made:
                return made[address]
            if address in held:
                return held[address]
            return in_index[index[address]] if address in index else ready.files[address].made()

        change = publication.publish(wanted, supply, rendering.staged | staged | staged_ahead)
        remembered()
    pages = len(rendering.rendered)
    state = _State(code_version(), b"", order.as_of, ready.next_change, order.with_drafts, b"", pages, ready.notes)
    return state, change


def _edited(
    order: Order, found: Read, memory: Memory, publication: Publication, before: _Before, last: _State
) -> tuple[_State, Change] | None:
    """Publish what follows from edited bodies, if since the last whole build nothing but these is another."""
    from thidua.beside import Search
    from thidua.edits import Editing
    from thidua.foresight import Edition, UnforeseenError
    from thidua.search import without_index

    view, foresight = found.view, found.foresight
    is_little = before.only_articles and len(before.edited) <= _MOST_EDITED and last.edits < _MOST_EDITS
    if not is_little or not foresight.has_edition:
        return None
    texts = {brief.file: id for id, brief in view.briefs.items() if brief.file in before.edited}
    if len(texts) < len(before.edited):
        return None
    edition = Edition(foresight, view, found.words)
    now = frozenset(texts[file] for file in before.edited_now)
    if _is_told_otherwise(order.project, found, now, edition, memory, last.notes):
        return None
    renderer = _renderer(order, found, _assets(order.project, view, memory), memory)
    others = without_index(publication.have)
    editing = Editing(edition, renderer, foresight.digests, found.common(renderer), memory, others)
    with contextlib.ExitStack() as stack:
        search = Search(order.out, order.memory / "search", publication.have, stack)
        try:
            edited = editing.edited(now, last.edited)
            search.begin(edited.shown, edition.page, view, found.words, len(edited.keys))
            index, in_index = search.made()
        except (UnforeseenError, Problems):
            return None
    change = publication.publish(
        {**others, **edited.keys, **index},
        lambda address: edited.made[address] if address in edited.made else in_index[index[address]],
    )
    return replace(last, edits=last.edits + 1, edited=edited.digests), change


def _is_told_otherwise(
    project: Path,
    found: Read,
    texts: AbstractSet[str],
    edition: Edition,
    memory: Memory,
    notes: Sequence[Problem],
) -> bool:
    """Whether there is more to tell of some texts than the notes of the last build, or one of these is of them."""
    from thidua.briefs import Briefs
    from thidua.checks import each_checked
    from thidua.text_checks import links_lead_somewhere

    briefs = {id: found.view.briefs[id] for id in texts}
    files = {brief.file for brief in briefs.values()}

    def only_these(library: Library) -> Library:
        articles = {id: library.articles[id] for id in texts}
        return replace(library, articles=articles, issues={}, comments={}, pages={}, in_brief=Briefs(briefs, {}))

    written = only_these(found.library)
    told = chain(
        found.found,
        each_checked(written),
        _typed_numbers(project, written, memory),
        links_lead_somewhere(only_these(found.view), found.view, frozenset(edition), _line_of_link(project)),
    )
    return any(note.origin.file in files for note in notes) or not set(told) <= set(notes)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """What is read and planned lives until the build ends: the collector would look through it again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.enable()


def read(order: Order, sources: Sources) -> Read:
    """All sources as they are, and what readers may see of them. Raises Problems where there is no site at all."""
    from thidua.foresight import Foresight
    from thidua.sources import loaded
    from thidua.words import read_words

    words, held, digests = read_words(order.project), sources.held, Digests()
    library, found = loaded(order.project, sources)
    if library is None:
        raise Problems(found)
    library = replace(library, found=sources.found_in(library))
    register = held.readers.register(library, order.as_of, partial(sources.facts, library))
    base = (code_version(), words.phrases, sources.register(library, register, order.as_of))
    own = (code_version(), words.phrases, register.site)
    data = digests.seen_once(base).digest
    with sources.briefed(library, register, data, digests) as briefed:
        view = held.readers.see(library, order.as_of, order.with_drafts, briefed, digests)
    bodies = {id: brief.body for id, brief in view.briefs.items()}
    foresight = Foresight(sources.memory, digests, data, digests.seen_once(own).digest, view.outline(), bodies)
    return Read(replace(library, in_brief=held.readers.in_brief), view, words, foresight, found)


def drawn(
    order: Order,
    sources: Sources,
    read: Read,
    have: Mapping[str, bytes],
    keep: Callable[[str, bytes], bytes | None],
    progress: Progress,
    begin: Callable[[Mapping[str, File]], None] = lambda _: None,
    begin_search: Callable[[Shown, Callable[[str], Page], Library, Words, int], None] = lambda *_: None,
) -> Drawn:
    """Everything rendered that `have` does not hold already. Raises Problems with all that is wrong.

    `begin` hears of the files that are neither pages nor pictures, and `begin_search` of what all pages show, as soon
    as that is known.
    """
    from thidua.library import next_change
    from thidua.pictures import known_pictures
    from thidua.plan import planned
    from thidua.rendering import Rendering
    from thidua.search import Shown, is_of_index
    from thidua.service_pages import INDEX

    library, view, words, foresight = read.library, read.view, read.words, read.foresight
    memory, found = sources.memory, list(read.found)
    with sources.checked(library) as checks:
        assets = _assets(order.project, view, memory)
        files = _files(order.project, assets, view, words, foresight)
        begin(files)
        plan = planned(view, words, foresight.leaves, foresight.standing)
        planned_wrong = [
            *plan.problems,
            *_dead_links(order.project, library, view, plan, foresight.outline, memory),
            *_typed_numbers(order.project, library, memory),
        ]
        found += [*_of_drafts(library, sources.heard(library, *checks())), *planned_wrong]
    _stop_if_wrong(found)
    # Rendering leaves rings of garbage; what it renders is none, and is looked at no more.
    gc.freeze()
    gc.enable()
    renderer = _renderer(order, read, assets, memory)
    sizes = known_pictures(view, memory, foresight.base)
    covers = plan.covers
    # The other files of the index are named by no page.
    known = frozenset({*plan.leaves, *files, *sizes, *covers, INDEX})
    hidden = {address for address in have.keys() - known if is_of_index(address)}
    shown = dict(have)
    for address in hidden:
        del shown[address]
    # Beside the checks it would fill the memory.
    seen = foresight.look(plan)
    begin_search(Shown(plan.leaves, plan.key, seen.in_order), plan.page, view, words, plan.planned)
    common = read.common(renderer)
    rendering = Rendering(plan, renderer, seen, foresight.shown, common, memory, shown, known, frozenset(sizes), keep)
    rendering.run(lambda done, of: progress.step("Trang", done, of))
    found += rendering.broken_targets(order.project)
    _stop_if_wrong(found)
    used = rendering.used_pictures()
    sizes = {address: size for address, size in sizes.items() if address in used}
    notes = tuple(problem for problem in found if problem.is_note)
    return Drawn(view, words, rendering, files, sizes, covers, next_change(library, order.as_of), notes)


def _stop_if_wrong(found: list[Problem]) -> None:
    if any(not problem.is_note for problem in found):
        raise Problems(found)


def _renderer(order: Order, read: Read, assets: Mapping[str, Asset], memory: Memory) -> Renderer:
    from thidua.render import Renderer

    addresses = {asset.name: asset.address for asset in assets.values()}
    return Renderer(order.project, read.view, read.words, addresses, memory, order.with_drafts)


def _assets(project: Path, view: Library, memory: Memory) -> dict[str, Asset]:
    """Styles, scripts, fonts and icons by their names, with the paper's own mark."""
    from thidua.assets import read_assets

    return {**read_assets(project, view.site.colours), **_logo(project, view.site.logo, memory)}


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
    project: Path, assets: Mapping[str, Asset], view: Library, words: Words, foresight: Foresight
) -> dict[str, File]:
    """Every file of the site that is neither a page nor a picture, by its address."""
    from thidua.files import File
    from thidua.opendata import open_data
    from thidua.releases import read_releases

    loaded = {asset.address: File.of(asset.data) for asset in assets.values()}
    known = (foresight.digests, foresight.memory, foresight.base)
    return {**loaded, **open_data(view, words, *known, read_releases(project))}


def _of_drafts(library: Library, problems: tuple[Problem, ...]) -> list[Problem]:
    """A draft's mistakes are notes: they must not keep others from publishing."""
    from thidua.problems import as_note

    if not problems:
        return []
    drafts = {library.origin("articles", id).file for id, brief in library.briefs.items() if brief.is_draft}
    drafts |= {library.origin("pages", p.id).file for p in library.pages.values() if p.draft}
    return [as_note(p, "(bản nháp)") if p.origin.file in drafts else p for p in problems]


def _dead_links(
    project: Path, library: Library, view: Library, plan: Plan, outline: bytes, memory: Memory
) -> list[Problem]:
    """Published bodies may link to what is published; the others also to each other."""
    from thidua.briefs import Briefs
    from thidua.text_checks import links_lead_somewhere

    addresses, line_of = set(plan.leaves), _line_of_link(project)
    # Links that lead to no place within a page hang on nothing but which pages and texts there are.
    linking = [*(("articles", id, brief.links) for id, brief in view.briefs.items() if brief.links)]
    linking += (("pages", id, page.body.links) for id, page in view.pages.items())
    plain = [(dataset, id, links) for dataset, id, links in linking if "#" not in "".join(links)]
    key = digest_of_bytes(plan.key + outline + marshal.dumps((sorted(view.broken), plain), 2))
    known = frozenset((dataset, id) for dataset, id, _ in plain) if memory.recall("links", key, bool) else frozenset()
    found = list(links_lead_somewhere(view, view, addresses, line_of, known))
    if not found:
        memory.remember("links", key, True)
    briefs = {id: brief for id, brief in library.briefs.items() if id not in view.articles}
    pages = {id: page for id, page in library.pages.items() if id not in view.pages}
    if not briefs and not pages:
        return found
    hidden = replace(library, pages=pages, in_brief=Briefs(briefs, {}))
    addresses |= {b.address for b in library.briefs.values()} | {p.address for p in library.pages.values()}
    return found + _of_drafts(library, tuple(links_lead_somewhere(hidden, library, addresses, line_of)))


def _line_of_link(project: Path) -> Callable[[str, str], int]:
    """Tells in which line of a file a link stands."""
    from thidua.source import line_of_words, read_text

    return lambda file, link: line_of_words(read_text(project / file, file), (f"({link}", link))


def _typed_numbers(project: Path, library: Library, memory: Memory) -> list[Problem]:
    """Numbers in articles that are not those of the data; each article is read again when it or they change."""
    from thidua.disagreements import Disagreement, Setting, disagreements
    from thidua.source import line_of_words, read_text
    from thidua.text_checks import typed_numbers_agree

    digests = Digests()

    def line_of(file: str, words: str) -> int:
        first, *rest = words.split()
        return line_of_words(read_text(project / file, file), (words, " ".join([first, *rest[:1]]), first))

    def compare(text: str, figures: tuple[Figure, ...], setting: Setting) -> tuple[Disagreement, ...]:
        key = digests.seen_once((text, figures, setting)).digest
        known: tuple[Disagreement, ...] | None = memory.recall("numbers", key, tuple)
        if known is None:
            known = disagreements(text, figures, setting)
            memory.remember("numbers", key, known)
        return known

    return _of_drafts(library, tuple(typed_numbers_agree(library, line_of, compare)))


# ---- what is remembered of other sites ------------------------------------------------------------------


def _sites(order: Order) -> list[Path]:
    """What is remembered of every site that was built from this project."""
    folder = order.memory.parent
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _other_pictures(order: Order) -> list[Path]:
    return [site / order.pictures.name for site in _sites(order) if site != order.memory]


def _forget_sites(order: Order) -> None:
    """Nothing is remembered of sites whose folders are gone."""
    from thidua.publish import lock_file

    (order.memory / "place").write_bytes(os.fsencode(order.out.resolve()))
    for site in _sites(order):
        with contextlib.suppress(OSError):
            out = Path(os.fsdecode((site / "place").read_bytes()))
            if not out.exists() and not lock_file(out).exists():
                shutil.rmtree(site)
