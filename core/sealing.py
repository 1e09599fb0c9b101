"""Text that the database must not be able to read: encrypted with the installation's own keys, and compared blindly.

Keys come from `FIELD_KEYS` (a list of Fernet keys; the first one seals, all of them open), so that a key is changed by
putting a new one in front, running `manage.py reseal`, and taking the old one away. Source: Law 25/2018 on
denunciations, Art. 8, 47; Law 91/2025 on personal data.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class Unreadable(Exception):
    """None of the keys opens it: a key was taken away before everything was sealed anew."""


def check_keys(keys: list[str]) -> None:
    """Raise ImproperlyConfigured unless there is at least one key and each is one (32 bytes in base64)."""
    if not keys:
        message = (
            "FIELD_KEYS is not set: it encrypts the identity of those who denounce; see docs/operations.md."
        )
        raise ImproperlyConfigured(message)
    for place, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError as broken:
            message = f"FIELD_KEYS: key no. {place} is not 32 bytes in URL-safe base64."
            raise ImproperlyConfigured(message) from broken


def _box() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def seal(text: str) -> str:
    """The text as a token that only the keys open; nothing stays nothing."""
    return _box().encrypt(text.encode()).decode() if text else ""


def unseal(token: str) -> str:
    """What was sealed. Raises Unreadable when no key opens it."""
    return unseal_bytes(token.encode()).decode() if token else ""


def seal_bytes(content: bytes) -> bytes:
    """The content of a file, sealed."""
    return _box().encrypt(content)


def unseal_bytes(token: bytes) -> bytes:
    """The content of a sealed file. Raises Unreadable when no key opens it."""
    try:
        return _box().decrypt(token)
    except InvalidToken as broken:
        message = "sealed with a key that is not among FIELD_KEYS"
        raise Unreadable(message) from broken


def reseal(token: str) -> str:
    """The same, sealed with the first key."""
    return _box().rotate(token.encode()).decode() if token else ""


def seal_data(data: dict[str, Any]) -> str:
    """Several values in one token."""
    return seal(json.dumps(data, ensure_ascii=False))


def unseal_data(token: str) -> dict[str, Any]:
    """The values of `seal_data`; none of an empty token."""
    found: dict[str, Any] = json.loads(unseal(token)) if token else {}
    return found


def blind(text: str) -> str:
    """A mark by which equal texts are found without being read; worthless without the keys.

    It is made with the last key, which lives longest; `manage.py reseal` makes all marks anew.
    """
    key = settings.FIELD_KEYS[-1].encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32] if text else ""
