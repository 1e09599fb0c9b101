"""The accounts of the demonstration: one for each role, one stranger, one of the level above."""

from __future__ import annotations

from typing import Final, NamedTuple

from core.access import Role

PASSWORD: Final = "NghiTruong-2026"  # noqa: S105 - printed at every start; production settings refuse to load it
LIVING: Final = "xa-bao-thang-lao-cai"
ENDED: Final = "bao-thang"
ABOVE: Final = "lao-cai"
STRANGE: Final = "dam-ha"


class Account(NamedTuple):
    """A user name, what the person is called, the role, the councils (by short address)."""

    username: str
    full_name: str
    role: Role
    councils: tuple[str, ...]


BOTH: Final = (LIVING, ENDED)

ACCOUNTS: Final = (
    Account("quantri", "Quản trị hệ thống", Role.ADMINISTRATOR, BOTH),
    Account("chuyenvien", "Chuyên viên Văn phòng", Role.SECRETARIAT, BOTH),
    Account("lanhdao", "Lãnh đạo Thường trực HĐND", Role.LEADER, BOTH),
    Account("banchuyenmon", "Cán bộ Ban của HĐND", Role.COMMITTEE, BOTH),
    Account("daibieu", "Đại biểu Tổ 1 – 01", Role.DELEGATE, BOTH),
    Account("coquan", "Cán bộ cơ quan trả lời", Role.AGENCY, BOTH),
    Account("kiemtoan", "Cán bộ kiểm tra, theo dõi", Role.AUDITOR, BOTH),
    Account("chuyenvien.damha", "Chuyên viên Văn phòng (Đầm Hà)", Role.SECRETARIAT, (STRANGE,)),
    Account("chuyenvien.laocai", "Chuyên viên Văn phòng (tỉnh Lào Cai)", Role.SECRETARIAT, (ABOVE,)),
)

ROLES: Final = {
    Role.ADMINISTRATOR: "Quản trị",
    Role.SECRETARIAT: "Văn phòng",
    Role.LEADER: "Lãnh đạo",
    Role.COMMITTEE: "Ban của HĐND",
    Role.DELEGATE: "Đại biểu",
    Role.AGENCY: "Cơ quan",
    Role.AUDITOR: "Kiểm tra",
}
COUNCILS: Final = {
    LIVING: "xã Bảo Thắng",
    ENDED: "huyện Bảo Thắng (đến 30/6/2025)",
    ABOVE: "tỉnh Lào Cai",
    STRANGE: "huyện Đầm Hà (đến 30/6/2025)",
}
