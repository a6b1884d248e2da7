from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[4]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


def test_every_variable_is_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/styring").glob("project/*.py"))
    used = set(re.findall(r'"(STYRING_[A-Z_]*[A-Z]|DATABASE_URL)"', source))
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs/drift.md").read_text(encoding="utf-8")))
    assert used - documented == set()


def test_no_link_between_documents_is_broken() -> None:
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/styring/*/README.md")]
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in documents
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_decision_stands_in_the_index() -> None:
    folder = ROOT / "docs/decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert {path.name for path in folder.glob("0*.md")} - listed == set()
