"""Scenes out of doors: tree planting, the old town, the mountain town, the tea hills. Pure."""

import math

import ink
import places
from ink import Point, Tone
from people import SILVER, SKIN, Dress, Pose, figure

CONE = Tone("#ecd6a2", "#b8955c")
TILE = Tone("#b5634a", "#874535")
LIME = Tone("#f2e2bd", "#cfb587")


# --- tree planting -------------------------------------------------------------------------


def planting() -> str:
    """Members of a union plant young trees on a bare slope at the start of spring."""
    return "".join(
        (
            places.sky("#dfe9df", "#fbeac2"),
            places.warmth(1220, 250, 460, "#fff6d8", 0.9),
            _far_hills(),
            _slope(),
            _young_rows(),
            _planters_far(),
            _planters_near(),
            places.shade(950, "#3a2a1a", 0.3),
        )
    )


def _far_hills() -> str:
    return places.ridge(
        [(0, 470), (200, 400), (430, 450), (700, 360), (980, 440), (1260, 370), (1600, 450)],
        Tone("#b9cfc4", "#dbe2c8"),
        760,
    ) + places.ridge(
        [(0, 560), (260, 500), (560, 560), (860, 480), (1180, 560), (1600, 490)], Tone("#8fb29c", "#c3d2ac"), 800
    )


def _slope() -> str:
    back = places.ridge([(0, 640), (400, 590), (900, 630), (1600, 560)], Tone("#9bb279", "#b9b97d"))
    front = places.ridge([(0, 800), (500, 750), (1000, 780), (1600, 720)], Tone("#b99763", "#8a6a43"))
    lanes = ink.stroke("M0 870Q700 800 1600 800M0 960Q700 880 1600 890", "#9c7a4d", 5, 0.6)
    return back + front + lanes


def _sapling(x: float, y: float, size: float, colours: Tone) -> str:
    """A young tree with its stake and a ring of loose earth."""
    earth = ink.fill(ink.oval(x, y, size * 0.4, size * 0.1), "#6d4e30")
    stake = ink.stroke(
        f"M{x + size * 0.1:.0f} {y:.0f}L{x + size * 0.1:.0f} {y - size * 0.8:.0f}", "#c9a56a", size * 0.04
    )
    stem = ink.stroke(f"M{x} {y}Q{x - 4} {y - size / 2} {x} {y - size}", "#6b5a38", size * 0.05)
    blades = ""
    for turn, high in ((-58, 0.5), (55, 0.6), (-48, 0.78), (46, 0.86), (-14, 0.98), (18, 1.0)):
        blade = f"M0 0Q{size * 0.13} {-size * 0.18} 0 {-size * 0.42}Q{-size * 0.13} {-size * 0.18} 0 0Z"
        blades += ink.moved(ink.lit(blade, colours, (-3, 0)), x, y - size * high * 0.92, 1, turn)
    return earth + stake + stem + blades


def _young_rows() -> str:
    parts: list[str] = []
    for row, (y, size) in enumerate(((668, 40), (716, 54), (790, 74))):
        green = Tone("#7c9f5c", "#5b7f4d")
        first, step, fall = 40 + row * 30, 120 + row * 46, 5 - row
        parts.extend(_sapling(first + i * step, y - i * fall, size, green) for i in range(14 - row * 3))
    return "".join(parts)


def _planters_far() -> str:
    veil = ("#e9dfb4", 0.3)
    dig = Pose(turn=0.8, lean=30, look="side", near_hand=(120, 20), far_hand=(150, 60))
    carry = Pose(
        turn=0.8,
        look="side",
        near_hand=(70, 10),
        far_hand=(50, 10),
        near_foot=(46, 324),
        far_foot=(-56, 320),
        near_knee=-1,
        far_knee=-1,
    )
    woman = Dress(woman=True, hair="bun", hat="leaf", hat_tone=CONE, top=ink.tone("#2f6d8f"))
    man = Dress(hat="cap", hat_tone=ink.tone("#4f7a5a"), top=ink.tone("#4f7a5a"), skin=SKIN[2])
    hoe = ink.stroke("M330 622L420 742", "#8a6238", 6)
    return (
        figure(290, 770, 52, man, dig, haze=veil)
        + hoe
        + figure(880, 752, 48, woman, carry, haze=veil)
        + figure(1330, 720, 44, woman, dig, haze=veil, mirror=True)
        + figure(1470, 726, 46, man, carry, haze=veil, mirror=True)
    )


def _planters_near() -> str:
    """One sets the young tree upright, one treads and fills the earth."""
    woman = Dress(
        woman=True,
        hair="tail",
        hat="leaf",
        hat_tone=CONE,
        top=Tone("#1f6f92", "#124660"),
        legs=ink.tone("#3d4650"),
        skin=SKIN[0],
    )
    man = Dress(
        top=Tone("#f5ead0", "#c3ae86"), legs=ink.tone("#4a4f45"), hat="cap", hat_tone=ink.tone("#5f7f5a"), skin=SKIN[1]
    )
    kneel = Pose(
        turn=0.9,
        lean=24,
        look="three",
        down=True,
        nod=4,
        near_hand=(178, -46),
        far_hand=(190, -20),
        near_foot=(30, 170),
        far_foot=(90, 168),
        near_knee=-1,
        far_knee=-1,
    )
    hoeing = Pose(
        turn=0.8,
        lean=18,
        look="three",
        down=True,
        near_hand=(110, -24),
        far_hand=(160, 40),
        near_foot=(-50, 322),
        far_foot=(70, 322),
        near_knee=-1,
        far_knee=-1,
    )
    hoe = ink.limb([(1112, 470), (858, 962)], [8, 8])
    blade = ink.lit(ink.line([(834, 950), (876, 968), (850, 1022), (812, 1000)]), Tone("#8f9694", "#555f60"), (-6, -4))
    mound = ink.lit(
        "M640 1010Q690 960 790 958Q880 960 930 1012Q790 1040 640 1010Z", Tone("#8a6238", "#5c3f25"), (-14, -10)
    )
    return (
        mound
        + _sapling(780, 975, 270, Tone("#7fae5c", "#4f8048"))
        + figure(500, 1020, 118, woman, kneel, hips=190)
        + figure(1200, 1030, 118, man, hoeing, mirror=True)
        + ink.lit(hoe, Tone("#b98a55", "#7a5530"), (-3, -3))
        + blade
        + _grip(1044, 601)
        + _grip(1003, 682)
    )


def _grip(x: float, y: float) -> str:
    """Fingers closed over a handle."""
    return ink.lit(ink.limb([(x - 9, y - 4), (x + 9, y + 6)], [15, 13]), SKIN[1], (-4, -4))


# --- old town ------------------------------------------------------------------------------


def old_town() -> str:
    """A laterite gate and a flag tower behind a still moat, an old tree beside them."""
    return "".join(
        (
            places.sky("#dbe6e0", "#fae6bb"),
            places.warmth(420, 300, 480, "#fff3d0", 0.9),
            _far_roofs(),
            _tower(),
            _rampart(),
            _gate(),
            _banyan(),
            _moat(),
            _lane(),
            places.shade(940, "#3a2a1a", 0.28),
        )
    )


def _far_roofs() -> str:
    parts = [places.crown(x, 560, 120, 110, Tone("#b6c9a8", "#a1b897")) for x in range(0, 1700, 150)]
    roof, wall = ink.hazed(TILE, "#f0dfb8", 0.45), ink.hazed(LIME, "#f0dfb8", 0.4)
    parts.extend(_house(x, 610, 150, 60, roof, wall) for x in (60, 230, 1180, 1340))
    return "".join(parts)


def _house(x: float, ground: float, wide: float, tall: float, roof: Tone, wall: Tone) -> str:
    """A low house with a tiled roof."""
    body = ink.lit(ink.box(x, ground - tall, wide, tall), wall, (-wide * 0.12, 0))
    door = ink.fill(ink.box(x + wide * 0.42, ground - tall * 0.72, wide * 0.16, tall * 0.72), wall.dark)
    slope = [
        (x - wide * 0.08, ground - tall),
        (x + wide * 0.1, ground - tall * 1.75),
        (x + wide * 0.9, ground - tall * 1.75),
        (x + wide * 1.08, ground - tall),
    ]
    return body + door + ink.lit(ink.line(slope), roof, (-wide * 0.1, -tall * 0.12))


STONE_LIGHT = Tone("#c98a5f", "#8f5a3f")


def _tower() -> str:
    """The flag tower: three square steps, a tapering shaft, a lantern and the flag."""
    stone = ink.hazed(STONE_LIGHT, "#f3dfb5", 0.22)
    parts = [
        ink.lit(ink.line([(1010 + d, y), (1330 - d, y), (1336 - d, y + 66), (1004 + d, y + 66)]), stone, (-40, 0))
        for d, y in ((0, 560), (34, 496), (66, 432))
    ]
    shaft = ink.lit(ink.line([(1134, 190), (1206, 190), (1232, 432), (1108, 432)]), stone, (-22, 0))
    slots = "".join(ink.fill(ink.box(1162, y, 16, 24, 8), stone.dark) for y in (236, 300, 364))
    cap = ink.lit(ink.box(1122, 176, 96, 18), stone, (-16, 0)) + ink.lit(ink.box(1140, 118, 60, 58), stone, (-14, 0))
    arch = ink.fill("M1158 176L1158 146Q1170 128 1182 146L1182 176Z", stone.dark)
    pole = ink.stroke("M1170 118L1170 20", "#6d5a44", 5)
    flag = ink.fill("M1173 24Q1210 14 1238 26T1296 26L1296 92Q1266 104 1238 92T1173 92Z", "#c02028")
    star: list[Point] = [
        (1234, 36),
        (1240, 52),
        (1257, 52),
        (1243, 62),
        (1248, 78),
        (1234, 68),
        (1220, 78),
        (1225, 62),
        (1211, 52),
        (1228, 52),
    ]
    return "".join(parts) + shaft + slots + cap + arch + pole + flag + ink.fill(ink.line(star), "#ffd45e")


def _courses(x: float, y: float, wide: float, tall: float, stone: Tone, step: float) -> str:
    """The blocks of a laterite wall: courses of uneven stones, some darker."""
    parts = []
    rows = int(tall / step)
    for row in range(rows):
        at, i = x - (row % 2) * step, 0
        while at < x + wide:
            long = step * (1.6 + ((row * 7 + i * 5) % 5) * 0.22)
            tint = ink.mix(stone.light, stone.dark, ((row * 3 + i * 7) % 6) * 0.07)
            parts.append(ink.fill(ink.box(at, y + row * step, long - 4, step - 4, 4), tint))
            at, i = at + long, i + 1
    return ink.fill(ink.box(x, y, wide, tall), stone.dark) + ink.within(ink.box(x, y, wide, tall), "".join(parts))


def _rampart() -> str:
    wall = _courses(-20, 600, 1640, 170, Tone("#bd7a50", "#8d573b"), 34)
    merlons = "".join(_courses(x, 566, 62, 36, Tone("#bd7a50", "#8d573b"), 18) for x in range(-10, 1640, 98))
    veil = ink.painted(ink.box(0, 566, 1600, 210), ink.fade([(0, "#f6dfae", 0.3), (1, "#f6dfae", 0.0)]))
    return wall + merlons + veil


def _gate() -> str:
    """The gate house with its arch, its upper floor and curved roof."""
    mass = _courses(500, 380, 460, 400, Tone("#cf8a5b", "#935a3c"), 40)
    side = ink.painted(ink.box(840, 380, 120, 400), ink.fade([(0, "#5c3626", 0.0), (1, "#5c3626", 0.6)], (1, 0)))
    arch = "M640 780L640 620Q640 520 730 520Q820 520 820 620L820 780Z"
    ring = ink.stroke(arch, "#e0b27e", 20)
    inside = ink.painted(arch, ink.fade([(0, "#4b2f25", 1), (0.7, "#8a6a4a", 1), (1, "#d9bd86", 1)]))
    lodge = ink.lit(ink.box(570, 286, 320, 96), LIME, (-50, 0)) + "".join(
        ink.fill(ink.box(x, 310, 36, 70, 4), "#7a4b34") for x in (610, 712, 814)
    )
    roof = (
        "M500 300Q560 286 590 214L870 214Q900 286 960 300Q950 280 946 268Q916 262 890 196"
        "L570 196Q544 262 514 268Q510 280 500 300Z"
    )
    tiles = ink.lit("M512 292Q566 276 592 208L868 208Q894 276 948 292Q730 306 512 292Z", TILE, (-40, -10))
    lines = "".join(ink.stroke(f"M{600 + i * 26} 212L{560 + i * 34} 296", TILE.dark, 3, 0.55) for i in range(11))
    parapet = _courses(486, 372, 488, 28, Tone("#d99a68", "#9d6544"), 28)
    plate = ink.fill(ink.box(664, 430, 132, 46, 4), "#f0dcb0") + ink.stroke("M684 453L776 453", "#8a5a3a", 5)
    return mass + side + ring + inside + lodge + tiles + lines + ink.fill(roof, "#6f3a2c") + parapet + plate


def _banyan() -> str:
    trunk = (
        "M120 790Q150 640 110 520Q100 430 150 360L200 380Q190 440 230 470Q280 430 300 370L336 384"
        "Q310 480 262 530Q250 660 300 790Z"
    )
    roots = ink.stroke(
        "M170 480Q166 640 150 786M222 520Q216 660 230 788M110 420Q90 600 92 780M330 400Q340 540 334 640",
        "#6b4a34",
        7,
        0.75,
    )
    far = Tone("#6f9468", "#4a7254")
    near = Tone("#5c8a58", "#355d47")
    tops = "".join(
        places.crown(x, y, w, w * 0.66, t)
        for x, y, w, t in (
            (60, 250, 210, far),
            (330, 230, 210, far),
            (190, 160, 230, near),
            (20, 360, 170, near),
            (390, 340, 150, near),
        )
    )
    return ink.lit(trunk, Tone("#8a6244", "#553a2b"), (-16, 0)) + roots + tops


def _moat() -> str:
    water = ink.painted(
        ink.box(0, 776, 1600, 160), ink.fade([(0, "#8a7a5c", 1), (0.4, "#a9b39a", 1), (1, "#c6cdb2", 1)])
    )
    mirror = ink.painted(
        ink.line([(500, 776), (960, 776), (930, 900), (530, 900)]),
        ink.fade([(0, "#8d573b", 0.75), (1, "#8d573b", 0.0)]),
    )
    dark = ink.fill("M650 776L810 776L800 850Q730 880 660 850Z", "#4b2f25", 0.4)
    ripples = ink.stroke(
        "M120 820L360 820M560 812L900 812M980 836L1260 836M300 866L640 866M820 884"
        "L1180 884M1300 806L1520 806M40 900L260 900",
        "#f3ead0",
        4,
        0.55,
    )
    pads = "".join(
        ink.fill(ink.oval(x, y, r, r * 0.28), "#6b9468")
        for x, y, r in (
            (1330, 880, 40),
            (1400, 860, 30),
            (1470, 892, 46),
            (1250, 908, 34),
            (120, 862, 36),
            (190, 884, 28),
        )
    )
    blooms = places.lotus(1402, 856, 34, Tone("#efb3a6", "#d27d78")) + places.lotus(
        1470, 888, 28, Tone("#f5ccbc", "#dd948a")
    )
    return water + mirror + dark + ripples + pads + blooms


def _lane() -> str:
    """The bank in front, with a woman walking her bicycle."""
    bank = places.ridge([(0, 936), (500, 926), (1100, 934), (1600, 922)], Tone("#d9bd86", "#a98a5c"))
    edge = ink.stroke("M0 938Q800 920 1600 924", "#8a7048", 6, 0.5)
    wheel = "".join(
        ink.stroke(ink.oval(x, 1000, 46, 46), "#2e3438", 6)
        + "".join(ink.moved(ink.stroke("M0 -42L0 42", "#7a7f80", 1.5), x, 1000, 1, turn) for turn in range(0, 180, 30))
        for x in (560, 716)
    )
    frame = ink.stroke(
        "M560 1000L604 930L690 930L640 1000ZM640 1000L604 930M690 930L716 1000M690 930L682 892L712 882M592 912L620 910",
        "#1b5f7f",
        7,
    )
    dress = Dress(
        woman=True,
        hair="tail",
        hat="leaf",
        hat_tone=CONE,
        top=Tone("#fbf3e0", "#cbbd9c"),
        legs=ink.tone("#3d4650"),
        skin=SKIN[0],
    )
    walk = Pose(
        turn=0.8,
        look="side",
        near_hand=(140, -14),
        far_hand=(150, -14),
        near_foot=(48, 322),
        far_foot=(-56, 318),
        near_knee=-1,
        far_knee=-1,
    )
    return bank + edge + ink.moved(figure(640, 1040, 58, dress, walk) + ink.moved(wheel + frame, -248, -371, 1.35), 480)


# --- mountain town -------------------------------------------------------------------------


def mountain_town() -> str:
    """A town beside a river among forested mountains, early in the morning."""
    return "".join(
        (
            places.sky("#c9dbe0", "#fbe9c6"),
            places.warmth(1130, 330, 430, "#fff2cf", 0.95),
            _ranges(),
            _valley(),
            _river(),
            _stilt_houses(),
            _terraces(),
            _stilt(1390, 800, 140),
            _walkers(),
            _ferns(),
            places.shade(960, "#22301f", 0.35),
        )
    )


def _ranges() -> str:
    rows = (
        (
            [
                (0, 400),
                (120, 300),
                (230, 360),
                (360, 210),
                (480, 330),
                (620, 260),
                (760, 360),
                (900, 300),
                (1060, 400),
                (1220, 300),
                (1340, 360),
                (1480, 230),
                (1600, 330),
            ],
            "#b3cbd0",
            "#e9e6cf",
            640,
        ),
        (
            [
                (0, 460),
                (160, 400),
                (300, 470),
                (480, 370),
                (640, 460),
                (820, 430),
                (1000, 500),
                (1160, 420),
                (1320, 360),
                (1450, 440),
                (1600, 380),
            ],
            "#8fb3b4",
            "#dfe3c8",
            680,
        ),
        (
            [(0, 520), (200, 470), (420, 540), (640, 520), (900, 570), (1180, 520), (1400, 460), (1600, 520)],
            "#6a988f",
            "#cfdab8",
            720,
        ),
    )
    parts = []
    for points, top, foot, low in rows:
        parts.append(places.ridge(points, Tone(top, foot), low))
    mist = ink.painted(
        ink.box(0, 470, 1600, 160), ink.fade([(0, "#fdf1d6", 0.0), (0.6, "#fdf1d6", 0.6), (1, "#fdf1d6", 0.0)])
    )
    return "".join(parts) + mist + _forest()


def _forest() -> str:
    """The wooded foot of the mountains: crowns in two depths."""
    parts = []
    for i in range(46):
        x, y = i * 36 - 10, 640 + (i * 29) % 18 - (12 if i % 7 < 3 else 0)
        size = 34 + (i * 17) % 24
        parts.append(places.crown(x, y, size, size * 1.1, Tone("#86ab8c", "#638f78")))
    for i in range(30):
        x, y = i * 58 - 20, 664 + (i * 31) % 12
        size = 30 + (i * 23) % 20
        parts.append(places.crown(x, y, size, size, Tone("#7da274", "#557f5e")))
    return "".join(parts)


def _valley() -> str:
    ground = places.ridge([(0, 676), (400, 668), (900, 676), (1600, 664)], Tone("#b6c890", "#a9b875"))
    parts = [ground]
    for i, x in enumerate(range(540, 1480, 83)):
        y = 684 + (i * 37) % 40
        wide = 52 + (i * 29) % 44
        parts.append(
            _house(
                x,
                y,
                wide,
                34 + (i * 7) % 16,
                ink.hazed(TILE, "#e6dfb4", 0.15 + 0.2 * (i % 2)),
                ink.hazed(LIME, "#e6dfb4", 0.1),
            )
        )
        if i % 3 == 0:
            parts.append(places.crown(x - 12, y - 8, 30, 30, Tone("#7d9f6a", "#587d58")))
    mast = ink.stroke("M1014 640L1014 520M1000 560L1028 560M1004 540L1024 540", "#8a7c70", 4)
    return "".join(parts) + mast


def _river() -> str:
    data = (
        "M1600 720Q1200 700 960 740Q700 780 820 840Q960 900 760 960Q560 1010 480 1067L1120 1067"
        "Q1180 980 1240 920Q1300 850 1120 810Q1040 780 1200 764Q1400 750 1600 764Z"
    )
    water = ink.painted(data, ink.fade([(0, "#f6ecd0", 1), (0.35, "#b9d3cf", 1), (1, "#6fa3a3", 1)]))
    shine = ink.stroke(
        "M960 770Q1040 750 1180 742M860 850Q960 860 1060 850M800 980Q900 950 1020 946M700 1030Q820 1010 960 1010",
        "#fdf6e2",
        5,
        0.6,
    )
    bridge = ink.stroke("M800 760Q960 700 1150 752", "#8a6a4a", 9) + ink.stroke(
        "M860 742L860 790M960 728L960 772M1060 736L1060 780M800 736Q960 676 1150 728", "#8a6a4a", 5
    )
    return water + shine + bridge


def _stilt(x: float, ground: float, size: float) -> str:
    """A house on stilts with a thatched roof, its stair and its open floor."""
    posts = "".join(
        ink.fill(ink.box(x + d * size, ground - size * 0.42, size * 0.045, size * 0.42), "#5c4230")
        for d in (0.02, 0.26, 0.5, 0.74, 0.96)
    )
    floor = ink.fill(ink.box(x - size * 0.06, ground - size * 0.46, size * 1.12, size * 0.06), "#8a6440")
    wall = ink.lit(ink.box(x, ground - size * 0.78, size, size * 0.33), Tone("#b58a58", "#7d5a38"), (-size * 0.2, 0))
    holes = "".join(
        ink.fill(ink.box(x + d * size, ground - size * 0.7, size * 0.12, size * 0.18), "#4a3324")
        for d in (0.16, 0.44, 0.72)
    )
    roof: list[Point] = [
        (x - size * 0.16, ground - size * 0.72),
        (x + size * 0.14, ground - size * 1.28),
        (x + size * 0.86, ground - size * 1.28),
        (x + size * 1.16, ground - size * 0.72),
    ]
    thatch = ink.lit(ink.line(roof), Tone("#a8845c", "#6f5238"), (-size * 0.16, -size * 0.06))
    stair = ink.stroke(
        f"M{x + size * 0.3:.0f} {ground - size * 0.42:.0f}L{x + size * 0.12:.0f} {ground:.0f}"
        f"M{x + size * 0.38:.0f} {ground - size * 0.42:.0f}L{x + size * 0.2:.0f} {ground:.0f}",
        "#7a5a3a",
        size * 0.025,
    )
    return posts + wall + holes + floor + thatch + stair


def _stilt_houses() -> str:
    bank = places.ridge([(0, 800), (260, 790), (520, 850), (640, 960), (560, 1067)], Tone("#9db574", "#7d9a5c"))
    trees = "".join(
        places.crown(x, y, w, w, t)
        for x, y, w, t in (
            (40, 700, 110, Tone("#6f9a6e", "#487457")),
            (430, 760, 80, Tone("#7fa672", "#56805a")),
            (190, 690, 90, Tone("#7fa672", "#56805a")),
        )
    )
    return bank + trees + _stilt(50, 850, 260)


def _terraces() -> str:
    """Terraced fields on the slope to the right."""
    parts = []
    for i in range(9):
        y = 800 + i * 34
        left = 1290 - i * 26
        data = (
            f"M1610 {y - 40}Q1440 {y - 46} {left + 30} {y - 8}Q{left - 40} {y + 12} {left - 60} {y + 60}L1610 {y + 70}Z"
        )
        parts.append(ink.lit(data, Tone(("#c6c977", "#a9bd6c", "#d6cf86")[i % 3], "#7a8f4e"), (0, -7)))
    return "".join(parts)


def _ferns() -> str:
    """Dark leaves in the near corners."""
    deep, nearer = Tone("#2f5a3c", "#234630"), Tone("#3f7048", "#2c5438")
    return (
        places.leaves(1500, 1110, 330, deep, 11)
        + places.leaves(1380, 1110, 220, nearer)
        + places.leaves(1590, 1100, 250, nearer)
        + places.leaves(30, 1100, 230, deep)
    )


def _walkers() -> str:
    woman = Dress(
        woman=True,
        hair="bun",
        hat="scarf",
        hat_tone=ink.tone("#2b3550"),
        top=Tone("#23355c", "#141f3a"),
        legs=ink.tone("#1f2738"),
        skin=SKIN[1],
    )
    walk = Pose(
        turn=0.8,
        look="side",
        near_hand=(30, 20),
        far_hand=(60, -10),
        near_foot=(48, 328),
        far_foot=(-54, 326),
        near_knee=-1,
        far_knee=-1,
    )
    basket = ink.lit("M222 838L288 834L280 926Q252 936 232 926Z", Tone("#c79a5a", "#8a6436"), (-8, 0))
    man = Dress(top=ink.tone("#4f6f5a"), legs=ink.tone("#3c4238"), hair_tone=SILVER, skin=SKIN[2])
    return ink.moved(figure(286, 1050, 62, woman, walk) + basket, 100) + figure(
        520,
        1046,
        62,
        man,
        Pose(
            turn=0.8,
            look="side",
            near_hand=(40, 30),
            far_hand=(70, 0),
            near_foot=(-40, 328),
            far_foot=(50, 328),
            near_knee=-1,
            far_knee=-1,
        ),
    )


# --- tea hills -----------------------------------------------------------------------------


def tea_hills() -> str:
    """Round tea hills with palms, midland houses, and women at the harvest."""
    return "".join(
        (
            places.sky("#d3e2df", "#fbeac4"),
            places.warmth(800, 250, 460, "#fff4d4", 0.9),
            places.ridge(
                [(0, 430), (240, 370), (520, 420), (820, 350), (1150, 420), (1600, 360)],
                Tone("#b4cdc6", "#dfe6cb"),
                620,
            ),
            places.ridge([(0, 500), (300, 450), (700, 510), (1100, 440), (1600, 500)], Tone("#93b8a3", "#cfdcb6"), 680),
            places.floor(620, "#c3cf98", "#5d8444"),
            _mound(260, 760, 620, 270, 0.35),
            _mound(1300, 740, 640, 280, 0.3),
            _homes(),
            _mound(760, 900, 700, 300, 0.12),
            _palms(),
            _pickers_far(),
            _mound(200, 1120, 760, 330, 0.0),
            _mound(1380, 1130, 720, 330, 0.0),
            _pickers_near(),
            places.shade(960, "#1c2e1c", 0.35),
        )
    )


def _mound(x: float, base: float, wide: float, tall: float, haze: float) -> str:
    """A round hill combed with rows of tea bushes."""
    leaf = ink.hazed(Tone("#86a84f", "#4c7440"), "#ecebc6", haze)
    data = (
        f"M{x - wide} {base}Q{x - wide * 0.6} {base - tall} {x} {base - tall}"
        f"Q{x + wide * 0.6} {base - tall} {x + wide} {base}Z"
    )
    hill = ink.painted(data, ink.fade([(0, leaf.light, 1), (1, leaf.dark, 1)]))
    rows = []
    for i in range(1, 11):
        share = (i / 11) ** 1.15
        half = wide * (0.35 + 0.75 * share)
        y = base - tall + tall * share * 1.05
        bow = tall * 0.16 * (0.4 + share)
        row = f"M{x - half:.0f} {y + bow:.0f}Q{x:.0f} {y - bow:.0f} {x + half:.0f} {y + bow:.0f}"
        thick = 6 + 16 * share
        rows.append(
            ink.stroke(row, leaf.dark, thick * 0.75)
            + ink.moved(ink.stroke(row, ink.mix(leaf.light, "#e4e79a", 0.3), thick * 0.3), 0, -thick * 0.4)
        )
    return hill + ink.within(data, "".join(rows))


def _homes() -> str:
    roofs = ((860, 612, 130, 52), (1010, 606, 110, 46), (720, 600, 100, 44), (590, 616, 96, 40))
    trees = "".join(
        places.crown(x, y, w, w * 0.8, Tone("#7fa672", "#557e5c"))
        for x, y, w in ((690, 578, 60), (850, 566, 70), (1000, 566, 60), (1140, 584, 66), (560, 596, 50))
    )
    return trees + "".join(
        _house(x, y, w, t, ink.hazed(TILE, "#efe3bb", 0.2), ink.hazed(LIME, "#efe3bb", 0.15)) for x, y, w, t in roofs
    )


FANS = (
    (-128, 0.17, 0.9),
    (130, 0.17, 0.8),
    (-86, 0.18, 0.6),
    (88, 0.18, 0.75),
    (-44, 0.18, 0.35),
    (48, 0.18, 0.5),
    (2, 0.19, 0.2),
    (-104, 0.07, 0.7),
    (106, 0.07, 0.85),
    (-24, 0.08, 0.05),
    (38, 0.07, 0.3),
)


def _palm(x: float, ground: float, tall: float, colours: Tone) -> str:
    """A fan palm, the tree of the midlands."""
    top = x + tall * 0.02
    trunk = ink.limb([(x, ground), (top, ground - tall)], [tall * 0.03, tall * 0.022])
    parts = [ink.lit(trunk, Tone("#8a7050", "#5c4a36"), (-3, 0))]
    for turn, reach, depth in FANS:
        tint = ink.mix(colours.light, colours.dark, depth)
        leaf = ink.moved(_fan(tall * 0.13, tint, colours.dark), 0, -tall * reach)
        stalk = ink.stroke(f"M0 0L0 {-tall * reach:.0f}", colours.dark, tall * 0.012)
        parts.append(ink.moved(stalk + leaf, top, ground - tall, 1, turn))
    return "".join(parts)


def _fan(radius: float, tint: str, rib: str) -> str:
    """One leaf of a fan palm: a wide comb of points about the end of its stalk."""
    rim = [_bearing(a, radius * (1 if i % 2 else 0.68)) for i, a in enumerate(range(-126, 127, 12))]
    ribs = "".join(ink.stroke(ink.line([(0.0, 0.0), rim[i]], False), rib, radius * 0.04, 0.5) for i in range(3, 20, 4))
    return ink.fill(ink.line([(0.0, radius * 0.2), *rim]), tint) + ribs


def _bearing(degrees: float, radius: float) -> Point:
    """The point at a bearing (0 is up) and distance from the middle."""
    angle = math.radians(degrees)
    return radius * math.sin(angle), -radius * math.cos(angle)


def _palms() -> str:
    near = Tone("#5f8f58", "#355f46")
    return (
        _palm(1190, 720, 270, ink.hazed(near, "#ecebc6", 0.2))
        + _palm(1310, 740, 330, near)
        + _palm(180, 760, 300, near)
        + _palm(70, 740, 230, ink.hazed(near, "#ecebc6", 0.2))
    )


def _basket(x: float, y: float, size: float) -> str:
    data = (
        f"M{x - size * 0.5} {y - size * 0.5}L{x + size * 0.5} {y - size * 0.5}L{x + size * 0.36} {y + size * 0.5}"
        f"Q{x} {y + size * 0.6} {x - size * 0.36} {y + size * 0.5}Z"
    )
    leaf = ink.fill(ink.oval(x, y - size * 0.5, size * 0.48, size * 0.2), "#a5c465")
    weave = ink.stroke(
        f"M{x - size * 0.46} {y - size * 0.2}L{x + size * 0.46} {y - size * 0.2}M{x - size * 0.42} {y + size * 0.1}"
        f"L{x + size * 0.42} {y + size * 0.1}",
        "#8a6436",
        size * 0.05,
    )
    return leaf + ink.lit(data, Tone("#d0a462", "#94703c"), (-size * 0.14, 0)) + weave


def _pickers_far() -> str:
    parts = []
    for i, (x, y) in enumerate(((640, 812), (812, 784), (985, 810))):
        dress = Dress(
            woman=True,
            hair="bun",
            hat="leaf",
            hat_tone=CONE,
            top=ink.tone(("#b8453f", "#2f6d8f", "#4f8f86", "#8c5a6a")[i]),
            legs=ink.tone("#3d4650"),
        )
        pose = Pose(turn=0.7, lean=16, look="side", near_hand=(90, -20), far_hand=(110, -10))
        parts.append(figure(x, y, 40, dress, pose, haze=("#ecebc6", 0.12), mirror=i == 2, hips=200))
    return "".join(parts)


def _pickers_near() -> str:
    """Two women picking, the bushes in front of them up to the waist."""
    one = Dress(woman=True, hair="tail", hat="leaf", hat_tone=CONE, top=Tone("#1f6f92", "#124660"), skin=SKIN[0])
    two = Dress(
        woman=True,
        hair="bun",
        hat="leaf",
        hat_tone=CONE,
        top=Tone("#b8453f", "#7f2a2c"),
        hair_tone=SILVER,
        skin=SKIN[1],
    )
    pick = Pose(turn=0.6, lean=12, look="three", down=True, nod=4, near_hand=(128, -40), far_hand=(150, -20))
    women = (
        figure(420, 960, 104, one, pose=pick, hips=40)
        + _basket(300, 900, 120)
        + figure(1210, 970, 108, two, pose=pick, mirror=True, hips=40)
        + _basket(1340, 910, 124)
    )
    return women + _hedge(940, Tone("#7fa84c", "#3f6a3a")) + _hedge(1010, Tone("#6b9544", "#315a33"))


def _hedge(y: float, colours: Tone) -> str:
    """A row of tea bushes across the front."""
    lobes = "".join(ink.oval(x, y + 26 + (x * 13) % 17, 66, 52) for x in range(-40, 1700, 74))
    tips = "".join(
        ink.moved(
            ink.fill("M0 0Q9 -14 0 -30Q-9 -14 0 0Z", ink.mix(colours.light, "#e9eb9c", 0.45)),
            x + dx,
            y - 12 + (x * 7) % 23,
            1,
            turn,
        )
        for x in range(-20, 1640, 37)
        for dx, turn in ((0, -26), (3, 22))
    )
    return ink.lit(lobes + ink.box(0, y + 40, 1600, 120), colours, (-8, -14)) + tips
