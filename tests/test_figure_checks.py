"""Contradictions in figures, found before readers find them. Their cases lie in `tests/mistakes/`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import ROOT, Site
from thidua import checks
from thidua.library import Library
from thidua.load import load
from thidua.markup import converted
from thidua.records import PictureFile
from thidua.references import call_of

# The articles whose figures the example site carries contradict themselves here, as they were printed.
PRINTED = {"son-tay.2024.sang-kien-sang-tao": "parts", "bac-kan.5-nam.dang-ky-phong-trao": "value"}


@pytest.fixture(scope="module")
def example() -> Library:
    """All that is written in the example site; its pictures do not matter here."""
    library = load(ROOT, converted, lambda path: PictureFile(Path(path).name, "", 900, 600)).library
    assert library is not None
    return library


def test_contradictions_of_the_sources_are_found_from_the_data_alone(example: Library) -> None:
    """Both that the source articles hold are told, and no other, though nobody marked them."""
    unmarked = replace(example, figures={id: replace(f, accepted=None) for id, f in example.figures.items()})
    found = [problem for problem in checks.checked(unmarked) if not problem.is_note]

    assert {str(p.origin) for p in found} == {str(example.origin("figures", *each)) for each in PRINTED.items()}


def test_contradictions_of_the_sources_are_accepted_with_a_reason(example: Library) -> None:
    """The example keeps what was printed and says why; that is told as a note."""
    notes = [problem for problem in checks.checked(example) if problem.is_note]

    assert {problem.remedy for problem in notes} == {example.figures[id].accepted for id in PRINTED}


def test_reason_stands_beside_the_figure(site: Site) -> None:
    """Readers see on every page of the figure that it does not hold, and why it is kept."""
    site.replace("data/figures.yaml", "      value: 18\n", "      value: 17\n")
    site.replace("data/figures.yaml", "      value: 20\n", "      value: 20\n  accepted: Giữ như nguồn đã in.\n")
    site.build()

    for place in ("so-lieu/sang-kien", "so-lieu/don-vi/ldld-song-que-cu", "so-lieu/phong-trao/tho-gioi"):
        assert "Giữ như nguồn đã in." in site.html(f"{place}.html"), place


def test_reason_stands_beside_the_honour(site: Site) -> None:
    """Readers see in the decision, on the page of whom it honours and in the data why what does not fit is kept."""
    site.replace("data/awards.yaml", "  rank: 4\n", "  rank: 4\n  once_per_person: true\n")
    merit = "      citation: Giảm vải vụn từ 4% xuống 2,5%.\n"
    site.replace("data/decisions.yaml", merit, f"{merit}      accepted: Danh sách đã ký có tên chị lần nữa.\n")
    site.replace("data/awards.yaml", "  rank: 5\n", "  rank: 5\n  until: 2022-12-31\n")
    site.replace("data/decisions.yaml", "campaign: tho-gioi\n", "campaign: tho-gioi\n  accepted: Xét theo lệ cũ.\n")
    site.build()

    decision = site.html("khen-thuong/quyet-dinh/qd-12-2023.html")
    assert "Danh sách đã ký có tên chị lần nữa." in decision
    assert "Xét theo lệ cũ." in decision
    assert "Danh sách đã ký có tên chị lần nữa." in site.html("guong-sang/ca-nhan/le-thi-binh.html")
    assert "có tên chị lần nữa" in site.output("du-lieu/honours.csv").read_text("utf-8")
    assert "Xét theo lệ cũ." in site.output("du-lieu/decisions.csv").read_text("utf-8")


def test_every_check_says_what_it_promises() -> None:
    """The one list of checks has no double, and each says in one line what it keeps."""
    assert len(set(checks.CHECKS)) == len(checks.CHECKS)
    for check in checks.CHECKS:
        promise = (check.__doc__ or "").split("\n")[0]
        assert promise.endswith("."), check


def test_example_articles_print_figures_in_every_way(example: Library) -> None:
    """The five articles written from sources show each form of a marker at work."""
    written = [r.written for a in example.articles.values() if a.source for r in a.body.references]
    calls = [call_of(each) for each in written]

    assert {call.form for call in calls} == {"value", "part", "parts", "difference", "share", "sum"}
    assert {call.kind for call in calls} >= {"so", "units", "campaigns", "awards"}
    assert {(call.is_bare, call.in_words) for call in calls} >= {(False, False), (True, False), (True, True)}
