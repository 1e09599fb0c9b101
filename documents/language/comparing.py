"""Comparing a figure with another period, a share with another share, a result with its plan."""

from __future__ import annotations

from decimal import Decimal

from documents.language.numbers import Quantity, decimal, percent, prose_number

# Under this base a percentage misleads ("tăng 200%" for two meetings more), so only the difference is printed.
SMALLEST_BASE_FOR_PERCENT = 10


def same_period_of(year: int) -> str:
    """The usual base of a comparison: "cùng kỳ năm 2022"."""
    return f"cùng kỳ năm {year}"


def comparison(current: int | Quantity, base: int | Quantity, unit: str, *, against: str) -> str:
    """The change against a named base: "tăng 05 cuộc (tăng 17,2%) so với cùng kỳ năm 2022".

    `against` names the base, since after 1/7/2025 it may be "tổng số của các đơn vị trước sắp xếp".
    Equal figures give "bằng cùng kỳ năm 2022". A qualified value ("hơn 1.500") is never compared: "".
    """
    now, then = (v if isinstance(v, Quantity) else Quantity(v) for v in (current, base))
    if not (now.exact and then.exact):
        return ""
    if now.value == then.value:
        return f"bằng {against}"
    verb = _direction(now.value - then.value)
    difference = abs(now.value - then.value)
    rate = f" ({verb} {percent(difference, then.value)})" if then.value >= SMALLEST_BASE_FOR_PERCENT else ""
    return f"{verb} {prose_number(difference)} {unit}{rate} so với {against}"


def share_comparison(current: tuple[int, int], base: tuple[int, int], *, against: str) -> str:
    """The change of a share, each given as (part, whole): "tăng 2,3 điểm phần trăm so với …".

    One decimal, as the shares themselves have; a change that it would hide is printed with two.
    """
    now, then = (Decimal(part) * 100 / Decimal(whole) for part, whole in (current, base))
    points = percentage_points(abs(now - then))
    if points == "0":
        return f"bằng {against}"
    return f"{_direction(now - then)} {points} điểm phần trăm so với {against}"


def percentage_points(difference: Decimal) -> str:
    """A difference of two shares: "2,1", "-0,03"."""
    text = decimal(difference, 1)
    return decimal(difference, 2) if text.removeprefix("-") == "0" else text


def plan_result(done: int, planned: int) -> str:
    """A result against its plan: "đạt 95% kế hoạch"."""
    return f"đạt {percent(done, planned)} kế hoạch"


def _direction(difference: Decimal | int) -> str:
    return "tăng" if difference > 0 else "giảm"
