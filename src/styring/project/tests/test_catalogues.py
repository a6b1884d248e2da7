from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from styring.project.catalogues import bring_up_to_date, catalogue, faults
from styring.project.translations import compile_translations

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")

SOURCE = """from django.utils.translation import gettext, ngettext
gettext("Frist %(day)s")
ngettext("%(n)s mål", "%(n)s mål i alt", 2)
"""
DONE = {
    'msgid "Frist %(day)s"\nmsgstr ""': 'msgid "Frist %(day)s"\nmsgstr "Due %(day)s"',
    'msgstr[0] ""': 'msgstr[0] "one goal"',
    'msgstr[1] ""': 'msgstr[1] "%(n)s goals"',
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "wheel" / "tests").mkdir(parents=True)
    (tmp_path / "wheel" / "rules.py").write_text(SOURCE)
    (tmp_path / "wheel" / "tests" / "test_rules.py").write_text('gettext("Bare i en test")')
    return tmp_path


def translate(package: Path, changes: dict[str, str]) -> None:
    bring_up_to_date(package)
    for language in ("nn", "en"):
        path = catalogue("wheel", language, package)
        words = path.read_text()
        for before, after in changes.items():
            words = words.replace(before, after)
        path.write_text(words)


def test_text_without_a_catalogue_is_told_of_with_its_place(package: Path) -> None:
    found = faults(package)
    assert len(found) == 4
    assert "wheel/rules.py:2: «Frist %(day)s» mangler i " in found[0]


def test_text_without_translation_is_told_of(package: Path) -> None:
    assert len(bring_up_to_date(package)) == 2
    assert [fault.split("» ")[1] for fault in faults(package)] == ["er ikke oversatt"] * 4


def test_nothing_is_told_of_when_all_is_translated(package: Path) -> None:
    translate(package, DONE)
    assert faults(package) == []
    assert bring_up_to_date(package) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("Due %(day)s", "Due %(date)s", "andre innfyllinger"),
        ("%(n)s goals", "goals", ""),
        ("%(n)s goals", "%(count)s goals", "andre innfyllinger"),
        ('msgid "Frist', '#, fuzzy\nmsgid "Frist', "fuzzy"),
        ('msgid "Frist %(day)s"', 'msgid "Borte %(day)s"', "brukes ikke lenger"),
    ],
)
def test_each_fault_is_told_of(package: Path, before: str, after: str, told: str) -> None:
    translate(package, DONE)
    translate(package, {before: after})
    found = faults(package)
    assert bool(found) == bool(told)
    assert all(told in fault or "mangler" in fault for fault in found)


def test_translation_is_taken_from_another_app(package: Path) -> None:
    translate(package, DONE)
    shutil.copytree(package / "wheel", package / "plans", ignore=shutil.ignore_patterns("locale"))
    assert bring_up_to_date(package) == []
    assert "Due %(day)s" in catalogue("plans", "en", package).read_text()


def test_what_is_compiled_is_not_compiled_again(package: Path) -> None:
    translate(package, DONE)
    assert len(compile_translations(package)) == 2
    assert compile_translations(package) == []
