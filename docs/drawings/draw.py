"""Draw the example site's pictures: `python docs/drawings/draw.py [name…]`.

Each picture is SVG made by the modules beside this file, rendered by headless Chromium and saved
as a JPEG without metadata. The only module here that touches the disk or starts a program.
"""

import argparse
import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import factories
import halls
import ink
import lands
import portraits
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

CONTENT = Path(__file__).resolve().parents[2] / "content"
QUALITY = 82


@dataclass(frozen=True)
class Drawing:
    """A picture to render: its file and its SVG."""

    name: str
    folder: str
    width: int
    height: int
    svg: str


SCENES = {
    "may-mac": factories.garment_line,
    "duc-gang": factories.foundry,
    "co-khi": factories.workshop,
    "xay-dung": factories.building_site,
    "sang-kien": factories.new_idea,
    "lop-hoc": halls.classroom,
    "benh-vien": halls.ward,
    "hoi-nghi": halls.conference,
    "cong-so": halls.service_desk,
    "tang-qua": halls.gifts,
    "bang-khen": halls.certificate,
    "gan-bien": halls.unveiling,
    "trong-cay": lands.planting,
    "thi-xa": lands.old_town,
    "nui-rung": lands.mountain_town,
    "doi-che": lands.tea_hills,
}


def drawings() -> Iterator[Drawing]:
    """Every picture of the example site."""
    for name, scene in SCENES.items():
        yield Drawing(name, "pictures", 1600, 1067, ink.page(1600, 1067, scene()))
    for number, sitter in enumerate(portraits.SITTERS, start=1):
        svg = ink.page(800, 1000, portraits.portrait(sitter))
        yield Drawing(f"chan-dung-{number:02}", "portraits", 800, 1000, svg)


def photograph(browser: Browser, drawing: Drawing) -> Image.Image:
    """The drawing as pixels."""
    view = browser.new_page(viewport={"width": drawing.width, "height": drawing.height})
    view.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawing.svg}")
    shot = view.screenshot()
    view.close()
    return Image.open(io.BytesIO(shot)).convert("RGB")


def chromium_path() -> str | None:
    """The system's Chromium, or nothing where Playwright brings its own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def render(chosen: Iterable[Drawing], content: Path, with_svg: bool) -> None:
    """Write each drawing below the content folder as a JPEG, and its SVG beside it if asked."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        for drawing in chosen:
            folder = content / drawing.folder
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"{drawing.name}.jpg"
            photograph(browser, drawing).save(path, quality=QUALITY, optimize=True, progressive=True)
            if with_svg:
                path.with_suffix(".svg").write_text(drawing.svg, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} kB\n")
        browser.close()


def main() -> None:
    """Read the names asked for and render them, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="*", help="pictures to draw; all when none is named")
    parser.add_argument("--to", type=Path, default=CONTENT, help="content folder to write into")
    parser.add_argument("--svg", action="store_true", help="also write the SVG")
    asked = parser.parse_args()
    known = {drawing.name: drawing for drawing in drawings()}
    if unknown := [name for name in asked.name if name not in known]:
        parser.error(f"no picture is called {', '.join(unknown)}; there are {', '.join(known)}")
    render([known[name] for name in asked.name or known], asked.to, asked.svg)


if __name__ == "__main__":
    main()
