"""Every component, alone: documented, shown in the gallery, well made, and with its words in one place."""

from __future__ import annotations

import ast
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, get_args

import jinja2
import pytest
from jinja2 import nodes

from thidua.cli import main
from thidua.datasets import DATASETS, FieldType
from thidua.gallery import FOLDER, component_comment, component_names, gallery, write_gallery
from thidua.records import AwardGroup, CampaignKind, Counts, GiverLevel, PlaceKind, RecipientKind, UnitKind
from thidua.related import Why
from thidua.service_pages import FACET_KEYS, KIND_SLUGS
from thidua.words import read_words

ROOT: Final = Path(__file__).parent.parent
TEMPLATES: Final = ROOT / "templates"
CSS: Final = TEMPLATES / "assets/css"
NAMES: Final = component_names(ROOT)
BLOCKS: Final = sorted(path.stem for path in CSS.glob("*.css") if not path.stem[0].isdigit())

# Components that need no stylesheet of their own, and what they borrow or why they have no looks.
WITHOUT_CSS: Final = {
    "amount": "text",
    "campaign_time": "text",
    "card_list": "stands beside the other grids in 20-layout.css",
    "chart_bar": "chart.css",
    "chart_dot": "chart.css",
    "chart_line": "chart.css",
    "chart_stack": "chart.css",
    "feed_links": "stands in the head",
    "full_text": "stands in feeds",
    "honour_list": "stands beside the other grids in 20-layout.css",
    "image": "the block that holds it gives its class",
    "lettering": "chart.css",
    "part_table": "data_table.css",
    "unit_list": "link_list.css",
}
# Blocks that are no component: parts of the frame, and the bodies of pages.
WITHOUT_COMPONENT: Final = {
    "article": "pages/article.html",
    "footer_index": "parts/footer_index.html",
    "home_row": "pages/home.html",
    "latest_news": "parts/latest_news.html",
    "masthead": "parts/masthead.html",
    "profile": "pages/person.html",
    "prose": "what editors write",
    "pull_quote": "what editors write",
    "search": "pages/search.html",
    "skip_link": "base.html",
    "suggestions": "templates/assets/js/search.js",
    "wide_list": "a way to set lists",
}
# Keys that are put together while the page is made: each beginning, and what may follow it.
COMPUTED: Final[Mapping[str, tuple[str, ...]]] = {
    "award_group_": get_args(AwardGroup),
    "award_to_": get_args(RecipientKind),
    "campaign_kind_": get_args(CampaignKind),
    "counts_": get_args(Counts),
    "dataset_": tuple(dataset.name for dataset in DATASETS),
    "dataset_lede_": tuple(dataset.name for dataset in DATASETS),
    "field_": tuple(field.says for dataset in DATASETS for field in dataset.fields),
    "field_type_": get_args(FieldType),
    "giver_level_": get_args(GiverLevel),
    "place_": get_args(PlaceKind),
    "search_facet_": tuple(FACET_KEYS),
    "search_kind_": tuple(KIND_SLUGS),
    "ledger_by_": ("award", "unit", "campaign"),
    "ledger_head_": ("award", "level", "campaign", "unit"),
    "ledger_of_": tuple(by + rest for by in ("award", "unit", "campaign") for rest in ("", "_lede")),
    "unit_kind_": get_args(UnitKind),
    "why_": get_args(Why),
}
# What else may follow a dot behind a name such as "words".
NO_PHRASES: Final = ("phrases", "pop", "split")
VOID: Final = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Outline(HTMLParser):
    """What a page is made of; raises AssertionError where a tag is not closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open[-1] == tag, f"</{tag}> closes <{self.open[-1]}> in line {self.getpos()[0]}"
        self.open.pop()

    def values(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    """The gallery's files by their addresses."""
    return gallery(ROOT)


@pytest.fixture(scope="module")
def shown(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """The gallery's pages by their addresses."""
    return {address: data.decode() for address, data in files.items() if address.endswith(".html")}


def source_of(path: Path) -> str:
    """A template without its comments."""
    return re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)


def template_files() -> list[Path]:
    """Every template, of feeds too."""
    folders = ("pages", "parts", "components", "gallery", "feeds")
    return sorted([TEMPLATES / "base.html", *(path for name in folders for path in (TEMPLATES / name).iterdir())])


def place(path: Path) -> str:
    """A template as pages name it."""
    return path.relative_to(TEMPLATES).as_posix()


# ---- the gallery ---------------------------------------------------------------------------------------


def test_gallery_shows_every_component_and_nothing_else() -> None:
    """Whoever adds a component shows its states; whoever takes one away takes its examples along."""
    examples = {path.stem for path in (TEMPLATES / "gallery").glob("*.html")} - {"frame", "index"}

    assert examples == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_component_says_what_it_is(name: str) -> None:
    """The first lines of a component tell what it is and what each argument is."""
    comment = component_comment(ROOT, name)
    source = (TEMPLATES / f"components/{name}.html").read_text("utf-8")
    macros = list(jinja2.Environment().parse(source).find_all(nodes.Macro))

    assert comment
    assert [macro.name for macro in macros] == [name]
    assert [a.name for a in macros[0].args if not re.search(rf"\b{a.name}\b", comment)] == []


@pytest.mark.parametrize("name", NAMES)
def test_gallery_page_is_well_made(name: str, shown: Mapping[str, str]) -> None:
    """A component gives balanced HTML, no id twice, and neither style nor script of its own."""
    page = Outline(shown[f"{name}.html"])

    assert [id for id, count in Counter(page.values("id")).items() if count > 1] == []
    assert page.values("style") == []
    assert [tag for tag, _, _ in page.attributes if tag in ("script", "style")] == []
    assert [attribute for _, attribute, _ in page.attributes if attribute.startswith("on")] == []
    assert "<section" in shown[f"{name}.html"], "no state is shown"


def test_gallery_needs_nothing_that_it_does_not_hold(files: Mapping[str, bytes]) -> None:
    """The gallery works from a folder on disk: pictures and styles are there, and no link is dead."""
    pages = [data.decode() for address, data in files.items() if address.endswith(".html")]
    wanted = {address for page in pages for address in re.findall(r'(?:src|href)="([^"#:]+)"', page)}

    assert wanted - set(files) == set()


def test_gallery_is_written_beside_the_site(tmp_path: Path) -> None:
    """`build.py gallery` writes under .thidua/ only, and takes away what it wrote of a component that is gone."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    stale = tmp_path / FOLDER / "gone.html"
    stale.parent.mkdir(parents=True)
    stale.write_text("", "utf-8")

    first = write_gallery(tmp_path)

    assert first.is_file()
    assert not stale.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"templates", ".thidua"}


def test_gallery_command_says_where_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command ends with the page to open."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")

    assert main(["gallery", "--project", str(tmp_path)]) == 0
    assert ".thidua/gallery/index.html" in capsys.readouterr().out.replace("\\", "/")


# ---- names -------------------------------------------------------------------------------------------------


def test_component_has_its_stylesheet() -> None:
    """components/person_card.html ⇔ person_card.css, or a reason is given here."""
    assert set(NAMES) - set(BLOCKS) == set(WITHOUT_CSS)
    assert set(BLOCKS) - set(NAMES) == set(WITHOUT_COMPONENT)


@pytest.mark.parametrize("block", BLOCKS)
def test_stylesheet_styles_its_block_only(block: str) -> None:
    """person_card.css is all about .person-card: every selector names the block it belongs to."""
    name = block.replace("_", "-")
    own = re.compile(rf"\.{name}(?![a-z0-9])")
    # A block may have tokens of its own.
    strangers = [each for each in selectors(CSS / f"{block}.css") if each != ":root" and not own.search(each)]

    assert strangers == []


@pytest.mark.parametrize("name", sorted(set(NAMES) & set(BLOCKS)))
def test_component_uses_its_block(name: str) -> None:
    """components/person_card.html gives class person-card."""
    source = (TEMPLATES / f"components/{name}.html").read_text("utf-8")

    assert re.search(rf'class="(?:[^"]* )?{name.replace("_", "-")}[" {{_]', source)


def selectors(path: Path) -> Iterator[str]:
    """The selectors of a stylesheet's rules."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    for group in re.findall(r"([^{};]+)\{", css):
        if not group.strip().startswith("@"):
            yield from (selector.strip() for selector in re.split(r",(?![^(]*\))", group))


# ---- what templates may not hold -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", template_files(), ids=place)
def test_template_holds_no_vietnamese(path: Path) -> None:
    """Every word that a citizen sees is in strings.yaml or in the data."""
    marks = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

    assert re.findall(f"[^\n]*[{marks}][^\n]*", source_of(path), re.IGNORECASE) == []


@pytest.mark.parametrize("path", template_files(), ids=place)
def test_template_keeps_to_the_rules(path: Path) -> None:
    """No markup is trusted by hand, and no look or script is written into a page."""
    source = source_of(path)

    assert not re.search(r"\|\s*safe\b", source)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", source)
    assert not re.search(r"<script(?![^>]*\b(?:src=|application/ld\+json))", source)


# ---- words ---------------------------------------------------------------------------------------------------


def keys_in_templates() -> set[str]:
    """Keys that templates name outright."""
    source = "".join(map(source_of, template_files()))
    called = {
        key for call in re.findall(r'words\(((?:[^(),]|"[^"]*")*)', source) for key in re.findall(r'"(\w+)"', call)
    }
    return {*re.findall(r"\bwords\.(\w+)", source), *called} - set(COMPUTED)


def keys_in_code() -> tuple[set[str], set[str]]:
    """Keys that modules name outright, and every text that may be one."""
    named: set[str] = set()
    texts: set[str] = set()
    for path in (ROOT / "thidua").glob("*.py"):
        source = path.read_text("utf-8")
        if "from thidua.words import" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            # A local set may be called words, too.
            if isinstance(node, ast.Attribute) and is_words(node.value) and node.attr not in NO_PHRASES:
                named.add(node.attr)
            if isinstance(node, ast.Call) and is_words(node.func) and isinstance(node.args[0], ast.Constant):
                named.add(str(node.args[0].value))
    return named, texts


def is_words(node: ast.expr) -> bool:
    """Whether an expression is the words of the site: `words`, or `self.words`."""
    return getattr(node, "id", getattr(node, "attr", "")) == "words"


def prefixes() -> set[str]:
    """The beginnings of the keys that are put together."""
    templates = "".join(map(source_of, template_files()))
    code = "".join(path.read_text("utf-8") for path in (ROOT / "thidua").glob("*.py"))
    return {*re.findall(r'words\("(\w+_)" ~', templates), *re.findall(r'words\(f"(\w+_)\{', code)}


def computed_keys() -> set[str]:
    """Every key that may be put together."""
    return {prefix + ending for prefix, endings in COMPUTED.items() for ending in endings}


def test_every_key_that_is_used_has_its_words() -> None:
    """No page asks for a phrase that is not in strings.yaml, nor for one that it puts together."""
    named, _ = keys_in_code()
    phrases = set(read_words(ROOT).phrases)

    assert (keys_in_templates() | named | computed_keys()) - phrases == set()
    assert prefixes() == set(COMPUTED)


def test_every_key_is_used() -> None:
    """A phrase that nothing shows goes."""
    named, texts = keys_in_code()

    assert set(read_words(ROOT).phrases) - keys_in_templates() - named - texts - computed_keys() == set()
