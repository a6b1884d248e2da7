"""A unit's name as every page shows it: one decided for a day ahead is not shown before it, one that was is kept."""

from __future__ import annotations

import html
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import reverse

from styring.kernel.clock import today
from styring.organisation.services import rename_unit
from tests.small_lindvik import House, build
from tests.test_permissions import ROWS, Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pytest_django import DjangoDbBlocker

NEW = "Elvebakken bofellesskap"
MONTH = timedelta(days=31)
TELL_WHAT_IS_DECIDED = {"organisation:tree", "organisation:unit", "organisation:export", "home:audit_trail"}
"""Pages that list renamings ahead as such, with their day."""
LOOKED_AT = [row for name, said in ROWS.items() if not (row := Row(name, said)).is_post]
READERS = ("chief_executive", "unit_leader", "administrator")
MANY = 12


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """The small municipality, built once and gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def rename(house: House, on: date) -> str:
    """Rename the unit that the samples are about; what it was called."""
    was = house.unit.name
    rename_unit(actor=house.people["administrator"], unit=house.unit, name=NEW, on=on)
    return was


def pages(house: House, name: str) -> set[str]:
    """The addresses whose page has a name on it, for one of the readers."""
    found = set()
    for row in LOOKED_AT:
        for reader in READERS:
            with transaction.atomic():
                response = house.clients[reader].get(row.address(house))
                transaction.set_rollback(True)
            if not response.streaming and name in html.unescape(response.content.decode(errors="ignore")):
                found.add(row.name)
    return found


def text(house: House, address: str, **asked: str) -> str:
    return html.unescape(house.clients["chief_executive"].get(address, asked).content.decode())


@pytest.mark.django_db
def test_name_of_a_day_ahead_is_shown_nowhere_before_it(house: House) -> None:
    was = rename(house, today() + MONTH)
    assert pages(house, NEW) <= TELL_WHAT_IS_DECIDED
    assert len(pages(house, was) - TELL_WHAT_IS_DECIDED) > MANY


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["organisation:unit", "organisation:tree"])
def test_past_view_has_the_name_of_then(house: House, page: str) -> None:
    was = rename(house, today() - MONTH)
    address = reverse(page, args=["E214"] if page == "organisation:unit" else [])
    then = text(house, address, dag=str(today() - 2 * MONTH))
    assert was in then
    assert f"<h1>{NEW}</h1>" not in then
    assert NEW in text(house, address)


@pytest.mark.django_db
def test_economy_of_an_earlier_month_has_the_name_of_then(house: House) -> None:
    was = rename(house, today())
    before = (today().replace(day=1) - timedelta(days=1)).strftime("%Y-M%m")
    for page in ("economy", "arts", "months", "lines"):
        shown = text(house, reverse(f"budget:{page}", args=["E214", before]))
        assert was in shown
        assert NEW not in shown
