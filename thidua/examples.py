"""A small invented library with one record for every state that a component must show. Pure.

Ids say what a record is an example of: `people["without-portrait"]`. Only the gallery reads them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, Protocol, TypeVar

from thidua.library import Library
from thidua.records import (
    Article,
    Author,
    Award,
    Campaign,
    Collective,
    Comment,
    CommentForm,
    Contact,
    Correction,
    Decision,
    Figure,
    Giver,
    Honour,
    Indicator,
    Issue,
    Part,
    Person,
    Picture,
    PictureFile,
    Place,
    Portrait,
    Prose,
    Reply,
    Section,
    Signatory,
    Site,
    Source,
    StaticPage,
    Target,
    TileMap,
    Told,
    Unit,
    packed_words,
)
from thidua.references import UNTOLD
from thidua.scalars import period
from thidua.vietnamese import ICT

# Nobody's photo: the gallery draws it.
PHOTO: Final = PictureFile("mau.png", "mau-1", 1200, 800)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_HasId)


def _by_id(records: Iterable[R]) -> Mapping[str, R]:
    return {record.id: record for record in records}


_PICTURE: Final = Picture(
    PHOTO, "Một vòng tròn trên nền hai mảng màu.", "Ảnh mẫu ở xưởng may, sáng 2/5/2024.", "Ảnh: Ban biên tập"
)
_NEWS: Final = Section("tin-tuc", "Tin tức", "Tin trong ngày.")
_SITE: Final = Site(
    name="Bản tin Sông Quê",
    tagline="Tiếng nói của người thợ",
    description="Trang mẫu của các thành phần.",
    base_url="https://song-que.example/",
    publisher="Ban Tuyên giáo Sông Quê",
    governing_body="Liên đoàn Lao động Sông Quê",
    licence="Trang thử, không phải báo chí",
    editor="Ban biên tập",
    contact=Contact("1 đường Sông Quê", "bientap@song-que.example", "0210 000 000"),
    sections=(_NEWS,),
    notice="Mọi việc và người trong trang đều được đặt ra.",
)

# ---- who ----------------------------------------------------------------------------------------------

_HOME: Final = Place("song-que", "Sông Quê", "province")
_PLACES: Final = (
    _HOME,
    Place("ben-lo", "Bến Lở", "province"),
    Place("ba-vung", "Bà Vùng - Vũng Nguyên", "province"),
    Place("hon-nho", "Hòn Nhỏ", "special_zone"),
)
_HEIR: Final = Unit("heir", "LĐLĐ tỉnh Sông Quê", "union", since=dt.date(2025, 7, 1))
_ENDED: Final = Unit("ended", "LĐLĐ tỉnh Sông Quê", "union", until=dt.date(2025, 6, 30), successors=(_HEIR,))
_DISSOLVED: Final = Unit("dissolved", "Đội thuyền Bến Lở", "enterprise", until=dt.date(2023, 12, 31))
_FACTORY: Final = Unit("plain", "Công ty May Hạ Thanh", "enterprise", parent=_HEIR, place=_HOME)
_INVENTED_UNIT: Final = Unit("invented", "Xí nghiệp Cơ khí Bến Lở", "enterprise", parent=_HEIR, illustrative=True)
_BINH: Final = Person(
    "with-portrait", "Lê Thị Bình", _FACTORY, "Tổ trưởng tổ cắt", portrait=Portrait(PHOTO, "Ảnh: Ban biên tập")
)
_AN: Final = Person("without-portrait", "Trần Văn An", _FACTORY, "Thợ cơ khí")
_EM: Final = Person("invented", "Đỗ Thị Êm", _INVENTED_UNIT, "Thợ tiện bậc 5/7", illustrative=True)
_TEAM: Final = Collective("with-picture", "Tổ cắt số 1", _FACTORY, members=14, picture=_PICTURE)
_INVENTED_TEAM: Final = Collective("invented", "Tổ hàn Bến Lở", _INVENTED_UNIT, illustrative=True)

# ---- what was given -------------------------------------------------------------------------------------

_GIVER: Final = Giver("doanh-nghiep", "Giám đốc doanh nghiệp", "grassroots")
_TITLE: Final = Award("title", "Lao động tiên tiến", "title", to=("person",), given_by=(_GIVER,))
_ORDER: Final = Award(
    "order", "Huân chương Lao động", "order", to=("person", "collective"), grades=("Nhất", "Nhì", "Ba")
)
_INITIATIVES: Final = Indicator("initiatives", "Sáng kiến được công nhận", "initiative", "sáng kiến")
_MONEY: Final = Indicator("money", "Giá trị làm lợi", "dong", "đồng")
_CAMPAIGN: Final = Campaign(
    "with-targets", "Thợ giỏi sông quê", "movement", since=dt.date(2021, 1, 1), until=dt.date(2025, 12, 31),
    targets=(
        Target(_INITIATIVES, 1000, dt.date(2025, 12, 31), _HEIR),
        Target(_MONEY, 221_532_000_000),
    ),
)  # fmt: skip
_SIGNATORY: Final = Signatory("Phan Đình Ký", "Giám đốc")
_DECISION: Final = Decision(
    "plain", "12/QĐ-MHT", dt.date(2023, 12, 20), "Về việc tặng danh hiệu Lao động tiên tiến năm 2023",
    _FACTORY, _SIGNATORY, _TITLE, _CAMPAIGN, period("2023"),
)  # fmt: skip
_INVENTED_DECISION: Final = Decision(
    "invented", "03/QĐ-BL", dt.date(2022, 5, 1), "Về việc tặng Huân chương Lao động cho người không có thật",
    _INVENTED_UNIT, _SIGNATORY, _ORDER, illustrative=True,
)  # fmt: skip
_HONOURS: Final = (
    Honour(
        _DECISION, _TITLE, _FACTORY, _BINH, job="Công nhân tổ cắt", citation="Giảm vải vụn từ 4% xuống 2,5%.",
        initiative="Giác sơ đồ ghép nhiều cỡ cho áo khoác", benefit=365_000_000,
        accepted="Danh sách ghi danh hiệu này hai lần trong một năm.",
    ),
    Honour(_DECISION, _TITLE, _FACTORY, _AN),
    Honour(_DECISION, _TITLE, _FACTORY, collective=_TEAM, citation="Cả năm không có lô hàng nào bị trả."),
    Honour(_INVENTED_DECISION, _ORDER, _INVENTED_UNIT, _EM, job="Thợ tiện", grade="Ba"),
    Honour(_INVENTED_DECISION, _ORDER, _FACTORY, _AN, job="Thợ cơ khí", grade="Nhì"),
)  # fmt: skip

# ---- what was counted -------------------------------------------------------------------------------------

_SOURCE: Final = Source(
    "full", "Báo cáo tổng kết năm 2024", "Báo Sông Quê", "Thợ giỏi sông quê về đích", "Hồ Sĩ Vinh",
    published=None, url="https://song-que.example/bao-cao",
)  # fmt: skip
_SUBJECT_ONLY: Final = Source("subject-only", "Báo cáo năm 2023", "Văn phòng LĐLĐ tỉnh Sông Quê")
_FIGURES: Final = (
    Figure("plain", _INITIATIVES, _HEIR, period("2025"), 61, _SUBJECT_ONLY, campaign=_CAMPAIGN),
    Figure(
        "with-parts", _INITIATIVES, _ENDED, period("2024"), 48, _SOURCE, hedge="hơn",
        parts=(Part("khối xưởng", 30), Part("khối văn phòng", 18)), of_which=(Part("của nữ", 20),),
    ),
    Figure(
        "contradictory", _INITIATIVES, _ENDED, period("2023"), 40, _SOURCE, hedge="gần",
        parts=(Part("khối xưởng", 20), Part("khối văn phòng", 11)),
        printed_as="gần 40 sáng kiến", accepted="Nguồn in như vậy và không giải thích.", note="Số ước tính.",
    ),
    Figure("money", _MONEY, _HEIR, period("2025"), 221_532_000_000, _SOURCE),
)  # fmt: skip

# ---- what was written -------------------------------------------------------------------------------------

_WORDS: Final = "Mỗi sáng, chị Bình trải tấm rập lên bàn cắt."
_AUTHORS: Final = (Author("Hồ Sĩ Vinh", "Phóng viên"), Author("Mai Tú Uyên"))
_FULL: Final = Article(
    "full", _NEWS, "Tổ cắt số 1 giảm một nửa vải vụn nhờ một tấm rập bìa", "Tấm rập tự làm giúp mỗi bàn cắt xếp "
    "sơ đồ khít hơn; sau nửa năm, cả xưởng đã làm theo.", _AUTHORS, dt.datetime(2024, 5, 2, 8, 0, tzinfo=ICT),
    body=Prose(packed_words(f"<p>{_WORDS}</p>\n", _WORDS)),
    kicker="May Hạ Thanh", dateline="Sông Quê", source=_SOURCE, updated=dt.datetime(2024, 5, 3, 9, 30, tzinfo=ICT),
    picture=_PICTURE, tags=("Sáng kiến", "An toàn lao động"), people=(_BINH,), campaigns=(_CAMPAIGN,),
    corrections=(Correction(dt.datetime(2024, 5, 3, 9, 30, tzinfo=ICT), "Bản trước ghi sai tên tổ cắt."),),
)  # fmt: skip
_PLAIN: Final = Article(
    "plain", _NEWS, "Đọc một quyết định khen thưởng", "Số, ngày, cấp khen và danh sách: bốn điều cần tìm trước tiên.",
    (Author("Ban biên tập"),), dt.datetime(2024, 3, 1, 7, 0, tzinfo=ICT),
)  # fmt: skip
_INVENTED_ARTICLE: Final = Article(
    "invented", _NEWS, "Ca đêm ở xí nghiệp Bến Lở", "Một câu chuyện đặt ra để thử trang.",
    (Author("Ban biên tập"),), dt.datetime(2023, 11, 20, 7, 0, tzinfo=ICT), kicker="Bến Lở", picture=_PICTURE,
    illustrative=True,
)  # fmt: skip
_ISSUES: Final = (
    Issue("with-picture", 2, dt.date(2024, 6, 30), "Một năm thợ giỏi", (_FULL, _PLAIN), "Sáu tháng, mười hai tổ.",
          _PICTURE, (_DECISION,)),
    Issue("plain", 1, dt.date(2023, 12, 30), "Những tấm rập bìa", (_INVENTED_ARTICLE,)),
)  # fmt: skip

_COMMENTED: Final = dt.datetime(2024, 5, 4, 20, 15, tzinfo=ICT)
COMMENTS: Final = _by_id(
    (
        Comment("plain", "full", "Nguyễn Thị Mơ", _COMMENTED, "Tổ tôi làm thử.\n\nRập bìa dễ làm hơn tôi nghĩ.", True),
        Comment(
            "answered", "full", "Hoàng Văn Lặng", _COMMENTED, "Xin bản vẽ ở đâu?", True,
            Reply("Ban biên tập", "Mời bạn hỏi tổ cắt số 1.", dt.datetime(2024, 5, 6, 8, 0, tzinfo=ICT)),
        ),
        Comment("invented", "full", "Một bạn đọc", _COMMENTED, "Lời đặt ra để thử trang.", True, illustrative=True),
    )
)  # fmt: skip
REFERENCES: Final[Mapping[str, Told]] = {
    "figure": Told("hơn 48\u00a0sáng kiến", f"{_HEIR.figures_address}#plain", (_FIGURES[0],)),
    "name": Told(_BINH.name, _BINH.address, record=_BINH),
    "untold": UNTOLD,
}
# The same paper, with somewhere to send what readers write.
SITE_WITH_FORM: Final = replace(_SITE, comments=CommentForm("https://y-kien.example/gui"))

LIBRARY: Final = Library(
    site=_SITE,
    places=_by_id(_PLACES),
    maps=_by_id((TileMap("ba-tinh", "ba tỉnh", ("song-que ben-lo .", ". ba-vung hon-nho")),)),
    givers=_by_id((_GIVER,)),
    units=_by_id((_HEIR, _ENDED, _DISSOLVED, _FACTORY, _INVENTED_UNIT)),
    awards=_by_id((_TITLE, _ORDER)),
    sources=_by_id((_SOURCE, _SUBJECT_ONLY)),
    campaigns=_by_id(
        (
            _CAMPAIGN,
            Campaign("with-period", "Năm an toàn lao động", "theme", period=period("2016-2020")),
            Campaign("since", "Mỗi tổ một sáng kiến", "drive", since=dt.date(2024, 1, 1)),
            Campaign("until", "Một triệu sáng kiến", "programme", until=dt.date(2023, 12, 31)),
            Campaign("undated", "Dân chủ, kỷ cương, tình thương, trách nhiệm", "movement"),
        )
    ),
    indicators=_by_id((_INITIATIVES, _MONEY)),
    figures=_by_id(_FIGURES),
    people=_by_id((_BINH, _AN, _EM)),
    collectives=_by_id((_TEAM, _INVENTED_TEAM)),
    decisions=_by_id((_DECISION, _INVENTED_DECISION)),
    honours=_HONOURS,
    articles=_by_id((_FULL, _PLAIN, _INVENTED_ARTICLE)),
    issues=_by_id(_ISSUES),
    pages=_by_id((StaticPage("gioi-thieu", "Giới thiệu", "Trang này là gì."),)),
)
