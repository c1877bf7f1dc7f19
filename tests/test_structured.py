"""What pages tell machines: schema.org descriptions as JSON-LD."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

import pytest

from tests.conftest import Site

BASE = "https://song-que.example/bao/"
Thing = dict[str, object]

# A page of each kind, and what it must say: type → keys.
TOLD: dict[str, dict[str, set[str]]] = {
    "index.html": {
        "WebSite": {"name", "url", "inLanguage", "publisher", "potentialAction"},
        "NewsMediaOrganization": {"name", "url", "logo", "parentOrganization", "email", "address"},
        "ItemList": {"itemListElement"},
    },
    "moi-nhat.html": {"CollectionPage": {"name", "url"}, "ItemList": set()},
    "tin-tuc/index.html": {"CollectionPage": {"name", "url", "isPartOf"}, "ItemList": set(), "BreadcrumbList": set()},
    "tin-tuc/2024/le-phat-dong.html": {
        "NewsArticle": {
            "headline", "description", "image", "datePublished", "dateModified", "author", "publisher", "inLanguage",
            "mainEntityOfPage", "articleSection", "keywords", "mentions", "about",
        },
        "BreadcrumbList": set(),
    },
    "phong-trao/index.html": {"CollectionPage": set(), "ItemList": set()},
    "phong-trao/tho-gioi.html": {
        "Project": {"name", "description", "url", "foundingDate", "founder"},
        "ItemList": set(),
        "BreadcrumbList": set(),
    },
    "guong-sang/index.html": {"CollectionPage": set(), "ItemList": set()},
    "guong-sang/nam-2023/index.html": {"CollectionPage": set(), "ItemList": set(), "BreadcrumbList": set()},
    "guong-sang/chu-cai/b.html": {"CollectionPage": set(), "ItemList": set(), "BreadcrumbList": set()},
    "guong-sang/ca-nhan/le-thi-binh.html": {"ProfilePage": {"mainEntity", "url"}, "BreadcrumbList": set()},
    "guong-sang/tap-the/to-cat-1.html": {
        "Organization": {"name", "award", "parentOrganization", "numberOfEmployees"},
        "BreadcrumbList": set(),
    },
    "khen-thuong/index.html": {"CollectionPage": set(), "ItemList": set()},
    "khen-thuong/ldtt.html": {
        "DefinedTerm": {"name", "description", "inDefinedTermSet"},
        "ItemList": set(),
        "BreadcrumbList": set(),
    },
    "khen-thuong/quyet-dinh/index.html": {"CollectionPage": set(), "ItemList": set(), "BreadcrumbList": set()},
    "khen-thuong/quyet-dinh/qd-12-2023.html": {"CollectionPage": set(), "ItemList": set(), "BreadcrumbList": set()},
    "don-vi/index.html": {"CollectionPage": set(), "ItemList": set()},
    "don-vi/may-ha-thanh.html": {
        "Organization": {"name", "alternateName", "parentOrganization", "location"},
        "ItemList": set(),
        "BreadcrumbList": set(),
    },
    "don-vi/ldld-song-que-cu.html": {"WorkersUnion": {"name", "dissolutionDate"}, "BreadcrumbList": set()},
    "so-lieu/index.html": {"DataCatalog": {"name", "url"}},
    "so-lieu/sang-kien.html": {
        "Dataset": {"name", "description", "creator", "temporalCoverage", "variableMeasured", "isBasedOn"},
        "BreadcrumbList": set(),
    },
    "so-lieu/doan-vien/giai-doan-2023-2024.html": {
        "Dataset": {"name", "description", "creator", "temporalCoverage", "variableMeasured", "isBasedOn"},
        "BreadcrumbList": set(),
    },
    "so-lieu/phong-trao/tho-gioi.html": {"Dataset": {"name", "description", "creator"}, "BreadcrumbList": set()},
    "ban-tin/index.html": {"CollectionPage": set(), "ItemList": set()},
    "ban-tin/2024/1.html": {
        "PublicationIssue": {"issueNumber", "datePublished", "isPartOf", "name"},
        "ItemList": set(),
        "BreadcrumbList": set(),
    },
    "chu-de/index.html": {"CollectionPage": set(), "ItemList": set()},
    "chu-de/sang-kien.html": {"CollectionPage": set(), "ItemList": set(), "BreadcrumbList": set()},
    "luu-tru/index.html": {"CollectionPage": set(), "ItemList": set()},
    "luu-tru/2024/index.html": {"CollectionPage": set(), "ItemList": set(), "BreadcrumbList": set()},
    "luu-tru/2024/03.html": {"CollectionPage": set(), "ItemList": set(), "BreadcrumbList": set()},
    "gioi-thieu.html": {"AboutPage": {"name", "url", "publisher"}},
}  # fmt: skip
NOT_TOLD = ("404.html", "tim-kiem.html", "tin-tuc/2024/phat-dong-cu.html")


def told(site: Site, address: str) -> dict[str, Thing]:
    """What the page says, by type; a type stands on a page once."""
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', site.html(address), re.DOTALL)
    assert len(blocks) == 1, address
    whole = json.loads(blocks[0])
    assert whole["@context"] == "https://schema.org"
    things: dict[str, Thing] = {str(thing["@type"]): thing for thing in whole["@graph"]}
    assert len(things) == len(whole["@graph"])
    return things


def parts(value: object) -> Iterator[Thing]:
    """The thing, and every thing within it."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from parts(part)
    elif isinstance(value, list):
        for part in value:
            yield from parts(part)


def heading(site: Site, address: str) -> str:
    """The words of the page's h1."""
    found = re.search(r"<h1[^>]*>(.*?)</h1>", site.html(address), re.DOTALL)
    assert found is not None
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip()


@pytest.mark.parametrize("address", TOLD)
def test_page_says_what_it_is(built: Site, address: str) -> None:
    """Each kind of page describes itself with the types and keys that search engines ask for."""
    things = told(built, address)

    assert things.keys() == TOLD[address].keys()
    for kind, keys in TOLD[address].items():
        assert keys <= things[kind].keys(), kind


@pytest.mark.parametrize("address", TOLD)
def test_addresses_are_absolute_and_lead_to_files(built: Site, address: str) -> None:
    """Machines read descriptions away from the site: every address is whole, and something is there."""
    for thing in parts(list(told(built, address).values())):
        assert thing.get("@type"), thing
        assert None not in thing.values()
        for key in ("url", "item", "logo", "image", "mainEntityOfPage"):
            addresses = thing.get(key, [])
            for url in addresses if isinstance(addresses, list) else [addresses]:
                if isinstance(url, str) and not (thing["@type"] == "CreativeWork" and key == "url"):
                    assert url.startswith(BASE), url
                    place = url.removeprefix(BASE)
                    assert built.output(place + "index.html" if place.endswith("/") or not place else place).is_file()


@pytest.mark.parametrize("address", TOLD)
def test_lists_count_from_one(built: Site, address: str) -> None:
    """The steps of a breadcrumb and the entries of a list are numbered, named, and told once each."""
    for thing in parts(list(told(built, address).values())):
        if thing["@type"] in ("BreadcrumbList", "ItemList"):
            steps = thing["itemListElement"]
            assert isinstance(steps, list)
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
            assert all(step.get("name") or step["item"]["name"] for step in steps)
            assert len({json.dumps(step.get("url") or step.get("item")) for step in steps}) == len(steps)


@pytest.mark.parametrize("address", NOT_TOLD)
def test_page_that_is_not_indexed_says_nothing(built: Site, address: str) -> None:
    """The search page, the error page and redirects are not described."""
    assert "ld+json" not in built.html(address)


def test_article_is_described_as_printed(built: Site) -> None:
    """The headline is the one on the page; authors, source, corrections and pictures are those of the article."""
    lead = told(built, "tin-tuc/2024/le-phat-dong.html")["NewsArticle"]
    cut = told(built, "tu-co-so/2023/to-cat-giam-vai-vun.html")["NewsArticle"]

    assert lead["headline"] == heading(built, "tin-tuc/2024/le-phat-dong.html")
    assert lead["author"] == [{"@type": "Organization", "name": "Ban biên tập"}]
    assert cut["author"] == [{"@type": "Person", "name": "Tú Anh", "jobTitle": "cộng tác viên"}]
    assert lead["datePublished"] == "2024-03-05T08:00:00+07:00"
    assert cut["dateModified"] == "2023-11-11T09:00:00+07:00"
    assert [str(url).rsplit("/", 2)[-2] for url in lead["image"]] == ["anh", "chia-se"]  # type: ignore[attr-defined]  # a list
    assert cut["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Bản đầu ghi nhầm tổ số 2.",
            "datePublished": "2023-11-11T09:00:00+07:00",
        }
    ]
    assert cut["isBasedOn"] == {
        "@type": "CreativeWork",
        "name": "Báo cáo năm 2024",
        "publisher": {"@type": "Organization", "name": "Văn phòng LĐLĐ tỉnh Sông Quê"},
    }


def test_honours_are_told_with_their_decisions(built: Site) -> None:
    """An award in a description names its decision, and an invented person is told to be invented."""
    who = told(built, "guong-sang/ca-nhan/le-thi-binh.html")["ProfilePage"]["mainEntity"]
    assert isinstance(who, dict)

    assert who["award"] == [
        "Lao động tiên tiến (Quyết định số 12/QĐ-MHT)",
        "Lao động tiên tiến (Quyết định số 03/QĐ-MHT)",
    ]
    assert who["worksFor"]["name"] == "Công ty May Hạ Thanh"
    assert "minh họa" in who["description"]


def test_breadcrumb_is_the_one_that_is_seen(built: Site) -> None:
    """The breadcrumb that search engines show leads through the same pages as the one on the page."""
    steps = told(built, "guong-sang/ca-nhan/le-thi-binh.html")["BreadcrumbList"]["itemListElement"]
    assert isinstance(steps, list)

    assert [step["name"] for step in steps] == ["Trang nhất", "Gương sáng", "B", "Lê Thị Bình"]
    assert [step.get("item", "").removeprefix(BASE) for step in steps] == [
        "",
        "guong-sang/",
        "guong-sang/chu-cai/b.html",
        "",
    ]


def test_every_indexed_page_has_a_head_of_its_own(built: Site) -> None:
    """Canonical, Open Graph and title say the same page, absolutely; no two pages share a title."""
    titles = []
    for page in built.out.rglob("*.html"):
        text = page.read_text("utf-8")
        if 'name="robots" content="noindex"' in text:
            continue
        place = page.relative_to(built.out).as_posix()
        url = BASE + (
            place.removesuffix("index.html") if place.endswith("/index.html") or place == "index.html" else place
        )
        assert f'<link rel="canonical" href="{url}">' in text
        assert f'<meta property="og:url" content="{url}">' in text
        assert all(f'property="og:{name}"' in text for name in ("title", "type", "description", "image", "site_name"))
        assert '<meta name="twitter:card" content="summary_large_image">' in text
        titles += re.findall(r"<title>(.*?)</title>", text)

    assert len(titles) == len(set(titles)) > 20


def test_error_page_leads_home_from_anywhere(built: Site) -> None:
    """The error page is shown at any depth: its addresses begin at the host, and home is the folder itself."""
    text = built.html("404.html")

    assert 'class="masthead__home" href="/bao/"' in text
    assert 'href="/bao/index.html"' not in text
    assert 'href="/bao/luu-tru/index.html"' in text
    assert not re.search(r'(?:href|src)="(?!/bao/|#|https?:|mailto:|tel:)', text)
