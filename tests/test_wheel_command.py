"""The command ``styring wheel``."""

from __future__ import annotations

from argparse import ArgumentParser

import pytest

from styring.kernel.errors import NotFoundError
from styring.project.commands import wheel
from styring.wheel.models import Activity
from styring.wheel.tests.factories import planner

pytestmark = pytest.mark.django_db


def styring_wheel(*words: str) -> int:
    parser = ArgumentParser()
    wheel.add_to(parser)
    return wheel.run(parser.parse_args(words))


def test_turning_a_new_municipalitys_first_year_takes_in_the_wheel(capsys: pytest.CaptureFixture[str]) -> None:
    by = planner().username
    assert styring_wheel("turn", "--year", "2027", "--by", by) == 0
    made = Activity.objects.filter(year=2027).count()
    assert capsys.readouterr().out == f"2027: {made} new, 0 brought up to date, 0 left as they are.\n"
    assert styring_wheel("turn", "--year", "2027", "--by", by) == 0
    assert f"2027: 0 new, 0 brought up to date, {made} left" in capsys.readouterr().out


def test_nobody_by_that_name() -> None:
    with pytest.raises(NotFoundError):
        styring_wheel("turn", "--year", "2027", "--by", "ingen")
