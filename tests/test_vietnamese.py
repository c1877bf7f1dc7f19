"""Vietnamese: what counts as the same, what comes first, how names, dates and figures print."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

import pytest

from thidua.vietnamese import (
    ICT,
    LETTERS,
    canon,
    fold,
    given_name,
    index_letter,
    initials,
    iso,
    join,
    letter_slug,
    long_date,
    money,
    month_name,
    name_key,
    nearest,
    nfc,
    number,
    order_key,
    sentence_case,
    short_date,
    slug,
    syllables,
    tidy,
    weekday_time,
)

# In the order of Intl.Collator("vi"), ICU 78.2, each tone mark where canon puts it.
REFERENCE = """
“Giỏi việc nước”|(2024)|10 năm|2 năm|2024|ám|An Giang|Ánh|Ăn uống|ẵnh|Ẫm|Ấn Độ|Âu Cơ|bang|bAng|
bÁng|BẶng|bânG|bầNg|bẦng|Bùi|Bùỉ|Bùi Quang Đạt|buồn Rão|buồn Râo|cafe|café|càn|cẫn|Chin/1063|CIN|
cìn|cỉn|CNVC LĐ|CNVC-LĐ|CNVCLĐ|Cư|Cứ|Čư|cý cuộn gio|cỵ cuộn gio|Dà Nẵng|Dóa Mây|Dóa MâỶ|dụn|
duong|dUong|duội|dũội|duỡng|dựoNg|Đà Nẵng|đạt|Đạt|Đắk Lắk|Đăk Nông|Điện Bàn|Điện Biên|
Đinh Thúy Tuấn|Đinh ThỰý Tuấn|Đinh Xuân Quy|ĐỦn|Đụn|đuong|đuOng|Đuội|ĐuỐNg|ẹm|ẹM|Enuôl|êm|Êm|Ệm|
Êñuôl|ÊÑuôl|ÊñÚôl|F0|Gãy|GãỸ|Gãý|gệu, |gệứ, |Ghãnh|GhẪnh|ghiển|ghịển|ghọ nguần doáng|
Giỏi việc nước|Goạng|Goáng Mản gho|Goắng|H Hen|H'Hen Niê|Hạ Long|hà nội|Hà Nội|HÀ NỘI|Hải|HảỈ|
Hải Dương|Hải Phòng|Hẫi|hém|hêm|Hhen|hoang|hoaNG|HoaNG|Hoàng|HoànG|HoàNg|hoãng|Hoãng|
Hoàng Xuán Thủy|Hoàng Xuân Thủy|hoâng|hỏẨng|Họng|Hồ Hữu Ân|Hồ Ngọc Ẩn|Hỗ Ngọc Ẩn|Hồ Thúy Thủy|
Hồng|hờanG|hơn Quoảt geo|hơn QuoảT geo|hơn Qữoảt geo|jazz|Kợi“2007|Kợì“2007|kuổi|Kuổi|lành.|
láy GĨNH nhườu quối|láy GĨNH nhượu quối|láy GíNH nhườu quối|luội ngoán quoại rọn|
luội ngoÁn quoại rọn|lŨội ngoán quoại rọn|Luôi…|Luôì…|LuƠi…|Moan|Môi|Môì|Na|Nã|Nạ|Ña|Ngảm|
Nghễm muỲnh|Nghễm muỷnh|Nghỗ Chìa nhẩm thyến|NGhỗ Chìa nhẩm thyến|nghún|nghỰn|Ngô Hải Luyện|
Ngô Hảì Luyện|Ngô Hưu Ánh|Ngô Hữu Ánh|NGô Hữu Ánh|Nguỗng Trẩn Giã so|nguyen|nGuyen|nguyén|nguỲen|
nguỵen|ngŨỹen|nguyến|nguỵỄn|Nguyễn Sỹ Quý|NguÝễn Sỹ Quý|Nguyễn Thúy Hòe|NGuyễn Thúy Hòe|Ngữyẻn|
nhãm Lỷ Beo ún|Nhãm Lỷ Beo ún|nhãm Lỷ Beỡ ún|nòng Nac Kùng|nÓng Nac Kùng|nỗng Nac Kùng|
NU 18 nghãn|Ông Ngọc Yến|pem Nguyến nhỹ|pem Nguyến nhý|pem NguỸến nhý|Phàn|pu (chuyền|pu (Chuyền|
Pựng – |Quách Minh Hà|Qụách Minh Hà|Quách Sỹ Tuấn|QuÃch Tiến Oanh|Quách Tiến Oanh|
Quách Tiến Oạnh|QUÃU ràu troại|QUÃU ràử troại|quâu|quâũ|quấu|quõa|qÙõa|quõẵ|Quữ’khỗn|Qụữ’khỗn|
Quy|QUỹ|Quỵ|QỨữ’khỗn|rạ“|rõa 16 coảng|ruỗi nghảy|ruỗi ngHảy|RỰA 16 ận|RỰằ 16 ận|ryẻu|ryệu|ryệỪ|
tà bượu quuân|tạ bượu quuân|Thanh|ThaNh|Thănh|ThẰnh|Thặnh|thề 80 mẽn|Thề 80 mẽn|thi đua|Thi Đua|
thi đùa|Thị Đua|thuè: 1716|thuễ: 1716|thuy|Thuy|Thúy|THúy|Thừa Thiên - Huế|Thừa Thiên – Huế|
Thừa Thiên Huế|thỰy|Trang 1|Trang 10|trang 2|Trang 2|Ùng|uơ|ưa|ứa|Ưng|Ứng|Ứng Hữu Si|Ứng Hữu Sĩ|
ươ|Ưỡng’571|voàng|voànG|vồi – 1647|Vũ Hải Sơn|Vũ HẬi Sơn|Vũ Hoài Tuấn|Vũ Hoàỉ Tuấn|Vũ Kim Hòe|
Wifi|xán|xằn|y|ý|Y Moan|Ý Yên|Y-Moan|Yên Bái|Ynn|zalo|Zalo
""".replace("\n", "").split("|")

PLACES = """
Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hoà Bình|Hòa Bình|Hưng Yên
""".replace("\n", "").split("|")

BY_FAMILY = """
Bùi Thúy An|Đặng Ngọc An|Lê Thị Hải An|Nguyễn Hoài An|Nguyễn Văn An|Vũ Tiến An|Trần Văn Ánh|
Nguyễn Thị Vân Hà|Đinh Luyện|Phạm Sơn|Hoàng Tuân|Hứa Đức Tuấn|Huỳnh Thanh Xuân
""".replace("\n", "").split("|")

BY_MIDDLE = """
Nguyễn Hoài An|Đặng Ngọc An|Lê Thị Hải An|Bùi Thúy An|Vũ Tiến An|Nguyễn Văn An|Trần Văn Ánh|
Nguyễn Thị Vân Hà|Đinh Luyện|Phạm Sơn|Hoàng Tuân|Hứa Đức Tuấn|Huỳnh Thanh Xuân
""".replace("\n", "").split("|")


Row = TypeVar("Row")


def shuffled(rows: list[Row]) -> list[Row]:
    """The rows in an order that is nobody's."""
    return random.Random(34).sample(rows, len(rows))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng", "dang"),
        ("đường", "duong"),
        ("Hoà Bình", "hoa binh"),
        ("Hòa Bình", "hoa binh"),
        ("CNVC-LĐ", "cnvc-ld"),
        ("chiến sỹ", "chien si"),
        ("Chiến sĩ", "chien si"),
        ("tỷ", "ti"),
        ("tỉ", "ti"),
        ("ủy/uỷ", "uy/uy"),
        ("Kỹ thuật, mỹ thuật, lý luận", "ki thuat, mi thuat, li luan"),
        ("Đắk Lắk – Êñuôl", "dak lak – enuol"),
        ("Ðảng", "dang"),
        ("Ƀă", "ba"),
    ],
)
def test_marks_do_not_matter_to_a_search(text: str, folded: str) -> None:
    """A reader who types no marks finds the words that have them, in either spelling of i and y."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("thúy", "thúi"), ("quy", "qui"), ("tay", "tai"), ("ây", "ai"), ("ý", "í"), ("Yên", "iên")],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    """Only a y that is the whole rhyme of a syllable is an i."""
    assert fold(one) != fold(other)


def test_syllables_fold_alike_alone_and_in_a_sentence() -> None:
    """What search indexes syllable by syllable is what a whole sentence folds to."""
    text = "Bà Mỹ_Lý, 2 kỹ sư (CNVC-LĐ) quy y: “ly kỳ”!"

    assert [fold(syllable) for syllable in syllables(text)] == syllables(fold(text))


@pytest.mark.parametrize(
    ("text", "one_spelling"),
    [
        ("hoà", "hòa"),
        ("Thuý", "thúy"),
        ("uỷ", "ủy"),
        ("khoẻ", "khỏe"),
        ("TOẢ", "tỏa"),
        ("Hòang", "hoàng"),
        ("Hùynh", "huỳnh"),
        ("qúy", "quý"),
    ],
)
def test_the_place_of_a_tone_does_not_matter(text: str, one_spelling: str) -> None:
    """Old and new places of a tone mark, and the slips of old keyboards, are one spelling."""
    assert canon(text) == one_spelling


def test_a_tone_in_its_place_stays() -> None:
    """A tone mark that has one place only is left there, and so is every other mark."""
    text = "quý giá hoàn toán thuyền huỳnh khuỷu ngoáy xoèn quả già mùa của sỹ sĩ"

    assert canon(text) == text


def test_syllables_are_runs_of_letters_and_digits() -> None:
    """Marks stay with their letters, whichever way they were typed."""
    typed_apart = "Nguyê\u0303n Va\u0306n A\u0302n, 2.219 n\u0308g\u0300a"

    assert syllables(typed_apart) == ["Nguyễn", "Văn", "Ân", "2", "219", "n̈g̀a"]
    assert syllables("CNVC-LĐ, H'Hen_Niê") == ["CNVC", "LĐ", "H", "Hen", "Niê"]
    assert syllables(" – ") == []


def test_order_is_that_of_the_reference_collation() -> None:
    """Syllables, names, places, capitals, digits and punctuation stand as in Unicode CLDR."""
    assert sorted(shuffled(REFERENCE), key=order_key) == REFERENCE


@pytest.mark.parametrize(
    "alphabetically",
    [
        "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z",
        "a à ả ã á ạ",
        "a ă â d D da dz đ Đ đa e ê o ô ơ u ư",
        "ba bà bá ban bàn bản bán bạn băn bân",
    ],
)
def test_letters_come_before_tones(alphabetically: str) -> None:
    """Letters decide first, tones break ties, capitals come last."""
    words = alphabetically.split()

    assert sorted(shuffled(words), key=order_key) == words


def test_places_stand_as_on_an_official_list() -> None:
    """A space comes before any letter, and Hoà Bình stands beside Hòa Bình."""
    assert sorted(shuffled(PLACES), key=order_key) == PLACES


def test_hoa_is_one_in_either_spelling() -> None:
    """What follows the word decides, not where the word's tone stands."""
    places = ["Hòa An", "Hoà Bình", "Hòa Bình Tây", "Hoà Lạc", "Hòa Vang"]

    assert sorted(shuffled(places), key=order_key) == places


def test_digits_are_compared_one_by_one() -> None:
    """Page 10 stands before page 2, as in the reference collation."""
    assert order_key("Trang 10") < order_key("Trang 2")


def test_people_stand_by_given_name_then_family_name() -> None:
    """A list of people reads as Vietnamese lists do."""
    assert sorted(shuffled(BY_FAMILY), key=name_key) == BY_FAMILY


def test_a_house_may_put_the_middle_name_first() -> None:
    """Between people of one given name the middle name may decide before the family name."""
    by_middle = sorted(shuffled(BY_MIDDLE), key=lambda name: name_key(name, None, True))

    assert by_middle == BY_MIDDLE


def test_an_explicit_given_name_wins() -> None:
    """Names whose last word is not the given name stand where their bearers are looked for."""
    people = [
        ("H'Hen Niê", "H'Hen"),
        ("Trần Văn Minh", None),
        ("Y Moan Êñuôl", "moan"),
        ("Lê Thị Mùi", None),
        ("Võ Thị Thanh", None),
        ("Lê Văn Thành", None),
        ("Huỳnh Thị Thanh Xuân", "Thanh Xuân"),
        ("Bùi Văn Thảo", None),
    ]

    assert sorted(shuffled(people), key=lambda person: name_key(*person)) == people


def test_after_the_given_name_comes_the_family() -> None:
    """In a name that ends with the family's, the family decides between namesakes."""
    namesakes = ["Y Moan Êban", "Y Moan Êñuôl", "A Moan Niê"]

    assert sorted(shuffled(namesakes), key=lambda name: name_key(name, "Moan")) == namesakes


def test_a_given_name_outside_the_name_orders_it_all_the_same() -> None:
    """A person known by another name than the registered one stands under that other name."""
    bac_ho = name_key("Nguyễn Sinh Cung", "Hồ Chí Minh")

    assert name_key("Trần Văn Hoà") < bac_ho < name_key("Lê Thị Huệ")
    assert name_key("Nguyễn Văn An", " ") == name_key("Nguyễn Văn An")


def test_capitals_do_not_scatter_namesakes() -> None:
    """A decision written in capitals stands beside the same people written otherwise."""
    people = ["Lê Thị AN", "Nguyễn Văn An", "NGUYỄN VĂN AN", "Trần Văn An", "Bùi Văn ÁN"]

    assert sorted(shuffled(people), key=name_key) == people


def test_the_given_name_is_the_last_word() -> None:
    """A person is called by the last word of the name."""
    assert given_name("Nguyễn Văn Ân") == "Ân"
    assert given_name("Ân") == "Ân"
    assert given_name("") == ""


@pytest.mark.parametrize(
    ("name", "given", "letter"),
    [
        ("Trần Văn Ánh", None, "A"),
        ("Nguyễn Văn Ân", None, "Â"),
        ("Lê Văn Ẩn", None, "Â"),
        ("Hứa Văn Đức", None, "Đ"),
        ("Hứa Văn Ðức", None, "Đ"),
        ("Phan Thị Ứng", None, "Ư"),
        ("Y Moan Êñuôl", None, "Ê"),
        ("Y Moan Êñuôl", "Moan", "M"),
        ("H'Hen Niê", "H'Hen", "H"),
        ("Ksor Ñay", None, "N"),
        ("(bà) “ánh”", None, "A"),
        ("Đội 5", None, "#"),
        ("李", None, "#"),
        ("", None, "#"),
    ],
)
def test_people_stand_under_the_letter_of_their_given_name(name: str, given: str | None, letter: str) -> None:
    """A letter of the index is a letter of the alphabet, without tone."""
    assert index_letter(name, given) == letter


def test_each_index_letter_has_an_address_of_its_own() -> None:
    """A, Ă and Â are three pages, and their order is that of the alphabet."""
    slugs = [letter_slug(letter) for letter in (*LETTERS, "#")]

    assert len(set(slugs)) == len(slugs) == 34
    assert all(address.isascii() and address.isalpha() for address in slugs)
    assert slugs[:3] == ["a", "aw", "aa"]
    assert [letter_slug(letter) for letter in "DĐEÊOÔƠUƯ#"] == (
        ["d", "dd", "e", "ee", "o", "oo", "ow", "u", "uw", "khac"]
    )
    assert sorted(LETTERS, key=order_key) == list(LETTERS)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Nguyễn Văn Ân", "NÂ"),
        ("Ê Đê", "ÊĐ"),
        ("đinh luyện", "ĐL"),
        ("Trần Văn Ánh", "TA"),
        ("H'Hen Niê", "HN"),
        ("Moan", "M"),
        ("Tổ 5", "T5"),
        ("", ""),
    ],
)
def test_a_portrait_that_may_not_be_shown_gives_way_to_initials(name: str, letters: str) -> None:
    """The tile shows the letters of the family and the given name."""
    assert initials(name) == letters


MORNING = datetime(2020, 7, 15, 7, 59, 46, tzinfo=ICT)


def test_times_print_as_in_papers() -> None:
    """The time of an article is that of Việt Nam, wherever the build runs."""
    assert weekday_time(MORNING) == "Thứ tư, 15/07/2020, 07:59"
    assert weekday_time(MORNING.astimezone(UTC)) == "Thứ tư, 15/07/2020, 07:59"
    assert weekday_time(datetime(2024, 2, 3, 20, 5, tzinfo=UTC)) == "Chủ nhật, 04/02/2024, 03:05"
    assert iso(datetime(2020, 7, 15, 0, 59, tzinfo=UTC)) == "2020-07-15T07:59:00+07:00"
    assert iso(date(2020, 7, 15)) == "2020-07-15"


def test_a_time_without_a_zone_is_refused() -> None:
    """The clock of the machine that builds never decides what is printed."""
    with pytest.raises(ValueError, match="without its zone"):
        weekday_time(datetime(2020, 7, 15, 7, 59))  # noqa: DTZ001 - what the test is about


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (MORNING, "15/07/2020", "ngày 15 tháng 7 năm 2020"),
        (date(2024, 2, 5), "05/02/2024", "ngày 05 tháng 02 năm 2024"),
        (date(2024, 1, 10), "10/01/2024", "ngày 10 tháng 01 năm 2024"),
        (date(2025, 3, 1), "01/03/2025", "ngày 01 tháng 3 năm 2025"),
        (date(1929, 7, 28), "28/07/1929", "ngày 28 tháng 7 năm 1929"),
    ],
)
def test_days_print_short_and_in_official_form(day: date, short: str, long: str) -> None:
    """The official form pads days under 10 and the months 1 and 2, and nothing else."""
    assert short_date(day) == short
    assert long_date(day) == long


def test_months_head_the_archive() -> None:
    """A month is named as in a heading."""
    assert month_name(2020, 7) == "Tháng 7/2020"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (0, "0"),
        (91, "91"),
        (1003, "1.003"),
        (12370, "12.370"),
        (10**18 + 1, "1.000.000.000.000.000.001"),
        (Decimal("221.532"), "221,532"),
        (Decimal("4.5"), "4,5"),
        (Decimal("4.50"), "4,50"),
        (Decimal("12345.6"), "12.345,6"),
        (Decimal("2E+3"), "2.000"),
        (-1003, "−1.003"),
        (Decimal("-4.5"), "−4,5"),
        (Decimal("-0"), "0"),
    ],
)
def test_numbers_have_points_and_a_comma(value: int | Decimal, printed: str) -> None:
    """Thousands are parted by points, decimals by a comma; as many decimals as were given."""
    assert number(value) == printed


@pytest.mark.parametrize(
    ("dong", "printed"),
    [
        (221532000000, "221,532 tỉ đồng"),
        (25000000000, "25 tỉ đồng"),
        (1000000000, "1 tỉ đồng"),
        (2500000000000, "2.500 tỉ đồng"),
        (1234567000, "1.234,567 triệu đồng"),
        (350000000, "350 triệu đồng"),
        (1500000, "1,5 triệu đồng"),
        (1050000, "1,05 triệu đồng"),
        (12345678, "12.345.678 đồng"),
        (1000000001, "1.000.000.001 đồng"),
        (500000, "500.000 đồng"),
        (0, "0 đồng"),
        (-1500000, "−1,5 triệu đồng"),
    ],
)
def test_money_prints_in_the_form_of_the_house(dong: int, printed: str) -> None:
    """Tỉ and triệu are used where they are exact; no đồng is lost."""
    assert money(dong) == printed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], ""),
        (["Bắc Ninh"], "Bắc Ninh"),
        (["Bắc Ninh", "Phú Thọ"], "Bắc Ninh và Phú Thọ"),
        (["Bắc Ninh", "Phú Thọ", "Ninh Bình"], "Bắc Ninh, Phú Thọ và Ninh Bình"),
    ],
)
def test_a_list_reads_as_a_sentence(words: list[str], sentence: str) -> None:
    """The last two are joined by "và"."""
    assert join(words) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("đơn vị LĐLĐ", "Đơn vị LĐLĐ"),
        ("“ông Sơn”", "“Ông Sơn”"),
        ("2 người", "2 người"),
        ("", ""),
        ("–", "–"),
    ],
)
def test_a_sentence_begins_with_a_capital(text: str, sentence: str) -> None:
    """Only the first letter changes."""
    assert sentence_case(text) == sentence


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Đặng Thị Hồng", "dang-thi-hong"),
        ("H'Hen Niê", "h-hen-nie"),
        ("“Giỏi việc nước, đảm việc nhà”", "gioi-viec-nuoc-dam-viec-nha"),
        ("Nhiệm kỳ 2018–2023", "nhiem-ky-2018-2023"),
        ("R&amp;D &#381;", "r-amp-d-381"),
    ],
)
def test_addresses_are_ascii(text: str, address: str) -> None:
    """A title becomes an address any system can write."""
    assert slug(text) == address


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"Giỏi việc nước", chị nói', "“Giỏi việc nước”, chị nói"),
        ('Anh nói: "Làm "5S" thật."', "Anh nói: “Làm “5S” thật.”"),
        ('phong trào ("Lao động giỏi")', "phong trào (“Lao động giỏi”)"),
        ('" Lao động giỏi "', "“ Lao động giỏi ”"),
        ("Và thế là...", "Và thế là…"),
        ("Họ tên: ........", "Họ tên: ........"),
        ("kinh tế - xã hội", "kinh tế – xã hội"),
        ("CNVC-LĐ", "CNVC-LĐ"),
        ("- một", "- một"),
        ("nhiệm kỳ 2018-2023", "nhiệm kỳ 2018–2023"),
        ("nhiệm kỳ 2018 - 2023.", "nhiệm kỳ 2018–2023."),
        ("điện thoại 1800-2020-3", "điện thoại 1800-2020-3"),
        ("tap-2018-2023.pdf", "tap-2018-2023.pdf"),
        ("12/2018-2023", "12/2018-2023"),
        ("Vì sao ? Vì : một , hai ; ba !", "Vì sao? Vì: một, hai; ba!"),
        ("tỉ số 3 : 1", "tỉ số 3 : 1"),
        ("số lượng : 5", "số lượng: 5"),
        ("tăng 4,5% so với 4 %", "tăng 4,5~% so với 4~%"),
        ("tim-kiem?q=a%20b", "tim-kiem?q=a%20b"),
        ("làm lợi 221,532 tỉ đồng", "làm lợi 221,532~tỉ~đồng"),
        ("25 tỷ đồng, 3 triệu đồng", "25~tỷ~đồng, 3~triệu~đồng"),
        ("hơn 2.219 người, 12 người", "hơn 2.219~người, 12~người"),
        ("2 đồng chí", "2~đồng chí"),
        ("sáng ngày 12/9, tháng 7 năm 2024", "sáng ngày~12/9, tháng~7 năm~2024"),
        ("TP. Hà Nội", "TP.~Hà Nội"),
        ("Ảnh: Nguyễn Văn A", "Ảnh:~Nguyễn Văn A"),
        ("Hết năm. Hà Nội", "Hết năm. Hà Nội"),
        ("hai  dấu cách ", "hai dấu cách "),
        ("chiến sỹ H'Hen Niê", "chiến sỹ H'Hen Niê"),
        ("Ho\u0300a", "Hòa"),
    ],
)
def test_prose_prints_in_the_typography_of_the_house(typed: str, printed: str) -> None:
    """Quotes, dashes and spaces are put right (~ does not break); an author's words stay."""
    assert tidy(typed) == printed.replace("~", "\u00a0")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("xa-tan-lop", "xa-tan-lap"),
        ("xa-tna-lap", "xa-tan-lap"),
        ("xa-tan-lập", "xa-tan-lap"),
        ("ldld-ninhbinh", "ldld-ninh-binh"),
        ("campain", "campaign"),
        ("Hồg", "Hồng"),
        ("hong", "Hồng"),
        ("hông", "Hồng"),
        ("congdoan", None),
        ("id", None),
        ("", None),
    ],
)
def test_a_slip_is_answered_with_the_name_that_was_meant(word: str, meant: str | None) -> None:
    """An unknown name is met with "có phải …?" when a known one is near, and only then."""
    known = ["xa-tan-lap", "xa-tan-hoi", "ldld-ninh-binh", "campaign", "is", "Hồng", "Hưng"]

    assert nearest(word, known) == meant
    assert nearest(word, set(known)) == meant


def test_the_same_name_with_other_marks_is_the_nearest() -> None:
    """Of names that differ only in marks, the one with the most of the typed marks is meant."""
    assert nearest("Nguyễn Văn Hóng", ["Nguyễn Văn Hòng", "Nguyễn Văn Hùng"]) == "Nguyễn Văn Hòng"
    assert nearest("Đặng Thị Hồng", ["Đang Thi Hong", "Đặng Thị Hông"]) == "Đặng Thị Hông"


def test_a_slip_is_answered_among_many_names() -> None:
    """At the size of a national archive the near name is still found."""
    families, middles = ("nguyen", "tran", "le", "pham"), ("van", "thi", "duc", "minh", "ngoc")
    known = [
        f"{family}-{middle}-{given}-{count}"
        for family in families
        for middle in middles
        for given in ("an", "anh", "ha", "hong", "hung", "luyen", "son", "tuan", "xuan")
        for count in range(20)
    ]

    assert nearest("nguyen-thi-hogn-17", known) == "nguyen-thi-hong-17"
    assert nearest("rtan-duc-luyen-3", known) == "tran-duc-luyen-3"


def test_text_is_kept_in_one_form() -> None:
    """Marks typed apart from their letters are joined to them."""
    assert nfc("ê\u0301") == "ế"
