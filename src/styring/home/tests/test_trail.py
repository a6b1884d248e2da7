"""The audit trail as its readers see it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils.translation import override

from styring.access.models import Role
from styring.access.services import grant_role
from styring.access.tests.factories import UserFactory, user_with
from styring.audit.models import Detail
from styring.kernel.spans import Span
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "word"), [("nb", "Kommunestyret"), ("en", "The municipal council")])
def test_role_on_record_is_in_the_language_of_its_reader(client: Client, language: str, word: str) -> None:
    top = UnitFactory.create()
    auditor, administrator = user_with(Role.AUDITOR, top), user_with(Role.ADMINISTRATOR, top)
    with override("nn"):
        span = Span(date(2026, 1, 1))
        grant_role(actor=administrator, to=UserFactory.create(), role=Role.COUNCIL, unit=top, span=span)
    auditor.language = language
    auditor.save()
    client.force_login(auditor)
    page = client.get(reverse("home:audit_trail")).content.decode()
    assert page.count(word) >= 2
    assert "{role:council}" in Detail.objects.get().object_name
    assert "{role" not in page
