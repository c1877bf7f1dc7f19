"""The owner's colours: whether they can be read on the paper, and the stylesheet layer that sets them. Pure.

What they stand on, and the colours that the paper has of its own, are the tokens of the stylesheet.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import floor
from typing import Final

from thidua.problems import Mistake
from thidua.records import Colours
from thidua.vietnamese import number

TOKENS: Final = "templates/assets/css/00-tokens.css"
# The least contrast of running text (WCAG 2.2, success criterion 1.4.3, level AA).
ENOUGH: Final = 4.5
_DARK: Final = "@media (prefers-color-scheme: dark)"
_TOKEN: Final = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
_STEPS: Final = 250

Tokens = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Schemes:
    """The colours of the stylesheet by the names of their tokens, in light and in darkness."""

    light: Tokens
    dark: Tokens


@dataclass(frozen=True, slots=True)
class Use:
    """What an owner's colour is for: its key in `colours`, its token, and the tokens that it must differ from."""

    key: str
    token: str
    meets: tuple[str, ...]


USES: Final = (
    Use("accent", "red", ("paper", "card", "on-red")),
    Use("link", "blue", ("paper", "card")),
    Use("honour", "gold", ("paper", "card", "gold-bg")),
)
_MET: Final = {
    "paper": "trên nền trang",
    "card": "trên nền ô, khung",
    "gold-bg": "trên nền khung vinh danh",
    "on-red": "với chữ trên nút bấm",
}


def schemes(stylesheet: str) -> Schemes:
    """The colours that a stylesheet names; the dark ones are those of light where nothing else is said."""
    light, _, dark = stylesheet.partition(_DARK)
    named = dict(_TOKEN.findall(light))
    return Schemes(named, {**named, **dict(_TOKEN.findall(dark))})


# ---- contrast ---------------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour, from 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(channels: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def readable(colour: str, tokens: Tokens, use: Use) -> str:
    """The nearest shade of the colour, darker or lighter, that can be read on all that it meets."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    aims = (0.0, 1.0)
    shades = (
        (abs(aim - lightness) * step, _hex(colorsys.hls_to_rgb(hue, lightness + (aim - lightness) * step, saturation)))
        for aim in aims
        for step in (at / _STEPS for at in range(_STEPS + 1))
    )
    passing = [(way, shade) for way, shade in shades if _faintest(shade, tokens, use)[0] >= ENOUGH]
    return min(passing, default=(0.0, colour))[1]


def _faintest(colour: str, tokens: Tokens, use: Use) -> tuple[float, str]:
    """The smallest contrast with what the colour meets, and the token of that."""
    met = [(contrast(colour, tokens[token]), token) for token in use.meets if token in tokens]
    return min(met, default=(ENOUGH, ""))


# ---- the owner's choice -------------------------------------------------------------------------------


def faint(colours: Colours, known: Schemes) -> Iterator[tuple[str, Mistake]]:
    """Each chosen colour that cannot be read, by its key, with its contrast and the nearest shade that can."""
    for use in USES:
        light, dark = _written(colours, use)
        for key, colour, tokens in ((use.key, light, known.light), (f"{use.key}_dark", dark, known.dark)):
            if colour is None:
                continue
            ratio, token = _faintest(colour, tokens, use)
            if ratio < ENOUGH:
                scheme = "sáng" if tokens is known.light else "tối"
                said = (
                    f'{key}: màu "{colour}" khó đọc {_MET[token]} ở chế độ {scheme}: độ tương phản '
                    f"{_ratio(ratio)}, cần ít nhất {_ratio(ENOUGH)}"
                )
                yield key, Mistake(said, f'dùng sắc gần nhất đọc được: "{readable(colour, tokens, use)}"')


def _ratio(ratio: float) -> str:
    """Rounded down, so that what is too faint never looks as if it were enough: `4,49`."""
    hundredths = floor(ratio * 100 + 1e-9)
    return number(hundredths // 100) + f",{hundredths % 100:02}".rstrip("0").rstrip(",")


def _written(colours: Colours, use: Use) -> tuple[str, str | None]:
    """The colour for light, and the one for darkness where the owner chose it."""
    return getattr(colours, use.key), getattr(colours, f"{use.key}_dark")


def chosen_layer(colours: Colours, known: Schemes) -> str:
    """The stylesheet's last words on colour: those the owner chose; nothing where the paper keeps its own.

    A colour that was chosen for light only is made readable for darkness.
    """
    light, dark = [], []
    for use in USES:
        day, night = _written(colours, use)
        if (day, night) == _written(Colours(), use):
            continue
        light.append(f"--{use.token}: {day};")
        dark.append(f"--{use.token}: {night or _at_night(day, known.dark, use)};")
    if not light:
        return ""
    return (
        f"@layer tokens {{\n  :root {{ {' '.join(light)} }}\n\n"
        f"  {_DARK} {{\n    :root {{ {' '.join(dark)} }}\n  }}\n}}\n"
    )


def _at_night(day: str, tokens: Tokens, use: Use) -> str:
    """The paper's own colour where the day's is too, else the day's in a shade for darkness."""
    if day == _written(Colours(), use)[0]:
        return tokens.get(use.token, day)
    return readable(day, tokens, use)
