"""The house: who may lean on whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "thidua"

# From the ground up; a module imports from lower floors only, and never from its own.
FLOORS = (
    "problems vietnamese geometry digest",
    "slips scalars guesses addresses cache trees",
    "source proofread terms shards lazy workers whole",
    "records inversion suggestions",
    "verdicts packing colours ledger lineage logos sums drawings figures",
    "references",
    "telling present conversion briefs",
    "register markup",
    "library kept",
    "disagreements related examples contradictions",
    "links",
    "load figure_checks honour_checks record_checks text_checks time_checks",
    "checks",
    "words",
    "images charts files datasets",
    "covers charting formats releases tile_maps sources",
    "pages",
    "heritage",
    "campaign_pages data_pages honour_pages ledger_pages unit_pages figure_pages machine_pages place_pages",
    "news_pages service_pages",
    "plan fixed",
    "structured assets documents compiled",
    "render foresight",
    "pictures rendering publish opendata segments",
    "search",
    "beside edits",
    "pipeline",
    "serve skeletons schema gallery",
    "cli",
)
FLOOR = {module: number for number, floor in enumerate(FLOORS) for module in floor.split()}
MODULES = sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__")
# Who may ask what time it is: everything else is told.
KNOW_THE_TIME = {"cli", "serve"}


def parsed(module: str) -> ast.Module:
    """A module's syntax."""
    return ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))


def imported(module: str) -> Iterator[str]:
    """The package's own modules that a module names anywhere, be it for types only or at the last moment."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.ImportFrom) and node.module == "thidua":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("thidua."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by a relative name"
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("thidua."))


def test_every_module_has_a_floor() -> None:
    """A new module is given its floor, and a floor names only modules that are there."""
    assert sorted(FLOOR) == MODULES


@pytest.mark.parametrize("module", MODULES)
def test_module_leans_on_lower_floors_only(module: str) -> None:
    """Data flows one way; no module knows of those that use it."""
    leaning = {other for other in imported(module) if FLOOR[other] >= FLOOR[module]}

    assert not leaning, f"{module} imports {', '.join(sorted(leaning))}, which are not below it"


@pytest.mark.parametrize("module", sorted(set(MODULES) - KNOW_THE_TIME))
def test_module_is_told_the_time(module: str) -> None:
    """The build believes in the moment that it is given, so that any moment can be built again."""
    asked = [
        node.func.attr
        for node in ast.walk(parsed(module))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("now", "today", "utcnow", "fromtimestamp", "localtime", "gmtime")
    ]

    assert asked == []
