"""Pages of two generators are the same where nothing differs but how they write."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.equal import share_alike, table, tokens_of
from tests.commands import clean_environment
from tests.conftest import ROOT, Site
from thidua.datasets import HONOURS
from thidua.search import is_of_index

OURS = """\
<!doctype html>
<body class="kind-tag" id="a">
<p>Bằng  khen <a href="../don-vi/xa.html">xã&nbsp;A</a></p>
<img src="../anh/to-may-1a2b3c4d5e-thumb-240.avif" alt="">
<a href="https://zalo.example/?u=https%3A//thidua.example/">Gửi</a>
<script type="application/ld+json">{"@type":"Person","name":"Lò Văn Ân"}</script>
"""
THEIRS = """\
<!doctype html><body id="a" class="kind-tag"><p>Bằng khen
<a href="/don-vi/xa.html">xã A</a></p><img alt src="/pictures/to-may_hu_0f1e2d3c4b5a6978.avif">
<a href="https://zalo.example/?u=https%3a%2f%2fthidua.example%2f">Gửi</a>
<script type="application/ld+json">{"name": "Lò Văn Ân", "@type": "Person"}</script>
"""


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """A page as we write it and as another generator does."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for site, text in ((ours, OURS), (theirs, THEIRS)):
        (site / "chu-de").mkdir(parents=True)
        (site / "chu-de/an-toan.html").write_text(text, "utf-8")
    return ours, theirs


def test_only_what_readers_get_counts(sites: tuple[Path, Path]) -> None:
    """Addresses, hashes, white space and the order of attributes and keys may differ."""
    here, there = (tokens_of(site / "chu-de/an-toan.html", "chu-de/an-toan.html") for site in sites)

    assert here == there


def test_a_word_that_is_missing_is_told(sites: tuple[Path, Path]) -> None:
    """A page that lacks a word is not the same, and the table says how many are."""
    page = sites[1] / "chu-de/an-toan.html"
    page.write_text(page.read_text("utf-8").replace("khen", ""), "utf-8")

    assert share_alike("một hai ba".split(), "một ba".split()) == pytest.approx(0.8)
    assert "| 0 of 1 |" in "".join(table(*sites, most=5, seed=1))


def test_plain_build_makes_all_pages_and_nothing_besides(site: Site, tmp_path: Path) -> None:
    """What is left out where equal pages are measured is no page, and changes none."""
    door, moment = str(ROOT / "benchmarks/plain.py"), f"{site.as_of:%Y-%m-%d %H:%M}"
    command = [sys.executable, door, "build", "--project", str(site.project), "--out", str(tmp_path / "plain")]
    command += ["--as-of", moment]
    subprocess.run(command, check=True, env=clean_environment(), stdout=subprocess.DEVNULL)
    site.build()
    plain, whole = site.files(tmp_path / "plain"), site.files()
    left_out = whole.keys() - plain.keys()

    assert {address: whole[address] for address in plain} == plain
    assert not [address for address in left_out if address.endswith((".html", ".xml"))]
    assert any(map(is_of_index, left_out))
    assert HONOURS.csv in left_out
