"""What programs follow: feeds, sitemaps, robots.txt and the manifest, read as those programs read them."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from urllib.parse import urljoin
from xml.etree import ElementTree

import feedparser
import pytest

from tests.conftest import Site
from thidua.machine_pages import MOST_IN_SITEMAP, sitemaps
from thidua.vietnamese import ICT

BASE = "https://song-que.example/bao/"
FOLDERS = ("", "tin-tuc/", "tu-co-so/", "phong-trao/tho-gioi/", "don-vi/ldld-song-que-cu/")
LEAD = BASE + "tin-tuc/2024/le-phat-dong.html"
CUT = BASE + "tu-co-so/2023/to-cat-giam-vai-vun.html"
TOLD_IN = {"": [LEAD, CUT], "tu-co-so/": [CUT]}
S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"


def parsed(site: Site, address: str) -> feedparser.FeedParserDict:
    """A feed as readers' programs have it; they find no fault with it."""
    feed = feedparser.parse(site.output(address).read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def json_feed(site: Site, address: str) -> dict[str, object]:
    """A JSON Feed."""
    feed = json.loads(site.html(address))
    assert isinstance(feed, dict)
    return feed


def items(feed: dict[str, object]) -> list[dict[str, object]]:
    """The items of a JSON Feed."""
    found = feed["items"]
    assert isinstance(found, list)
    return found


def addresses_in(text: str) -> Iterator[str]:
    """Every address that a piece of HTML leads to or loads."""
    for name, value in re.findall(r'\b(href|src|srcset)="([^"]*)"', text):
        yield from (part.split()[0] for part in value.split(",")) if name == "srcset" else (value,)


# ---- feeds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
def test_feed_is_read_by_a_real_reader(built: Site, folder: str, name: str) -> None:
    """The paper, each section, campaign and unit with articles has RSS and Atom that a reader's program takes."""
    feed = parsed(built, folder + name)

    assert feed.version == ("rss20" if name == "rss.xml" else "atom10")
    assert feed.feed.title.endswith("Bản tin Sông Quê")
    assert feed.feed.link.startswith(BASE)
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [BASE + folder + name]
    assert [entry.link for entry in feed.entries] == TOLD_IN.get(folder, [LEAD])
    assert [entry.id for entry in feed.entries] == [entry.link for entry in feed.entries]


@pytest.mark.parametrize("folder", FOLDERS)
def test_json_feed_has_every_key_it_needs(built: Site, folder: str) -> None:
    """The same list is offered as JSON Feed 1.1."""
    feed = json_feed(built, folder + "feed.json")

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{BASE}{folder}feed.json"
    assert {"title", "description", "home_page_url", "language", "authors", "icon"} <= feed.keys()
    assert [item["id"] for item in items(feed)] == TOLD_IN.get(folder, [LEAD])
    for item in items(feed):
        assert {"url", "title", "summary", "content_html", "date_published", "date_modified", "tags"} <= item.keys()
        assert dt.datetime.fromisoformat(str(item["date_published"])).utcoffset() == dt.timedelta(hours=7)


def test_entry_says_who_wrote_it_when_and_about_what(built: Site) -> None:
    """Author, moment, subjects and picture are those of the article, in every format."""
    for name in ("rss.xml", "atom.xml"):
        lead, cut = parsed(built, name).entries
        assert lead.title == "Phát động thi đua “Thợ giỏi sông quê”"
        assert (lead.author, cut.author) == ("Ban biên tập", "Tú Anh")
        assert lead.published_parsed[:5] == (2024, 3, 5, 1, 0)
        assert {"Tin tức", "Sáng kiến", "Tay nghề"} == {tag.label or tag.term for tag in lead.tags}
        assert [link.type for link in lead.enclosures] == ["image/jpeg"]
        assert built.output(lead.enclosures[0].href.removeprefix(BASE)).is_file()
        assert not cut.enclosures
    lead, cut = items(json_feed(built, "feed.json"))
    assert lead["tags"] == ["Tin tức", "Sáng kiến", "Tay nghề"]
    assert (lead["authors"], cut["authors"]) == ([{"name": "Ban biên tập"}], [{"name": "Tú Anh"}])
    assert "image" in lead
    assert "image" not in cut


def test_entry_holds_the_article_in_full_with_whole_addresses(built: Site) -> None:
    """An article can be read to its end in a reader's program: text, pictures, links, correction."""
    full = [
        parsed(built, "rss.xml").entries[0].content[0].value,
        parsed(built, "atom.xml").entries[0].content[0].value,
    ]
    # feedparser makes addresses whole by itself; the file must not need it.
    whole = str(items(json_feed(built, "feed.json"))[0]["content_html"])
    raw = built.html("rss.xml").replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&quot;", '"')

    for text in (*full, whole):
        assert "Mỗi tổ chọn một việc khó nhất của mình." in text
        assert "Ba việc phải làm" in text
        assert CUT in text
        assert "<img" in text
    assert "Bản đầu ghi nhầm tổ số 2." in str(items(json_feed(built, "feed.json"))[1]["content_html"])
    for text in (raw, whole):
        found = list(addresses_in(text))
        assert len(found) > 10
        assert all(url.startswith("https://") for url in found)
        assert all(built.output(url.removeprefix(BASE)).exists() for url in found if url.startswith(BASE + "anh/"))


def test_pages_announce_their_feeds(built: Site) -> None:
    """Every page announces the paper's feeds, and a list or an article those of its list; all of them are there."""
    announced = {
        "index.html": [""],
        "tin-tuc/index.html": ["", "tin-tuc/"],
        "tin-tuc/2024/le-phat-dong.html": ["", "tin-tuc/"],
        "phong-trao/tho-gioi.html": ["", "phong-trao/tho-gioi/"],
        "don-vi/ldld-song-que-cu.html": ["", "don-vi/ldld-song-que-cu/"],
        "don-vi/may-ha-thanh.html": [""],
        "guong-sang/index.html": [""],
    }
    for address, folders in announced.items():
        found = re.findall(
            r'<link rel="alternate" type="application/(\S+)" title="[^"]+" href="([^"]+)">', built.html(address)
        )
        expected = [
            (kind, BASE + folder + name)
            for folder in folders
            for kind, name in (("rss+xml", "rss.xml"), ("atom+xml", "atom.xml"), ("feed+json", "feed.json"))
        ]
        assert [(kind, urljoin(BASE + address, href)) for kind, href in found] == expected
        assert all(built.output(url.removeprefix(BASE)).is_file() for _, url in expected)


def test_nothing_to_follow_has_no_feed(site: Site) -> None:
    """A section without articles offers no feed; the paper itself always does."""
    site.delete("content/articles/2023/to-cat-giam-vai-vun.md")
    site.replace("content/articles/2024/le-phat-dong.md", "related: [to-cat-giam-vai-vun]\n", "")
    site.replace(
        "content/articles/2024/le-phat-dong.md", "[chuyện tổ cắt](../2023/to-cat-giam-vai-vun.md)", "chuyện tổ cắt"
    )
    site.replace("data/issues.yaml", "[le-phat-dong, to-cat-giam-vai-vun]", "[le-phat-dong]")
    site.build()

    assert not site.output("tu-co-so/atom.xml").exists()
    assert "tu-co-so/atom.xml" not in site.html("tu-co-so/index.html")
    assert site.output("atom.xml").exists()


# ---- sitemaps ---------------------------------------------------------------------------------------------


def entries(site: Site, address: str) -> list[ElementTree.Element]:
    """The entries of a sitemap."""
    return ElementTree.fromstring(site.output(address).read_bytes()).findall(f"{S}url")


def test_sitemap_lists_every_page_that_may_be_found(built: Site) -> None:
    """The sitemap names exactly the pages that do not ask to be left out, with the day of their last change."""
    found = {entry.findtext(f"{S}loc"): entry.findtext(f"{S}lastmod") for entry in entries(built, "sitemap.xml")}
    pages = {
        re.sub(r"(^|/)index\.html$", r"\1", page.relative_to(built.out).as_posix())
        for page in built.out.rglob("*.html")
        if 'content="noindex"' not in page.read_text("utf-8")
    }

    assert found.keys() == {BASE + page for page in pages}
    assert found[CUT] == "2023-11-11T09:00:00+07:00"
    assert found[BASE + "khen-thuong/quyet-dinh/qd-12-2023.html"] is not None
    assert all(dt.datetime.fromisoformat(day) for day in found.values() if day)


def test_news_sitemap_holds_the_newest_articles(built: Site) -> None:
    """News search is told the name of the paper, and of each article its title and moment."""
    found = entries(built, "sitemap-news.xml")

    assert [entry.findtext(f"{S}loc") for entry in found] == [LEAD, CUT]
    news = found[0].find(f"{N}news")
    assert news is not None
    assert news.findtext(f"{N}publication/{N}name") == "Bản tin Sông Quê"
    assert news.findtext(f"{N}publication/{N}language") == "vi"
    assert news.findtext(f"{N}publication_date") == "2024-03-05T08:00:00+07:00"
    assert news.findtext(f"{N}title") == "Phát động thi đua “Thợ giỏi sông quê”"


def test_robots_names_both_sitemaps(built: Site) -> None:
    """Crawlers are let in, and told where the sitemaps are."""
    text = built.html("robots.txt")

    assert "User-agent: *\nAllow: /\n" in text
    assert re.findall(r"^Sitemap: (.+)$", text, re.MULTILINE) == [BASE + "sitemap.xml", BASE + "sitemap-news.xml"]


def test_preview_lets_no_crawler_in(site: Site) -> None:
    """A build with drafts that ends up on a host is not indexed."""
    site.with_drafts = True
    site.build()

    assert "Disallow: /\n" in site.html("robots.txt")


def test_large_sitemap_is_split() -> None:
    """Over the limit there is one sitemap for so many pages, and an index with the newest day of each."""
    assert MOST_IN_SITEMAP == 50_000
    days = [dt.datetime(2024, 1, day, tzinfo=ICT) for day in range(1, 6)]
    listed = [(f"bai-{n}.html", day) for n, day in enumerate(days)]

    made = {page.address: page for page in sitemaps(listed, most=2)}

    assert list(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]
    assert [made[f"sitemap-{n}.xml"].shows["listed"] for n in (1, 2, 3)] == [
        tuple(listed[:2]),
        tuple(listed[2:4]),
        tuple(listed[4:]),
    ]
    assert made["sitemap.xml"].shows["listed"] == (
        ("sitemap-1.xml", days[1]),
        ("sitemap-2.xml", days[3]),
        ("sitemap-3.xml", days[4]),
    )


def test_sitemap_at_the_limit_stays_one() -> None:
    """As long as one file is enough there is one; days that are not known are left out."""
    listed = [(f"bai-{n}.html", None) for n in range(3)]

    assert [page.address for page in sitemaps(listed, most=3)] == ["sitemap.xml"]
    *parts, index = sitemaps(listed, most=2)
    assert len(parts) == 2
    assert index.shows["listed"] == (("sitemap-1.xml", None), ("sitemap-2.xml", None))


def test_split_sitemap_is_well_formed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The index of a large site names its parts by whole addresses, and together they name every page."""
    site.build()
    whole = [entry.findtext(f"{S}loc") for entry in entries(site, "sitemap.xml")]
    monkeypatch.setattr(sitemaps, "__defaults__", (10,))
    shutil.rmtree(site.project / ".thidua")
    site.build()

    index = ElementTree.fromstring(site.output("sitemap.xml").read_bytes())
    assert index.tag == f"{S}sitemapindex"
    files = [str(part.findtext(f"{S}loc")).removeprefix(BASE) for part in index.findall(f"{S}sitemap")]
    assert len(files) == -(-len(whole) // 10)
    assert [entry.findtext(f"{S}loc") for file in files for entry in entries(site, file)] == whole


# ---- the manifest -----------------------------------------------------------------------------------------


def test_manifest_is_linked_and_leads_to_icons(built: Site) -> None:
    """A reader who keeps the site on the home screen finds its name, colours and icons."""
    manifest = json.loads(built.html("site.webmanifest"))

    assert 'rel="manifest" href="../../site.webmanifest"' in built.html("tin-tuc/2024/le-phat-dong.html")
    assert manifest["name"] == "Bản tin Sông Quê"
    assert manifest["start_url"] == "index.html"
    assert re.fullmatch(r"#[0-9a-f]{6}", manifest["theme_color"])
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"any", "512x512"}
    assert all(built.output(icon["src"]).is_file() for icon in manifest["icons"])
