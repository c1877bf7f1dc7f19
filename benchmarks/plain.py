"""Our build of the pages alone, as Hugo makes them: what a build makes besides is left out.

    python benchmarks/plain.py build --project PROJECT --out OUT --as-of MOMENT

Neither the search index nor files of open data are made, no cover is put beside a page, and nobody looks whether links
lead anywhere. Everything else is the product as it is.
"""

import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[0] = str(ROOT)

import build  # noqa: E402 - lies in the folder just named

build.speak_utf8()
build.prepare()
build.enter()

from thidua import beside, cli, opendata, pictures, pipeline, plan, rendering  # noqa: E402 - lie in the environment


def without_the_rest() -> None:
    """Leave out of this process's builds all that Hugo does not make."""

    def nothing(*_: object) -> dict[str, object]:
        return {}

    for module, name in (
        (opendata, "open_data"),
        (beside, "search_files"),
        (pipeline, "_dead_links"),
        # What was drawn once for whole builds stays.
        (pictures, "forget_pictures"),
    ):
        setattr(module, name, nothing)
    plan.Plan.covers = property(nothing)  # type: ignore[assignment]
    rendering.Rendering.broken_targets = nothing  # type: ignore[assignment,method-assign]


if __name__ == "__main__":
    without_the_rest()
    build.leave(cli.main())
