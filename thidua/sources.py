"""What is remembered of the project's source files, and of what was found in them, from one build to the next.

A result is known by the bytes of the files that it follows from. Nothing is decided here, and no record is made.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, Final

from thidua import markup
from thidua.briefs import BRIEFS
from thidua.cache import DamagedError, Memory
from thidua.colours import TOKENS
from thidua.digest import Digests, digest_of_bytes
from thidua.images import look_at
from thidua.kept import Front, Kept, Looks
from thidua.library import B, GiveBrief, Library, Readers, last_turn
from thidua.load import SITE, TEXTS, Standing, dataset_of, is_of_register, load
from thidua.markup import Body
from thidua.present import Facts
from thidua.problems import Problem
from thidua.records import PictureFile, Site
from thidua.register import Found, FoundIn, Register
from thidua.workers import meanwhile, results, shares_of

_BODIES_A_SHARE: Final = 8
# As many are checked sooner than another process is started.
_FEW_TEXTS: Final = 20
# Under which all texts in brief are remembered.
_BRIEFS: Final = digest_of_bytes(b"all texts in brief")


def loaded(project: Path, sources: Sources) -> tuple[Library | None, list[Problem]]:
    """All records of the project, and what is wrong with them; no library without a site."""
    with contextlib.ExitStack() as stack:
        bodies = Bodies(stack)
        loaded = load(project, bodies.converted, sources.picture, bodies.prepare, sources)
    return loaded.library, list(loaded.problems)


@dataclass(frozen=True, slots=True)
class Held:
    """What a process that builds again and again holds of the records, as they are."""

    readers: Readers
    standing: Standing | None = None

    @classmethod
    def of(cls, memory: Memory) -> Held:
        """What is held beside a memory; nothing where the process ends with this build."""
        if not memory.lives_on:
            return cls(Readers())
        held = memory.held.setdefault("records", cls(Readers(), Standing()))
        assert isinstance(held, Held)
        return held


@dataclass(frozen=True, slots=True)
class Briefed:
    """Texts in brief, beside the data that `base` stands for, each with what is known of the records that it names."""

    base: bytes
    briefs: Mapping[tuple[bytes, str], tuple[bytes, Any]]


@dataclass(frozen=True)
class _Named:
    """Digests of all that texts show of the records that they name in their front matter."""

    site: Site
    register: Register
    digests: Digests

    def by(self, front: Front) -> bytes:
        """The digest for a file of texts; other texts that it names are known by their ids alone."""
        lists = ((getattr(self.register, of), ids) for of, ids in front.refs.items() if of not in TEXTS)
        named = [self._of(records.get(id)) for records, ids in lists for id in ids]
        return digest_of_bytes(b"".join([self._common, *named]))

    @cached_property
    def _common(self) -> bytes:
        """What any text may show: sections, and what short forms mean."""
        return b"".join(map(self._of, (self.site.sections, *self.register.abbreviations.values())))

    def _of(self, record: object) -> bytes:
        return self.digests.of(record)


@dataclass(frozen=True, slots=True)
class Sources:
    """The files that records are written in: what each holds, and the records of those that have not changed."""

    project: Path
    memory: Memory
    # What those were known by that are as they were, and what the others were.
    still: Mapping[str, bytes] = field(default_factory=dict)
    once: Mapping[str, bytes] = field(default_factory=dict)
    # Whether no other files came or went, and none but those of articles are others, since these were known.
    only_articles: bool = False
    keys: dict[str, bytes] = field(default_factory=dict)
    # The files of the register among them, in their order.
    of_register: dict[str, None] = field(default_factory=dict)
    unsure: set[str] = field(default_factory=set)
    fronts: dict[str, Front] = field(default_factory=dict)

    @property
    def held(self) -> Held:
        """What a process that builds again and again holds of them."""
        return Held.of(self.memory)

    @property
    def standing(self) -> Standing | None:
        return self.held.standing

    def recall(self, file: str) -> Front | None:
        """What every load asks of the file as it is at this moment, if it is known."""
        self._meet(file)
        if is_of_register(file):
            self.of_register[file] = None
        known = self.memory.recall("front", self.keys[file], tuple)
        if known is None:
            self.unsure.add(file)
            return None
        front = self.fronts[file] = Front._make(known)
        return front

    def records(self, file: str) -> Kept:
        """The records of a file that was recalled. Raises DamagedError."""
        known: Kept | None = self.memory.recall("source", self.keys[file], Kept)
        if known is None:
            raise DamagedError(file)
        return known

    def _meet(self, file: str) -> None:
        """Know the file as it is at this moment."""
        self.keys[file] = self.still.get(file) or self._key(file)

    def picture(self, path: Path) -> PictureFile:
        """What is known of a picture file."""
        name = path.relative_to(self.project.resolve()).as_posix()
        self._meet(name)
        known = self.memory.recall("picture", self.keys[name], PictureFile)
        if known is None:
            self.unsure.add(name)
            known = look_at(path, name)
            if self._is_sure(name):
                self.memory.remember("picture", self.keys[name], known)
        return known

    def before(self, file: str) -> tuple[Front, Kept] | None:
        """What was remembered of a file that is not as it was."""
        key = self.once.get(file)
        front = self.memory.recall("front", key, tuple, is_last=True) if key else None
        kept = self.memory.recall("source", key, Kept, is_last=True) if key else None
        return None if front is None or kept is None else (Front._make(front), kept)

    def site(self) -> Site | None:
        """The paper's own record, if it is known as its file and its colours are at this moment."""
        known: Site | None = self.memory.recall("site", self._site_key(), Site)
        return known

    def remember_site(self, site: Site) -> None:
        """Keep the paper's own record, unless its file changed while it was being read."""
        if self._is_sure(SITE):
            self.memory.remember("site", self._site_key(), site)

    def _site_key(self) -> bytes:
        with contextlib.suppress(OSError):
            return digest_of_bytes(self.keys[SITE] + (self.project / TOKENS).read_bytes())
        return self.keys[SITE]

    def remember(self, file: str, front: Front, records: Kept) -> None:
        """Keep the records of the file, unless it changed while it was being read."""
        if self._is_sure(file):
            self.memory.remember("front", self.keys[file], tuple(front))
            self.memory.remember("source", self.keys[file], records)
            self.fronts[file] = front

    def keys_of_kept(self) -> Iterator[bytes]:
        """What those files are known by whose records are remembered."""
        return map(self.keys.__getitem__, self.fronts)

    @contextlib.contextmanager
    def briefed(self, library: Library, register: Register, base: bytes, digests: Digests) -> Iterator[GiveBrief]:
        """Gives what is remembered of texts in brief, beside a register that `base` stands for; new ones are kept.

        Beside another register those are believed that print nothing of it and name no record that is another now.
        """
        before = self._briefed_before()
        is_same = before.base == base
        named = _Named(library.site, register, digests)
        briefs: dict[tuple[bytes, str], tuple[bytes, Any]] = {}

        def brief(dataset: str, id: str, make: Callable[[], B]) -> B:
            file = library.written[dataset, id].file
            front = self.fronts.get(file)
            if front is None:
                return make()
            key = (self.keys[file] + _digests_of(front.looks) if front.looks else self.keys[file], id)
            if key not in briefs:
                digest, known = before.briefs.get(key, (b"", None))
                found = None if known is None else BRIEFS[dataset]._make(known)
                if found is not None and not is_same:
                    found = None if found.prints_data or digest != named.by(front) else found
                briefs[key] = (named.by(front), make()) if found is None else (digest, found)
            made: B = briefs[key][1]
            return made

        yield brief
        if (not is_same or briefs.keys() != before.briefs.keys()) and not library.broken:
            plain = {key: (digest, tuple(each)) for key, (digest, each) in briefs.items()}
            self.memory.remember("brief", _BRIEFS, (base, plain))
        if self.memory.lives_on:
            self.memory.held["briefs"] = Briefed(base, briefs)

    def _briefed_before(self) -> Briefed:
        """What is remembered of texts in brief."""
        known = self.memory.recall("brief", _BRIEFS, tuple)
        # A process that builds again and again holds them as they are.
        held = self.memory.held.get("briefs")
        if isinstance(held, Briefed):
            return held
        return Briefed(*known) if known else Briefed(b"", {})

    def found_in(self, library: Library) -> Found:
        """What a look at every record of the register tells; it is taken once for the same files."""
        key = self._register_key()
        known = self.memory.recall("source", key, Found)
        if known is None:
            parts = None if library.broken else self._found_in_files(library)
            known = library.found_in_all() if parts is None else Found.of(parts)
            if not library.broken:
                self.memory.remember("source", key, known)
        self.memory.still("source", map(self._found_key, self.of_register))
        return known

    def _found_key(self, file: str) -> bytes:
        return digest_of_bytes(self._digest(file) + b"found in it")

    def _found_in_files(self, library: Library) -> list[FoundIn] | None:
        """What a look at the records of each file tells; nothing where it is not known which these are."""
        parts = []
        for file in self.of_register:
            front = self.fronts.get(file)
            if front is None and file != SITE:
                return None
            part = self.memory.recall("source", self._found_key(file), FoundIn)
            if part is None:
                part = library.found_in(dataset_of(file), front.lines if front else ())
                self.memory.remember("source", self._found_key(file), part)
            parts.append(part)
        return parts

    def facts(self, library: Library, turn: int | None, look: Callable[[], Facts]) -> Facts:
        """What a look at all units and places tells of the days after a turning day."""
        key = digest_of_bytes(self._register_key() + str(turn).encode())
        known = self.memory.recall("source", key, Facts)
        if known is None:
            known = look()
            if not library.broken:
                self.memory.remember("source", key, known)
        return known

    @contextlib.contextmanager
    def checked(self, library: Library) -> Iterator[Callable[[], tuple[tuple[Problem, ...], tuple[Problem, ...]]]]:
        """Begin to check; what is given waits for what is found in the register, if it is not known, and in texts."""
        known: tuple[Problem, ...] | None = self.memory.recall("checks", self._register_key(), tuple)
        read: frozenset[bytes] = self.memory.recall("read", self._register_key(), frozenset) or frozenset()
        files = _files_of_texts(library)
        ids = {of: [id for id, file in each.items() if self._digest(file) not in read] for of, each in files.items()}

        def found() -> tuple[tuple[Problem, ...], tuple[Problem, ...]]:
            from thidua.checks import Unread, register_checked, texts_checked

            unread = Unread(*({id: getattr(library, of)[id] for id in each} for of, each in ids.items()))
            return register_checked(library) if known is None else known, texts_checked(library, unread)

        with meanwhile(found, is_long=known is None or sum(map(len, ids.values())) > _FEW_TEXTS) as wait:
            yield wait

    def heard(
        self, library: Library, of_register: tuple[Problem, ...], of_texts: tuple[Problem, ...]
    ) -> tuple[Problem, ...]:
        """All that was found; what was found in a register that lacks nothing, and in texts, is remembered."""
        if not library.broken:
            wrong = {problem.origin.file for problem in of_texts}
            files = chain.from_iterable(each.values() for each in _files_of_texts(library).values())
            read = frozenset(self._digest(file) for file in files if file not in wrong)
            self.memory.remember("checks", self._register_key(), of_register)
            self.memory.remember("read", self._register_key(), read)
        return (*of_register, *of_texts)

    def _register_key(self) -> bytes:
        return digest_of_bytes(b"".join(map(self._digest, self.of_register)))

    def register(self, library: Library, view: Register, as_of: dt.datetime) -> tuple[object, ...]:
        """All that the register, as readers may see it, follows from."""
        pictures: list[object] = [view.site.logo]
        for file in self.of_register:
            if file in self.fronts:
                pictures += [each for _, each in self.fronts[file].looks]
            elif file != SITE:
                pictures += (*view.portraits, *(each.picture for each in view.pictured))
        # Units that are still to begin are there as far as something speaks of them.
        return (
            *map(self._digest, self.of_register),
            pictures,
            last_turn(library, as_of),
            *view.units,
            "",
            *view.places,
        )

    def _digest(self, file: str) -> bytes:
        """The digest of the file that was read; one that changed meanwhile is like no other."""
        return self.keys[file] if self._is_sure(file) else os.urandom(len(self.keys[file]))

    def sure_keys(self) -> dict[str, bytes]:
        """What every file is known by that did not change meanwhile."""
        return {file: key for file, key in self.keys.items() if self._is_sure(file)}

    def _is_sure(self, file: str) -> bool:
        if file in self.unsure and self._key(file) == self.keys[file]:
            self.unsure.remove(file)
        return file not in self.unsure

    def _key(self, file: str) -> bytes:
        try:
            return digest_of_bytes(file.encode() + b"\0" + (self.project / file).read_bytes())
        except OSError:
            return os.urandom(16)


@dataclass(slots=True)
class Bodies:
    """The bodies of files that must be read, converted by all cores meanwhile; whoever asks for the first waits."""

    # Where what was begun is ended.
    stack: contextlib.ExitStack
    known: dict[str, Body] = field(default_factory=dict)
    new: Sequence[str] = ()
    wait: Callable[[], Sequence[bytes]] = list

    def converted(self, text: str) -> Body:
        """The body of that text."""
        self._take()
        return self.known[text]

    def _take(self) -> None:
        """Wait for those that were begun with."""
        if self.new:
            shares: Iterator[Sequence[Body]] = map(pickle.loads, self.wait())
            self.known.update(zip(self.new, chain.from_iterable(shares), strict=True))
            self.new = ()

    def prepare(self, texts: Sequence[str]) -> None:
        """Begin to convert those that are not known."""
        self._take()
        self.new = [text for text in dict.fromkeys(texts) if text not in self.known]
        shares = shares_of(self.new, _BODIES_A_SHARE)
        if len(shares) > 1:
            self.wait = self.stack.enter_context(meanwhile(lambda: list(results(_bodies_of, shares))))
        else:
            self.wait = lambda: list(map(_bodies_of, shares))


def _bodies_of(texts: Sequence[str]) -> bytes:
    """Some bodies, packed: they are sent on."""
    return pickle.dumps(list(map(markup.converted, texts)), protocol=5)


def _files_of_texts(library: Library) -> Mapping[str, Mapping[str, str]]:
    """Where articles and bulletins were written, by their ids."""
    articles = {id: brief.file for id, brief in library.briefs.items()}
    return {"articles": articles, "issues": {id: library.written["issues", id].file for id in library.issues}}


def _digests_of(looks: Looks) -> bytes:
    """What some pictures are known by."""
    return "".join([f"{path}\0{digest}" for _, (path, digest, *_) in looks]).encode()
