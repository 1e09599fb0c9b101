"""The style sheet is one list of layers: a lost brace would put what follows into another layer, where it loses."""

from __future__ import annotations

import re
from pathlib import Path

STYLES = Path(__file__).parents[2] / "static" / "css" / "portal.css"


def test_every_layer_stands_at_the_margin_and_is_closed() -> None:
    text = re.sub(r"/\*.*?\*/", lambda said: "\n" * said[0].count("\n"), STYLES.read_text(), flags=re.DOTALL)
    depth, nested = 0, list[int]()
    for number, line in enumerate(re.sub(r'"[^"\n]*"', "", text).splitlines(), start=1):
        if line.lstrip().startswith("@layer") and depth:
            nested.append(number)
        depth += line.count("{") - line.count("}")
    assert nested == []
    assert depth == 0
