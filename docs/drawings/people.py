"""People for the scenes: a jointed figure in a pose, dressed for its work.

Drawn in units of a hundredth of the head's height, hips at (0, 0), y downwards, facing right when
turned; a figure is then carried to its place by `ink.moved`. Pure.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import ink
from ink import Point, Tone

SKIN = (Tone("#e6b98f", "#c08a63"), Tone("#d7a478", "#ad7850"), Tone("#c48e64", "#966440"))
HAIR = Tone("#3a3231", "#221d20")
SILVER = ink.tone("#a39d97", 0.3)
UNION_BLUE, TROUSERS = ink.tone(ink.BLUE), ink.tone("#3b4552")
STRAW, COTTON = ink.tone(ink.OCHRE), ink.tone(ink.WHITE, 0.18)


@dataclass(frozen=True)
class Dress:
    """What a person wears."""

    top: Tone = UNION_BLUE
    legs: Tone = TROUSERS
    hair: str = "short"  # short, bun, tail, bob, none
    hair_tone: Tone = HAIR
    hat: str = ""  # helmet, cap, scarf, leaf (nón lá), nurse
    hat_tone: Tone = STRAW
    cut: str = "shirt"  # shirt, coat, dress (áo dài), vest, apron
    trim: Tone = COTTON
    skin: Tone = SKIN[0]
    gloves: Tone | None = None
    goggles: bool = False
    woman: bool = False


@dataclass(frozen=True)
class Pose:
    """Where the limbs reach, in figure units from the hips."""

    turn: float = 0  # 0 faces us, 1 is a full profile
    back: bool = False
    lean: float = 0  # degrees, forwards when positive and turned
    look: str = "three"  # front, three, side, back
    nod: float = 0  # degrees
    down: bool = False  # eyes on the work
    look_away: bool = False  # the head turned to the other side
    near_hand: Point = (76, 32)
    far_hand: Point = (-76, 32)
    near_bend: float = 0  # which way the elbow points; 0 leaves it to the body
    far_bend: float = 0
    near_foot: Point = (30, 328)
    far_foot: Point = (-30, 328)
    near_knee: float = -1
    far_knee: float = 1
    hands_behind: bool = False
    hands: bool = True
    child: bool = False


def figure(
    x: float,
    ground: float,
    head: float,
    dress: Dress,
    pose: Pose = Pose(),
    *,
    mirror: bool = False,
    haze: tuple[str, float] | None = None,
    hips: float = 344,
) -> str:
    """A person whose soles (or seat, by `hips`) rest on `ground`, with a head `head` pixels high."""
    worn = _seen_through(dress, haze) if haze else dress
    size = head / 100
    glint: Point = (8, -5) if mirror else (-8, -5)
    parts = _layers(worn, pose, glint, head >= 44)
    return ink.moved("".join(parts), x, ground - hips * size, size, mirror=mirror)


def _seen_through(dress: Dress, haze: tuple[str, float]) -> Dress:
    def veil(tone: Tone) -> Tone:
        return ink.hazed(tone, *haze)

    return replace(
        dress,
        top=veil(dress.top),
        legs=veil(dress.legs),
        trim=veil(dress.trim),
        hair_tone=veil(dress.hair_tone),
        hat_tone=veil(dress.hat_tone),
        skin=veil(dress.skin),
    )


def _layers(dress: Dress, pose: Pose, glint: Point, close: bool) -> list[str]:
    far_arm = _arm(dress, pose, glint, near=False)
    near_arm = _arm(dress, pose, glint, near=True)
    behind = far_arm + near_arm if pose.hands_behind else (far_arm if pose.turn > 0.4 else "")
    before = "" if pose.hands_behind else (near_arm if behind else far_arm + near_arm)
    legs = _leg(dress, pose, glint, near=False) + _leg(dress, pose, glint, near=True)
    neck, head = _neck_and_head(dress, pose, glint, close)
    return [behind, legs, neck, _torso(dress, pose, glint), head, before]


# --- torso ---------------------------------------------------------------------------------


def spun(point: Point, lean: float) -> Point:
    """A point of the trunk after leaning from the hips by so many degrees to the right."""
    angle = math.radians(lean)
    x, y = point
    return x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle)


def _between(front: Sequence[Point], side: Sequence[Point], turn: float) -> list[Point]:
    return [(a + (c - a) * turn, b + (d - b) * turn) for (a, b), (c, d) in zip(front, side, strict=True)]


HEMS = {"coat": (12, 160), "dress": (22, 262)}


def _outline(dress: Dress, pose: Pose) -> list[Point]:
    flare, hem = HEMS.get(dress.cut, (3, 22))
    wide, waist, hip = (76, 50, 58) if dress.woman else (90, 66, 58)
    if pose.child:
        wide, waist, hip = 70, 52, 54
    front = [
        (20, -248),
        (46, -232),
        (wide - 10, -214),
        (wide, -190),
        (wide - 14, -150),
        (waist, -85),
        (hip, -10),
        (hip + flare, hem),
    ]
    breast = [(12, -248), (26, -236), (38, -220), (48, -192), (53, -150), (43, -85), (44, -10), (43 + flare, hem)]
    spine = [
        (-24, -252),
        (-38, -240),
        (-47, -222),
        (-53, -196),
        (-54, -150),
        (-38, -85),
        (-50, -10),
        (-47 - flare, hem),
    ]
    right = _between(front, breast, pose.turn)
    left = _between([(-x, y) for x, y in front], spine, pose.turn)
    return [*right, *reversed(left)]


def _trunk_path(dress: Dress, pose: Pose) -> str:
    points = [spun(p, pose.lean) for p in _outline(dress, pose)]
    half = len(points) // 2
    right, left = ink.curve(points[:half], closed=False), ink.curve(points[half:], closed=False)
    return right + "L" + left[1:] + "Z"


def _torso(dress: Dress, pose: Pose, glint: Point) -> str:
    path = _trunk_path(dress, pose)
    body = ink.lit(path, dress.top, (glint[0] * 2.2, glint[1] * 1.5))
    return body + _details(dress, pose, path, glint)


def _details(dress: Dress, pose: Pose, trunk: str, glint: Point) -> str:
    """What tells one garment from another: bands, collar, buttons, bib."""
    middle = 30 * pose.turn
    parts = ""
    if dress.cut == "vest":
        parts += ink.lit(trunk, dress.trim, (glint[0] * 2.2, 0)) + _vest(pose, middle)
    if dress.cut == "apron" and not pose.back:
        bib = [
            (middle - 34, -170),
            (middle + 30, -170),
            (middle + 44, -60),
            (middle + 50, 40),
            (middle - 54, 40),
            (middle - 44, -60),
        ]
        parts += ink.fill(ink.line(spun(p, pose.lean) for p in bib), dress.trim.light)
    if dress.cut in ("shirt", "coat") and not pose.back and pose.turn < 0.9:
        seam = [spun((middle * 0.7, y), pose.lean) for y in (-238, 18)]
        parts += ink.stroke(ink.line(seam, closed=False), dress.top.dark, 3)
    return ink.within(trunk, parts) if parts else ""


def _vest(pose: Pose, middle: float) -> str:
    bands = ""
    for y in (-120, -62):
        strip = [spun(p, pose.lean) for p in ((-110, y), (110, y))]
        bands += ink.stroke(ink.line(strip, closed=False), ink.CREAM, 15)
    for x in (-52, 48):
        strap = [spun((x + middle * 0.6, y), pose.lean) for y in (-260, -120)]
        bands += ink.stroke(ink.line(strap, closed=False), ink.CREAM, 13)
    return bands


# --- limbs ---------------------------------------------------------------------------------


def _shoulder(dress: Dress, pose: Pose, near: bool) -> Point:
    wide = 52 if pose.child else 58 if dress.woman else 69
    front = wide if near else -wide
    side = -6 if near else 14
    return spun((front + (side - front) * pose.turn, -192), pose.lean)


def _arm(dress: Dress, pose: Pose, glint: Point, near: bool) -> str:
    shoulder = _shoulder(dress, pose, near)
    aim, side = (pose.near_hand, pose.near_bend) if near else (pose.far_hand, pose.far_bend)
    side = side or (1 if pose.turn > 0.4 or not near else -1)
    long = 0.8 if pose.child else 1
    if pose.turn <= 0.4:  # an arm bent towards us looks shorter than it is
        long = max(0.66 * long, min(long, math.dist(shoulder, aim) / (234 * 0.88)))
    elbow, wrist = ink.bend(shoulder, aim, 122 * long, 112 * long, side)
    thick = 0.86 if dress.woman or pose.child else 1
    sleeve = ink.limb([shoulder, elbow, wrist], [27 * thick, 22 * thick, 16 * thick])
    cloth = dress.top
    hand = _hand(elbow, wrist, dress.gloves or dress.skin, glint) if pose.hands else ""
    shade = cloth if near or pose.turn < 0.4 else Tone(ink.mix(cloth.light, cloth.dark, 0.6), cloth.dark)
    return hand + ink.lit(sleeve, shade, (glint[0] * 0.9, glint[1] * 1.4))


def _hand(elbow: Point, wrist: Point, skin: Tone, glint: Point) -> str:
    reach = math.dist(elbow, wrist)
    ux, uy = (wrist[0] - elbow[0]) / reach, (wrist[1] - elbow[1]) / reach
    palm = (wrist[0] + ux * 18, wrist[1] + uy * 18)
    tip = (wrist[0] + ux * 40, wrist[1] + uy * 40)
    thumb = (palm[0] + ux * 12 + uy * 15, palm[1] + uy * 12 - ux * 15)
    shape = ink.limb([wrist, palm, tip], [11, 14, 8]) + ink.limb([wrist, thumb], [9, 6])
    return ink.lit(shape, skin, (glint[0] * 0.6, glint[1] * 0.6))


def _leg(dress: Dress, pose: Pose, glint: Point, near: bool) -> str:
    spread = 27 * (1 - pose.turn * 0.6)
    hip = (spread if near else -spread, 8.0)
    aim, side = (pose.near_foot, pose.near_knee) if near else (pose.far_foot, pose.far_knee)
    long = 0.8 if pose.child else 1
    knee, ankle = ink.bend(hip, aim, 166 * long, 156 * long, side)
    slim = 0.9 if dress.woman or pose.child else 1
    trouser = ink.limb([hip, knee, ankle], [38 * slim, 28 * slim, 21 * slim])
    toe = 40 * pose.turn if pose.turn > 0.3 else (9 if near else -9)
    sole = ankle[1] + 16
    shoe = ink.limb([(ankle[0], sole - 6), (ankle[0] + toe, sole)], [15, 10])
    return ink.fill(shoe, ink.mix(dress.legs.dark, "#1a1512", 0.6)) + ink.lit(
        trouser, dress.legs, (glint[0] * 1.2, glint[1])
    )


# --- head ----------------------------------------------------------------------------------


def _neck_and_head(dress: Dress, pose: Pose, glint: Point, close: bool) -> tuple[str, str]:
    base = spun((2 * pose.turn, -240), pose.lean)
    tilt = pose.lean * 0.55 + pose.nod
    ahead = spun((16 * pose.turn, -297), pose.lean)
    centre = (ahead[0] * 0.9 + base[0] * 0.1, ahead[1] + abs(pose.lean) * 0.12)
    slim = 0.85 if dress.woman or pose.child else 1
    throat = ink.limb([(centre[0] - 4 * pose.turn, centre[1] + 26), base], [21 * slim, 25 * slim])
    neck = ink.fill(throat, dress.skin.dark)
    flip = -1 if pose.look_away else 1
    shine: Point = (glint[0] * flip, glint[1])
    art = face(dress, pose.look, shine, close, pose.down)
    grown = 1.12 if pose.child else 1
    head = ink.moved(art, centre[0], centre[1], grown, tilt, mirror=pose.look_away)
    return neck, _collar(dress, pose, base) + head


def _collar(dress: Dress, pose: Pose, base: Point) -> str:
    if dress.cut == "dress" or pose.back:
        high = [
            (base[0] - 27, base[1] + 8),
            (base[0] - 22, base[1] - 12),
            (base[0] + 22, base[1] - 12),
            (base[0] + 27, base[1] + 8),
        ]
        return ink.fill(ink.line(high), dress.top.dark)
    tip = spun((20 * pose.turn, -216), pose.lean)
    left, right = spun((-25, -250), pose.lean), spun((25, -250), pose.lean)
    opening = ink.fill(ink.line([left, tip, right]), dress.skin.dark)
    wings = [left, (left[0] - 8, left[1] + 16), (tip[0] - 12, tip[1] + 12), tip]
    other = [right, (right[0] + 8, right[1] + 16), (tip[0] + 12, tip[1] + 12), tip]
    edge = dress.trim if dress.cut == "vest" else dress.top
    return (
        opening + ink.fill(ink.line(wings), edge.light) + ink.fill(ink.line(other), ink.mix(edge.light, edge.dark, 0.5))
    )


FACES = {
    "front": "M-35 -22C-37 4 -33 26 -22 38C-14 47 -6 50 0 50C6 50 14 47 22 38C33 26 37 4 35 -22"
    "C30 -52 -30 -52 -35 -22Z",
    "three": "M-30 -24C-32 0 -26 24 -10 38C0 47 8 50 15 50C23 49 27 42 29 34C31 28 35 22 35 14"
    "C35 8 32 4 32 0C34 -6 35 -14 33 -22C28 -52 -26 -52 -30 -24Z",
    "side": "M-14 -40C8 -56 30 -46 34 -24C36 -14 35 -10 33 -5C36 3 40 9 44 15C44 19 39 20 36 21"
    "C39 24 39 27 37 29C39 32 38 35 35 37C36 42 35 48 29 50C20 52 6 46 -6 36C-22 20 -30 -20 -14 -40Z",
    "back": "M-36 -22C-38 4 -34 26 -22 40C-12 47 12 47 22 40C34 26 38 4 36 -22C30 -54 -30 -54 -36 -22Z",
}

# Brows, upper lids, irises, nose, mouth.
FEATURES: dict[str, tuple[str, str, tuple[Point, ...], str, str]] = {
    "front": (
        "M-25 -8Q-17 -12 -9 -9M9 -9Q17 -12 25 -8",
        "M-24 2Q-17 -4 -9 1M9 1Q17 -4 24 2",
        ((-16, 1), (16, 1)),
        "M-3 15Q2 19 6 15",
        "M-10 31Q0 33 10 31",
    ),
    "three": (
        "M-10 -9Q0 -13 9 -9M19 -9Q25 -12 31 -8",
        "M-8 2Q0 -4 8 1M19 1Q25 -4 31 1",
        ((2, 1), (26, 1)),
        "M20 1Q27 12 24 16Q20 18 16 16",
        "M8 31Q17 33 24 30",
    ),
    "side": ("M20 -10Q27 -14 33 -9", "M21 1Q27 -4 32 1", ((29, 1),), "M33 20Q29 20 29 17", "M26 30Q31 31 36 29"),
}

# Upper lids and irises of eyes on the work.
LOWERED: dict[str, tuple[str, tuple[Point, ...]]] = {
    "front": ("M-24 3Q-17 -1 -9 3M9 3Q17 -1 24 3", ((-16, 4), (16, 4))),
    "three": ("M-8 3Q1 -1 8 3M19 3Q25 -1 31 3", ((3, 4), (26, 4))),
    "side": ("M21 2Q27 -1 32 3", ((29, 4),)),
}

CROWNS = {
    "short": {
        "front": "M-38 0C-44 -40 -26 -60 2 -60C30 -60 44 -38 38 0L33 -14C32 -24 26 -30 18 -33"
        "C4 -28 -12 -28 -26 -34C-32 -26 -34 -18 -33 -10Z",
        "three": "M-24 14L-34 6C-48 -34 -30 -60 2 -60C28 -60 40 -42 35 -22C28 -30 20 -33 10 -33"
        "C-2 -30 -12 -28 -14 -14L-16 2L-22 0Z",
        "side": "M-22 32C-46 24 -52 -20 -34 -44C-16 -62 22 -60 34 -30C24 -34 16 -36 8 -32"
        "C2 -26 2 -14 -2 -2L-8 6L-14 4Z",
        "back": "M-37 14C-46 -36 -30 -60 0 -60C30 -60 46 -36 37 14C30 36 18 40 0 38C-18 40 -30 36 -37 14Z",
    },
    "bun": {
        "front": "M-38 6C-44 -38 -28 -60 0 -60C28 -60 44 -38 38 6L33 -12C30 -26 18 -36 0 -36C-18 -36 -30 -26 -33 -12Z",
        "three": "M-22 18L-36 4C-46 -36 -28 -60 4 -60C28 -60 40 -42 34 -20C26 -32 10 -36 -2 -28"
        "C-12 -20 -14 -6 -16 4ZM-48 -8a15 16 0 1 1 30 0a15 16 0 1 1 -30 0Z",
        "side": "M-16 24C-44 20 -50 -22 -34 -44C-16 -62 22 -60 34 -28C22 -36 8 -32 2 -20"
        "C0 -10 -4 4 -10 8ZM-66 -6a17 18 0 1 1 34 0a17 18 0 1 1 -34 0Z",
        "back": "M-37 8C-46 -36 -30 -60 0 -60C30 -60 46 -36 37 8C30 36 18 42 0 42C-18 42 -30 36 -37 8Z",
    },
    "tail": {
        "front": "M-38 8C-44 -38 -28 -60 0 -60C28 -60 44 -38 38 8L33 -10C28 -26 14 -38 -6 -37C-24 -34 -32 -22 -33 -10Z",
        "three": "M-22 18L-36 4C-46 -36 -28 -60 4 -60C28 -60 40 -42 34 -20C26 -32 10 -36 -2 -28"
        "C-12 -20 -14 -6 -16 4ZM-28 4C-34 24 -38 50 -46 66C-58 40 -60 -16 -30 -22Z",
        "side": "M-16 22C-44 20 -50 -22 -34 -44C-16 -62 22 -60 34 -28C22 -36 8 -32 2 -20"
        "C0 -10 -4 4 -10 8ZM-30 6C-38 30 -44 54 -52 74C-66 44 -70 -20 -34 -30Z",
        "back": "M-37 10C-46 -36 -30 -60 0 -60C30 -60 46 -36 37 10C30 34 16 36 12 36"
        "C14 60 8 84 0 96C-8 84 -14 60 -12 36C-16 36 -30 34 -37 10Z",
    },
    "bob": {
        "front": "M-38 40C-46 10 -46 -60 0 -60C46 -60 46 10 38 40C34 44 28 42 27 34"
        "C34 18 34 0 30 -16C10 -22 -4 -30 -10 -36C-16 -26 -26 -20 -31 -14C-34 4 -32 20 -27 34"
        "C-28 42 -34 44 -38 40Z",
        "three": "M-30 46C-46 20 -52 -58 4 -60C28 -60 40 -42 34 -18C26 -30 10 -34 0 -32"
        "C-8 -18 -10 0 -10 36C-14 46 -24 50 -30 46Z",
        "side": "M-30 48C-56 26 -58 -58 0 -60C24 -60 36 -44 34 -26C20 -34 10 -28 4 -18"
        "C2 0 0 20 -4 40C-12 50 -22 52 -30 48Z",
        "back": "M-40 42C-48 -30 -34 -60 0 -60C34 -60 48 -30 40 42C24 52 -24 52 -40 42Z",
    },
}

HATS = {
    "helmet": {
        "front": "M-46 -18C-46 -52 -28 -72 0 -72C28 -72 46 -52 46 -18C50 -17 52 -14 48 -12"
        "Q0 -26 -48 -12C-52 -14 -50 -17 -46 -18Z",
        "three": "M-44 -14C-46 -50 -26 -72 4 -72C30 -72 44 -52 43 -24L60 -16Q60 -11 54 -11Q20 -22 -42 -6Z",
        "side": "M-46 -10C-50 -50 -28 -72 2 -72C28 -72 42 -52 40 -26L62 -19Q62 -13 56 -13Q10 -16 -46 -4Z",
        "back": "M-46 -6C-48 -50 -28 -72 0 -72C28 -72 48 -50 46 -6Q0 8 -46 -6Z",
    },
    "cap": {
        "front": "M-40 -22C-40 -52 -26 -66 0 -66C26 -66 40 -52 40 -22Q0 -36 -40 -22Z",
        "three": "M-40 -12C-44 -48 -24 -66 2 -66C28 -66 38 -48 36 -26L58 -18Q58 -12 50 -13Q20 -22 -38 -8Z",
        "side": "M-42 -10C-48 -48 -26 -66 2 -66C26 -66 38 -48 36 -28L60 -20Q60 -14 52 -15Q10 -20 -42 -6Z",
        "back": "M-42 -8C-44 -48 -26 -66 0 -66C26 -66 44 -48 42 -8Q0 4 -42 -8Z",
    },
    "scarf": {
        "front": "M-41 -4C-46 -44 -28 -64 0 -64C28 -64 46 -44 41 -4L34 -14Q28 -34 0 -35Q-28 -34 -34 -14Z",
        "three": "M-28 26C-54 14 -52 -62 4 -64C28 -64 40 -46 35 -22Q24 -34 4 -33Q-10 -24 -14 2Z",
        "side": "M-18 32C-58 30 -60 -58 0 -64C24 -64 36 -48 34 -27Q18 -36 6 -24Q2 0 -8 12Z",
        "back": "M-41 18C-48 -40 -30 -64 0 -64C30 -64 48 -40 41 18Q24 44 0 44Q-24 44 -41 18Z",
    },
    "leaf": {
        "front": "M-92 -16Q-40 -56 0 -92Q40 -56 92 -16Q0 6 -92 -16Z",
        "three": "M-86 -12Q-40 -54 4 -92Q44 -58 94 -24Q10 2 -86 -12Z",
        "side": "M-84 -10Q-40 -54 4 -92Q46 -60 96 -28Q10 2 -84 -10Z",
        "back": "M-92 -8Q-40 -50 0 -90Q40 -50 92 -8Q0 14 -92 -8Z",
    },
    "nurse": {
        "front": "M-33 -30L-34 -58Q0 -72 34 -58L33 -30Q0 -42 -33 -30Z",
        "three": "M-37 -26L-34 -58Q4 -74 34 -56L32 -33Q0 -42 -37 -26Z",
        "side": "M-42 -24L-36 -56Q0 -74 29 -58L31 -36Q0 -42 -42 -24Z",
        "back": "M-34 -34L-34 -64Q0 -78 34 -64L34 -34Q0 -42 -34 -34Z",
    },
}


GOGGLES = {
    "three": ink.stroke("M-30 -2L-12 0", "#2b3a40", 5)
    + ink.fill("M-13 -8Q10 -13 35 -8L34 9Q26 14 20 8Q16 8 11 10Q0 15 -12 9Z", "#cfe3e4", 0.62)
    + ink.stroke("M-13 -8Q10 -13 35 -8L34 9Q26 14 20 8Q16 8 11 10Q0 15 -12 9Z", "#2b3a40", 3),
    "side": ink.stroke("M-36 -6L18 0", "#2b3a40", 5)
    + ink.fill(ink.box(17, -9, 22, 20, 6), "#cfe3e4", 0.62)
    + ink.stroke(ink.box(17, -9, 22, 20, 6), "#2b3a40", 3),
}


def face(dress: Dress, look: str, glint: Point, close: bool, down: bool = False) -> str:
    """A head seen as `look` says, centred on its middle, one hundred units high."""
    skull = ink.lit(FACES[look], dress.skin, (glint[0] * 1.3, glint[1] * 0.6))
    parts = [skull]
    if look != "back":
        parts.append(_ear(dress, look))
        if close:
            parts.append(_features(dress, look, down))
    if dress.hair != "none":
        parts.append(ink.lit(CROWNS[dress.hair][look], dress.hair_tone, (glint[0], glint[1])))
        if dress.hair == "bun" and look == "back":
            parts.append(ink.lit(ink.oval(0, 2, 19, 18), dress.hair_tone, glint))
    if dress.goggles:
        parts.append(GOGGLES.get(look, ""))
    parts.append(_hat(dress, look, glint))
    return "".join(parts)


def _ear(dress: Dress, look: str) -> str:
    ears = {"front": [(-37, 4), (37, 4)], "three": [(-20, 8)], "side": [(-8, 8)]}[look]
    if dress.hair == "bob":
        return ""
    tint = ink.mix(dress.skin.light, dress.skin.dark, 0.45)
    return "".join(ink.fill(ink.oval(x, y, 6, 11), tint) for x, y in ears)


def _features(dress: Dress, look: str, down: bool) -> str:
    brow, lid, irises, nose, mouth = FEATURES[look]
    if down:
        lid, irises = LOWERED[look]
    brown = ink.mix(dress.skin.dark, "#2a1a14", 0.72)
    soft = ink.mix(dress.skin.dark, "#5a2a1c", 0.35)
    return (
        ink.stroke(brow, ink.mix(brown, dress.hair_tone.light, 0.3), 2.6)
        + ink.stroke(lid, brown, 2.4)
        + "".join(ink.fill(ink.oval(x, y, 2.8, 2.4 if down else 3.2), brown) for x, y in irises)
        + ink.stroke(nose, soft, 2.4)
        + ink.stroke(mouth, ink.mix(soft, "#8a2a24", 0.35), 2.8)
    )


def _hat(dress: Dress, look: str, glint: Point) -> str:
    if not dress.hat:
        return ""
    shape = ink.lit(HATS[dress.hat][look], dress.hat_tone, (glint[0] * 1.5, glint[1]))
    if dress.hat == "leaf" and look in ("three", "front"):
        return shape + ink.stroke("M-30 -6Q-26 30 2 47Q28 34 34 -6", dress.hat_tone.dark, 2.4)
    return shape
