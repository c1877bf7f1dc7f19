"""Colours: contrast as WCAG measures it, and shades that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from thidua.colours import ENOUGH, TOKENS, USES, Use, chosen_layer, contrast, faint, luminance, readable, schemes
from thidua.records import Colours

ROOT = Path(__file__).parent.parent
KNOWN = schemes((ROOT / TOKENS).read_text("utf-8"))
ACCENT = USES[0]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#777777", "#ffffff", 4.478),
        ("#767676", "#ffffff", 4.542),
        ("#ff0000", "#ffffff", 3.998),
        ("#0000ff", "#ffffff", 8.592),
        ("#a8141e", "#fffdf9", 7.4),
    ],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    """Known pairs have the ratios that every tool gives, whichever colour is named first."""
    assert contrast(one, other) == pytest.approx(ratio, abs=0.05 if ratio == 7.4 else 0.001)
    assert contrast(one, other) == contrast(other, one)


def test_luminance_runs_from_black_to_white() -> None:
    """Black shines with 0, white with 1, green more than red and red more than blue."""
    shine = [luminance(c) for c in ("#000000", "#0000ff", "#ff0000", "#00ff00", "#ffffff")]

    assert shine == sorted(shine)
    assert shine[0] == 0
    assert shine[-1] == pytest.approx(1)


def test_tokens_are_read_from_the_stylesheet() -> None:
    """The paper's colours of both schemes are those of the tokens file; darkness takes over what it does not change."""
    assert (KNOWN.light["paper"], KNOWN.dark["paper"]) == ("#fffdf9", "#161412")

    own = schemes(
        ":root { --paper: #fefefe; --card: #ffffff; }\n@media (prefers-color-scheme: dark) { --card: #000000; }"
    )
    assert own.dark == {"paper": "#fefefe", "card": "#000000"}


def test_defaults_are_the_tokens() -> None:
    """A paper whose owner chose nothing has the colours of the tokens file."""
    assert {use.token: getattr(Colours(), use.key) for use in USES} == {
        use.token: KNOWN.light[use.token] for use in USES
    }


def test_the_papers_own_colours_can_be_read() -> None:
    """Every colour of the tokens file passes the test that an owner's must pass, in light and in darkness."""
    assert list(faint(Colours(), KNOWN)) == []
    dark = Colours(accent_dark=KNOWN.dark["red"], link_dark=KNOWN.dark["blue"], honour_dark=KNOWN.dark["gold"])
    assert list(faint(dark, KNOWN)) == []


@pytest.mark.parametrize("colour", ["#ff6666", "#f2c15b", "#00ff00", "#ffffff", "#777777", "#0000ff", "#000000"])
@pytest.mark.parametrize("use", USES, ids=lambda use: use.key)
def test_the_shade_that_is_offered_passes(colour: str, use: Use) -> None:
    """What is offered can be read on all that it meets, and a colour that can be read is left as it is."""
    for tokens in (KNOWN.light, KNOWN.dark):
        offered = readable(colour, tokens, use)
        assert min(contrast(offered, tokens[token]) for token in use.meets) >= ENOUGH
        assert readable(offered, tokens, use) == offered


def test_a_faint_colour_is_told_with_its_contrast() -> None:
    """The message names the colour, where it stands, the ratio rounded down, and a shade that will do."""
    ((key, mistake),) = faint(Colours(accent="#ff6666"), KNOWN)

    assert key == "accent"
    assert mistake.message == (
        'accent: màu "#ff6666" khó đọc trên nền trang ở chế độ sáng: độ tương phản 2,81, cần ít nhất 4,5'
    )
    assert readable("#ff6666", KNOWN.light, ACCENT) in mistake.remedy


def test_nothing_chosen_adds_nothing() -> None:
    """The stylesheet of a paper that keeps its colours stays as it is."""
    assert chosen_layer(Colours(), KNOWN) == ""


def test_a_colour_for_light_is_made_fit_for_darkness() -> None:
    """One colour is enough: the other scheme gets a readable shade of it, and other colours are not touched."""
    layer = chosen_layer(Colours(accent="#0b6b4f"), KNOWN)
    light, dark = layer.split("@media")

    assert "--red: #0b6b4f;" in light
    night = dark.split("--red: ")[1][:7]
    assert min(contrast(night, KNOWN.dark[token]) for token in ACCENT.meets) >= ENOUGH
    assert "--blue" not in layer


def test_a_colour_for_darkness_alone_leaves_light_alone() -> None:
    """Whoever chooses only the dark shade keeps the paper's own in light."""
    layer = chosen_layer(Colours(link_dark="#a0d0ff"), KNOWN)

    assert f"--blue: {KNOWN.light['blue']};" in layer.split("@media")[0]
    assert "--blue: #a0d0ff;" in layer.split("@media")[1]
