"""The log of changes: from release to release, made of the sources alone, with no name of whoever is gone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Site
from tests.test_build import found_in
from tests.test_properties import built_clean
from thidua.cli import main
from thidua.opendata import CHANGES, CHANGES_TOLD
from thidua.pipeline import release
from thidua.problems import Problems

PLACE = "data/releases/2024-07-01.json"


def log(site: Site) -> list[Mapping[str, str]]:
    """The lines of the log."""
    return list(csv.DictReader(io.StringIO(site.output(CHANGES).read_text("utf-8-sig"), newline="")))


def told(site: Site, dataset: str) -> Mapping[str, object]:
    """What the log tells of a dataset since the newest release."""
    spans = json.loads(site.html(CHANGES_TOLD))
    found: Mapping[str, object] = next(each for each in spans[-1]["datasets"] if each["dataset"] == dataset)
    return found


def test_site_without_releases_has_an_empty_log(built: Site) -> None:
    """Before the first release there is nothing to compare with."""
    assert log(built) == []
    assert json.loads(built.html(CHANGES_TOLD)) == []


def test_release_is_what_is_published_now(site: Site) -> None:
    """Right after a release nothing has changed."""
    assert release(site.order()) == PLACE
    site.build()

    assert log(site) == []
    assert json.loads(site.html(CHANGES_TOLD)) == [{"since": "2024-07-01", "until": None, "datasets": []}]


def test_log_counts_what_came_changed_and_went(site: Site) -> None:
    """A unit renamed, one added: both are counted, and told by their ids."""
    release(site.order())
    site.replace("data/units.yaml", "name: Công ty May Hạ Thanh\n", "name: Tổng công ty May Hạ Thanh\n")
    site.write("data/units/moi.yaml", "- {id: xuong-moi, name: Xưởng mới, kind: enterprise}\n")
    site.build()

    (units,) = [line for line in log(site) if line["dataset"] == "units"]
    assert (units["added"], units["changed"], units["removed"]) == ("1", "1", "0")
    assert told(site, "units")["added_ids"] == ["xuong-moi"]
    assert told(site, "units")["changed_ids"] == ["may-ha-thanh"]


def test_log_goes_from_release_to_release(site: Site) -> None:
    """Each release is compared with the one before it, and the newest with now."""
    release(site.order())
    site.write("data/units/moi.yaml", "- {id: xuong-moi, name: Xưởng mới, kind: enterprise}\n")
    site.as_of = site.as_of.replace(day=2)
    release(site.order())
    (site.project / "data/units/moi.yaml").unlink()
    site.build()

    lines = [(each["since"], each["until"], each["added"], each["removed"]) for each in log(site)]
    assert lines == [("2024-07-01", "2024-07-02", "1", "0"), ("2024-07-02", "", "0", "1")]
    assert "xuong-moi" not in site.html(CHANGES_TOLD)


def test_withdrawn_person_lives_on_in_no_release(site: Site) -> None:
    """A release written while a person was shown does not hold the name, and the log counts and does not tell."""
    site.replace("data/people.yaml", "    withdrawn: 2024-06-01\n", "")
    release(site.order())
    site.replace("data/people.yaml", "    document: Phiếu 17", "    withdrawn: 2024-06-01\n    document: Phiếu 17")
    site.build()

    assert found_in({**site.files(), "release": site.read(PLACE).encode()}, ("Hứa Mạc Rút", "hua-mac-rut")) == []
    assert told(site, "people") == {
        "dataset": "people", "added": 0, "changed": 0, "removed": 1, "added_ids": [], "changed_ids": [],
    }  # fmt: skip


def test_log_is_made_of_the_sources_alone(site: Site) -> None:
    """Whatever was built before, the same sources give the same log."""
    site.build()
    release(site.order())
    site.build()
    site.replace("data/people.yaml", "job: Tổ trưởng tổ cắt", "job: Quản đốc")
    site.build()

    assert built_clean(site) == site.files()
    assert log(site)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"day": "2024-07-01", "datasets": {"units": "AAAA"}}'])
def test_damaged_release_is_told_with_its_file(site: Site, text: str) -> None:
    """A file that is no release stops the build, and is named."""
    site.write(PLACE, text)
    with pytest.raises(Problems) as problems:
        site.build()

    assert [problem.origin.file for problem in problems.value.found] == [PLACE]


def test_command_says_where_the_release_is(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """`build.py release` writes one file and names it."""
    assert main(["release", "--project", str(site.project), "--as-of", "2024-07-01 08:00"]) == 0
    assert PLACE in capsys.readouterr().out
    assert sorted(path.name for path in Path(site.project, "data/releases").iterdir()) == ["2024-07-01.json"]
