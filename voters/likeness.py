"""Marks by which two statements of one council that say nearly the same are found without reading the others.

Each statement gets `BANDS` numbers (MinHash: the least hash of its words under several hash functions, two by two).
Two statements whose words are half the same share a number almost surely, unlike ones hardly ever; an index over the
numbers finds them. The council is part of each number, so that no other council's statements are touched. How alike two
really are is then measured on the few that were found (decision 0018).
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Final
from zlib import crc32

from core.text import fold

BANDS: Final = 16
_ROWS: Final = 2
_PRIME: Final = (1 << 61) - 1
_EMPTY_WORDS: Final = frozenset(
    "ban cac can cap cho chuc chi co cu cua cuu da dao dan de den di dia do don du duoc gia giao hien hon huyen kien "  # noqa: SIM905 - words read best as words
    "la lai luc mong nam nang nay nghi nhan nhieu nhung o phuong quan qua rang rat se so som tai tam tham thi thoi "
    "thon tiep tinh to toi tra tren tri trung truoc trong tu tuc va vao ve vi viec voi xa xem xet y".split()
)
"""Words of every statement ("đề nghị các cấp có thẩm quyền quan tâm, xem xét …"), folded."""
_FACTORS: Final = tuple(
    int.from_bytes(blake2b(f"likeness {number}".encode(), digest_size=7).digest(), "big") | 1
    for number in range(2 * BANDS * _ROWS)
)


def marks(council_id: int, text: str) -> list[int]:
    """The marks of a statement; none where nothing but empty words was said. Fit a bigint column."""
    words = fold(text).split()
    told = {word for word in words if word not in _EMPTY_WORDS} or set(words)
    if not told:
        return []
    hashes = [crc32(word.encode()) for word in told]
    return sorted(_bands(council_id, list(_least(hashes))))


def _least(hashes: list[int]) -> Iterator[int]:
    for number in range(BANDS * _ROWS):
        factor, shift = _FACTORS[2 * number : 2 * number + 2]
        yield min((factor * value + shift) % _PRIME for value in hashes)


def _bands(council_id: int, least: list[int]) -> Iterator[int]:
    for band in range(BANDS):
        rows = least[band * _ROWS : (band + 1) * _ROWS]
        digest = blake2b(f"{council_id} {band} {rows}".encode(), digest_size=8).digest()
        yield int.from_bytes(digest, "big", signed=True)
