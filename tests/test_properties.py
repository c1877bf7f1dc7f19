"""An incremental build is a clean build: random edits of every kind, and the trees compared byte for byte."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.conftest import Site
from tests.test_build import MOMENTS, Files, copied, lend_pictures
from thidua.cache import Memory
from thidua.pipeline import build, release
from thidua.problems import Problem, Problems

Edit = Callable[[Site, Random], None]

# Words of the sources that may be replaced by others without anything else having to follow.
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "article body": ("content/articles/2023/to-cat-giam-vai-vun.md", r"(?<=mẫu theo chiều )[^.\n]*"),
    "article body of the lead": ("content/articles/2024/le-phat-dong.md", r"(?<=Mỗi tổ chọn )[^.\n]*"),
    "article title": ("content/articles/2023/to-cat-giam-vai-vun.md", r"(?<=title: Tổ cắt )[^\n]*"),
    "article lede": ("content/articles/2024/le-phat-dong.md", r"(?<=với 12 )[^.\n]*"),
    "article author": ("content/articles/2023/to-cat-giam-vai-vun.md", r"(?<=role: )[^\n]*"),
    "article tag": ("content/articles/2024/le-phat-dong.md", r"(?<=Sáng kiến, )[^\]\n]*"),
    "article correction": ("content/articles/2023/to-cat-giam-vai-vun.md", r"(?<=text: Bản đầu )[^.\n]*"),
    "picture caption": ("content/articles/2024/le-phat-dong.md", r"(?<=png \"Bàn cắt )[^.\n]*"),
    "page": ("content/pages/gioi-thieu.md", r"(?<=Trang thử của )[^.\n]*"),
    "page title": ("content/pages/gioi-thieu.md", r"(?<=title: )[^\n]*"),
    "abbreviations": ("data/abbreviations.yaml", r"(?<=expansion: Lao động )[^\n]*"),
    "awards": ("data/awards.yaml", r"(?<=name: Giải thưởng )[^\n]*"),
    "campaigns": ("data/campaigns.yaml", r"(?<=summary: Thi đua )[^.\n]*"),
    "campaign name": ("data/campaigns.yaml", r"(?<=name: Thợ giỏi )[^\n]*"),
    "collectives": ("data/collectives.yaml", r"(?<=name: Tổ cắt )[^\n]*"),
    "decisions": ("data/decisions.yaml", r"(?<=citation: Giảm )[^%\n]*"),
    "decision title": ("data/decisions.yaml", r"(?<=tiên tiến năm 2023)[^\n]*"),
    "givers": ("data/givers.yaml", r"(?<=name: Giám đốc )[^\n]*"),
    "indicators": ("data/indicators.yaml", r"(?<=name: Sáng kiến )[^\n]*"),
    "issues": ("data/issues.yaml", r"(?<=title: Một năm )[^\n]*"),
    "people": ("data/people.yaml", r"(?<=name: Lê Thị )[^\n]*"),
    "person's biography": ("data/people.yaml", r"(?<=Chị Bình làm )[^.\n]*"),
    "places": ("data/places.yaml", r"(?<=name: Sông )[^\n]*"),
    "site": ("data/site.yaml", r"(?<=tagline: )[^\n]*"),
    "site address": ("data/site.yaml", r"(?<=https://)[^/\n]*(?=\.example)"),
    "section": ("data/site.yaml", r"(?<=name: Từ )[^\n]*"),
    "sources": ("data/sources.yaml", r"(?<=subject: Báo cáo )[^\n]*"),
    "units": ("data/units.yaml", r"(?<=name: Công ty )[^\n]*"),
    "unit's former name": ("data/units.yaml", r"(?<=Xí nghiệp )[^\n]*"),
    "strings": ("templates/strings.yaml", r'(?<=contents: ")[^"\n]*'),
    "strings of lists": ("templates/strings.yaml", r'(?<=latest: ")[^"\n]*'),
}
# Lines of which one or the other is there.
LINES: Final[Mapping[str, tuple[str, str, str]]] = {
    "draft": ("content/articles/2024/ban-nhap.md", "draft: true", "draft: false"),
    "expiry": ("content/articles/2023/het-han.md", "expires: 2023-12-31 17:00", "expires: 2025-06-30 17:00"),
    "due date": ("content/articles/2024/hen-gio.md", "published: 2024-12-31 23:00", "published: 2024-02-28 06:00"),
    "article date": ("content/articles/2023/to-cat-giam-vai-vun.md", "2023-11-10 14:30", "2023-10-10 14:30"),
    "section of an article": ("content/articles/2024/hen-gio.md", "section: tin-tuc", "section: tu-co-so"),
    "picked": ("content/articles/2024/le-phat-dong.md", "picked: true\n", "picked: false\n"),
    "old address": ("content/articles/2024/le-phat-dong.md", "phat-dong-cu.html", "phat-dong-rat-cu.html"),
    "related": ("content/articles/2024/le-phat-dong.md", "related: [to-cat-giam-vai-vun]\n", "related: []\n"),
    "people of an article": ("content/articles/2024/le-phat-dong.md", "[le-thi-binh]", "[tran-van-an]"),
    "figure of a text": ("content/articles/2023/to-cat-giam-vai-vun.md", "sang-kien}}", "sang-kien | chữ}}"),
    "name in a text": ("content/articles/2023/to-cat-giam-vai-vun.md", "tap-the: to-cat-1", "don-vi: may-ha-thanh"),
    "focus": (
        "content/articles/2024/le-phat-dong.md", "credit: Minh họa\n",
        "credit: Minh họa\n  focus:\n    x: 10\n    y: 90\n",
    ),
    "withdrawal": ("data/people.yaml", "    withdrawn: 2024-06-01\n", "    portrait: false\n"),
    "revocation": (
        "data/decisions.yaml", "      revocation:\n        number: 09/QĐ-MHT\n        date: 2023-02-01\n",
        "      initiative: Giá treo khuôn\n",
    ),
    "illustrative": ("data/collectives.yaml", "illustrative: true", "illustrative: false"),
    "figures": ("data/figures.yaml", "hedge: hơn", "hedge: gần"),
    "date of a decision": ("data/decisions.yaml", "date: 2022-05-01", "date: 2022-05-02"),
    "date of an issue": ("data/issues.yaml", "date: 2024-06-30", "date: 2024-08-30"),
    "order of names": ("data/site.yaml", "governing_body:", "middle_before_family: true\ngoverning_body:"),
    "rank of an award": ("data/awards.yaml", "rank: 4", "rank: 40"),
    "parent of a unit": ("data/units.yaml", "parent: ldld-song-que\n", "parent: ldld-song-que-cu\n"),
}  # fmt: skip
TEMPLATES: Final = (
    "base.html", "parts/masthead.html", "components/person_card.html", "components/photo.html",
    "components/honour_table.html", "components/headline_list.html", "components/breadcrumb.html", "pages/home.html",
    "pages/person.html", "pages/article.html", "pages/not_found.html",
)  # fmt: skip
# These change every page, and so would hide that an earlier edit was not followed everywhere.
EVERYWHERE: Final = {
    "page", "page title", "site", "site address", "section", "strings", "strings of lists", "order of names", "style",
    "template base.html", "template parts/masthead.html", "template components/photo.html", "hands",
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def small_batches() -> Iterator[None]:
    """Pages are planned a few at a time, so that even a small site has batches that an edit does not reach."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PEOPLE_A_BATCH", "ARTICLES_A_BATCH", "UNITS_A_BATCH", "FEEDS_A_BATCH"):
            patch.setattr(f"thidua.plan.{name}", 2)
        # Sources are believed though they were just written, as those of an editor are.
        patch.setattr("thidua.cache._UNSURE_NS", 0)
        yield


def reworded(place: str, pattern: str) -> Edit:
    """Other words where the pattern matches first."""

    def edit(site: Site, chance: Random) -> None:
        text = site.read(place)
        words = " ".join(chance.choice(("gió", "Đồng", "ươm", "xe", "Ấm", "thợ")) for _ in range(3))
        new, count = re.subn(pattern, chance.choice(("xa", "gan")) if "https" in pattern else words, text, count=1)
        assert count, (place, pattern)
        site.write(place, new)

    return edit


def turned(place: str, one: str, other: str) -> Edit:
    """One of two lines becomes the other one."""

    def edit(site: Site, _: Random) -> None:
        text = site.read(place)
        old, new = (other, one) if other in text else (one, other)
        assert old in text, (place, old)
        site.write(place, text.replace(old, new, 1))

    return edit


# ---- edits that are more than words -------------------------------------------------------------------


def edit_body(site: Site, chance: Random) -> None:
    """An article's words, its headings, where its links lead, what it prints of the data, or its end taken back."""
    place = chance.choice(("content/articles/2023/to-cat-giam-vai-vun.md", "content/articles/2024/le-phat-dong.md"))
    own, _, _ = site.read(place).partition("\n<!-- -->")
    heading = "ba-viec-phai-lam" if "2023" in place else "viec-moi"
    more = (
        "", "\n\nThêm một câu.", "\n\n## Việc mới\n\nLàm ngay.", "\n\n## Việc cũ\n\nLàm sau.",
        "\n\nCó {{so: song-que.2024.sang-kien}}.", "\n\nChị [[ca-nhan: le-thi-binh]] cũng dự.",
        f"\n\nXem [việc ấy](../{_other(place)}#{heading}).", f"\n\nXem [bài](../{_other(place)}).",
        '\n\n![Bàn](pictures/xuong.png "Bàn. Minh họa: Tổ vẽ")', "\n\nBáo cáo của LĐTT.",
    )  # fmt: skip
    site.write(place, own.rstrip("\n") + "\n\n<!-- -->" + chance.choice(more) + "\n")


def _other(place: str) -> str:
    return "2024/le-phat-dong.md" if "2023" in place else "2023/to-cat-giam-vai-vun.md"


def add_article(site: Site, chance: Random) -> None:
    """A new article, in any month, that names people and units."""
    number, year = chance.randrange(6), chance.randrange(2021, 2025)
    for path in _added(site):
        if path.stem == f"bai-{number}":
            path.unlink()
    site.write(
        f"content/articles/{year}/bai-{number}.md",
        f"""---
title: Bài thứ {number} {chance.choice("abc")}
section: {chance.choice(("tin-tuc", "tu-co-so"))}
lede: Lời dẫn {chance.randrange(100)}.
authors:
  - name: Tú Anh
published: {year}-0{chance.randrange(1, 10)}-11 08:00
tags: [{chance.choice(("Sáng kiến", "Tay nghề", "Đời sống"))}]
people: [{chance.choice(("le-thi-binh", "tran-van-an"))}]
units: [{chance.choice(("may-ha-thanh", "ldld-song-que"))}]
---
Xem [bài phát động](../2024/le-phat-dong.md). {chance.randrange(100)}
""",
    )


def _added(site: Site) -> list[Path]:
    return sorted((site.project / "content/articles").glob("*/bai-*.md"))


def rename_article(site: Site, chance: Random) -> None:
    """An added article gets another slug, and its neighbour's place in the alphabet."""
    for path in _added(site)[:1]:
        path.replace(path.with_name(f"bai-doi-{path.parent.name}-{chance.randrange(3)}.md"))


def delete_article(site: Site, chance: Random) -> None:
    """An added article goes."""
    added = _added(site)
    if added:
        chance.choice(added).unlink()


def add_record(site: Site, chance: Random) -> None:
    """A new person with an honour, in files of their own."""
    id = f"nguoi-{chance.choice('abc')}"
    site.write(
        f"data/people/{id}.yaml",
        f"- id: {id}\n  name: {chance.choice(('Ấu', 'Đỗ', 'Y'))} Văn {chance.choice(('Ân', 'Ý'))}\n"
        f"  unit: may-ha-thanh\n  job: Thợ {chance.randrange(9)}\n  illustrative: true\n",
    )
    site.write(
        f"data/decisions/2024/{id}.yaml",
        f"""- id: qd-{id}
  number: {chance.randrange(1, 9)}0/QĐ-MHT
  date: 202{chance.randrange(2, 5)}-03-0{chance.randrange(1, 9)}
  title: Khen
  issuer: may-ha-thanh
  signatory:
    name: Phan Đình Ký
    role: Giám đốc
  award: ldtt
  period: 2023
  illustrative: true
  honours:
    - person: {id}
      job: Thợ
      unit: may-ha-thanh
""",
    )


def comment(site: Site, chance: Random) -> None:
    """A reader's words under an article, approved or not yet."""
    site.write(
        "data/comments/moi.yaml",
        f"""- id: moi
  article: {chance.choice(("le-phat-dong", "to-cat-giam-vai-vun"))}
  name: Bạn đọc
  date: 2024-06-0{chance.randrange(1, 9)} 08:00
  text: Lời {chance.randrange(100)}.
  approved: {chance.choice(("true", "true", "false"))}
  illustrative: true
""",
    )


def delete_records(site: Site, _: Random) -> None:
    """Added people, decisions and comments go."""
    for folder in ("data/people", "data/decisions", "data/comments"):
        shutil.rmtree(site.project / folder, ignore_errors=True)


def release_data(site: Site, _: Random) -> None:
    """The open data of that moment are released; where the sources are wrong there is no release."""
    with contextlib.suppress(Problems):
        release(site.order())


def restyled(place: str) -> Edit:
    """Another class in a template."""

    def edit(site: Site, chance: Random) -> None:
        text = site.read(f"templates/{place}")
        assert 'class="' in text, place
        word = chance.choice(("mot", "hai", "ba"))
        site.write(f"templates/{place}", re.sub('class="(sua-[a-z]+ )?', f'class="sua-{word} ', text, count=1))

    return edit


def edit_style(site: Site, chance: Random) -> None:
    """One more rule in one of the stylesheets."""
    sheets = sorted((site.project / "templates/assets/css").glob("*.css"))
    sheet = chance.choice(sheets)
    sheet.write_text(sheet.read_text("utf-8") + f".sua {{ z-index: {chance.randrange(100)}; }}\n", "utf-8")


def edit_picture(site: Site, chance: Random) -> None:
    """Other pixels under the same name."""
    colour = chance.choice(("teal", "maroon", "olive"))
    Image.new("RGB", (chance.choice((260, 500)), 400), colour).save(site.project / "content/pictures/xuong.png")


def move_the_clock(site: Site, chance: Random) -> None:
    """The site is built for another moment."""
    site.as_of = chance.choice([*MOMENTS, site.as_of + dt.timedelta(minutes=1)])


def meddle(site: Site, chance: Random) -> None:
    """Hands in the output: files deleted, added, or the state lost."""
    files = sorted(path for path in site.out.rglob("*.html"))
    match chance.randrange(4):
        case 0:
            chance.choice(files).unlink()
        case 1:
            site.output(f"{chance.choice('xyz')}.html").write_bytes(b"?")
        case 2:
            shutil.rmtree(chance.choice(files).parent)
        case _:
            shutil.rmtree(site.project / ".thidua")


EDITS: Final[Mapping[str, Edit]] = {
    **{name: reworded(*where) for name, where in WORDS.items()},
    **{name: turned(*where) for name, where in LINES.items()},
    "body": edit_body,
    "add article": add_article,
    "rename article": rename_article,
    "delete article": delete_article,
    "add record": add_record,
    "comment": comment,
    "delete records": delete_records,
    "release": release_data,
    **{f"template {place}": restyled(place) for place in TEMPLATES},
    "style": edit_style,
    "picture": edit_picture,
    "moment": move_the_clock,
    "hands": meddle,
}


def built_files(site: Site, memory: Memory | None = None) -> Files | tuple[Problem, ...]:
    """The files that a build gives, or the problems of a combination of edits that no build accepts."""
    try:
        build(site.order(), memory=memory)
    except Problems as problems:
        return problems.found
    return site.files()


def built_clean(site: Site) -> Files | tuple[Problem, ...]:
    """The same, of the same sources where nothing was ever built."""
    with tempfile.TemporaryDirectory() as folder:
        clean = copied(site, Path(folder) / "du-an")
        lend_pictures(site, clean)
        return built_files(clean)


def differences(site: Site, memory: Memory | None = None) -> list[str]:
    """Where an incremental build is not a clean one: addresses, or problems."""
    ours, clean = built_files(site, memory), built_clean(site)
    if isinstance(ours, tuple) or isinstance(clean, tuple):
        return [] if ours == clean else [f"{ours} – {clean}"]
    return sorted(name for name in ours.keys() | clean.keys() if ours.get(name) != clean.get(name))


@settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # a handful of edits reads well enough as it is
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(edits=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=8), seed=st.integers(0, 2**32))
def test_incremental_build_equals_a_clean_one(built: Site, edits: list[str], seed: int) -> None:
    """However the sources were edited, and in whatever order, the site is what a clean build makes of them."""
    chance = Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "du-an")
        lend_pictures(built, site)
        site.build()
        for edit in edits:
            EDITS[edit](site, chance)
            built_files(site)
        assert differences(site) == []


@pytest.mark.parametrize("lives_on", [False, True], ids=["command", "preview"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_bodies_edited_again_and_again_are_followed(built: Site, tmp_path: Path, seed: int, lives_on: bool) -> None:
    """Between edits of other kinds, bodies are edited and edited back; what is wrong is told as a clean build does."""
    chance, site = Random(seed), Site(tmp_path / "du-an")
    lend_pictures(built, site)
    memory = Memory(site.order().results, lives_on=True) if lives_on else None
    built_files(site, memory)
    others = sorted(EDITS.keys() - {"hands", "release"})
    for number in range(24):
        EDITS["body" if number % 6 else chance.choice(others)](site, chance)
        if number % 4 == 3:
            assert differences(site, memory) == [], number
        else:
            built_files(site, memory)


@pytest.mark.parametrize("lives_on", [False, True], ids=["command", "preview"])
def test_every_kind_of_edit_is_followed(site: Site, lives_on: bool) -> None:
    """Each kind of edit, made once and alone, changes the site, and the site is then what a clean build makes.

    So it is for a command at a time, and for a process that holds on to what it read.
    """
    memory = Memory(site.order().results, lives_on=True) if lives_on else None
    chance, unseen, before = Random(7), [], built_files(site, memory)
    # What is written into a body may be wrong, and hide what follows (see the test of bodies).
    kinds = sorted(filter("body".__ne__, EDITS), key=lambda name: name in EVERYWHERE)
    for number, name in enumerate(kinds):
        if number % 16 == 15 or number == len(kinds) - len(EVERYWHERE):
            assert differences(site, memory) == [], name
        EDITS[name](site, chance)
        after = built_files(site, memory)
        unseen += [name] if after == before else []
        before = after

    assert differences(site, memory) == []
    # What no page of so small a site shows, and what hands did, which is undone.
    assert set(unseen) <= {"picked", "order of names", "hands"}, unseen


@pytest.mark.parametrize("name", sorted(LINES))
def test_turning_a_line_twice_gives_the_same_sources(site: Site, name: str) -> None:
    """The edits of these tests come back to where they began."""
    place = LINES[name][0]
    before = site.read(place)
    EDITS[name](site, Random(1))
    assert site.read(place) != before
    EDITS[name](site, Random(1))

    assert site.read(place) == before
