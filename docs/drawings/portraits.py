"""Twenty portraits in one manner: head and shoulders, one light from the upper left, warm ground.

Drawn in pixels of an 800 by 1000 sheet around a head whose middle is at (400, 400). Pure.
"""

from collections.abc import Callable
from dataclasses import dataclass

import ink
import places
from ink import Point, Tone

BLACK = Tone("#352d2c", "#1f1a1c")
BROWN = Tone("#463630", "#2a1f1e")
GREYING = Tone("#6f6863", "#4a4445")
SILVER = Tone("#aca6a0", "#7f7975")
YELLOW = Tone("#e9b949", "#bb8527")
LINEN = Tone("#fbf5e6", "#d2c8b4")
SKINS = (Tone("#ecc29a", "#cc9870"), Tone("#ddae84", "#b9835b"), Tone("#cb9669", "#a06f49"))


@dataclass(frozen=True)
class Sitter:
    """Who is drawn: build, age, hair, dress and ground."""

    woman: bool
    age: int
    hair: str
    dress: str
    cloth: Tone
    ground: str
    skin: Tone = SKINS[0]
    hair_tone: Tone = BLACK
    hat: str = ""
    hat_tone: Tone = YELLOW
    trim: Tone = LINEN
    wide: float = 128  # half the face at the cheekbones
    jaw: float = 98
    chin: float = 40
    long: float = 0  # added below the mouth
    turn: float = 0  # pixels by which the features leave the middle
    smile: float = 5
    nose: float = 1
    eyes: float = 1
    glasses: bool = False


def portrait(who: Sitter) -> str:
    """The whole picture of one sitter."""
    body = ink.moved(_neck(who) + _clothes(who), 0, -34)
    head = "".join((_ears(who), _head(who), _age(who), _features(who), _hair_in_front(who), _glasses(who), _hat(who)))
    drawn = ink.moved(_hair_behind(who) + body + head, -44, -36, 1.11)
    return _ground(who) + drawn + _vignette()


def _at(points: list[Point]) -> list[Point]:
    """Points about the head's middle, brought to the sheet."""
    return [(400 + x, 400 + y) for x, y in points]


def _ground(who: Sitter) -> str:
    low = ink.mix(who.ground, "#6b5540", 0.22)
    wall = ink.painted(ink.box(0, 0, 800, 1000), ink.fade([(0, who.ground, 1), (1, low, 1)], (0.4, 1)))
    light = ink.glow([(0, "#fff8e6", 0.75), (0.6, "#fff8e6", 0.25), (1, "#fff8e6", 0.0)])
    return wall + ink.painted(ink.oval(300, 340, 460, 500), light)


def _vignette() -> str:
    stops = [(0, "#2a1c14", 0.0), (1, "#2a1c14", 0.26)]
    return ink.painted(ink.box(0, 780, 800, 220), ink.fade(stops))


# --- head ----------------------------------------------------------------------------------


def _skull(who: Sitter) -> str:
    w, j, c, low = who.wide, who.jaw, who.chin, who.long
    right: list[Point] = [(w - 26, -160), (w - 2, -80), (w, 0), (w - 8, 62), (j, 128 + low * 0.6), (c, 186 + low)]
    left = [(-x, y) for x, y in reversed(right)]
    return ink.curve(_at([(0, -206), *right, (0, 198 + low), *left]))


def _head(who: Sitter) -> str:
    """The face in light, its shadowed side, the warmth of the cheeks."""
    skull, w, t = _skull(who), who.wide, who.turn
    side: list[Point] = [
        (0.86 * w, -200),
        (0.8 * w, -90),
        (0.72 * w, -30),
        (0.8 * w, 20),
        (0.74 * w, 70),
        (0.52 * w, 128),
        (0.3 * w, 180),
        (0.2 * w, 240),
    ]
    edge = ink.curve([(400 + x + t * 0.8, 400 + y) for x, y in side], closed=False)
    dark = ink.fill(f"{edge}L700 640L700 200Z", who.skin.dark, 0.78)
    forehead = ink.fill(ink.oval(400 + t, 240, w * 0.9, 60), who.skin.dark, 0.22)
    cheeks = "".join(
        ink.painted(
            ink.oval(400 + x + t, 468, 52, 44),
            ink.glow([(0, "#d8694e", 0.26 if who.woman else 0.16), (1, "#d8694e", 0.0)]),
        )
        for x in (-70, 66)
    )
    return ink.fill(skull, who.skin.light) + ink.within(skull, forehead + cheeks + dark)


def _ears(who: Sitter) -> str:
    if who.hair in ("bob", "long", "bangs"):
        return ""
    tint = ink.mix(who.skin.light, who.skin.dark, 0.4)
    shapes = ""
    for side, colour in ((-1, tint), (1, who.skin.dark)):
        x = 400 + side * (who.wide + 6) - who.turn * 0.4
        shapes += ink.fill(
            ink.curve(
                [
                    (x - side * 8, 372),
                    (x + side * 14, 364),
                    (x + side * 19, 396),
                    (x + side * 10, 440),
                    (x - side * 6, 456),
                ]
            ),
            colour,
        )
        shapes += ink.stroke(
            f"M{x + side * 2:.0f} 386Q{x + side * 14:.0f} 396 {x + side * 3:.0f} 430",
            ink.mix(who.skin.dark, "#5c2f20", 0.4),
            3,
            0.7,
        )
    return shapes


def _neck(who: Sitter) -> str:
    half = 58 if who.woman else 72
    column = (
        f"M{400 - half} 500L{400 - half - 4} 660Q{400 - half - 30} 700 {400 - half - 90} 726L400 800"
        f"L{400 + half + 90} 726Q{400 + half + 30} 700 {400 + half + 4} 660L{400 + half} 500Z"
    )
    cast = (
        f"M{400 - half - 10} 560Q{400 - half * 0.3} {640 + who.long} {400 + half * 0.3} "
        f"{650 + who.long}L{400 + half * 0.4} 800L560 800L560 500L{400 - half - 10} 500Z"
    )
    return ink.fill(column, who.skin.light) + ink.within(
        column,
        ink.fill(cast, who.skin.dark)
        + ink.stroke(
            "M352 716Q384 728 396 752M448 716Q416 728 404 752", ink.mix(who.skin.dark, "#5c2f20", 0.3), 4, 0.35
        ),
    )


def _age(who: Sitter) -> str:
    """The lines that years leave; none under forty."""
    if who.age < 40:
        return ""
    ink_line, t = ink.mix(who.skin.dark, "#5c2f20", 0.45), 400 + who.turn
    deep = min(0.6, (who.age - 34) / 50)
    folds = f"M{t - 40} 474Q{t - 56} 496 {t - 58} 522M{t + 40} 474Q{t + 56} 496 {t + 58} 522"
    marks = ink.stroke(folds, ink_line, 3.4, deep)
    bags = f"M{t - 74} 430Q{t - 56} 440 {t - 36} 434M{t + 74} 430Q{t + 56} 440 {t + 36} 434"
    marks += ink.stroke(bags, ink_line, 2.8, deep * 0.8)
    if who.age >= 52:
        feet = (
            f"M{t - 88} 402L{t - 102} 394M{t - 89} 411L{t - 104} 413M{t + 88} 402L{t + 102} 394"
            f"M{t + 89} 411L{t + 104} 413"
        )
        brow = f"M{t - 56} 318Q{t} 308 {t + 56} 318M{t - 46} 296Q{t} 287 {t + 46} 296"
        marks += ink.stroke(feet, ink_line, 2.6, deep) + ink.stroke(brow, ink_line, 2.6, deep * 0.6)
    return marks


# --- features ------------------------------------------------------------------------------


def _features(who: Sitter) -> str:
    return ink.moved(
        _eye(who, -1) + _eye(who, 1) + ink.moved(_nose(who), 0, 90 * (1 - who.nose), who.nose) + _mouth(who),
        400 + who.turn,
        400,
    )


def _eye(who: Sitter, side: int) -> str:
    """One eye with its brow; side is -1 on our left."""
    almond = "M-25 4Q-17 -9 -2 -10.500Q14 -10 25 0Q14 8 -2 9Q-16 9 -25 4Z"
    white = ink.fill(almond, "#f3e6d6") + ink.within(
        almond,
        ink.fill("M-27 -12L27 -12L27 -4Q0 -8 -27 2Z", "#8a6a58", 0.35)
        + ink.fill(ink.oval(0, -1, 10.5, 10.5), "#3a241b")
        + ink.fill(ink.oval(0, -1, 5, 5), "#150d0b"),
    )
    lash = "M-28 6Q-18 -11 -2 -13Q16 -13 29 0Q16 -8 -2 -8.500Q-17 -6 -28 6Z"
    hood = ink.stroke(
        "M-24 -9Q-10 -20 8 -19Q20 -17 27 -9",
        ink.mix(who.skin.dark, "#5c2f20", 0.35),
        2.6,
        0.75 if who.age < 50 else 0.5,
    )
    under = ink.stroke("M-18 11Q0 15 19 7", ink.mix(who.skin.dark, "#5c2f20", 0.2), 2.2, 0.55)
    socket = ink.fill("M-34 2Q-26 -26 4 -28Q30 -26 36 -4Q20 -20 0 -20Q-20 -18 -34 2Z", who.skin.dark, 0.35)
    shine = ink.fill(ink.oval(-3 * side, -4.5, 2.4, 2.4), "#fffaf0", 0.85)
    eye = socket + white + ink.fill(lash, "#261816") + hood + under + shine
    return ink.moved(eye + _brow(who), 54 * side, 4, who.eyes, 0, mirror=side < 0)


def _brow(who: Sitter) -> str:
    thick = 6.5 if who.woman else 10.5
    colour = ink.mix(who.hair_tone.dark, who.skin.dark, 0.22 if who.age < 60 else 0.1)
    arch = 6 if who.woman else 2
    return ink.fill(
        f"M-31 {-27 + thick / 2}Q-30 {-30 - thick / 2} -22 {-31 - thick / 2}Q8 {-38 - arch} 40 -27"
        f"Q12 {-35 - arch + thick} -22 {-29 + thick / 2}Z",
        colour,
        0.9,
    )


def _nose(who: Sitter) -> str:
    wing = 27 if who.woman else 31
    lean = who.turn * 0.35
    plane = (
        f"M{9 + lean} -14Q{10 + lean} 40 {16 + lean} 58Q{wing + lean} 66 {wing + lean} 82"
        f"Q{wing - 6 + lean} 94 {14 + lean} 90Q{lean} 98 {-12 + lean} 91Q{4 + lean} 86 {6 + lean} 70"
        f"Q{2 + lean} 30 {9 + lean} -14Z"
    )
    soft = ink.mix(who.skin.dark, "#6b3524", 0.5)
    wings = f"M{-wing + 3 + lean} 70Q{-wing - 4 + lean} 84 {-wing + 8 + lean} 90"
    holes = f"M{-17 + lean} 91Q{-10 + lean} 86 {-4 + lean} 92M{7 + lean} 92Q{13 + lean} 86 {20 + lean} 90"
    bridge = ink.stroke(f"M{-2 + lean} -4Q{-4 + lean} 40 {-3 + lean} 62", "#fff3df", 6, 0.28)
    return (
        ink.fill(plane, who.skin.dark, 0.72)
        + bridge
        + ink.stroke(wings, soft, 3.2, 0.7)
        + ink.stroke(holes, ink.mix(soft, "#3a1a12", 0.4), 3.6, 0.85)
    )


def _mouth(who: Sitter) -> str:
    up, drop = who.smile, who.long * 0.3
    rose = ink.mix(who.skin.dark, "#a8393a", 0.5 if who.woman else 0.26)
    half = 41 if who.woman else 43
    corner = 132 - up
    upper = (
        f"M{-half} {corner}Q-18 122 -8 121.500Q0 125 8 121.500Q18 122 {half} {corner}"
        f"Q18 {133 + up * 0.4} 0 {133 + up * 0.4}Q-18 {133 + up * 0.4} {-half} {corner}Z"
    )
    lower = (
        f"M{-half + 4} {corner + 1}Q0 {136 + up} {half - 4} {corner + 1}Q22 {150 + up * 0.5} 0 "
        f"{151 + up * 0.5}Q-22 {150 + up * 0.5} {-half + 4} {corner + 1}Z"
    )
    low = 133 + up * 0.5
    parting = f"M{-half - 2} {corner - 1}Q-18 {low} 0 {low}Q18 {low} {half + 2} {corner - 1}"
    below = ink.fill("M-24 160Q0 154 26 159Q10 168 -4 167Q-18 166 -24 160Z", who.skin.dark, 0.5)
    lips = (
        ink.fill(upper, ink.mix(rose, "#4e1c1a", 0.18))
        + ink.fill(lower, ink.mix(rose, who.skin.light, 0.3))
        + ink.stroke(parting, ink.mix(rose, "#35110f", 0.55), 3.2)
        + below
    )
    return ink.moved(lips, 0, drop)


def _glasses(who: Sitter) -> str:
    if not who.glasses:
        return ""
    t = 400 + who.turn
    rims = "".join(
        ink.stroke(ink.box(t + x - 41, 374, 82, 62, 24), "#3b332f", 4.5)
        + ink.fill(ink.box(t + x - 41, 374, 82, 62, 24), "#ffffff", 0.1)
        for x in (-55, 55)
    )
    bridge = f"M{t - 14} 396Q{t} 388 {t + 14} 396"
    arms = f"M{t - 96} 396L{402 - who.wide} 388M{t + 96} 396L{398 + who.wide} 388"
    return rims + ink.stroke(bridge + arms, "#3b332f", 4.5)


# --- hair ----------------------------------------------------------------------------------


def _strands(data: str, who: Sitter) -> str:
    return ink.stroke(data, ink.mix(who.hair_tone.light, "#fff2dd", 0.22), 3, 0.55)


def _hair_behind(who: Sitter) -> str:
    shapes = {
        "long": "M262 380C250 170 550 170 538 380C566 520 574 660 566 800C520 830 470 800 470 700L330 700"
        "C330 800 284 826 238 800C228 660 240 520 262 380Z",
        "bob": "M262 390C250 160 550 160 538 390C566 480 572 560 560 610C520 634 470 620 460 560L340 560"
        "C330 620 280 634 240 610C228 560 240 480 262 390Z",
        "bangs": "M262 390C250 170 550 170 538 390C566 500 580 600 568 690C520 716 470 690 462 600L338 600"
        "C330 690 280 716 232 690C222 600 240 500 262 390Z",
        "tail": "M520 300C600 330 616 470 592 640C584 700 560 730 546 700C560 600 552 470 500 400Z",
        "bun": "M330 196a72 62 0 1 1 144 0a72 62 0 1 1 -144 0Z"
        if who.age < 50
        else "M500 470a56 52 0 1 1 104 0a56 52 0 1 1 -104 0Z",
    }
    data = shapes.get(who.hair)
    return ink.lit(data, Tone(ink.mix(*_pair(who.hair_tone), 0.55), who.hair_tone.dark), (-16, -8)) if data else ""


def _pair(tone: Tone) -> tuple[str, str]:
    return tone.light, tone.dark


def _hair_in_front(who: Sitter) -> str:
    w = who.wide
    out, inn = w + 14, w - 8
    return ink.moved(FRONTS[who.hair](who, out, inn), 400, 400)


def _cut(who: Sitter, data: str, strands: str) -> str:
    return ink.lit(data, who.hair_tone, (-16, -7)) + ink.within(data, _strands(strands, who))


def _short(who: Sitter, out: float, inn: float) -> str:
    """A man's side parting."""
    data = (
        f"M{-out} -8C{-out - 14} -120 {-out + 34} -222 10 -228C{out - 30} -226 {out + 14} -130 {out} -8"
        f"L{inn} 0Q{inn + 2} -60 {inn - 16} -104C60 -98 10 -116 -36 -138C-60 -116 -90 -108 {-inn + 14} -98"
        f"Q{-inn - 2} -54 {-inn} 0Z"
    )
    return _cut(
        who,
        data,
        "M-36 -140C10 -190 80 -180 118 -110M-20 -146C30 -206 100 -196 128 -120"
        "M-46 -140C-80 -170 -110 -140 -122 -90M-30 -160C-50 -200 -90 -190 -118 -130",
    )


def _crop(who: Sitter, out: float, inn: float) -> str:
    """A short crop brushed up."""
    data = (
        f"M{-out + 2} 0C{-out - 8} -110 {-out + 24} -204 -50 -224C0 -244 60 -238 {out - 40} -204"
        f"C{out + 4} -166 {out + 8} -90 {out - 2} 0L{inn} 4Q{inn + 4} -56 {inn - 14} -112"
        f"C70 -150 30 -142 0 -148C-40 -150 -80 -140 {-inn + 16} -110Q{-inn - 4} -56 {-inn} 4Z"
    )
    return _cut(
        who,
        data,
        "M-70 -150Q-60 -200 -34 -220M-24 -152Q-20 -200 8 -228M24 -152Q34 -196 60 -214"
        "M70 -146Q90 -176 104 -186M-104 -120Q-112 -160 -94 -186",
    )


def _receding(who: Sitter, out: float, inn: float) -> str:
    """Thinning hair combed back from a high forehead."""
    data = (
        f"M{-out + 4} 6C{-out - 8} -100 {-out + 30} -206 0 -220C{out - 30} -206 {out + 8} -100 {out - 4} 6"
        f"L{inn} 6Q{inn + 2} -60 {inn - 20} -116C{inn - 34} -168 50 -176 6 -180"
        f"C-50 -176 {-inn + 34} -168 {-inn + 20} -116Q{-inn - 2} -60 {-inn} 6Z"
    )
    return _cut(
        who,
        data,
        "M-80 -160Q-40 -206 10 -212M-60 -170Q0 -204 60 -190M-118 -60Q-124 -120 -98 -160M118 -60Q124 -120 98 -160",
    )


def _fringe(who: Sitter, out: float, inn: float) -> str:
    """A young man's soft fringe."""
    data = (
        f"M{-out} -10C{-out - 12} -130 {-out + 30} -226 6 -230C{out - 26} -226 {out + 12} -130 {out} -10"
        f"L{inn} 0Q{inn + 4} -54 {inn - 12} -92C84 -80 66 -96 56 -112C40 -84 0 -78 -30 -84"
        f"C-22 -94 -18 -100 -16 -108C-50 -80 -84 -76 {-inn + 8} -80Q{-inn - 2} -44 {-inn} 0Z"
    )
    return _cut(
        who,
        data,
        "M56 -114C60 -160 40 -196 0 -214M-16 -110C-10 -160 -30 -196 -60 -206"
        "M94 -96C104 -150 84 -190 50 -212M-96 -84C-110 -130 -100 -170 -80 -196",
    )


def _parted(who: Sitter, out: float, inn: float) -> str:
    """Hair drawn back from a parting (bun, tail, or pinned under a cap)."""
    data = (
        f"M{-out + 2} 10C{-out - 12} -110 {-out + 30} -226 0 -228C{out - 30} -226 {out + 12} -110 {out - 2} 10"
        f"Q{out - 8} 40 {inn + 6} 46Q{inn + 4} -40 {inn - 22} -84C70 -124 24 -142 -14 -150"
        f"C-40 -136 -84 -112 {-inn + 20} -82Q{-inn - 4} -40 {-inn - 6} 46Q{-out + 8} 40 {-out + 2} 10Z"
    )
    return _cut(
        who,
        data,
        "M-14 -152C-60 -160 -110 -110 -126 -30M-14 -180C-70 -190 -124 -130 -134 -50"
        "M-10 -152C50 -160 106 -110 124 -30M-8 -182C64 -190 122 -130 132 -50",
    )


def _draped(who: Sitter, out: float, inn: float) -> str:
    """Hair that falls beside the face (bob, long)."""
    end = 214 if who.hair == "bob" else 380
    tip = 24 if who.hair == "bob" else 60
    data = (
        f"M{-out - 14} {end}C{-out - 36} 120 {-out - 26} -226 -6 -232C{out + 26} -226 {out + 36} 120 {out + 14} {end}"
        f"Q{out - 20} {end + 14} {inn - tip + 20} {end - 14}C{inn + 20} 120 {inn + 12} 20 {inn - 18} -70"
        f"C80 -116 10 -140 -30 -170C-50 -124 -90 -90 {-inn + 10} -60C{-inn - 14} 20 {-inn - 20} 120 "
        f"{-inn + tip - 20} {end - 14}Q{-out + 20} {end + 14} {-out - 14} {end}Z"
    )
    return _cut(
        who,
        data,
        f"M-30 -172C-90 -150 -140 -60 -146 120M-30 -186C-110 -170 -156 -40 -158 {end - 40}"
        f"M-26 -172C60 -160 136 -60 146 120M-24 -188C90 -180 152 -40 158 {end - 40}",
    )


def _bangs(who: Sitter, out: float, inn: float) -> str:
    """A straight fringe with shoulder-length hair."""
    data = (
        f"M{-out - 16} 280C{-out - 34} 120 {-out - 24} -228 0 -232C{out + 24} -228 {out + 34} 120 {out + 16} 280"
        f"Q{out - 8} 300 {inn - 16} 276C{inn + 16} 150 {inn + 10} 40 {inn - 8} -50Q60 -44 30 -58Q10 -44 -20 -52"
        f"Q-60 -42 {-inn + 8} -50C{-inn - 10} 40 {-inn - 16} 150 {-inn + 16} 276Q{-out + 8} 300 {-out - 16} 280Z"
    )
    return _cut(
        who,
        data,
        "M30 -60C30 -130 20 -180 0 -214M-20 -54C-26 -130 -30 -180 -40 -206M76 -52"
        "C80 -130 60 -186 40 -210M-76 -50C-86 -120 -84 -170 -76 -196M-150 200C-160 60 -150 -80 -120 -150"
        "M150 200C160 60 150 -80 120 -150",
    )


def _waved(who: Sitter, out: float, inn: float) -> str:
    """An older woman's short permed hair."""
    rim = [
        (-out - 6, 44),
        (-out - 22, 6),
        (-out - 14, -40),
        (-out - 18, -96),
        (-out + 12, -150),
        (-out + 40, -204),
        (-40, -222),
        (10, -240),
        (60, -226),
        (out - 26, -204),
        (out + 6, -150),
        (out + 12, -96),
        (out + 16, -40),
        (out + 22, 6),
        (out + 6, 44),
        (inn + 8, 24),
        (inn - 2, -20),
        (inn - 20, -84),
        (60, -108),
        (20, -130),
        (-30, -132),
        (-70, -102),
        (-inn + 18, -78),
        (-inn, -20),
        (-inn - 8, 24),
    ]
    return _cut(
        who,
        ink.curve(rim),
        "M-30 -134Q-60 -180 -20 -210M20 -132Q60 -170 40 -214M-84 -96Q-120 -130 -96 -176"
        "M80 -100Q120 -130 104 -178M-134 -30Q-152 -60 -128 -100M134 -30Q152 -60 130 -100"
        "M-140 40Q-156 10 -138 -16M140 40Q156 10 138 -16",
    )


Hair = Callable[[Sitter, float, float], str]
FRONTS: dict[str, Hair] = {
    "short": _short,
    "crop": _crop,
    "receding": _receding,
    "fringe": _fringe,
    "bun": _parted,
    "tail": _parted,
    "drawn": _parted,
    "bob": _draped,
    "long": _draped,
    "bangs": _bangs,
    "waved": _waved,
}


def _hat(who: Sitter) -> str:
    if not who.hat:
        return ""
    return ink.moved({"helmet": _helmet, "cap": _cap, "nurse": _nurse_cap}[who.hat](who), 400, 400)


def _helmet(who: Sitter) -> str:
    out = who.wide + 24
    shell = f"M{-out} -92C{-out} -204 {-out + 60} -270 0 -272C{out - 60} -270 {out} -204 {out} -92Q0 -150 {-out} -92Z"
    brim = (
        f"M{-out - 16} -86Q0 -164 {out + 16} -86Q{out + 14} -68 {out - 4} -74"
        f"Q0 -128 {-out + 4} -74Q{-out - 14} -68 {-out - 16} -86Z"
    )
    rib = "M-26 -126L-22 -268Q0 -278 22 -268L26 -126Q0 -132 -26 -126Z"
    shade = ink.fill(f"M{-out + 14} -76Q0 -130 {out - 14} -76Q0 -96 {-out + 14} -76Z", "#3a2418", 0.35)
    return (
        shade
        + ink.lit(shell, who.hat_tone, (-34, -12))
        + ink.lit(rib, Tone(ink.mix(who.hat_tone.light, "#ffffff", 0.22), ink.mix(*_pair(who.hat_tone), 0.5)), (-10, 0))
        + ink.lit(brim, who.hat_tone, (-10, -8))
    )


def _cap(who: Sitter) -> str:
    out = who.wide + 24
    shell = (
        f"M{-out + 4} -86C{-out} -190 {-out + 56} -252 0 -254"
        f"C{out - 56} -252 {out} -190 {out - 4} -86Q0 -140 {-out + 4} -86Z"
    )
    peak = (
        f"M{-out + 20} -98Q0 -146 {out - 20} -98Q{out - 10} -66 {out - 34} -62"
        f"Q0 -104 {-out + 34} -62Q{-out + 10} -66 {-out + 20} -98Z"
    )
    seam = ink.stroke("M0 -254L0 -126M-40 -246Q-70 -190 -66 -118M40 -246Q70 -190 66 -118", who.hat_tone.dark, 3, 0.6)
    return (
        ink.lit(shell, who.hat_tone, (-30, -10))
        + seam
        + ink.lit(peak, Tone(ink.mix(*_pair(who.hat_tone), 0.35), who.hat_tone.dark), (-10, -10))
    )


def _nurse_cap(who: Sitter) -> str:
    body = "M-116 -158L-104 -236Q0 -276 104 -236L116 -158Q0 -206 -116 -158Z"
    fold = ink.stroke("M-111 -180Q0 -228 111 -180", who.hat_tone.dark, 4)
    return ink.lit(body, who.hat_tone, (-18, -6)) + fold


# --- clothes -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """What every garment starts from: half the neck's width, the trunk's outline, the trunk drawn."""

    half: float
    trunk: str
    body: str


def _clothes(who: Sitter) -> str:
    wide = 262 if who.woman else 306
    half = 74 if who.woman else 88
    trunk = (
        f"M{400 - half} 676C{400 - half - 60} 726 {400 - wide + 50} 736 {400 - wide + 6} 806"
        f"C{400 - wide - 14} 860 {400 - wide - 26} 930 {400 - wide - 34} 1010L{400 + wide + 34} 1010"
        f"C{400 + wide + 26} 930 {400 + wide + 14} 860 {400 + wide - 6} 806"
        f"C{400 + wide - 50} 736 {400 + half + 60} 726 {400 + half} 676"
        f"{NECKLINES.get(who.dress, 'Q400 800 ')}{400 - half} 676Z"
    )
    arms = ink.stroke(
        f"M{400 - wide + 84} 1010Q{400 - wide + 92} 930 {400 - wide + 74} 876M{400 + wide - 84} 1010"
        f"Q{400 + wide - 92} 930 {400 + wide - 74} 876",
        who.cloth.dark,
        6,
        0.8,
    )
    body = ink.lit(trunk, who.cloth, (-34, -8)) + ink.within(trunk, arms)
    return DRESSES[who.dress](who, Cut(half, trunk, body))


NECKLINES = {
    "aodai": "Q400 706 ",
    "tunic": "L400 850L",
    "vest": "L400 790L",
    "overall": "L400 800L",
    "shirt": "L400 790L",
    "suit": "L400 900L",
    "polo": "L400 796L",
}


def _wings(half: float, tip: float, colours: Tone, reach: float = 66) -> str:
    """The two points of a turned-down collar, meeting above `tip`."""
    left = [(400 - half + 6, 664), (400 - half - 18, 700), (400 - reach, tip + 18), (400 - 4, tip - 10)]
    right = [(800 - x, y) for x, y in left]
    return ink.lit(ink.line(left), colours, (-6, -4)) + ink.lit(
        ink.line(right), Tone(ink.mix(*_pair(colours), 0.3), colours.dark), (-6, -4)
    )


def _shirt(who: Sitter, cut: Cut) -> str:
    front = ink.stroke("M400 786L400 1010", who.cloth.dark, 5) + "".join(
        ink.fill(ink.oval(408, y, 6, 6), ink.mix(*_pair(who.cloth), 0.6)) for y in (840, 910, 980)
    )
    pocket = ink.stroke("M476 880L566 876L564 970M478 880L480 970", who.cloth.dark, 4, 0.8)
    return cut.body + front + pocket + _wings(cut.half, 792, who.cloth)


def _overall(who: Sitter, cut: Cut) -> str:
    """A worker's jacket: buttoned, with breast pockets and yoke."""
    yoke = ink.within(cut.trunk, ink.stroke("M90 838Q250 806 400 816Q550 806 710 838", who.cloth.dark, 5, 0.8))
    flap = "M216 866L330 862L330 888Q274 906 216 892Z"
    pockets = "".join(
        ink.moved(
            ink.lit(flap, Tone(ink.mix(who.cloth.light, "#ffffff", 0.07), who.cloth.dark), (-4, -5))
            + ink.stroke("M220 892L224 1010M326 890L324 1010", who.cloth.dark, 4, 0.8),
            x,
            0,
            1,
            0,
            m,
        )
        for x, m in ((0, False), (800, True))
    )
    inside = ink.fill("M352 700L400 800L448 700L432 690L400 760L368 690Z", who.trim.light)
    return inside + _shirt_front(who, cut) + yoke + pockets + _wings(cut.half, 806, who.cloth, 84)


def _shirt_front(who: Sitter, cut: Cut) -> str:
    return (
        cut.body
        + ink.stroke("M400 800L400 1010M424 806L424 1010", who.cloth.dark, 4.5)
        + "".join(ink.fill(ink.oval(412, y, 7, 7), ink.mix(who.cloth.dark, "#e8d9b8", 0.55)) for y in (850, 930))
    )


def _aodai(who: Sitter, cut: Cut) -> str:
    """An áo dài: high collar, slanting opening, a sprig of flowers."""
    collar = (
        f"M{400 - cut.half + 10} 628Q400 664 {400 + cut.half - 10} 628L{400 + cut.half + 6} 694Q400 748 "
        f"{400 - cut.half - 6} 694Z"
    )
    slit = ink.stroke("M400 724Q474 742 560 806Q590 850 600 930", who.cloth.dark, 4.5)
    buttons = "".join(ink.fill(ink.oval(x, y, 7, 7), who.trim.light) for x, y in ((400, 716), (480, 750), (556, 806)))
    sprig = ink.stroke("M250 1010Q270 930 330 880Q350 860 356 836", who.trim.light, 4, 0.8)
    blooms = "".join(
        ink.moved(places.lotus(0, 0, s, Tone(who.trim.light, who.trim.dark)), x, y, 1, r)
        for x, y, s, r in ((356, 842, 44, 14), (290, 930, 36, -30), (340, 912, 30, 50))
    )
    edge = ink.stroke(f"M{400 - cut.half + 10} 630Q400 666 {400 + cut.half - 10} 630", who.trim.light, 3.5, 0.9)
    return (
        cut.body + ink.within(cut.trunk, sprig + blooms) + ink.lit(collar, who.cloth, (-18, -4)) + edge + slit + buttons
    )


def _tunic(who: Sitter, cut: Cut) -> str:
    """A nurse's or doctor's coat over a coloured undershirt."""
    under = ink.fill(
        f"M{400 - cut.half} 690L400 860L{400 + cut.half} 690"
        f"L{400 + cut.half - 20} 760L400 800L{400 - cut.half + 20} 760Z",
        who.trim.light,
    )
    lapel = [(400 - cut.half + 4, 668), (400 - cut.half - 30, 720), (400 - 116, 800), (400 - 78, 812), (396, 866)]
    other = [(800 - x, y) for x, y in lapel]
    coat = Tone(ink.mix(who.cloth.light, "#ffffff", 0.3), who.cloth.dark)
    laps = ink.lit(ink.line(lapel), coat, (-7, -4)) + ink.lit(
        ink.line(other), Tone(ink.mix(*_pair(coat), 0.25), coat.dark), (-7, -4)
    )
    tag = (
        ink.lit(ink.box(500, 892, 96, 58, 6), Tone("#f7f9f6", "#c2cdd0"), (-5, -4))
        + ink.fill(ink.box(500, 892, 96, 16, 4), ink.TEAL)
        + ink.stroke("M514 924L580 924M514 938L560 938", "#8b979a", 4)
    )
    return under + cut.body + laps + ink.stroke("M400 862L400 1010", who.cloth.dark, 5) + tag


def _vest(who: Sitter, cut: Cut) -> str:
    """A reflecting vest over a work shirt."""
    panels = ""
    for mirror in (False, True):
        panel = "M292 716Q306 830 386 1010L180 1010Q206 900 188 762Z"
        strap = ink.stroke("M250 720Q262 850 252 1010", "#f3ead0", 30) + ink.stroke("M170 930L396 930", "#f3ead0", 32)
        art = ink.lit(panel, who.trim, (-16, 0)) + ink.within(panel, strap)
        panels += ink.moved(art, 800 if mirror else 0, 0, 1, 0, mirror)
    zip_line = ink.stroke("M400 790L400 1010", who.cloth.dark, 5)
    return cut.body + zip_line + ink.within(cut.trunk, panels) + _wings(cut.half, 792, who.cloth)


def _suit(who: Sitter, cut: Cut) -> str:
    """A jacket over a white shirt, without a tie for women."""
    shirt = ink.fill("M300 676L400 1010L500 676L448 700L400 760L352 700Z", who.trim.light)
    tie = (
        ""
        if who.woman
        else ink.lit("M384 772L416 772L424 806L438 900L400 940L362 900L376 806Z", Tone("#8f2a30", "#651a22"), (-7, 0))
    )
    lapel = [(400 - cut.half - 4, 668), (400 - cut.half - 40, 726), (400 - 150, 812), (400 - 104, 828), (398, 910)]
    other = [(800 - x, y) for x, y in lapel]
    cloth = Tone(ink.mix(who.cloth.light, "#ffffff", 0.06), who.cloth.dark)
    laps = ink.lit(ink.line(lapel), cloth, (-7, -4)) + ink.lit(ink.line(other), cloth, (-9, -4))
    return shirt + tie + cut.body + _wings(cut.half - 26, 768, who.trim, 58) + laps


def _polo(who: Sitter, cut: Cut) -> str:
    """A knitted shirt with a short buttoned opening."""
    placket = ink.lit(
        ink.box(384, 790, 34, 120, 4), Tone(ink.mix(who.cloth.light, "#ffffff", 0.08), who.cloth.dark), (-5, 0)
    )
    dots = "".join(ink.fill(ink.oval(401, y, 6, 6), who.trim.light) for y in (826, 876))
    return cut.body + placket + dots + _wings(cut.half, 798, Tone(who.trim.light, who.trim.dark), 72)


Garment = Callable[[Sitter, Cut], str]
DRESSES: dict[str, Garment] = {
    "shirt": _shirt,
    "overall": _overall,
    "aodai": _aodai,
    "tunic": _tunic,
    "vest": _vest,
    "suit": _suit,
    "polo": _polo,
}


# --- the sitters ---------------------------------------------------------------------------

WHITE = Tone("#fbf6ea", "#cfcabd")
PALE = Tone("#d3e1e2", "#9fb4b8")
BLUE = Tone("#2d6a93", "#194465")
DEEP = Tone("#1d4a78", "#10304f")
TEAL = Tone("#257f7b", "#145351")
ORANGE = Tone("#e08a2e", "#a75f18")
WARM, SANDY, MIST, ROSE, CLAY, MOSS = ("#f3e2bb", "#e6cd9c", "#d2dcd2", "#efd3bd", "#dfbf9d", "#d5d8b4")

SITTERS = (
    Sitter(True, 34, "tail", "overall", BLUE, WARM, turn=6, smile=7, jaw=94, chin=36, nose=0.94, wide=126),
    Sitter(False, 46, "short", "overall", DEEP, SANDY, SKINS[1], wide=134, jaw=112, chin=52, turn=-8, nose=1.08),
    Sitter(
        True,
        41,
        "bun",
        "aodai",
        Tone("#9c2f3c", "#6a1c2b"),
        WARM,
        trim=Tone("#f2cf94", "#cf9c5a"),
        smile=7,
        jaw=98,
        chin=38,
        wide=132,
        nose=0.98,
    ),
    Sitter(
        True,
        29,
        "drawn",
        "tunic",
        WHITE,
        MIST,
        hat="nurse",
        hat_tone=WHITE,
        trim=PALE,
        jaw=86,
        chin=30,
        turn=8,
        smile=6,
        wide=122,
        nose=0.9,
        eyes=1.06,
    ),
    Sitter(
        False,
        38,
        "crop",
        "vest",
        PALE,
        CLAY,
        SKINS[1],
        hat="helmet",
        hat_tone=WHITE,
        trim=ORANGE,
        jaw=106,
        chin=44,
        turn=6,
        long=8,
        nose=1.02,
    ),
    Sitter(
        False,
        55,
        "receding",
        "shirt",
        WHITE,
        MOSS,
        SKINS[1],
        GREYING,
        wide=130,
        jaw=106,
        chin=46,
        long=4,
        glasses=True,
        turn=-4,
    ),
    Sitter(
        True,
        52,
        "waved",
        "shirt",
        Tone("#7f5a70", "#563a4d"),
        ROSE,
        SKINS[1],
        GREYING,
        wide=130,
        jaw=106,
        chin=44,
        smile=8,
        nose=1.02,
        eyes=0.95,
    ),
    Sitter(False, 27, "fringe", "polo", TEAL, WARM, trim=WHITE, jaw=94, chin=36, turn=-8, smile=7, wide=124, nose=0.96),
    Sitter(True, 37, "bob", "suit", DEEP, SANDY, trim=WHITE, jaw=92, chin=34, turn=-6, long=5),
    Sitter(
        False,
        50,
        "short",
        "overall",
        Tone("#6d7268", "#464a44"),
        CLAY,
        SKINS[2],
        GREYING,
        hat="cap",
        hat_tone=Tone("#56605a", "#363e3a"),
        wide=132,
        jaw=110,
        chin=50,
        turn=8,
    ),
    Sitter(
        True,
        26,
        "long",
        "aodai",
        Tone("#f4ecdd", "#c9bda6"),
        MIST,
        trim=Tone("#c9a7a0", "#a87f7a"),
        jaw=88,
        chin=34,
        smile=7,
        turn=4,
        wide=123,
        nose=0.92,
        eyes=1.05,
    ),
    Sitter(
        True,
        45,
        "tail",
        "vest",
        BLUE,
        MOSS,
        SKINS[2],
        hat="helmet",
        trim=ORANGE,
        jaw=102,
        chin=42,
        turn=-6,
        nose=1.05,
        smile=7,
    ),
    Sitter(
        False,
        33,
        "short",
        "suit",
        Tone("#39434f", "#222a34"),
        WARM,
        trim=WHITE,
        jaw=102,
        chin=44,
        turn=5,
        smile=5,
        long=6,
        wide=125,
    ),
    Sitter(
        True,
        58,
        "bun",
        "aodai",
        Tone("#1f6f6c", "#114745"),
        SANDY,
        SKINS[1],
        SILVER,
        trim=Tone("#e9d3a2", "#bf9c5e"),
        wide=132,
        jaw=100,
        chin=38,
        glasses=True,
        smile=8,
    ),
    Sitter(
        False,
        42,
        "crop",
        "tunic",
        WHITE,
        MIST,
        SKINS[0],
        trim=Tone("#9cc0cf", "#6f97a8"),
        wide=130,
        jaw=104,
        chin=44,
        glasses=True,
        turn=-5,
    ),
    Sitter(
        True,
        31,
        "bangs",
        "shirt",
        Tone("#e7c98e", "#b8935a"),
        ROSE,
        hair_tone=BROWN,
        jaw=98,
        chin=38,
        turn=5,
        smile=8,
        wide=130,
        nose=0.92,
        eyes=1.04,
    ),
    Sitter(
        False,
        60,
        "short",
        "shirt",
        Tone("#8aa3a8", "#5c757b"),
        CLAY,
        SKINS[2],
        SILVER,
        wide=130,
        jaw=106,
        chin=48,
        long=8,
        turn=6,
        smile=7,
        nose=1.1,
        eyes=0.94,
    ),
    Sitter(
        True,
        39,
        "tail",
        "overall",
        TEAL,
        WARM,
        SKINS[1],
        hat="cap",
        hat_tone=TEAL,
        jaw=92,
        chin=34,
        turn=-7,
        long=4,
        nose=0.98,
    ),
    Sitter(
        False,
        30,
        "fringe",
        "overall",
        Tone("#b5803f", "#7d5526"),
        MIST,
        SKINS[2],
        hat="helmet",
        hat_tone=Tone("#2d6a93", "#194465"),
        jaw=108,
        chin=48,
        turn=-6,
        smile=7,
        wide=132,
        nose=1.05,
    ),
    Sitter(
        True,
        48,
        "bob",
        "polo",
        Tone("#b5533f", "#7f3428"),
        MOSS,
        SKINS[1],
        wide=134,
        jaw=106,
        chin=42,
        trim=WHITE,
        smile=7,
        turn=6,
        nose=1.02,
    ),
)
