"""Things that stand in several scenes: rooms, windows, lamps, tables, plants, hills. Pure."""

from collections.abc import Sequence

import ink
from ink import Point, Tone

WIDTH, HEIGHT = 1600, 1067


def sky(top: str, low: str) -> str:
    """A ground of two colours over the whole picture, one running into the other."""
    return ink.painted(ink.box(0, 0, WIDTH, HEIGHT), ink.fade([(0, top, 1), (1, low, 1)]))


def floor(y: float, far: str, near: str) -> str:
    """A floor from the horizon line y to the lower edge."""
    return ink.painted(ink.box(0, y, WIDTH, HEIGHT - y), ink.fade([(0, far, 1), (1, near, 1)]))


def warmth(x: float, y: float, radius: float, colour: str, share: float) -> str:
    """A soft round light."""
    stops = [(0, colour, share), (0.5, colour, share * 0.4), (1, colour, 0.0)]
    return ink.painted(ink.oval(x, y, radius, radius), ink.glow(stops))


def shade(y: float, colour: str, share: float) -> str:
    """The darker lower edge that holds a picture together."""
    stops = [(0, colour, 0.0), (1, colour, share)]
    return ink.painted(ink.box(0, y, WIDTH, HEIGHT - y), ink.fade(stops))


def window(
    x: float,
    y: float,
    width: float,
    height: float,
    panes: tuple[int, int] = (2, 3),
    frame: str = ink.WHITE,
    glass: tuple[str, str] = ("#dbe7e2", "#f7ecd0"),
) -> str:
    """A window with its bars."""
    pane = ink.painted(ink.box(x, y, width, height), ink.fade([(0, glass[0], 1), (1, glass[1], 1)]))
    bars = [
        ink.line([(x + width * i / panes[0], y), (x + width * i / panes[0], y + height)], False)
        for i in range(panes[0] + 1)
    ]
    bars += [
        ink.line([(x, y + height * i / panes[1]), (x + width, y + height * i / panes[1])], False)
        for i in range(panes[1] + 1)
    ]
    thick = max(3.0, width / 26)
    sill = ink.fill(ink.box(x - 8, y + height, width + 16, thick * 1.8), ink.mix(frame, ink.GREY, 0.3))
    return pane + "".join(ink.stroke(bar, frame, thick) for bar in bars) + sill


def beam(points: Sequence[Point], share: float = 0.3) -> str:
    """A slanting shaft of light."""
    return ink.painted(ink.line(points), ink.fade([(0, "#fff6dc", share), (1, "#fff6dc", 0.0)]))


def block(x: float, y: float, width: float, height: float, colours: Tone, top: float = 0.0) -> str:
    """A box seen from the front, a little from above: face and lid."""
    lid = ink.line([(x + top, y - top), (x + width - top, y - top), (x + width, y), (x, y)])
    return ink.fill(lid, ink.mix(colours.light, ink.WHITE, 0.25)) + ink.lit(
        ink.box(x, y, width, height), colours, (-min(14, width * 0.06), 0)
    )


def leaves(x: float, y: float, size: float, colours: Tone, count: int = 9) -> str:
    """A plant of long arching leaves that rise from one point."""
    parts = []
    for i in range(count):
        share = i / (count - 1) * 2 - 1
        tip = (x + share * size * 0.8, y - size * (1.05 - 0.55 * share * share))
        side = (x + share * size * 0.18, y - size * 0.62)
        blade = (
            f"M{x - 4:.1f} {y:.1f}Q{side[0] - 9:.1f} {side[1]:.1f} {tip[0]:.1f} {tip[1]:.1f}"
            f"Q{side[0] + 14:.1f} {side[1] + 16:.1f} {x + 5:.1f} {y:.1f}Z"
        )
        parts.append(ink.fill(blade, colours.dark if i % 2 else colours.light))
    return "".join(parts)


def pot(x: float, y: float, size: float, colours: Tone) -> str:
    """A potted plant standing at (x, y)."""
    bowl = [
        (x - size * 0.28, y - size * 0.42),
        (x + size * 0.28, y - size * 0.42),
        (x + size * 0.2, y),
        (x - size * 0.2, y),
    ]
    return leaves(x, y - size * 0.38, size, colours) + ink.lit(ink.line(bowl), ink.tone(ink.BRICK), (-size * 0.1, 0))


def crown(x: float, y: float, wide: float, tall: float, colours: Tone) -> str:
    """The rounded crown of a tree: lobes about a middle."""
    lobes = [(-0.62, 0.12, 0.4), (-0.3, -0.3, 0.44), (0.2, -0.38, 0.46), (0.6, 0.06, 0.42), (0.05, 0.12, 0.56)]
    data = "".join(ink.oval(x + a * wide, y + b * tall, r * wide, r * tall) for a, b, r in lobes)
    return ink.lit(data, colours, (-wide * 0.12, -tall * 0.12))


def tree(x: float, ground: float, size: float, colours: Tone) -> str:
    """A tree with a plain trunk."""
    trunk = ink.limb([(x, ground), (x + size * 0.03, ground - size * 0.6)], [size * 0.05, size * 0.03])
    return ink.lit(trunk, ink.tone(ink.BARK), (-3, 0)) + crown(
        x, ground - size * 0.75, size * 0.42, size * 0.36, colours
    )


def ridge(points: Sequence[Point], colours: Tone, low: float = HEIGHT) -> str:
    """A range of hills from edge to edge, fading towards its foot."""
    top = ink.curve(points, closed=False)
    data = f"{top}L{ink.num(points[-1][0])} {ink.num(low)}L{ink.num(points[0][0])} {ink.num(low)}Z"
    return ink.painted(data, ink.fade([(0, colours.light, 1), (1, colours.dark, 1)]))


def lotus(x: float, y: float, size: float, colours: Tone) -> str:
    """A half-open lotus seen from the side."""
    parts = []
    for turn in (-62, 62, -34, 34, -12, 14):
        petal = (
            f"M0 0C{-size * 0.32:.1f} {-size * 0.35:.1f} {-size * 0.2:.1f} {-size * 0.8:.1f} 0 {-size:.1f}"
            f"C{size * 0.2:.1f} {-size * 0.8:.1f} {size * 0.32:.1f} {-size * 0.35:.1f} 0 0Z"
        )
        parts.append(ink.moved(ink.lit(petal, colours, (-size * 0.07, -2)), x, y, 1, turn))
    return "".join(parts)
