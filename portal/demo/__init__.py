"""The demonstration: councils of the past with published figures, a living commune, an account for each role.

No real person appears. Everything is entered through the services that pages call, in one transaction.
"""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from portal.demo import citizens, living, registers
from portal.demo.accounts import ACCOUNTS
from portal.demo.bao_thang import bao_thang
from portal.demo.people import make_users

__all__ = ["is_loaded", "load"]


def is_loaded() -> bool:
    """Whether its accounts exist."""
    return User.objects.filter(username=ACCOUNTS[0].username).exists()


@transaction.atomic
def load() -> None:
    """Build everything; the councils must be registered."""
    users = make_users()
    bao_thang(users)
    registers.dam_ha(users)
    registers.provinces()
    living.province(users)
    living.commune(users)
    citizens.hung_yen()
    citizens.commune(users)
