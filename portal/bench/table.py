"""The benchmark's table: printed, written as JSON, and held against the targets."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

MOST_QUERIES: Final = 20
MOST_BYTES: Final = 60 * 1024
MOST_GROWTH: Final = 1.5
"""How many times the smaller country's ratio a page may cost in the larger one before the gate closes."""
_REFERENCES: Final = ("empty", "select")
_COLUMNS: Final = {
    "clients": 8,
    "queries": 9,
    "median": 9,
    "p95": 8,
    "p99": 8,
    "KB": 7,
    "errors": 8,
    "ratio": 8,
}
_HEAD: Final = f"{'page':<36}" + "".join(f"{name:>{width}}" for name, width in _COLUMNS.items())

Sizes = Mapping[str, Mapping[str, Any]]


def write(sizes: Sizes, output: Path) -> None:
    """Print a table for each size, and write everything as JSON."""
    for size, found in sizes.items():
        sys.stdout.write(f"\n{size} of the country, {sum(found['rows'].values()):,} rows\n{_HEAD}\n")
        sys.stdout.writelines(_line(result, ratio) for result, ratio in ratios(found))
        for work in found["works"]:
            sys.stdout.write(
                f"{work['name']:<56}{work['queries']:>6} queries{work['seconds']:>8.2f} s, longest"
                f"{work['longest']:>8.2f} s (at most {work['most']:.0f} s) {work['what']}\n"
            )
        for lag in found["lag"]:
            seen = f"On the standby {lag['when']}"
            sys.stdout.write(
                f"{seen:<52}{lag['median']:>8.1f} ms (p95 {lag['p95']:.1f}, at most {lag['most']:.1f})\n"
            )
    output.write_text(json.dumps(sizes, indent=1, ensure_ascii=False), encoding="utf-8")


def ratios(found: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], float]]:
    """Each result with how many times the one-SELECT view of the same run it costs."""
    reference = {row["clients"]: row["median"] for row in found["results"] if row["name"] == "select"}
    for result in found["results"]:
        yield result, result["median"] / reference[result["clients"]]


def _line(result: Mapping[str, Any], ratio: float) -> str:
    return (
        f"{result['name']:<36}{result['clients']:>8}{result['queries']:>9}{result['median']:>9.1f}{result['p95']:>8.1f}"
        f"{result['p99']:>8.1f}{result['size'] / 1024:>7.1f}{result['errors']:>8}{ratio:>8.1f}\n"
    )


def failures(sizes: Sizes) -> Iterator[str]:
    """What the gate does not let pass: queries, errors, and growth from the first size to the last."""
    for size, found in sizes.items():
        for result in found["results"]:
            if result["queries"] > MOST_QUERIES:
                yield f"{size}: {result['name']} asks {result['queries']} queries"
            if result["errors"]:
                yield f"{size}: {result['name']} failed {result['errors']} times with {result['clients']} clients"
    small, large = (dict(_keyed(found)) for found in (next(iter(sizes.values())), list(sizes.values())[-1]))
    for key in small.keys() & large.keys():
        if large[key] > MOST_GROWTH * small[key]:
            yield f"{key[0]} grows {large[key] / small[key]:.2f} times"


def _keyed(found: Mapping[str, Any]) -> Iterator[tuple[tuple[str, int], float]]:
    for result, ratio in ratios(found):
        if result["clients"] == 1 and result["name"] not in _REFERENCES:
            yield (result["name"], 1), ratio
