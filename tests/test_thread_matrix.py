"""Links are allowed as the matrix of the thread says, between all kinds that apps have made known."""

from __future__ import annotations

import json
from pathlib import Path

from styring.thread.rules import registry

MATRIX = json.loads(
    (Path(__file__).parent.parent / "src/styring/thread/tests/vectors.json").read_text(encoding="utf-8")
)["matrix"]
OWNED = {"focus_area", "goal", "measure", "indicator", "frame", "report", "deviation", "corrective_measure"}
"""The kinds that the apps of today have tables for."""


def expected() -> set[tuple[str, str, str]]:
    found = {
        (link_type, citing, cited)
        for link_type, ends in MATRIX.items()
        for citing in ends["from"]
        for cited in ends["to"]
        if {citing, cited} <= OWNED and (citing == cited or link_type != "replaces")
    }
    alike = {("replaces", kind, kind) for kind in MATRIX["replaces"]["from"] if kind in OWNED}
    return found | alike


def test_every_link_of_the_matrix_between_known_kinds_is_allowed_and_no_other() -> None:
    allowed = {link for link in registry.allowed() if {link[1], link[2]} <= OWNED}
    assert (sorted(expected() - allowed), sorted(allowed - expected())) == ([], [])


def test_every_kind_has_a_page_and_words() -> None:
    lacking = [name for name in OWNED if not (registry.kind(name).plural and registry.kind(name).icon)]
    assert lacking == []
