from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.template import Context, Template
from django.utils.translation import override

from styring.kernel.periods import Period
from styring.ui import navigation
from styring.ui.templatetags.ui import (
    day,
    day_and_month,
    in_sentence,
    initials,
    kr1000,
    mill_change,
    period_name,
    short_day,
    status,
)
from styring.ui.tests.factories import request_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest import MonkeyPatch  # noqa: PT013 - only its name is needed

SOURCE = Path(__file__).parent.parent.parent
SPRITE = SOURCE / "ui" / "static" / "ui" / "icons.svg"
NAMED = re.compile(r"""{%\s*icon\s+["'](\w[\w-]*)["']""")


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'id="i-([\w-]+)"', SPRITE.read_text(encoding="utf-8")))
    named = {name for path in SOURCE.glob("*/templates/**/*.html") for name in NAMED.findall(path.read_text())}
    assert named - drawn == set()
    assert named


@pytest.mark.parametrize(
    ("language", "shown"),
    [("nb", "oktober 2026"), ("nn", "oktober 2026"), ("en", "October 2026")],
)
def test_period_is_named_in_the_readers_language(language: str, shown: str) -> None:
    with override(language):
        assert period_name("2026-M10") == shown


def test_tertial_and_year_are_named() -> None:
    with override("nb"):
        assert (period_name(Period.parse("2026-T2")), period_name("2026")) == ("2. tertial 2026", "2026")


def test_money_is_shown_in_the_unit_asked_for() -> None:
    with override("nb"):
        assert kr1000(11_850_000_000) == "118\u202f500"
        assert mill_change(-2_240_000_000) == "−22,4"
        assert kr1000(None) == "–"


def test_days_are_written_in_full_and_short() -> None:
    with override("nb"):
        assert (day(date(2026, 11, 6)), short_day(date(2026, 11, 6))) == ("6. november 2026", "6. nov")


def test_status_is_shape_word_and_colour() -> None:
    html = status("bad", "Stort avvik")
    assert "status--bad" in html
    assert "#i-XMarkOctagonFill" in html
    assert "Stort avvik" in html


def test_status_words_are_escaped() -> None:
    assert "<b>" not in status("ok", "<b>")


def test_initials_are_first_and_last() -> None:
    assert (initials("Marte Elin Nygård"), initials("revisor")) == ("MN", "R")


def test_sparkline_of_one_value_is_nothing() -> None:
    assert Template("{% sparkline values %}").render(Context({"values": [3]})) == ""


def test_menu_marks_the_longest_address_that_fits(monkeypatch: MonkeyPatch) -> None:
    items = [navigation.MenuItem("steering", n, name, name) for n, name in enumerate(("a", "b"))]
    monkeypatch.setattr(navigation, "_items", {(i.section, i.url_name): i for i in items})
    monkeypatch.setattr(navigation, "reverse", {"a": "/styring/", "b": "/styring/maal/"}.__getitem__)
    (section,) = navigation.menu_for(request_for("/styring/maal/7/"))
    assert [page.is_current for page in section.items] == [False, True]


GROUPED = (
    navigation.MenuItem("steering", 30, "Budsjett", "budget", group="budget"),
    navigation.MenuItem("steering", 10, "Mål", "goals", group="goals"),
    navigation.MenuItem("steering", 40, "Innspill", "wishes", lambda request: request.path != "/maal/", group="budget"),
)


def groups_of(monkeypatch: MonkeyPatch, items: Sequence[navigation.MenuItem], path: str) -> dict[str, list[str]]:
    monkeypatch.setattr(navigation, "_items", {(i.section, i.url_name): i for i in items})
    monkeypatch.setattr(navigation, "reverse", lambda name: f"/{name}/")
    (section,) = navigation.menu_for(request_for(path))
    return {str(group.title): [str(page.title) for page in group.items] for group in section.groups}


def test_no_page_stands_outside_the_groups_of_its_section() -> None:
    items = navigation._items.values()
    grouped = {item.section for item in items if item.group}
    assert {item.url_name for item in items if item.section in grouped and item.group not in navigation.GROUPS} == set()
    assert grouped == {"steering", "reporting", "administration"}


def test_pages_that_belong_together_stand_under_a_heading(monkeypatch: MonkeyPatch) -> None:
    found = groups_of(monkeypatch, GROUPED, "/wishes/")
    assert found == {"Mål og tiltak": ["Mål"], "Handlingsprogram og budsjett": ["Budsjett", "Innspill"]}
    assert list(found) == ["Mål og tiltak", "Handlingsprogram og budsjett"]


def test_one_group_alone_has_no_heading(monkeypatch: MonkeyPatch) -> None:
    assert groups_of(monkeypatch, GROUPED[::2], "/wishes/") == {"": ["Budsjett", "Innspill"]}


def test_group_has_only_what_the_reader_may_open(monkeypatch: MonkeyPatch) -> None:
    assert groups_of(monkeypatch, GROUPED, "/maal/")["Handlingsprogram og budsjett"] == ["Budsjett"]


def test_layout_is_the_same_in_every_language() -> None:
    styles = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*/static/**/*.css"))
    marked = re.compile(r'data-cell="(\w+)"')
    templates = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*/templates/**/*.html"))
    assert "[data-label=" not in styles
    assert set(marked.findall(styles)) == set(marked.findall(templates)) != set()


def test_english_days_are_not_american() -> None:
    with override("en"):
        assert (day(date(2026, 11, 6)), short_day(date(2026, 11, 6))) == ("6 November 2026", "6 Nov")


def test_menu_marks_a_page_at_its_other_address(monkeypatch: pytest.MonkeyPatch) -> None:
    item = navigation.MenuItem("wheel", 10, "Årshjulet", "wheel", also_at="/")
    monkeypatch.setattr(navigation, "_items", {("wheel", "wheel"): item})
    monkeypatch.setattr(navigation, "reverse", {"wheel": "/arshjulet/"}.__getitem__)
    (section,) = navigation.menu_for(request_for("/"))
    assert section.is_current


@pytest.mark.parametrize(("language", "said"), [("nb", "6. november"), ("nn", "6. november"), ("en", "6 November")])
def test_day_without_its_year_is_written_as_its_language_does(language: str, said: str) -> None:
    with override(language):
        assert day_and_month(date(2026, 11, 6)) == said


@pytest.mark.parametrize(("name", "said"), [("Enhetsleder", "enhetsleder"), ("HR-sjef", "HR-sjef"), ("", "")])
def test_title_within_a_sentence_is_small_unless_it_is_an_abbreviation(name: str, said: str) -> None:
    assert in_sentence(name) == said
