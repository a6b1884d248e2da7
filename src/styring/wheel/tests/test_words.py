from __future__ import annotations

import pytest
from django.utils.translation import override

from styring.wheel.models import Activity
from styring.wheel.queries.words import report_title


@pytest.mark.parametrize(
    ("language", "title", "shown"),
    [
        ("nb", "Månedsrapport", "Månedsrapport oktober"),
        ("en", "Månedsrapport", "Monthly report October"),
        ("en", "Vår egen rapport", "Vår egen rapport October"),
    ],
)
def test_month_and_standard_title_are_in_one_language(language: str, title: str, shown: str) -> None:
    with override(language):
        assert report_title(Activity(title=title, period="2026-M10")) == shown
