from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils.translation import override

from styring.ui.filters import Filter
from styring.ui.tests.factories import request_for

PHASES = [("idea", "Idé"), ("built", "Bygd")]


def read(query: str) -> Filter:
    return Filter.read(request_for(f"/liste/?{query}"), "fase", "Fase", PHASES)


@pytest.mark.parametrize(
    ("query", "chosen"), [("", ""), ("fase=built", "built"), ("fase=tull", ""), ("annet=built", "")]
)
def test_only_what_is_an_option_can_be_chosen(query: str, chosen: str) -> None:
    assert read(query).chosen == chosen


def test_all_passes_until_something_is_chosen() -> None:
    assert [read("").passes(value) for value in ("idea", "built", "")] == [True, True, True]
    assert [read("fase=built").passes(value) for value in ("idea", "built", "")] == [False, True, False]


def test_form_labels_each_choice_and_marks_what_is_chosen() -> None:
    with override("nb"):
        html = Template('{% include "ui/parts/filters.html" %}').render(Context({"filters": [read("fase=built")]}))
    assert '<label class="ds-label" for="filter-fase">Fase</label>' in html
    assert '<option value="built" selected>Bygd</option>' in html
    assert html.count("selected") == 1
