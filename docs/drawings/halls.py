"""Scenes indoors and of ceremony: classroom, ward, hall, service desk, gifts, honours. Pure."""

from dataclasses import replace

import ink
import places
from ink import Tone
from people import SILVER, SKIN, Dress, Pose, figure

SHIRT = ink.tone("#fbf4e4", 0.2)
DARK = ink.tone("#39424f")
WOOD = Tone("#c08a4e", "#8a5c31")
OAK = Tone("#a9713f", "#734a28")


# --- classroom -----------------------------------------------------------------------------


def classroom() -> str:
    """A teacher at the board and children at their desks, seen from behind them."""
    return "".join(
        (
            places.sky("#f3e3bd", "#ecd7a8"),
            _class_wall(),
            places.floor(720, "#c8a876", "#a07c50"),
            _teacher(),
            places.beam([(-60, 0), (240, 0), (1060, 1067), (200, 1067)], 0.26),
            _pupils(760, 52, 0.16, 0, 292),
            _pupils(890, 72, 0.0, 1, 400),
            places.shade(900, "#3d2a1c", 0.3),
        )
    )


def _class_wall() -> str:
    trees = ink.within(
        ink.box(50, 120, 250, 400),
        places.crown(130, 430, 150, 170, ink.tone("#7fa37a")) + places.crown(290, 470, 120, 130, ink.tone("#97b585")),
    )
    view = places.window(50, 120, 250, 400, (2, 3), ink.WHITE)
    board = ink.fill(ink.box(400, 130, 860, 420, 8), "#9a6b3f") + ink.painted(
        ink.box(418, 148, 824, 384), ink.fade([(0, "#2c6152", 1), (1, "#3a7161", 1)], (1, 1))
    )
    ledge = ink.fill(ink.box(390, 550, 880, 16, 4), "#b98550")
    low = ink.fill(ink.box(0, 610, 1600, 110), "#d9bd8a") + ink.fill(ink.box(0, 606, 1600, 6), "#b9965f")
    return view + trees + _frame_over() + board + _chalk() + ledge + low + _shelf()


def _frame_over() -> str:
    cross = "M50 120L300 120L300 520L50 520ZM175 120L175 520M50 253L300 253M50 387L300 387"
    return ink.stroke(cross, ink.WHITE, 10)


def _chalk() -> str:
    """What is written on the board: a date line, letters, a small sum."""
    chalk = "#f3ecd8"
    words = ink.lettering("a   ă   â   b   c", 640, 300, 78, chalk, 2)
    rule = ink.stroke("M450 214L860 214", chalk, 3, 0.5) + ink.stroke(
        "M450 340L870 340M450 410L870 410M450 480L780 480", chalk, 2, 0.28
    )
    return words + rule + ink.lettering("Tập viết", 560, 198, 40, chalk)


def _shelf() -> str:
    case = ink.lit(ink.box(1350, 300, 220, 420, 6), OAK, (-12, -4))
    rows = ""
    for y in (316, 446, 576):
        rows += ink.fill(ink.box(1366, y, 188, 118), "#6d4626")
        for i in range(8):
            high = 70 + (i * 37 + y) % 34
            colour = (ink.TEAL, "#d8a24a", "#4f86a8", "#b5573c", "#e7d7ae")[(i + y) % 5]
            rows += ink.fill(ink.box(1372 + i * 22, y + 118 - high, 18, high), colour)
    return case + rows + places.pot(1450, 300, 120, ink.tone(ink.LEAF))


def _teacher() -> str:
    dress = Dress(
        woman=True,
        hair="bob",
        cut="dress",
        top=Tone("#b23a48", "#7d2433"),
        legs=ink.tone(ink.WHITE, 0.18),
        skin=SKIN[0],
    )
    pose = Pose(
        turn=0.3, look="three", look_away=False, near_hand=(34, -80), far_hand=(-176, -262), far_bend=-1, near_bend=-1
    )
    pointer = ink.stroke("M930 270L836 250", "#e6c48e", 6)
    return pointer + figure(1110, 830, 92, dress, pose)


def _pupils(y: float, head: float, haze: float, odd: int, gap: float) -> str:
    """One row of desks with two children at each, from behind."""
    parts: list[str] = []
    for i in range(-1, 5):
        x = 170 + i * gap + odd * gap * 0.28
        parts.extend(_pupil(x + side * head * 1.05, y, head, haze, (i * 2 + side + odd) % 7) for side in (-1, 1))
        parts.append(_desk(x, y, head, haze))
    return "".join(parts)


def _pupil(x: float, y: float, head: float, haze: float, kind: int) -> str:
    girl = kind % 2 == 0
    dress = Dress(
        woman=girl,
        hair=("tail", "bob", "bun")[kind % 3] if girl else "short",
        top=SHIRT,
        legs=DARK,
        skin=SKIN[kind % 2],
    )
    raised = (92, -330) if kind == 3 else (52, -60)
    pose = Pose(
        back=True,
        look="back",
        child=True,
        near_hand=raised,
        far_hand=(-52, -60),
        near_bend=1 if kind == 3 else -1,
        near_foot=(30, 400),
        far_foot=(-30, 400),
        hands_behind=kind != 3,
    )
    knot = ink.fill(
        ink.line([(x - head * 0.3, y - head * 1.72), (x + head * 0.3, y - head * 1.72), (x, y - head * 1.32)]),
        ink.mix(ink.RED, "#ecd7a8", haze),
    )
    body = figure(x, y, head, dress, pose, haze=("#ecd7a8", haze), hips=-60)
    return body + (ink.moved(knot, 0, head * 0.13) if dress.hair != "tail" else "")


def _desk(x: float, y: float, head: float, haze: float) -> str:
    """The bench in front of us and the desk's edge on both sides."""
    wood = ink.hazed(WOOD, "#ecd7a8", haze)
    wide = head * 4.3
    rail = ink.lit(ink.box(x - wide / 2, y + head * 0.1, wide, head * 0.42, 6), wood, (0, -head * 0.1))
    seat = ink.lit(ink.box(x - wide / 2, y + head * 0.84, wide, head * 0.3, 4), wood, (0, -head * 0.12))
    legs = "".join(
        ink.fill(ink.box(x + side * wide * 0.42 - 6, y + head * 0.1, 12, head * 2.1), wood.dark) for side in (-1, 1)
    )
    return legs + seat + rail


# --- hospital ------------------------------------------------------------------------------


def ward() -> str:
    """A nurse and a doctor at an old patient's bed."""
    return "".join(
        (
            places.sky("#e4ebe0", "#eee2c4"),
            _ward_wall(),
            places.floor(730, "#cdc7ac", "#a8a58e"),
            _far_bed(),
            places.beam([(60, 0), (430, 0), (1180, 1067), (500, 1067)], 0.3),
            _doctor(),
            _bed(),
            _nurse(),
            places.shade(930, "#2f3a38", 0.3),
        )
    )


def _ward_wall() -> str:
    rail = ink.fill(ink.box(0, 560, 1600, 170), "#b9cdbf") + ink.fill(ink.box(0, 552, 1600, 10), "#8fae9f")
    panes = places.window(120, 90, 340, 400, (3, 3), ink.WHITE, ("#d3e4e4", "#f5ecd2"))
    drape = (
        "M470 66Q520 66 530 66L548 560Q500 566 452 552Q490 300 470 66Z"
        "M110 66Q70 66 56 66L40 560Q84 566 130 552Q96 300 110 66Z"
    )
    folds = ink.stroke(
        "M500 70Q510 320 500 556M524 70Q534 320 528 558M80 70Q72 320 80 556M60 70Q52 320 58 556", "#9fb9a9", 4
    )
    rod = ink.stroke("M30 64L560 64", "#9a8a6c", 9)
    sign = ink.fill(ink.box(880, 120, 150, 110, 8), ink.WHITE) + ink.stroke(
        "M904 155L1006 155M904 178L986 178M904 200L996 200", "#b9b3a0", 5
    )
    return rail + panes + ink.lit(drape, Tone("#c9dac9", "#a9c2b1"), (-10, 0)) + folds + rod + sign


def _far_bed() -> str:
    frame = ink.stroke("M1290 500L1290 790M1600 700L1290 700M1290 520L1350 520", "#8ea39a", 9)
    sheet = ink.fill("M1296 640Q1400 610 1600 636L1600 720L1296 720Z", "#e9ebdc")
    stand = ink.stroke("M1500 230L1500 640M1476 240Q1500 216 1524 240", "#9fada6", 6)
    return frame + sheet + stand + ink.fill(ink.box(1464, 250, 34, 62, 8), "#eef0e2")


def _bed() -> str:
    """The bed with its patient, seen from the side."""
    head = ink.stroke("M196 560Q196 520 236 520L236 920M196 560L196 920", "#6f8f8a", 15)
    foot = ink.stroke("M1330 660L1330 940M1290 700Q1290 660 1330 660", "#6f8f8a", 15)
    mattress = ink.lit(ink.box(214, 806, 1110, 62, 16), Tone("#e8e4d2", "#b7bba9"), (0, -22))
    under = ink.fill(ink.box(214, 866, 1110, 18), "#6f8f8a")
    wheels = "".join(ink.fill(ink.oval(x, 952, 18, 18), "#3c4a49") for x in (216, 1330))
    pillow = ink.lit(
        "M250 800C236 700 262 600 330 590C400 590 420 690 470 790Q360 830 250 800Z",
        ink.tone(ink.WHITE, 0.16),
        (-18, -10),
    )
    quilt = (
        "M560 800C600 726 690 704 790 712C860 690 930 676 1010 706C1090 716 1200 724 1316 740"
        "L1330 900C1100 922 800 920 560 896C540 870 540 830 560 800Z"
    )
    stripes = ink.stroke(
        "M700 720Q690 820 706 912M900 696Q884 810 898 918M1090 718Q1078 820 1092 918M1250 734Q1240 830 1252 906",
        "#e6efe4",
        9,
        0.55,
    )
    cover = ink.lit(quilt, Tone("#6fa3a8", "#447479"), (-14, -22)) + ink.within(quilt, stripes)
    fold = ink.lit(
        "M556 806C590 744 640 716 720 712Q690 760 694 900Q620 902 560 894Z", ink.tone(ink.WHITE, 0.16), (-14, -8)
    )
    return head + under + wheels + foot + mattress + pillow + _patient() + cover + fold


def _patient() -> str:
    dress = Dress(top=Tone("#a9c3cf", "#7596a5"), hair_tone=SILVER, skin=SKIN[1], legs=Tone("#a9c3cf", "#7596a5"))
    pose = Pose(
        turn=0.7,
        lean=-26,
        nod=14,
        look="three",
        near_hand=(104, -128),
        far_hand=(150, -60),
        near_foot=(300, 40),
        far_foot=(300, 30),
        near_knee=-1,
        far_knee=-1,
    )
    return figure(512, 870, 112, dress, pose, hips=40)


def _nurse() -> str:
    white = Tone("#fbf7ea", "#bfcdc8")
    dress = Dress(woman=True, hair="bun", hat="nurse", hat_tone=white, top=white, cut="coat", legs=white, skin=SKIN[0])
    pose = Pose(turn=0.6, lean=17, look="three", down=True, nod=2, near_hand=(172, -36), far_hand=(190, -20))
    return figure(856, 1080, 124, dress, pose, mirror=True, hips=322)


def _doctor() -> str:
    white = Tone("#f7f1e0", "#b9c3bd")
    dress = Dress(top=white, cut="coat", legs=DARK, skin=SKIN[1])
    pose = Pose(turn=0.3, look="three", near_hand=(30, -100), far_hand=(-20, -70), near_bend=-1)
    man = figure(1130, 900, 112, dress, pose, mirror=True, hips=290)
    chart = ink.lit(ink.line([(0, 20), (88, 0), (110, 104), (22, 126)]), OAK, (-6, -6))
    paper = ink.fill(ink.line([(10, 30), (82, 13), (99, 94), (27, 112)]), ink.WHITE)
    lines = ink.stroke("M26 46L74 34M30 66L80 54M35 86L74 76", "#9aa7a6", 4)
    return man + ink.moved(chart + paper + lines, 1056, 478)


# --- conference ----------------------------------------------------------------------------


def conference() -> str:
    """A hall during its yearly conference, seen from the last rows."""
    return "".join(
        (
            places.sky("#3f2b2a", "#5f4034"),
            _stage(),
            _rostrum(),
            places.beam([(240, 0), (420, 0), (900, 760), (420, 760)], 0.2),
            places.beam([(1180, 0), (1360, 0), (1180, 760), (700, 760)], 0.2),
            places.floor(742, "#5b3d33", "#33241f"),
            _audience(770, 32, 60, 0.3),
            _audience(815, 42, 80, 0.22),
            _audience(880, 56, 106, 0.12),
            _audience(970, 76, 146, 0.0),
            _audience(1085, 104, 204, 0.0),
            places.shade(860, "#170f10", 0.55),
        )
    )


def _stage() -> str:
    drop = ink.painted(ink.box(230, 90, 1140, 560), ink.fade([(0, "#14385f", 1), (1, "#1f5685", 1)]))
    folds = "".join(ink.stroke(f"M{x} 90L{x} 650", "#0e2a4a", 8, 0.35) for x in range(262, 1370, 46))
    words = ink.lettering("HỘI NGHỊ TỔNG KẾT", 800, 190, 56, "#f7dd9a", 3) + ink.lettering(
        "PHONG TRÀO THI ĐUA", 800, 272, 62, "#f7dd9a", 3
    )
    sides = ""
    for x in (0, 1370):
        sides += ink.painted(ink.box(x, 40, 230, 640), ink.fade([(0, "#6d1b20", 1), (1, "#571419", 1)]))
        sides += "".join(
            ink.stroke(f"M{x + d} 40Q{x + d + 8} 360 {x + d} 680", "#3f0e13", 10, 0.5) for d in range(20, 230, 42)
        )
    valance = ink.fill("M0 0L1600 0L1600 84" + "".join("q-50 48 -100 0" for _ in range(16)) + "Z", "#5c151a")
    deck = ink.lit(ink.box(120, 650, 1360, 100), Tone("#a56d3f", "#6f4527"), (0, -60))
    return drop + folds + words + sides + valance + deck


def _rostrum() -> str:
    suit = Dress(top=ink.tone("#2f3b4d"), skin=SKIN[1], trim=SHIRT)
    desk = ink.lit("M1060 500L1200 500L1186 676L1074 676Z", OAK, (-10, 0)) + ink.fill(
        ink.box(1050, 490, 160, 16, 4), "#c48d55"
    )
    star = ink.moved(places.lotus(0, 0, 34, ink.tone("#e9c27a")), 1130, 610)
    speaker = figure(
        1130,
        700,
        58,
        Dress(top=SHIRT, skin=SKIN[1]),
        Pose(look="three", near_hand=(70, -60), far_hand=(-62, -60)),
        mirror=True,
    )
    mike = ink.stroke("M1112 492L1104 458", "#1d1a1a", 4)
    table = ink.lit(ink.box(400, 566, 470, 110), Tone("#e9dcc0", "#b6a384"), (0, -20))
    seated = "".join(
        figure(x, 590, 46, d, Pose(look=look, near_hand=(50, 0), far_hand=(-50, 0)), hips=20)
        for x, d, look in (
            (470, suit, "front"),
            (585, Dress(woman=True, hair="bob", top=ink.tone("#2d7f7a")), "three"),
            (700, Dress(top=SHIRT, hair_tone=SILVER, skin=SKIN[1]), "front"),
            (810, Dress(woman=True, hair="bun", top=ink.tone("#c8a04e")), "three"),
        )
    )
    blooms = "".join(places.pot(x, 690, 96, ink.tone(ink.LEAF)) for x in (330, 950, 1290))
    return seated + table + speaker + desk + mike + star + blooms


def _audience(y: float, head: float, gap: float, haze: float) -> str:
    parts = []
    tops = ("#39424f", "#f3ead6", "#2f6d8f", "#4f8f86", "#f3ead6", "#7c6a56", "#2f3b4d", "#b0563f")
    start = -gap * ((int(head) * 7) % 10) / 10
    for i in range(int(1700 / gap) + 2):
        kind = (i * 5 + int(head) * 3) % 8
        woman = kind % 3 == 0
        dress = Dress(
            woman=woman,
            hair=("bun", "tail", "bob")[kind % 3 if kind != 6 else 2] if woman else "short",
            top=ink.tone(tops[kind], 0.4),
            skin=SKIN[kind % 3],
            hair_tone=SILVER if kind == 4 else Dress().hair_tone,
        )
        x = start + i * gap + (kind - 4) * gap * 0.02
        parts.append(
            figure(x, y, head, dress, Pose(back=True, look="back", hands_behind=True), haze=("#6b4534", haze), hips=-30)
        )
        parts.append(_seat(x, y, head, haze))
    return "".join(parts)


def _seat(x: float, y: float, head: float, haze: float) -> str:
    red = ink.hazed(Tone("#7d2c2b", "#52191c"), "#6b4534", haze)
    wide = head * 1.75
    return ink.lit(
        ink.box(x - wide / 2, y - head * 1.05, wide, head * 2.2, head * 0.2), red, (-head * 0.1, -head * 0.08)
    )


# --- service desk --------------------------------------------------------------------------


def service_desk() -> str:
    """An officer hands a paper to a citizen at the one-stop desk."""
    return "".join(
        (
            places.sky("#eee4cd", "#e5d3aa"),
            _office_wall(),
            places.floor(700, "#cbb894", "#9d8866"),
            _waiting(),
            places.beam([(-60, 0), (240, 0), (960, 1067), (240, 1067)], 0.3),
            _officer(),
            _counter(),
            _citizen(),
            places.shade(930, "#3a2a20", 0.3),
        )
    )


def _office_wall() -> str:
    sign = ink.lit(ink.box(700, 96, 790, 110, 8), Tone(ink.BLUE, "#08335c"), (0, -14))
    words = ink.lettering("BỘ PHẬN MỘT CỬA", 1095, 172, 56, ink.WHITE, 4)
    files = ink.lit(ink.box(1180, 270, 380, 360, 6), OAK, (-10, -6))
    for row in range(3):
        for i in range(11):
            high = 74 + (i * 29 + row * 17) % 22
            colour = (ink.BLUE, "#d8a24a", ink.TEAL, "#8c8379", "#c46a4c")[(i * 3 + row) % 5]
            files += ink.fill(
                ink.box(1196 + i * 32, 382 + row * 116 - high, 26, high), ink.mix(colour, ink.CREAM, 0.25)
            )
        files += ink.fill(ink.box(1186, 382 + row * 116, 368, 10), "#734a28")
    panes = places.window(40, 110, 240, 380, (2, 3), ink.WHITE)
    number = ink.fill(ink.box(740, 270, 150, 86, 8), "#2b2f36") + ink.lettering("027", 817, 332, 50, "#f0b45a", 4)
    return sign + words + files + panes + number


def _waiting() -> str:
    veil = ("#e5d3aa", 0.4)
    seat = Pose(
        turn=0.8,
        look="side",
        near_hand=(80, -10),
        far_hand=(90, -10),
        near_foot=(110, 150),
        far_foot=(96, 150),
        near_knee=-1,
        far_knee=-1,
    )
    bench = ink.fill(ink.box(40, 700, 470, 18, 6), "#a39a86") + "".join(
        ink.fill(ink.box(x, 700, 10, 90), "#8c8473") for x in (70, 280, 480)
    )
    people = (
        Dress(woman=True, hair="tail", top=ink.tone("#4f8f86")),
        Dress(top=ink.tone("#7c7466"), hair_tone=SILVER),
        Dress(top=SHIRT),
    )
    return bench + "".join(figure(110 + i * 150, 700, 52, d, seat, haze=veil, hips=20) for i, d in enumerate(people))


def _officer() -> str:
    dress = Dress(woman=True, hair="bun", top=ink.tone("#f9f3e3", 0.22), skin=SKIN[0])
    pose = Pose(turn=0.5, lean=5, look="three", near_hand=(176, -66), far_hand=(80, -4))
    return figure(1150, 800, 128, dress, pose, mirror=True, hips=90)


def _counter() -> str:
    top = ink.lit(ink.box(700, 742, 900, 34, 6), Tone("#efe3c6", "#c9b48a"), (0, -14))
    front = ink.lit(ink.box(724, 776, 900, 300), Tone("#b98a55", "#86603a"), (0, 0))
    grooves = "".join(ink.fill(ink.box(x, 800, 4, 270), "#8f673d") for x in range(790, 1600, 90))
    screen = ink.lit(
        ink.line([(1330, 560), (1530, 560), (1516, 700), (1344, 700)]), Tone("#4b525a", "#2d3238"), (-8, -4)
    ) + ink.fill(ink.box(1414, 700, 36, 44), "#3a4047")
    pile = "".join(
        ink.fill(ink.box(1190 + i % 2 * 6, 728 - i * 9, 110, 8, 2), "#fbf5e6" if i % 2 else "#dcd0b2") for i in range(4)
    )
    return front + grooves + screen + top + pile


def _citizen() -> str:
    dress = Dress(woman=True, hair="bun", hair_tone=SILVER, top=Tone("#8c5a6a", "#5e3947"), legs=DARK, skin=SKIN[1])
    pose = Pose(turn=0.7, look="side", near_hand=(196, -60), far_hand=(170, -20))
    paper = ink.lit(ink.line([(836, 566), (960, 590), (944, 690), (820, 664)]), Tone("#fffdf4", "#dfe3dc"), (-30, 0))
    lines = ink.stroke("M850 594L930 610M846 616L926 632M842 638L896 649", "#9fb0b8", 4)
    return paper + lines + figure(560, 1130, 140, dress, pose, hips=350)


# --- gifts ---------------------------------------------------------------------------------


def gifts() -> str:
    """A union officer hands a gift to a worker; her workmates wait behind with theirs."""
    return "".join(
        (
            places.sky("#f0dfb9", "#e8d1a0"),
            _union_hall(),
            places.floor(700, "#c9a777", "#956f47"),
            _workmates(),
            places.beam([(60, 0), (400, 0), (1160, 1067), (460, 1067)], 0.3),
            _giving(),
            places.shade(930, "#3d2618", 0.32),
        )
    )


def _union_hall() -> str:
    drop = ink.painted(ink.box(360, 80, 880, 430, 6), ink.fade([(0, "#2b6a92", 1), (1, "#1f5379", 1)]))
    words = ink.lettering("TẾT SUM VẦY", 800, 226, 88, "#f9e6b4", 6) + ink.stroke(
        "M560 268L1040 268", "#f9e6b4", 4, 0.6
    )
    branch = ink.stroke(
        "M400 500Q450 380 520 350Q580 320 600 300M470 372Q440 320 450 290"
        "M1200 500Q1150 390 1080 356Q1020 330 1000 306M1130 382Q1160 330 1150 296",
        "#8a6a48",
        7,
    )
    blossom = "".join(
        _blossom(x, y, r)
        for x, y, r in (
            (520, 350, 16),
            (600, 300, 14),
            (450, 290, 15),
            (470, 372, 14),
            (556, 332, 12),
            (420, 452, 13),
            (1080, 356, 16),
            (1000, 306, 14),
            (1150, 296, 15),
            (1130, 382, 14),
            (1040, 332, 12),
            (1180, 452, 13),
        )
    )
    panes = places.window(60, 90, 220, 380, (2, 3), ink.WHITE) + places.window(1330, 90, 220, 380, (2, 3), ink.WHITE)
    skirt = ink.fill(ink.box(0, 600, 1600, 100), "#d5b681") + ink.fill(ink.box(0, 594, 1600, 8), "#b08e5a")
    return panes + drop + words + branch + blossom + skirt


def _blossom(x: float, y: float, radius: float) -> str:
    petals = "".join(
        ink.moved(ink.fill(ink.oval(0, -radius * 0.62, radius * 0.44, radius * 0.55), "#f0a9a0"), x, y, 1, turn)
        for turn in range(0, 360, 72)
    )
    return petals + ink.fill(ink.oval(x, y, radius * 0.26, radius * 0.26), "#f7dd9a")


def _parcel(x: float, y: float, wide: float, tall: float, cloth: Tone) -> str:
    """A gift box tied with ribbon."""
    band = "#f2cf7c" if cloth.light != "#e9d3a2" else ink.RED
    body = places.block(x, y, wide, tall, cloth, wide * 0.08)
    ribbon = ink.fill(ink.box(x + wide * 0.44, y, wide * 0.12, tall), band) + ink.fill(
        ink.box(x, y + tall * 0.42, wide, tall * 0.14), band
    )
    bow = (
        f"M{x + wide / 2} {y - 4}q{-wide * 0.3} {-wide * 0.26} {-wide * 0.26} {-wide * 0.02}"
        f"q{wide * 0.1} {wide * 0.06} {wide * 0.26} {wide * 0.02}"
        f"q{wide * 0.3} {-wide * 0.26} {wide * 0.26} {-wide * 0.02}q{-wide * 0.1} {wide * 0.06} "
        f"{-wide * 0.26} {wide * 0.02}Z"
    )
    return body + ribbon + ink.fill(bow, band)


def _workmates() -> str:
    parts = []
    shades = ("#3f7896", "#4f8f86", "#3f7896", "#5f7f9a", "#4f8f86", "#3f7896")
    for i, x in enumerate((80, 235, 390, 1205, 1360, 1515)):
        woman = i % 2 == 0
        dress = Dress(
            woman=woman,
            hair=("tail", "bob", "bun")[i % 3] if woman else "short",
            top=ink.tone(shades[i]),
            skin=SKIN[i % 3],
        )
        hold = Pose(look="three", near_hand=(44, -84), far_hand=(-44, -84))
        veil = ("#ecd7a8", 0.25)
        parts.append(figure(x, 880, 70, dress, hold, mirror=x > 800, haze=veil))
        parts.append(_parcel(x - 40, 552, 80, 58, ink.hazed(ink.tone("#b8403c"), *veil)))
    return "".join(parts)


def _giving() -> str:
    officer = Dress(top=ink.tone("#fbf5e6", 0.22), legs=DARK, skin=SKIN[1])
    worker = Dress(woman=True, hair="tail", top=Tone("#1f6f92", "#124660"), legs=DARK, skin=SKIN[0])
    give = Pose(turn=0.6, lean=5, look="three", near_hand=(176, -76), far_hand=(190, -60))
    take = Pose(turn=0.6, lean=4, look="three", near_hand=(166, -80), far_hand=(180, -60))
    return (
        figure(540, 1180, 132, officer, replace(give, hands_behind=True))
        + figure(1060, 1180, 128, worker, replace(take, hands_behind=True), mirror=True)
        + _parcel(700, 600, 190, 140, Tone("#b3262c", "#7d151d"))
    )


# --- certificate ---------------------------------------------------------------------------


def certificate() -> str:
    """A framed certificate, a medal in its case and lotus flowers on a table by a window."""
    return "".join(
        (
            places.sky("#ead9b3", "#dcc393"),
            places.window(-60, -40, 420, 640, (2, 3), ink.WHITE),
            places.warmth(360, 300, 700, "#fff3d2", 0.7),
            _cloth(),
            _vase(),
            _framed(),
            _medal(),
            places.beam([(-40, 0), (330, 0), (1240, 1067), (420, 1067)], 0.25),
            places.shade(880, "#3d2618", 0.3),
        )
    )


def _cloth() -> str:
    top = ink.painted(ink.box(0, 760, 1600, 307), ink.fade([(0, "#8f5f36", 1), (1, "#b98250", 1)]))
    grain = ink.stroke(
        "M0 800Q500 790 1600 806M0 860Q700 846 1600 866M0 940Q600 926 1600 950M0 1020Q800 1004 1600 1030",
        "#7d5230",
        3,
        0.45,
    )
    runner = ink.fill(ink.line([(420, 760), (1290, 760), (1500, 1067), (240, 1067)]), "#1d6a70")
    hem = ink.stroke("M452 760L282 1067M1258 760L1458 1067", "#e0bd72", 6)
    return top + grain + runner + hem


def _framed() -> str:
    back = ink.fill(ink.line([(560, 880), (1300, 880), (1370, 910), (600, 914)]), "#0f3f45", 0.55)
    outer = ink.lit(ink.box(520, 240, 760, 640, 6), Tone("#c4924a", "#7b5426"), (-16, -16))
    inner = ink.lit(ink.box(548, 268, 704, 584, 2), Tone("#8b6230", "#e0b872"), (-8, -8))
    sheet = ink.painted(ink.box(564, 284, 672, 552), ink.fade([(0, "#fffaf0", 1), (1, "#f6e8c6", 1)], (1, 1)))
    border = ink.stroke(ink.box(590, 310, 620, 500), "#c08a3a", 5) + ink.stroke(
        ink.box(602, 322, 596, 476), "#c08a3a", 2
    )
    corners = "".join(
        ink.moved(ink.fill("M0 0h64q-10 34 -34 30q4 24 -30 34Z", "#c08a3a"), x, y, 1, turn)
        for x, y, turn in ((590, 310, 0), (1210, 310, 90), (1210, 810, 180), (590, 810, 270))
    )
    words = ink.lettering("BẰNG KHEN", 900, 506, 84, ink.RED, 6)
    bloom = places.lotus(900, 412, 62, Tone("#d8a24a", "#b07a28"))
    rows = "".join(
        ink.fill(ink.box(900 - w / 2, y, w, 7, 3), "#9c8f78")
        for w, y in ((420, 556), (500, 584), (460, 612), (300, 640))
    )
    sign = ink.stroke("M980 742q18 -40 34 -8q10 20 26 -20q8 -12 18 14q16 14 50 -10", "#2b3f63", 4)
    seal = ink.stroke(ink.oval(1010, 726, 46, 46), "#c03a34", 5, 0.8) + ink.stroke(
        ink.oval(1010, 726, 34, 34), "#c03a34", 2.5, 0.8
    )
    glass = ink.fill(ink.line([(564, 284), (800, 284), (640, 836), (564, 836)]), ink.WHITE, 0.14)
    return back + outer + inner + sheet + border + corners + bloom + words + rows + seal + sign + glass


def _medal() -> str:
    case = places.block(1150, 850, 330, 110, Tone("#7d1d24", "#4e1016"), 60)
    bed = ink.fill(ink.line([(1220, 802), (1412, 802), (1452, 842), (1180, 842)]), "#f2e4c2")
    disc = ink.lit(ink.oval(1316, 824, 58, 20), Tone("#e6b64e", "#a8772a"), (-12, -3)) + ink.stroke(
        ink.oval(1316, 823, 42, 13), "#8f641f", 3
    )
    ribbon = ink.lit(
        ink.line([(1240, 808), (1290, 806), (1272, 838), (1214, 838)]), Tone("#b3262c", "#7d151d"), (-8, 0)
    ) + ink.stroke("M1264 807L1242 838", "#f2cf7c", 8)
    return case + bed + disc + ribbon


def _vase() -> str:
    stems = ink.stroke(
        "M330 640Q300 480 240 380M346 640Q350 470 368 300M360 640Q410 520 466 430M352 640Q300 560 200 540", "#4f7a52", 9
    )
    leaf = ink.lit(
        "M110 520Q150 470 220 490Q290 510 284 560Q220 590 160 570Q116 552 110 520Z",
        Tone("#6b9a6a", "#3f6f50"),
        (-8, -8),
    ) + ink.lit("M420 580Q470 530 520 556Q548 580 520 620Q470 636 430 616Z", Tone("#5f8a5a", "#3a6648"), (-8, -6))
    pink = Tone("#efb3a6", "#d27d78")
    blooms = (
        places.lotus(236, 400, 120, pink)
        + places.lotus(368, 320, 136, pink)
        + places.lotus(470, 446, 96, Tone("#f5ccbc", "#dd948a"))
    )
    body = "M296 640Q300 668 270 720Q236 800 268 880Q300 916 350 916Q402 916 432 880Q464 800 428 720Q400 668 404 640Z"
    glaze = ink.lit(body, Tone("#f0ead8", "#a9b3ae"), (-34, -8))
    band = ink.within(
        body,
        ink.stroke("M230 780Q350 812 470 780M230 796Q350 828 470 796", "#2b5f8c", 6)
        + ink.stroke("M280 700Q350 716 420 700", "#2b5f8c", 5),
    )
    shadow = ink.fill(ink.oval(400, 912, 150, 20), "#5c3a20", 0.4)
    return stems + leaf + blooms + shadow + glaze + band


# --- plaque --------------------------------------------------------------------------------


def unveiling() -> str:
    """Two people draw a cloth from the plaque of a new building."""
    return "".join(
        (
            places.sky("#dfe9e2", "#f5e8c8"),
            _new_building(),
            places.floor(800, "#d3c09a", "#a68f69"),
            _guests(),
            _plaque(),
            _flower_stands(),
            _unveilers(),
            places.shade(930, "#3d2a1c", 0.3),
        )
    )


def _new_building() -> str:
    wall = ink.painted(ink.box(260, 0, 1340, 800), ink.fade([(0, "#f3e3bf", 1), (1, "#e6cf9e", 1)]))
    columns = "".join(ink.lit(ink.box(x, 0, 64, 800), Tone("#fbf2db", "#cdb78c"), (-22, 0)) for x in (260, 1500))
    panes = "".join(
        places.window(x, 20, 150, 210, (2, 2), "#7fa09b", ("#b9d3d2", "#dfe9dd")) for x in (370, 590, 810, 1030, 1250)
    )
    base = ink.fill(ink.box(260, 720, 1340, 80), "#c98f5c") + ink.fill(ink.box(260, 714, 1340, 10), "#a96f42")
    trees = places.tree(130, 810, 430, ink.tone("#7fa37a")) + places.tree(238, 806, 300, ink.tone("#93b184"))
    return trees + wall + panes + base + columns


def _plaque() -> str:
    """The plaque, two thirds bare, its red cloth drawn to the right."""
    rim = ink.lit(ink.box(520, 300, 600, 310, 8), Tone("#d9aa52", "#96692a"), (-12, -10))
    stone = ink.painted(ink.box(540, 320, 560, 270), ink.fade([(0, "#35454f", 1), (1, "#24323c", 1)], (1, 1)))
    words = (
        ink.lettering("CÔNG TRÌNH", 780, 424, 56, "#f4d690", 4)
        + ink.lettering("CHÀO MỪNG", 780, 502, 56, "#f4d690", 4)
        + ink.stroke("M690 546L870 546", "#f4d690", 4)
    )
    cloth = (
        "M1010 280Q1060 268 1150 284Q1168 400 1206 520Q1240 600 1216 676Q1150 690 1092 660"
        "Q1080 560 1050 470Q1020 380 1010 280Z"
    )
    folds = ink.stroke(
        "M1050 284Q1070 420 1124 560Q1140 620 1132 668M1100 282Q1120 420 1170 560Q1190 620 1176 676", "#6d0f17", 7, 0.7
    )
    return rim + stone + words + ink.lit(cloth, Tone("#b3222b", "#7a121b"), (-14, -8)) + folds


def _flower_stands() -> str:
    """Two baskets of flowers below the plaque."""
    parts = []
    for x in (720, 900):
        parts.append(places.leaves(x, 800, 116, ink.tone(ink.LEAF), 11))
        for i, (dx, dy) in enumerate(((-52, -62), (-20, -92), (18, -96), (50, -64), (-34, -36), (2, -58), (36, -34))):
            petal = ("#d9564f", "#f0c069", "#f3e3d0")[i % 3]
            parts.append(ink.lit(ink.oval(x + dx, 790 + dy, 19, 18), ink.tone(petal), (-5, -4)))
        bowl = [(x - 56, 776), (x + 56, 776), (x + 34, 862), (x - 34, 862)]
        parts.append(ink.lit(ink.line(bowl), Tone("#c79a5a", "#8a6436"), (-12, 0)))
    return "".join(parts)


def _guests() -> str:
    parts = []
    veil = ("#ecdcb4", 0.3)
    clap = Pose(turn=0.5, look="three", near_hand=(74, -108), far_hand=(80, -116))
    guests = (
        Dress(top=ink.tone("#3f7896"), hat="helmet", hat_tone=Tone("#e9b949", "#bb8527")),
        Dress(woman=True, hair="bob", top=ink.tone("#4f8f86")),
        Dress(top=SHIRT, hair_tone=SILVER, skin=SKIN[1]),
        Dress(woman=True, hair="tail", top=ink.tone("#c8a04e"), skin=SKIN[1]),
    )
    for x, dress in zip((70, 190, 310, 420), guests, strict=True):
        parts.append(figure(x, 910, 70, dress, clap, haze=veil))
    return "".join(parts) + figure(
        1500, 920, 72, Dress(top=ink.tone("#3f7896"), skin=SKIN[2]), replace(clap), haze=veil, mirror=True
    )


def _unveilers() -> str:
    woman = Dress(
        woman=True, hair="bun", cut="dress", top=Tone("#20787a", "#12504f"), legs=ink.tone(ink.WHITE, 0.2), skin=SKIN[0]
    )
    man = Dress(top=ink.tone("#fbf5e6", 0.22), legs=DARK, skin=SKIN[1])
    left = Pose(turn=0.4, look="three", near_hand=(60, 20), far_hand=(120, -176), near_bend=-1)
    right = Pose(turn=0.6, look="three", near_hand=(150, -180), far_hand=(176, -130))
    return figure(470, 1130, 112, woman, left) + figure(1330, 1130, 116, man, right, mirror=True)
