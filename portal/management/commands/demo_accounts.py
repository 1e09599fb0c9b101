"""`manage.py demo_accounts`: the table of demonstration accounts that `make run` shows."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from portal.demo.accounts import ACCOUNTS, COUNCILS, PASSWORD, ROLES

HEAD = ("Vai trò", "Tài khoản", "Mật khẩu", "Hội đồng nhân dân")


class Command(BaseCommand):
    """Printed in Vietnamese: it greets the people who try the portal."""

    help = "Print the demonstration accounts: role, user name, password, councils."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One line per account."""
        rows = [
            HEAD,
            *((ROLES[one.role], one.username, PASSWORD, _councils(one.councils)) for one in ACCOUNTS),
        ]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
        for row in rows:
            line = "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True))
            self.stdout.write(line.rstrip())


def _councils(slugs: tuple[str, ...]) -> str:
    return ", ".join(COUNCILS[slug] for slug in slugs)
