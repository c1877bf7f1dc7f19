"""Which pages there are, where, and what each shows; nothing is rendered here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from tests.conftest import AS_OF, ROOT, TINY, Site
from thidua import news_pages, plan
from thidua.addresses import is_safe
from thidua.assets import read_assets
from thidua.cache import Memory
from thidua.compiled import component
from thidua.digest import Digests
from thidua.images import look_at
from thidua.library import Library, public
from thidua.load import load
from thidua.machine_pages import FeedItem
from thidua.markup import converted
from thidua.pages import ARTICLES_A_PAGE, Page, Paging
from thidua.plan import DERIVED, KINDS, Batch, planned
from thidua.records import Article, Mentioned, Prose
from thidua.records import changed as copied
from thidua.related import related
from thidua.render import Renderer
from thidua.words import Words, read_words


def library_of(project: Path) -> Library:
    """What readers may see of a project."""
    loaded = load(project, converted, lambda path: look_at(path, path.name))
    assert loaded.library is not None, loaded.problems
    return public(loaded.library, AS_OF)


@pytest.fixture(scope="module")
def words() -> Words:
    """The phrases of the real templates."""
    return read_words(ROOT)


@pytest.fixture(scope="module")
def tiny() -> Library:
    """The small fictional site."""
    return library_of(TINY)


def with_articles(library: Library, count: int) -> Library:
    """The library with this many articles of one section, one a day, the first one the oldest."""
    model = library.articles["to-cat-giam-vai-vun"]
    first = dt.datetime(2020, 1, 1, 8, 0, tzinfo=AS_OF.tzinfo)
    articles = {
        f"bai-{n}": replace(model, id=f"bai-{n}", published=first + dt.timedelta(days=n), updated=None, corrections=())
        for n in range(count)
    }
    place = library.written["articles", model.id]
    written = {**library.written, **{("articles", id): place for id in articles}}
    return replace(library, articles=articles, issues={}, written=written, in_brief=None)


def test_article_that_comes_later_changes_nothing_beside_an_older_one(tiny: Library) -> None:
    """How rare a thing was that two articles share is counted as of the day of the newer one."""
    units = {name: replace(tiny.units["may-ha-thanh"], id=name) for name in ("a", "b")}
    model = list(with_articles(tiny, 4).articles.values())

    def article(day: int, tags: tuple[str, ...], *names: str) -> Article:
        found = tuple(units[name] for name in names)
        return replace(model[day], tags=tags, units=found, people=(), collectives=(), campaigns=(), related=())

    older = [article(0, (), "a"), article(1, ("Một", "Hai")), article(2, ("Một", "Hai"), "a")]
    later = article(3, ("Một",), "b")

    def beside(articles: list[Article]) -> list[str]:
        library = replace(tiny, articles={each.id: each for each in articles}, units=units, issues={}, in_brief=None)
        return [each.article.id for each in related(library, older[2], 3)]

    assert beside([*older, later]) == beside(older) == ["bai-1", "bai-0"]


def lists(library: Library, words: Words) -> dict[str, Page]:
    """The pages of the section that `with_articles` fills, by address."""
    pages = {page.address: page for page in news_pages.section(library, words)}
    return {address: page for address, page in pages.items() if address.startswith("tu-co-so/")}


def shown(page: Page) -> tuple[str, ...]:
    """The ids of the articles on a page of a list."""
    articles = page.shows["articles"]
    assert isinstance(articles, tuple)
    return tuple(each.id for each in articles if isinstance(each, Article))


def paging(page: Page) -> Paging:
    """Where a page stands in its list."""
    found = page.shows["paging"]
    assert isinstance(found, Paging)
    return found


# ---- kinds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [kind.__name__ for kind in KINDS])
def test_page_kind_has_its_template(name: str) -> None:
    """A page kind is one function and one template of the same name."""
    assert (ROOT / f"templates/pages/{name}.html").is_file()


def test_small_site_has_a_page_of_every_kind(tiny: Library, words: Words) -> None:
    """The small fictional site shows every kind of page, so that each is really rendered in the tests."""
    pages = planned(tiny, words).pages.values()

    assert {page.kind for page in pages} >= {kind.__name__ for kind in KINDS} | {"redirect", "feed", "sitemap"}
    assert {f"pages/{page.kind}.html" for page in pages if page.kind in {kind.__name__ for kind in KINDS}} <= {
        page.template for page in pages
    }


def test_kind_gives_pages_under_its_own_name(tiny: Library, words: Words) -> None:
    """What a page is called in its address list, its class and its template is what its function is called."""
    for kind in KINDS:
        for page in kind(tiny, words):
            assert page.kind == kind.__name__
            assert page.template == f"pages/{kind.__name__}.html"


def test_addresses_stay_inside_the_site(tiny: Library, words: Words) -> None:
    """No page is written above, beside or hidden in the site."""
    plan = planned(tiny, words)

    assert not plan.problems
    assert all(is_safe(address) and address == page.address for address, page in plan.pages.items())


def test_page_has_a_title_a_description_and_an_origin(tiny: Library, words: Words) -> None:
    """Every page that readers find has a title and a sentence; one made of a record knows the record's line."""
    for page in planned(tiny, words).pages.values():
        if page.is_indexed:
            assert page.title, page.address
            assert page.description, page.address
    from_records = {"article", "person", "unit", "decision", "campaign", "award", "issue", "static_page"}
    for kind in (kind for kind in KINDS if kind.__name__ in from_records):
        for page in kind(tiny, words):
            assert page.origin is not None
            assert page.origin.line, page.address


def test_what_is_made_from_pages_is_not_reckoned_twice(tiny: Library, words: Words) -> None:
    """The sitemap lists the pages of the plan that search engines may show, and no other address."""
    pages = planned(tiny, words).pages
    listed = pages["sitemap.xml"].shows["listed"]
    assert isinstance(listed, tuple)

    assert [address for address, _ in listed] == [page.address for page in pages.values() if page.is_indexed]
    assert "sitemap" in DERIVED


def test_page_names_every_body_that_it_prints(tiny: Library, words: Words) -> None:
    """What a page prints of a text is in its key: without the body, an article is known by its headline."""
    assets = {asset.name: asset.address for asset in read_assets(ROOT, tiny.site.colours).values()}
    renderer = Renderer(ROOT, tiny, words, {"logo": "logo.svg", **assets}, Memory(Path("nowhere")))
    printed: list[Prose] = []
    real = renderer.prose

    @jinja2.pass_environment
    def noted(environment: jinja2.Environment, prose: Prose, links: tuple[str, ...]) -> Markup:
        printed.append(prose)
        return real(environment, prose, links)

    @jinja2.pass_environment
    def in_full(environment: jinja2.Environment, item: FeedItem) -> str:
        return component(environment, "components/full_text.html", "full_text")(item)

    renderer.environment.filters |= {"prose": noted, "in_full": in_full}
    for page in planned(tiny, words).pages.values():
        printed.clear()
        renderer.marked(page, is_illustrative=False)
        assert {id(body) for body in printed} == {id(body) for body in page.bodies}, page.address


def test_page_that_is_known_by_the_same_is_printed_the_same(tiny: Library, words: Words) -> None:
    """Of what an article names, only its own page prints more than ids, and it is known by all of it."""

    def otherwise(article: Article) -> Article:
        lists: dict[str, tuple[Mentioned, ...]] = {
            "people": article.people, "collectives": article.collectives, "campaigns": article.campaigns,
            "units": article.units,
        }  # fmt: skip
        return copied(
            article,
            {
                name: tuple(copied(each, {"name": f"{each.name} khác"}) for each in named)
                for name, named in lists.items()
            },
        )

    other = replace(tiny, articles={id: otherwise(a) for id, a in tiny.articles.items()}, in_brief=None)
    assets = {asset.name: asset.address for asset in read_assets(ROOT, tiny.site.colours).values()}
    renderer = Renderer(ROOT, tiny, words, {"logo": "logo.svg", **assets}, Memory(Path("nowhere")))
    digests, changed = Digests(), set()
    before, after = planned(tiny, words).pages, planned(other, words).pages
    for address, page in before.items():
        texts = [renderer.marked(each, is_illustrative=False) for each in (page, after[address])]
        if digests.of(page.content) == digests.of(after[address].content):
            assert texts[0] == texts[1], address
        else:
            changed.add(page.kind)

    assert changed == {"article"}


def test_last_articles_of_a_long_archive_are_known_by_all_before(
    tiny: Library, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many batches stand before one: what these are known by is not looked up one within the other."""
    monkeypatch.setattr(plan, "ARTICLES_A_BATCH", 1)
    library = with_articles(tiny, 1200)
    keys: list[bytes] = []

    def noted(batch: Batch) -> None:
        if batch.name == "article 1199" and batch.made_of is not None:
            keys.append(Digests().of(batch.made_of()))

    planned(library, words, noted)
    first = library.articles["bai-0"]
    planned(
        replace(library, articles={**library.articles, "bai-0": replace(first, lede="Khác.")}, in_brief=None),
        words,
        noted,
    )
    assert len(set(keys)) == len(keys) == 2


def test_every_trail_leads_through_pages(tiny: Library, words: Words) -> None:
    """Each step on the way from the front page is itself a page."""
    pages = planned(tiny, words).pages

    assert {crumb.address for page in pages.values() for crumb in page.trail} <= pages.keys()


# ---- numbered lists -------------------------------------------------------------------------------------


def test_numbered_page_stays_as_it_is(tiny: Library, words: Words) -> None:
    """A link to page 2 of a section shows the same articles after hundreds of new ones."""
    known: dict[str, tuple[str, ...]] = {}
    for count in range(1, 6 * ARTICLES_A_PAGE):
        pages = lists(with_articles(tiny, count), words)
        now = {address: shown(page) for address, page in pages.items() if "trang-" in address}
        assert {address: now[address] for address in known} == known, count
        known = now

    assert known["tu-co-so/trang-1.html"] == tuple(f"bai-{n}" for n in reversed(range(ARTICLES_A_PAGE)))


def test_list_shows_every_article_once_and_newest_first(tiny: Library, words: Words) -> None:
    """Whoever reads a section from its first page on meets every article once, newest first."""
    for count in (0, 1, 19, 20, 21, 39, 40, 41, 59, 60, 99, 100, 101):
        pages = lists(with_articles(tiny, count), words)
        walked = list(walk(pages))
        assert len(walked) == len(pages)
        assert [id for page in walked for id in shown(page)] == [f"bai-{n}" for n in reversed(range(count))], count


def walk(pages: dict[str, Page]) -> Iterator[Page]:
    """From the newest page on, by the links to older ones; each link back must lead back."""
    address, came_from = "tu-co-so/index.html", ""
    while address:
        page = pages[address]
        assert paging(page).newer == came_from
        yield page
        address, came_from = paging(page).older, address


def test_first_page_is_never_nearly_empty(tiny: Library, words: Words) -> None:
    """The newest page of a long list holds 20 to 39 articles, never one or two."""
    for count in range(ARTICLES_A_PAGE, 5 * ARTICLES_A_PAGE):
        first = lists(with_articles(tiny, count), words)["tu-co-so/index.html"]
        assert ARTICLES_A_PAGE <= len(shown(first)) < 2 * ARTICLES_A_PAGE, count


def test_page_marks_itself_among_its_numbers(tiny: Library, words: Words) -> None:
    """The numbers below a list lead to their pages; the one being read is marked, and is the number in its name."""
    pages = lists(with_articles(tiny, 7 * ARTICLES_A_PAGE), words)
    for address, page in pages.items():
        links = paging(page).links
        assert [link.address for link in links if link.is_current] == [address]
        assert all(link.address in pages for link in links if link.label != "…")
        numbered = {link.label: link.address for link in links if link.label.isdigit()}
        assert all(target == f"tu-co-so/trang-{label}.html" for label, target in numbered.items())


def test_new_article_leaves_old_pages_alone(tiny: Library, words: Words) -> None:
    """A new article changes lists and the front page, but no page of an older article or of an old list."""
    before = planned(with_articles(tiny, 70), words).pages
    after = planned(with_articles(tiny, 71), words).pages
    changed = {address for address, page in before.items() if after[address].content != page.content}

    assert not [address for address in changed if before[address].kind == "article"]
    assert not [address for address in changed if "trang-" in address]
    assert after.keys() - before.keys() == {"tu-co-so/2020/bai-70.html"}


# ---- one address, one page ------------------------------------------------------------------------------


def test_two_pages_that_want_one_address_are_a_problem(site: Site, words: Words) -> None:
    """A page never vanishes behind another one: the problem names both sources."""
    site.replace(
        "content/articles/2024/le-phat-dong.md",
        "tin-tuc/2024/phat-dong-cu.html",
        "guong-sang/ca-nhan/le-thi-binh.html",
    )
    plan = planned(library_of(site.project), words)

    (problem,) = plan.problems
    assert "content/articles/2024/le-phat-dong.md:" in str(problem)
    assert "data/people.yaml:1" in str(problem)
    assert not problem.is_note
    assert plan.pages["guong-sang/ca-nhan/le-thi-binh.html"].kind == "person"


def test_old_address_leads_to_the_new_one(tiny: Library, words: Words) -> None:
    """An article's former address is a page that sends readers on, and is not shown to search engines."""
    pages = planned(tiny, words).pages
    old = pages["tin-tuc/2024/phat-dong-cu.html"]

    assert old.kind == "redirect"
    assert old.shows["target"] == tiny.articles["le-phat-dong"].address
    assert old.shows["target"] in pages
    assert not old.is_indexed


# ---- who is not there -------------------------------------------------------------------------------------


def test_hidden_records_have_no_page(tiny: Library, words: Words) -> None:
    """Drafts, articles not yet due or expired, and people who withdrew have no page at any address."""
    addresses = " ".join(planned(tiny, words).pages)

    assert not [name for name in ("ban-nhap", "hen-gio", "het-han", "hua-mac-rut") if name in addresses]
    assert "le-thi-binh" in addresses


def test_key_of_a_page_covers_all_that_readers_see_of_it(tiny: Library, words: Words) -> None:
    """No part of a page but the place of its source may change without its key changing."""
    page = next(iter(news_pages.article(tiny, words)))
    for name in {*Page.__slots__} - {"origin"}:
        other = replace(page, **{name: "Khác"})  # type: ignore[arg-type] # the key looks at no type
        assert other.content != page.content, name
