"""Words of drawing shared by every picture: colours, paths and two-tone shapes, as SVG text.

Pure: nothing here reads a file, a clock or a source of chance.
"""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]

CREAM = "#f6e6c3"
OCHRE = "#c9923a"
BARK = "#7a5233"
RED = "#a8141e"
BRICK = "#b5573c"
BLUE = "#0b4a86"
TEAL = "#1b7f79"
LEAF = "#5f8a5a"
GREY = "#8c8379"
WHITE = "#fffaf0"


@dataclass(frozen=True)
class Tone:
    """A colour in light and in shadow."""

    light: str
    dark: str


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies `share` (0 to 1) of the way from the first colour to the second."""
    pairs = ((int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def tone(colour: str, depth: float = 0.26) -> Tone:
    """A colour with the shadow that the one warm-cool light of all pictures gives it."""
    return Tone(colour, mix(colour, "#2a2438", depth))


def hazed(colours: Tone, haze: str, share: float) -> Tone:
    """The same colours seen through air: nearer to the haze."""
    return Tone(mix(colours.light, haze, share), mix(colours.dark, haze, share))


def num(value: float) -> str:
    """A coordinate with one decimal, without a useless zero."""
    return f"{value:.1f}".removesuffix(".0")


def line(points: Iterable[Point], closed: bool = True) -> str:
    """Path data of straight segments."""
    data = "L".join(f"{num(x)} {num(y)}" for x, y in points)
    return f"M{data}Z" if closed else f"M{data}"


def curve(points: Sequence[Point], closed: bool = True) -> str:
    """Path data of a smooth line through every point (Catmull-Rom)."""
    count = len(points)
    last = count if closed else count - 1
    data = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for i in range(last):
        before = points[i - 1] if closed or i else points[i]
        here, there = points[i], points[(i + 1) % count]
        after = points[(i + 2) % count] if closed or i + 2 < count else there
        leave = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        reach = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        data.append("C" + " ".join(f"{num(x)} {num(y)}" for x, y in (leave, reach, there)))
    return "".join(data) + ("Z" if closed else "")


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """Path data of an upright rectangle, with round corners if asked."""
    if not radius:
        return line([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    r = num(radius)
    arc = f"a{r} {r} 0 0 1 "
    return (
        f"M{num(x + radius)} {num(y)}h{num(width - 2 * radius)}{arc}{r} {r}"
        f"v{num(height - 2 * radius)}{arc}-{r} {r}h{num(2 * radius - width)}{arc}-{r} -{r}"
        f"v{num(2 * radius - height)}{arc}{r} -{r}Z"
    )


def oval(x: float, y: float, rx: float, ry: float) -> str:
    """Path data of an ellipse about a centre."""
    a, b = num(rx), num(ry)
    return f"M{num(x - rx)} {num(y)}a{a} {b} 0 1 1 {num(2 * rx)} 0a{a} {b} 0 1 1 {num(-2 * rx)} 0Z"


def limb(joints: Sequence[Point], radii: Sequence[float]) -> str:
    """Path data of a limb: tapered tubes through the joints, round where they meet."""
    parts = [oval(x, y, r, r) for (x, y), r in zip(joints, radii, strict=True)]
    parts.extend(_tube(joints[i], radii[i], joints[i + 1], radii[i + 1]) for i in range(len(joints) - 1))
    return "".join(parts)


def _tube(start: Point, r0: float, end: Point, r1: float) -> str:
    length = math.dist(start, end)
    if length <= abs(r0 - r1):
        return ""
    along = math.atan2(end[1] - start[1], end[0] - start[0])
    side = math.acos((r0 - r1) / length)
    ring = [(start, r0, -side), (end, r1, -side), (end, r1, side), (start, r0, side)]
    return line([_polar(at, r, along + turn) for at, r, turn in ring])


def _polar(at: Point, radius: float, angle: float) -> Point:
    return at[0] + radius * math.cos(angle), at[1] + radius * math.sin(angle)


def bend(start: Point, end: Point, upper: float, lower: float, side: float) -> tuple[Point, Point]:
    """The middle joint and the end that two bones of given lengths reach; side is +1 or -1."""
    reach = max(min(math.dist(start, end), (upper + lower) * 0.9985), abs(upper - lower) * 1.05)
    along = math.atan2(end[1] - start[1], end[0] - start[0])
    opening = math.acos((upper**2 + reach**2 - lower**2) / (2 * upper * reach))
    return _polar(start, upper, along + side * opening), _polar(start, reach, along)


def fill(data: str, colour: str, opacity: float = 1, extra: str = "") -> str:
    """A plain filled shape."""
    faint = "" if opacity >= 1 else f' opacity="{num(opacity * 100)}%"'
    return f'<path d="{data}" fill="{colour}"{faint}{extra}/>'


def stroke(data: str, colour: str, width: float, opacity: float = 1) -> str:
    """A round-ended line."""
    faint = "" if opacity >= 1 else f' opacity="{num(opacity * 100)}%"'
    return (
        f'<path d="{data}" fill="none" stroke="{colour}" stroke-width="{num(width)}"'
        f' stroke-linecap="round" stroke-linejoin="round"{faint}/>'
    )


def within(data: str, content: str) -> str:
    """The content, seen only inside the outline."""
    key = "c" + hashlib.sha256(data.encode()).hexdigest()[:12]
    return f'<clipPath id="{key}"><path d="{data}"/></clipPath><g clip-path="url(#{key})">{content}</g>'


def lit(data: str, colours: Tone, shift: Point = (-9, -5)) -> str:
    """A shape in two tones: lit from where `shift` points, in shadow on the far side."""
    shine = fill(data, colours.light, extra=f' transform="translate({num(shift[0])} {num(shift[1])})"')
    return fill(data, colours.dark) + within(data, shine)


def fade(stops: Sequence[tuple[float, str, float]], down: Point = (0, 1)) -> tuple[str, str]:
    """A linear gradient (offset, colour, opacity): its definition and the paint that names it."""
    return _gradient(f'linearGradient x1="0" y1="0" x2="{num(down[0])}" y2="{num(down[1])}"', stops)


def glow(stops: Sequence[tuple[float, str, float]]) -> tuple[str, str]:
    """A radial gradient (offset, colour, opacity): its definition and the paint that names it."""
    return _gradient("radialGradient", stops)


def _gradient(opening: str, stops: Sequence[tuple[float, str, float]]) -> tuple[str, str]:
    marks = "".join(f'<stop offset="{o:.2f}" stop-color="{c}" stop-opacity="{a:.2f}"/>' for o, c, a in stops)
    key = "g" + hashlib.sha256((opening + marks).encode()).hexdigest()[:12]
    name = opening.partition(" ")[0]
    return f'<{opening} id="{key}">{marks}</{name}>', f"url(#{key})"


def painted(data: str, gradient: tuple[str, str]) -> str:
    """A shape filled with a gradient."""
    return gradient[0] + fill(data, gradient[1])


def moved(content: str, x: float = 0, y: float = 0, size: float = 1, turn: float = 0, mirror: bool = False) -> str:
    """The content carried to a place, turned (degrees), scaled, and mirrored if asked."""
    across = -size if mirror else size
    spin = f" rotate({num(turn)})" if turn else ""
    return f'<g transform="translate({num(x)} {num(y)}){spin} scale({across:.3f} {size:.3f})">{content}</g>'


def lettering(words: str, x: float, y: float, size: float, colour: str, spacing: float = 0) -> str:
    """A line of text centred on x, on the baseline y."""
    return (
        f'<text x="{num(x)}" y="{num(y)}" font-size="{num(size)}" fill="{colour}"'
        f' letter-spacing="{num(spacing)}" text-anchor="middle" font-weight="700"'
        f' font-family="Be Vietnam Pro, Noto Sans, DejaVu Sans, sans-serif">{words}</text>'
    )


def page(width: int, height: int, content: str) -> str:
    """A whole SVG document."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}">{content}</svg>'
    )
