"""Numbers as an administrative text writes them: "1.500", "20,3%", "05 cuộc", "hai mươi mốt", "thứ Năm"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum, unique

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ORDINALS = {1: "nhất", 2: "hai", 3: "ba", 4: "tư"}
_POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
_BILLION = 1_000_000_000


@unique
class Qualifier(StrEnum):
    """How exact a stored headcount or sum of money is; the value is what stands in the database."""

    EXACT = "exact"
    FLOOR = "floor"
    CEILING = "ceiling"
    ESTIMATE = "estimate"

    @property
    def word(self) -> str:
        """The word in front of the number: "hơn", "gần", "khoảng", or nothing."""
        return _QUALIFIER_WORDS[self]


_QUALIFIER_WORDS = {
    Qualifier.EXACT: "",
    Qualifier.FLOOR: "hơn",
    Qualifier.CEILING: "gần",
    Qualifier.ESTIMATE: "khoảng",
}


@unique
class SittingStyle(StrEnum):
    """The house style of a council for the ordinal of a sitting: "thứ Năm" or "thứ 5"."""

    WORDS = "words"
    NUMERALS = "numerals"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count together with its qualifier, so that "hơn 1.500" survives storage and addition."""

    value: int
    qualifier: Qualifier = Qualifier.EXACT

    def __post_init__(self) -> None:
        """Refuse a negative count."""
        if self.value < 0:
            raise ValueError("A count cannot be negative.")

    def __add__(self, other: Quantity) -> Quantity:
        """Exact + "hơn" = "hơn", equal qualifiers stay, different ones become "khoảng"."""
        found = {self.qualifier, other.qualifier} - {Qualifier.EXACT}
        mixed = Qualifier.ESTIMATE if len(found) > 1 else next(iter(found), Qualifier.EXACT)
        return Quantity(self.value + other.value, mixed)

    @property
    def exact(self) -> bool:
        """Whether the value may be compared and turned into a percentage."""
        return self.qualifier is Qualifier.EXACT


def integer(value: int) -> str:
    """A whole number with "." between thousands, as tables print it: 1500 -> "1.500", 5 -> "5"."""
    return f"{value:,}".replace(",", ".")


def decimal(value: Decimal, places: int = 2) -> str:
    """A number rounded half-up to at most two places with a comma and without idle zeros: "20,3", "7"."""
    if not 0 <= places <= 2:  # noqa: PLR2004 - two decimals is the rule's own figure
        raise ValueError("Administrative texts print at most two decimals.")
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, fraction = f"{abs(rounded):f}".partition(".")
    fraction = fraction.rstrip("0")
    sign = "-" if rounded < 0 else ""
    return sign + integer(int(whole)) + (f",{fraction}" if fraction else "")


def percent(part: int, whole: int, places: int = 1) -> str:
    """A share computed from its two counts: (30, 148) -> "20,3%".

    A share that one decimal would turn into a false 0% or 100% is printed with two.
    """
    if whole <= 0:
        raise ValueError("A percentage needs a base greater than zero.")
    share = Decimal(part) * 100 / Decimal(whole)
    text = decimal(share, places)
    if text in {"0", "100"} and share != Decimal(text):
        text = decimal(share, 2)
    return f"{text}%"


def share(part: int, whole: int, unit: str, places: int = 1) -> str:
    """A share with its counts, never alone: "30/148 ý kiến (20,3%)"."""
    return f"{integer(part)}/{integer(whole)} {unit} ({percent(part, whole, places)})"


def prose_number(value: int) -> str:
    """A whole count in running text, with a zero before 1-9: "05", "12", "1.500"."""
    return f"{value:02d}" if 0 < value < 10 else integer(value)  # noqa: PLR2004 - one digit


def counted(value: int | Quantity, unit: str, *, zero: str = "không có") -> str:
    """A count with its classifier: "05 cuộc", "hơn 1.500 lượt cử tri"; zero is "không có cuộc"."""
    quantity = value if isinstance(value, Quantity) else Quantity(value)
    if quantity.value == 0:
        return f"{zero} {unit}"
    return f"{quantity.qualifier.word} {prose_number(quantity.value)} {unit}".lstrip()


def in_words(value: int) -> str:
    """A whole number in words: 21 -> "hai mươi mốt", 1005 -> "một nghìn không trăm linh năm"."""
    if value < 0:
        return f"âm {in_words(-value)}"
    if value >= _BILLION:
        high, low = divmod(value, _BILLION)
        return f"{in_words(high)} tỷ" + (f" {_below_billion(low, leading=False)}" if low else "")
    return _below_billion(value, leading=True)


def _below_billion(value: int, *, leading: bool) -> str:
    """The groups of three digits under a billion; an empty group is not spoken."""
    groups = ((value // 1_000_000, " triệu"), (value // 1000 % 1000, " nghìn"), (value % 1000, ""))
    spoken: list[str] = []
    for number, name in groups:
        if number or (name == "" and not spoken and leading):
            spoken.append(_group(number, full=bool(spoken) or not leading) + name)
    return " ".join(spoken)


def _group(value: int, *, full: bool) -> str:
    """Three digits; `full` also speaks the empty hundreds, as in "… nghìn không trăm linh năm"."""
    hundreds, rest = divmod(value, 100)
    words = [f"{_UNITS[hundreds]} trăm"] if hundreds or full else []
    if rest or not words:
        words.append(_tens(rest, after_hundreds=bool(words)))
    return " ".join(words)


def _tens(value: int, *, after_hundreds: bool) -> str:
    """Two digits, with "linh", "mốt", "tư" and "lăm" where speech changes the word."""
    tens, unit = divmod(value, 10)
    if tens == 0:
        return f"linh {_UNITS[unit]}" if after_hundreds else _UNITS[unit]
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    changed = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return f"{head} {changed.get(unit, _UNITS[unit])}" if unit else head


def ordinal(value: int) -> str:
    """An ordinal in words: "thứ nhất", "thứ hai", "thứ tư", "thứ hai mươi mốt"."""
    return f"thứ {_ORDINALS.get(value) or in_words(value)}"


def sitting_ordinal(value: int, style: SittingStyle = SittingStyle.WORDS) -> str:
    """The ordinal of a sitting in the house style of its council: "thứ Năm" or "thứ 34"."""
    if style is SittingStyle.NUMERALS:
        return f"thứ {value}"
    word = ordinal(value).removeprefix("thứ ")
    return f"thứ {word[:1].upper()}{word[1:]}"


def point_letter(value: int) -> str:
    """The letter of the n-th point (điểm): a, b, c, d, đ, e, g …, without ă, â, ê, ô, ơ, ư."""
    if not 1 <= value <= len(_POINT_LETTERS):
        raise ValueError(f"A list of points has at most {len(_POINT_LETTERS)} letters.")
    return _POINT_LETTERS[value - 1]
