"""Scenes of industrial work: sewing line, foundry, workshop, building site, new ideas. Pure."""

from collections.abc import Sequence
from dataclasses import replace

import ink
import places
from ink import Tone
from people import SILVER, SKIN, Dress, Pose, figure

DENIM = ink.tone("#3b4a5e")
STEEL = Tone("#8fa09e", "#596a6e")
MACHINE = Tone("#6f8f86", "#45605c")
SAFETY = ink.tone("#e08a2e")
YELLOW = Tone("#e9b949", "#bb8527")


def garment_line() -> str:
    """Rows of workers at sewing machines in a light, deep hall."""
    return "".join(
        (
            places.sky("#efe0bf", "#e9d4a6"),
            _hall_windows(),
            _lamps(),
            places.floor(470, "#d9c39a", "#b79a6f"),
            _sewing_row(500, 26, range(40, 1650, 150), 0.62),
            _sewing_row(585, 40, range(-40, 1700, 230), 0.42),
            _sewing_row(715, 62, range(60, 1700, 350), 0.2),
            places.beam([(60, 60), (420, 60), (1130, 1067), (540, 1067)], 0.25),
            _seamstress(),
            places.shade(860, "#4a3424", 0.35),
        )
    )


def _hall_windows() -> str:
    rows = [places.window(x, 120, 150, 230, (3, 4), "#fbf3de") for x in range(30, 1600, 230)]
    wall = ink.fill(ink.box(0, 380, 1600, 90), "#d8c295") + ink.fill(ink.box(0, 376, 1600, 6), "#c3aa7c")
    return "".join(rows) + wall


def _lamps() -> str:
    parts = [ink.fill(ink.box(0, 0, 1600, 60), "#cdb58a")]
    for y, width, height, gap in ((88, 90, 5, 200), (62, 150, 8, 300), (18, 280, 15, 520)):
        for i in range(-1, 9):
            x = 800 + (i - 3.5) * gap - width / 2
            parts.append(ink.fill(ink.box(x, y, width, height, height / 2), ink.WHITE))
            parts.append(ink.fill(ink.box(x, y - height * 0.7, width, height * 0.7), "#a8966f"))
    return "".join(parts)


CLOTHS = (ink.tone(ink.BLUE), ink.tone("#d8a24a"), ink.tone(ink.TEAL), ink.tone("#b8433f"))
BLOUSES = (ink.tone("#5b8ea6"), ink.tone("#4f8f86"), ink.tone("#6d94a3"))
SCARVES = (ink.tone("#d59a45"), ink.tone("#3f7f9a"), ink.tone("#c56a4f"))


def _sewing_row(y: float, head: float, places_x: Sequence[int], haze: float) -> str:
    parts = []
    for i, x in enumerate(places_x):
        cloth = CLOTHS[(i + int(head)) % 4]
        veil = ("#ecd9b0", haze)
        dress = Dress(
            woman=True,
            hair="bun",
            hat="scarf",
            hat_tone=SCARVES[i % 3],
            top=BLOUSES[(i + int(head)) % 3],
            skin=SKIN[i % 2],
        )
        pose = Pose(
            turn=0.9,
            lean=12,
            nod=9,
            look="side",
            down=True,
            near_hand=(118, -72),
            far_hand=(140, -86),
            near_foot=(150, 170),
            far_foot=(120, 170),
            near_knee=-1,
            far_knee=-1,
        )
        parts.append(figure(x, y, head, dress, pose, haze=veil, hips=0))
        parts.append(ink.moved(_machine(cloth, veil), x, y, head / 100))
    return "".join(parts)


def _machine(cloth: Tone, veil: tuple[str, float]) -> str:
    """A sewing machine on its table, for a worker whose hips are at (0, 0)."""
    body = ink.hazed(MACHINE, *veil)
    wood = ink.hazed(Tone("#d8b377", "#a9824e"), *veil)
    iron = ink.mix("#6b6f6c", veil[0], veil[1])
    legs = [(90, -20), (300, -20)]
    stool = ink.fill(ink.box(-58, 34, 112, 14, 6), wood.dark) + "".join(
        ink.fill(ink.box(x, 46, 10, 122), iron) for x in (-46, 32)
    )
    stand = stool + "".join(ink.fill(ink.box(x, y, 12, 190), iron) for x, y in legs)
    arm = (
        "M176 -44L176 -70Q180 -78 196 -78L252 -78L252 -132L182 -128L182 -96L168 -96L168 -140"
        "Q170 -156 190 -156L270 -156Q292 -156 292 -136L292 -44Z"
    )
    wheel = ink.fill(ink.box(292, -142, 12, 44, 5), body.dark)
    needle = ink.fill(ink.box(173, -98, 4, 40), iron)
    fabric = "M96 -46L250 -46L226 -36L104 -34C100 0 112 40 104 92C84 96 66 84 62 92C70 40 78 -20 96 -46Z"
    top = ink.fill(ink.box(60, -46, 276, 26), wood.dark) + ink.fill(ink.box(60, -46, 276, 10), wood.light)
    return (
        stand + top + ink.lit(arm, body, (-7, -6)) + wheel + needle + ink.lit(fabric, ink.hazed(cloth, *veil), (-9, -4))
    )


def _seamstress() -> str:
    """The worker in front, large, and her machine."""
    dress = Dress(woman=True, hair="bun", hat="scarf", hat_tone=ink.tone("#d08f3a"), top=Tone("#2b7f8a", "#1a535f"))
    pose = Pose(
        turn=0.9,
        lean=14,
        nod=8,
        look="side",
        down=True,
        near_hand=(128, -60),
        far_hand=(158, -78),
        near_foot=(150, 200),
        far_foot=(120, 200),
    )
    worker = figure(900, 1090, 172, dress, pose, hips=60)
    machine = ink.moved(_machine(ink.tone(ink.RED, 0.3), ("#ecd9b0", 0.0)), 900, 987, 1.72)
    return _bundles() + worker + machine


def _bundles() -> str:
    """Cut pieces tied in bundles on a bench in the near corner."""
    bench = ink.lit(ink.box(-40, 936, 560, 34), Tone("#b98a52", "#7d5930"), (0, -14)) + ink.fill(
        ink.box(400, 970, 40, 100), "#6d4d2c"
    )
    parts = []
    for x, count, cloth in ((20, 5, CLOTHS[0]), (190, 7, CLOTHS[2]), (356, 4, CLOTHS[1])):
        for i in range(count):
            fold = ink.box(x + (i % 2) * 7, 912 - i * 24, 142, 26, 11)
            parts.append(ink.lit(fold, cloth, (-8, -6)))
        parts.append(ink.fill(ink.box(x + 66, 912 - (count - 1) * 24, 13, count * 24 + 2), ink.CREAM))
    return bench + "".join(parts)


# --- foundry -------------------------------------------------------------------------------


def foundry() -> str:
    """Two founders pour glowing iron from a ladle into moulds."""
    return "".join(
        (
            places.sky("#1b2433", "#4a3a36"),
            _trusses(),
            _roof_lights(),
            places.warmth(905, 620, 760, "#ff9a3c", 0.55),
            places.floor(790, "#5a4138", "#2a2225"),
            places.warmth(905, 850, 420, "#ffb45c", 0.6),
            _far_founders(),
            _moulds(),
            _pouring(),
            _founder_in_front(),
            places.shade(900, "#140f14", 0.6),
        )
    )


def _trusses() -> str:
    parts = []
    for y, tint in ((150, "#2c3442"), (250, "#333844")):
        parts.append(ink.stroke(f"M0 {y}L1600 {y}M0 {y - 110}L1600 {y - 110}", tint, 12))
        zig = [(x, y if i % 2 else y - 110) for i, x in enumerate(range(-40, 1700, 110))]
        parts.append(ink.stroke(ink.line(zig, False), tint, 7))
    for x in (150, 520, 1140, 1470):
        parts.append(ink.fill(ink.box(x, 150, 36, 660), "#2a303c"))
        parts.append(ink.fill(ink.box(x + (26 if x < 900 else 0), 150, 10, 660), "#6b4a3c"))
    return "".join(parts)


def _roof_lights() -> str:
    shafts = [places.beam([(x, 0), (x + 120, 0), (x + 10, 760), (x - 300, 760)], 0.2) for x in (330, 720, 1270)]
    crane = ink.fill(ink.box(0, 292, 1600, 34), "#39404c") + ink.fill(ink.box(0, 322, 1600, 5), "#8a5a3c")
    hook = ink.stroke("M905 326L905 420", "#20262f", 7)
    return crane + hook + "".join(shafts)


def _far_founders() -> str:
    dress = Dress(
        top=ink.tone("#5c5f66"), legs=ink.tone("#41454d"), hat="helmet", hat_tone=ink.tone("#b98a45"), skin=SKIN[2]
    )
    veil = ("#7a5138", 0.45)
    walk = Pose(
        turn=0.8,
        look="side",
        near_hand=(90, -40),
        far_hand=(100, -50),
        near_foot=(50, 320),
        far_foot=(-60, 318),
        near_knee=-1,
        far_knee=-1,
    )
    return (
        figure(330, 800, 44, dress, walk, haze=veil)
        + figure(1320, 796, 42, dress, replace(walk, near_hand=(60, 10)), haze=veil, mirror=True)
        + figure(1420, 800, 43, dress, Pose(turn=0.3), haze=veil, mirror=True)
    )


def _moulds() -> str:
    parts = []
    for x, y, width in ((590, 880, 190), (800, 890, 210), (1040, 884, 190), (1260, 876, 180)):
        parts.append(places.block(x, y, width, 96, Tone("#6d5346", "#3f3230"), 22))
        parts.append(ink.fill(ink.oval(x + width / 2, y - 10, 22, 7), "#ffcf6b" if x == 800 or x > 1000 else "#2b2220"))
    return "".join(parts)


def _pouring() -> str:
    """The ladle on its hook, the stream of iron and the sparks."""
    bail = ink.stroke("M838 560Q836 424 905 420Q974 424 990 530", "#2a2f38", 11)
    ladle = "M812 520L1000 476Q1016 610 996 660Q950 706 872 690Q836 640 812 520Z"
    iron = ink.fill("M812 520Q906 470 1000 476Q940 520 812 520Z", "#ffe39a")
    stream = "M822 524Q800 530 800 570Q812 700 894 872L916 872Q838 700 832 590Q830 550 846 530Z"
    flow = ink.painted(stream, ink.fade([(0, "#fff0bd", 1), (0.6, "#ffc45a", 1), (1, "#ff9233", 1)]))
    body = ink.lit(ladle, Tone("#4a4644", "#262527"), (16, -6))
    rim = ink.stroke("M812 520Q836 640 872 690", "#ff9a44", 7)
    sparks = "".join(ink.fill(ink.oval(x, y, r, r), "#ffd98a") for x, y, r in SPARKS)
    return (
        bail
        + body
        + rim
        + iron
        + places.warmth(830, 560, 220, "#ffd07a", 0.6)
        + flow
        + (places.warmth(905, 876, 170, "#ffe0a0", 0.8) + sparks)
    )


SPARKS = (
    (760, 640, 3),
    (742, 700, 4),
    (780, 760, 3),
    (980, 740, 4),
    (1010, 800, 3),
    (1042, 700, 3),
    (960, 650, 2.5),
    (720, 790, 3),
    (1060, 770, 2.5),
    (850, 800, 3),
    (700, 720, 2.5),
    (1000, 640, 2.5),
    (940, 770, 3),
    (770, 830, 3),
)


def _founder_in_front() -> str:
    """The founder who tilts the ladle with a long bar."""
    dress = Dress(
        top=Tone("#9a8a78", "#4b4542"),
        legs=Tone("#5d5752", "#332f31"),
        hat="helmet",
        hat_tone=Tone("#e2b04e", "#8d6427"),
        skin=Tone("#e2a672", "#8d5a3c"),
        cut="coat",
        gloves=Tone("#a9793f", "#5c4028"),
        goggles=True,
    )
    pose = Pose(
        turn=0.9,
        lean=10,
        look="side",
        nod=4,
        near_hand=(120, -60),
        far_hand=(190, -66),
        near_foot=(-70, 322),
        far_foot=(80, 322),
        near_knee=-1,
        far_knee=-1,
    )
    bar = ink.limb([(480, 571), (842, 540)], [8, 7])
    worker = figure(420, 1080, 128, dress, pose, mirror=False)
    return ink.lit(bar, Tone("#8a7a6c", "#3a3434"), (0, -5)) + worker


# --- workshop ------------------------------------------------------------------------------


def workshop() -> str:
    """A turner in goggles at a lathe."""
    return "".join(
        (
            places.sky("#dfe3d8", "#cfc7ad"),
            _shed_windows(),
            _crane(),
            places.floor(690, "#b3a78c", "#7d7360"),
            _far_lathes(),
            places.beam([(0, 120), (380, 120), (1180, 1067), (420, 1067)], 0.3),
            _turner(),
            _lathe(),
            _shafts(),
            places.shade(930, "#2a2622", 0.4),
        )
    )


def _shed_windows() -> str:
    return "".join(
        places.window(x, 150, 250, 330, (4, 4), "#7f8f8c", ("#e9efe6", "#f6ebcf")) for x in range(-90, 1600, 330)
    ) + ink.fill(ink.box(0, 540, 1600, 150), "#a9ad9c")


def _crane() -> str:
    girder = ink.lit(ink.box(0, 60, 1600, 56), Tone("#dba33f", "#a8741f"), (0, -14))
    trolley = ink.lit(ink.box(1130, 104, 120, 46), STEEL, (-8, 0))
    hook = ink.stroke("M1190 150L1190 300M1190 300q24 10 14 32q-16 20 -34 2", "#4a4f50", 6)
    return girder + trolley + hook


def _far_lathes() -> str:
    parts = []
    veil = ("#d8d0b6", 0.45)
    dress = Dress(top=ink.tone("#3f6f8c"), hat="cap", hat_tone=ink.tone("#3f6f8c"))
    for x in (150, 560, 1430):
        pose = Pose(turn=0.7, lean=8, look="side", near_hand=(110, -60), far_hand=(120, -70))
        parts.append(figure(x, 770, 50, dress, pose, haze=veil))
        parts.append(ink.moved(_lathe_body(ink.hazed(Tone("#6f9186", "#46635b"), *veil)), x - 10, 560, 0.3))
    return "".join(parts)


def _lathe_body(colours: Tone) -> str:
    """A lathe, its headstock on the left; the working height is about y = 300."""
    legs = ink.lit(ink.line([(60, 480), (330, 480), (310, 760), (80, 760)]), colours, (-14, 0))
    legs += ink.lit(ink.line([(880, 480), (1090, 480), (1070, 760), (900, 760)]), colours, (-14, 0))
    bed = ink.lit(ink.box(40, 420, 1080, 76, 10), colours, (0, -30))
    ways = ink.fill(ink.box(350, 400, 760, 22), "#c7ccc4") + ink.fill(ink.box(350, 414, 760, 8), "#7d8885")
    head = ink.lit("M40 430L40 190Q42 168 66 168L330 168Q352 170 352 192L352 430Z", colours, (-18, -8))
    tail = ink.lit("M900 410L914 260Q918 240 940 240L1040 240Q1062 242 1062 266L1072 410Z", colours, (-16, -6))
    return legs + bed + ways + head + tail


def _lathe() -> str:
    body = _lathe_body(Tone("#4f8579", "#2d5750"))
    chuck = ink.lit(ink.box(352, 214, 74, 172, 14), STEEL, (0, -60))
    bar = ink.lit(ink.box(426, 276, 420, 48), Tone("#d9dcd3", "#8a9391"), (0, -24))
    turned = ink.lit(ink.box(560, 286, 286, 28), Tone("#eceadd", "#9aa19c"), (0, -12))
    quill = ink.lit(ink.line([(846, 288), (900, 276), (900, 326), (846, 312)]), STEEL, (0, -16))
    carriage = ink.lit(ink.box(520, 372, 190, 120, 10), Tone("#43736a", "#294b46"), (-12, -6))
    post = ink.lit(ink.box(560, 318, 74, 60, 6), STEEL, (-8, -8))
    wheel = ink.stroke(ink.oval(590, 452, 44, 44), "#23312f", 12) + ink.fill(ink.oval(590, 452, 12, 12), "#c9d0c9")
    dials = "".join(
        ink.fill(ink.oval(x, 236, 22, 22), "#e6e3d2") + ink.fill(ink.oval(x, 236, 9, 9), "#2c3a38")
        for x in (110, 180, 250)
    )
    plate = ink.fill(ink.box(90, 300, 190, 74, 6), "#2e5850") + ink.stroke(
        "M110 322L258 322M110 346L220 346", "#a9c3b5", 5
    )
    curl = ink.stroke("M600 314q-14 -30 10 -36q22 2 12 20q-10 10 -20 -2", "#f2d690", 4)
    parts = (bar, turned, chuck, quill, carriage, post, wheel, dials, plate, curl)
    return ink.moved(body + "".join(parts), 330, 440, 1)


def _shafts() -> str:
    """Finished shafts racked in the near corner."""
    parts = [ink.stroke("M-10 1000L250 1000M210 760L210 1067M20 1000L20 1067", "#3c4a4a", 16)]
    for row, count in ((0, 3), (1, 2), (2, 1)):
        for i in range(count):
            x, y = 40 + i * 66 + row * 33, 960 - row * 57
            parts.append(ink.lit(ink.oval(x, y, 33, 33), STEEL, (-6, -5)))
            parts.append(ink.fill(ink.oval(x - 2, y - 2, 20, 20), "#d9dcd3"))
            parts.append(ink.fill(ink.oval(x - 2, y - 2, 5, 5), "#6b7876"))
    return "".join(parts)


def _turner() -> str:
    """The turner behind the lathe, in cap and goggles, one hand on the wheel."""
    blue = Tone("#24618c", "#143e60")
    dress = Dress(top=blue, hat="cap", hat_tone=blue, skin=SKIN[1], goggles=True)
    pose = Pose(
        turn=0.4,
        lean=7,
        look="three",
        down=True,
        nod=6,
        near_hand=(64, -10),
        far_hand=(-112, -2),
        near_bend=-1,
        far_bend=1,
    )
    return figure(842, 980, 150, dress, pose, hips=190)


# --- building site -------------------------------------------------------------------------


def building_site() -> str:
    """Builders on a new floor; columns, a tower crane and the town in haze."""
    return "".join(
        (
            places.sky("#f4dcae", "#fbeccb"),
            places.warmth(1180, 330, 420, "#fff6df", 0.9),
            _town(),
            _tower_crane(),
            _frame(),
            _builders_far(),
            _deck(),
            _carrier(),
            _builders_near(),
            places.shade(920, "#3a2a20", 0.35),
        )
    )


def _town() -> str:
    parts = []
    for i, x in enumerate(range(0, 1600, 88)):
        height = 90 + (i * 53) % 150
        parts.append(ink.fill(ink.box(x, 700 - height, 74, height + 100), "#e3c996"))
        lit_rows = range(716 - height, 716 - height + int(height / 40) * 34, 34)
        parts.extend(ink.fill(ink.box(x + 14, y, 46, 9), "#f0dcb2") for y in lit_rows)
    return "".join(parts)


def _tower_crane() -> str:
    steel = "#b0763a"
    mast = ink.stroke("M300 760L300 110M334 760L334 110", steel, 6)
    lace = [(300 if i % 2 else 334, y) for i, y in enumerate(range(760, 100, -34))]
    jib = ink.stroke("M120 150L940 150M317 60L940 132M317 60L120 140M317 60L317 150", steel, 5)
    under = [(x, 150 if i % 2 else 130) for i, x in enumerate(range(350, 900, 26))]
    load = ink.stroke("M790 152L790 330M760 352L790 330L820 352", "#6b5138", 4) + ink.fill(
        ink.box(740, 352, 100, 22), "#8a6a48"
    )
    return (
        mast
        + ink.stroke(ink.line(lace, False), steel, 4)
        + jib
        + ink.stroke(ink.line(under, False), steel, 3)
        + ink.fill(ink.box(120, 150, 74, 44), "#8d7355")
        + load
    )


def _frame() -> str:
    """The concrete skeleton of the next floor, with its scaffold."""
    grey = Tone("#c8b797", "#93836c")
    parts = [ink.lit(ink.box(x, 300, 58, 520), grey, (-20, 0)) for x in (1010, 1290, 1550)]
    parts.append(ink.lit(ink.box(960, 280, 680, 46), grey, (0, -16)))
    parts.append(ink.lit(ink.box(960, 560, 680, 34), grey, (0, -12)))
    parts.extend(ink.stroke(f"M{x} 280L{x} {232 + (x * 7) % 18}", "#8a5a3c", 4) for x in range(1010, 1600, 18))
    poles = "".join(f"M{x} 240L{x} 820" for x in (960, 1160, 1440))
    decks = "".join(f"M940 {y}L1600 {y}" for y in (420, 660))
    return "".join(parts) + ink.stroke(poles, "#7a6a56", 6) + ink.stroke(decks, "#a8793f", 10)


def _builders_far() -> str:
    veil = ("#f0d7a6", 0.35)
    dress = Dress(top=ink.tone("#4b6f8c"), cut="vest", trim=SAFETY, hat="helmet", hat_tone=YELLOW)
    lift = Pose(turn=0.8, look="side", near_hand=(96, -200), far_hand=(110, -210))
    return figure(1120, 562, 40, dress, lift, haze=veil) + figure(
        1380,
        562,
        40,
        dress,
        Pose(turn=0.6, lean=20, look="side", near_hand=(90, 30), far_hand=(100, 20)),
        haze=veil,
        mirror=True,
    )


def _carrier() -> str:
    """A builder with a bundle of bars on the shoulder."""
    dress = Dress(top=ink.tone("#4b6f8c"), cut="vest", trim=SAFETY, hat="helmet", hat_tone=YELLOW)
    walk = Pose(
        turn=0.8,
        look="side",
        near_hand=(104, -206),
        far_hand=(150, -196),
        near_foot=(60, 324),
        far_foot=(-62, 322),
        near_knee=-1,
        far_knee=-1,
    )
    veil = ("#f0d7a6", 0.2)
    bars = "".join(ink.fill(ink.limb([(30, 548 - d), (440, 524 - d)], [4, 4]), "#7a5a3a") for d in (0, 8, 15))
    return bars + figure(170, 870, 62, dress, walk, haze=veil)


def _deck() -> str:
    """The slab with its mesh of reinforcing bars."""
    slab = places.floor(800, "#cdb893", "#a08a6a")
    across = "".join(f"M0 {y}L1600 {y}" for y in (836, 880, 934, 1000))
    down = "".join(
        f"M{800 + (x - 800) * 0.62:.0f} 812L{800 + (x - 800) * 1.5:.0f} 1067" for x in range(-400, 2100, 110)
    )
    return slab + ink.stroke(across, "#7d5538", 6) + ink.stroke(down, "#8d6240", 5)


def _builders_near() -> str:
    """Three builders: one ties bars, two read the plan."""
    tie = Dress(
        top=ink.tone("#2f6d8f"), legs=DENIM, cut="vest", trim=SAFETY, hat="helmet", hat_tone=YELLOW, skin=SKIN[2]
    )
    kneel = Pose(
        turn=0.9,
        lean=48,
        look="side",
        nod=-18,
        down=True,
        near_hand=(196, 76),
        far_hand=(220, 84),
        near_foot=(20, 160),
        far_foot=(110, 164),
        near_knee=-1,
        far_knee=-1,
    )
    lead = Dress(
        top=ink.tone(ink.WHITE, 0.22),
        legs=DENIM,
        cut="vest",
        trim=ink.tone(ink.BLUE),
        hat="helmet",
        hat_tone=ink.tone(ink.WHITE, 0.2),
        skin=SKIN[0],
    )
    woman = Dress(
        top=ink.tone(ink.TEAL),
        legs=DENIM,
        cut="vest",
        trim=SAFETY,
        hat="helmet",
        hat_tone=YELLOW,
        hair="tail",
        woman=True,
        skin=SKIN[1],
    )
    plan = ink.lit(ink.line([(930, 640), (1120, 616), (1140, 690), (944, 720)]), Tone("#f7efdb", "#c9d2d0"), (-60, 0))
    marks = ink.stroke("M962 660L1060 646M968 682L1100 664M1064 636L1076 690", "#5d86a3", 4)
    return (
        figure(400, 1010, 104, tie, kneel, hips=180)
        + figure(
            1190,
            1120,
            112,
            woman,
            Pose(turn=0.5, look="three", down=True, nod=6, near_hand=(90, -100), far_hand=(60, -90)),
            mirror=True,
        )
        + figure(880, 1130, 118, lead, Pose(turn=0.45, look="three", near_hand=(128, -96), far_hand=(80, -80)))
        + plan
        + marks
    )


# --- new ideas -----------------------------------------------------------------------------


def new_idea() -> str:
    """An engineer and workers round a table with a drawing and a first model."""
    return "".join(
        (
            places.sky("#d9dccb", "#e6d6ae"),
            "".join(places.window(x, 90, 230, 300, (3, 3), "#f3ead3") for x in (60, 360, 1000, 1300)),
            _board(),
            places.floor(640, "#bda982", "#8d7753"),
            places.beam([(-40, 0), (440, 0), (1240, 1067), (520, 1067)], 0.25),
            _round_table(),
            _table(),
            _on_the_table(),
            places.shade(930, "#3a2a20", 0.35),
        )
    )


def _board() -> str:
    frame = ink.lit(ink.box(640, 110, 300, 250, 6), Tone("#f8f1de", "#d6c8a6"), (-12, -6))
    marks = ink.stroke("M680 320L680 160M680 320L900 320", "#6a6258", 5)
    rise = ink.stroke("M690 300Q760 290 800 240T896 164", ink.RED, 7)
    bars = "".join(
        ink.fill(ink.box(x, 318 - h, 26, h), ink.mix(ink.TEAL, ink.WHITE, 0.35))
        for x, h in ((706, 40), (752, 62), (798, 88), (844, 120))
    )
    return frame + bars + marks + rise


def _table() -> str:
    top = [(180, 740), (1420, 740), (1560, 900), (40, 900)]
    wood = ink.painted(ink.line(top), ink.fade([(0, "#c99a5b", 1), (1, "#e0b878", 1)]))
    edge = ink.fill(ink.box(40, 900, 1520, 44), "#96673a")
    legs = ink.fill(ink.box(120, 944, 56, 130), "#7a5233") + ink.fill(ink.box(1424, 944, 56, 130), "#7a5233")
    sheet = ink.fill(ink.line([(350, 762), (900, 762), (930, 878), (270, 878)]), "#e9eef0")
    blue = ink.fill(ink.line([(362, 770), (890, 770), (916, 870), (290, 870)]), "#2b6a9c")
    drawn = ink.stroke(
        "M420 846L460 792L620 792L610 846ZM660 846L668 792L840 792L856 846ZM500 792L492 846M740 792L744 846",
        "#cfe0ea",
        4,
    ) + ink.stroke(ink.oval(760, 819, 34, 15), "#cfe0ea", 4)
    return legs + wood + edge + sheet + blue + drawn + _model()


def _model() -> str:
    """The model: a small press with a gear wheel."""
    base = places.block(1010, 820, 300, 40, STEEL, 26)
    posts = ink.lit(ink.box(1040, 640, 30, 176), STEEL, (-10, 0)) + ink.lit(
        ink.box(1240, 640, 30, 176), STEEL, (-10, 0)
    )
    beam = ink.lit(ink.box(1020, 610, 270, 44, 8), ink.tone("#d08f3a"), (0, -12))
    teeth = "".join(
        ink.moved(ink.fill(ink.box(-9, -72, 18, 24, 3), "#5f7672"), 1155, 720, 1, i * 30) for i in range(12)
    )
    wheel = ink.lit(ink.oval(1155, 720, 56, 56), Tone("#7f9892", "#54706b"), (-10, -8))
    hub = ink.fill(ink.oval(1155, 720, 18, 18), "#e9dcb8")
    return base + posts + teeth + wheel + hub + beam


def _round_table() -> str:
    worker = Dress(top=ink.tone("#2f6d8f"), hat="cap", hat_tone=ink.tone("#2f6d8f"), skin=SKIN[1])
    woman = Dress(top=ink.tone("#4f8f86"), woman=True, hair="tail", skin=SKIN[0])
    old = Dress(top=ink.tone("#7c7466"), hair_tone=SILVER, skin=SKIN[2])
    engineer = Dress(top=ink.tone(ink.WHITE, 0.24), hat="helmet", hat_tone=ink.tone(ink.WHITE, 0.2), skin=SKIN[0])
    return (
        figure(
            230,
            900,
            122,
            woman,
            Pose(turn=0.45, lean=8, look="three", down=True, nod=6, near_hand=(120, -10), far_hand=(60, 6)),
            hips=150,
        )
        + figure(
            960,
            900,
            126,
            worker,
            Pose(turn=0.3, look="three", down=True, nod=8, near_hand=(76, -8), far_hand=(-70, 0), near_bend=-1),
            hips=150,
            mirror=True,
        )
        + figure(
            1410,
            910,
            124,
            old,
            Pose(turn=0.5, lean=6, look="three", down=True, near_hand=(130, -50), far_hand=(110, -20)),
            hips=150,
            mirror=True,
        )
        + figure(
            560,
            900,
            130,
            engineer,
            Pose(turn=0.45, lean=10, look="three", nod=4, near_hand=(96, 4), far_hand=(10, 6)),
            hips=150,
        )
    )


def _on_the_table() -> str:
    rule = ink.lit(ink.line([(300, 884), (520, 868), (524, 876), (302, 894)]), YELLOW, (0, -3))
    book = ink.lit(ink.line([(980, 858), (1130, 858), (1150, 890), (990, 890)]), ink.tone("#b5573c"), (-6, -4))
    page = ink.fill(ink.line([(992, 856), (1122, 856), (1126, 862), (994, 862)]), ink.WHITE)
    cup = ink.lit("M1390 790L1446 790L1440 852Q1418 862 1396 852Z", ink.tone(ink.WHITE, 0.2), (-12, 0))
    handle = ink.stroke("M1444 804q26 4 20 24q-6 12 -22 10", ink.mix(ink.WHITE, ink.GREY, 0.3), 6)
    return rule + book + page + handle + cup
