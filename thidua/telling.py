"""Texts in the words that readers see: what they print from the data, told. Pure.

A body is converted before anything is known of the records (see `markup`); here the places that it
left open get their words, and with them the article gets its further subjects.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from thidua.problems import Mistake
from thidua.records import (
    Article,
    Campaign,
    Collective,
    Mentioned,
    Person,
    Picture,
    Prose,
    Short,
    StaticPage,
    Told,
    Unit,
    changed,
    packed_words,
)
from thidua.references import UNTOLD, Records, filled, has_marker, prints_data, renumbered, told


class Readable(Records, Protocol):
    """What readers may see, and what its short forms mean."""

    def expansion_of(self, short: Short) -> str: ...


Tell = Callable[[str], Told]


def told_article(article: Article, seen: Readable) -> Article:
    """The article in the words that readers see; whoever its body names is a subject of it."""
    tell: Tell = partial(_told, seen=seen, day=article.published.date())
    body = _told_body(article.body, seen, tell)
    mentioned = [told.record for told in body.told if told.record]
    if not prints_data(article):
        return article if body is article.body else changed(article, {"body": body})
    return replace(
        article,
        body=body,
        title=filled(article.title, tell),
        lede=filled(article.lede, tell),
        kicker=filled(article.kicker, tell) if article.kicker else None,
        picture=_told_picture(article.picture, tell) if article.picture else None,
        corrections=tuple(replace(each, text=filled(each.text, tell)) for each in article.corrections),
        people=_with(article.people, mentioned, Person),
        collectives=_with(article.collectives, mentioned, Collective),
        campaigns=_with(article.campaigns, mentioned, Campaign),
        units=_with(article.units, mentioned, Unit),
    )


def told_page(page: StaticPage, seen: Readable) -> StaticPage:
    """The page in the words that readers see; without a day of its own it uses the names of today."""
    tell: Tell = partial(_told, seen=seen, day=page.updated.date() if page.updated else None)
    return replace(
        page,
        body=_told_body(page.body, seen, tell),
        title=filled(page.title, tell),
        description=filled(page.description, tell),
    )


def _told(written: str, seen: Readable, day: dt.date | None) -> Told:
    """What a marker prints; `checks` tells of one that prints nothing."""
    try:
        return told(written, seen, day)
    except Mistake:
        return UNTOLD


def _told_body(body: Prose, seen: Readable, tell: Tell) -> Prose:
    if not body.references and not body.shorts:
        return body
    told = tuple(tell(reference.written) for reference in body.references)
    expansions = tuple((short.word, seen.expansion_of(short)) for short in body.shorts)
    known = changed(body, {"references": (), "shorts": (), "told": told, "expansions": expansions})
    if not told:
        return known
    return replace(
        known,
        words=_renumbered_words(body, told),
        pictures=tuple(_renumbered_picture(each, told) for each in body.pictures),
    )


def _renumbered_words(body: Prose, told: tuple[Told, ...]) -> bytes:
    headings = tuple(replace(each, text=renumbered(each.text, told)) for each in body.headings)
    return packed_words(body.html, renumbered(body.text, told), headings)


def _has_marker(picture: Picture) -> bool:
    return has_marker(picture.alt) or has_marker(picture.caption)


def _told_picture(picture: Picture, tell: Tell) -> Picture:
    if not _has_marker(picture):
        return picture
    return replace(picture, alt=filled(picture.alt, tell), caption=filled(picture.caption, tell))


def _renumbered_picture(picture: Picture, told: tuple[Told, ...]) -> Picture:
    alt, caption = renumbered(picture.alt, told), renumbered(picture.caption, told)
    return picture if (alt, caption) == (picture.alt, picture.caption) else replace(picture, alt=alt, caption=caption)


M = TypeVar("M", Person, Collective, Campaign, Unit)


def _with(listed: tuple[M, ...], mentioned: Iterable[Mentioned], kind: type[M]) -> tuple[M, ...]:
    """What an editor listed, then what the body names besides."""
    known: dict[str, M] = {each.id: each for each in listed}
    for each in mentioned:
        if isinstance(each, kind):
            known.setdefault(each.id, each)
    return tuple(known.values())
