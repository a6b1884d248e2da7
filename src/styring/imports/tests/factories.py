"""Ready-made batches for tests."""

from __future__ import annotations

from django.utils import timezone
from factory.declarations import LazyFunction, SubFactory
from factory.django import DjangoModelFactory

from styring.access.tests.factories import UserFactory
from styring.imports.models import Batch, SavedLayout, State


class BatchFactory(DjangoModelFactory[Batch]):
    class Meta:
        model = Batch

    kind = "ledger"
    title = "Regnskap 2026"
    year = 2026
    file_name = "hovedbok.csv"
    file_size = 1
    checksum = "0" * 64
    started_by = SubFactory(UserFactory)
    started_at = LazyFunction(timezone.now)
    state = State.POSTED


class SavedLayoutFactory(DjangoModelFactory[SavedLayout]):
    """An export of vouchers with other names of columns than we know."""

    class Meta:
        model = SavedLayout

    kind = "ledger"
    name = "eget"
    title = "Eget oppsett"
    base = "plain"
    columns = LazyFunction(dict)
    changed_by = SubFactory(UserFactory)
    changed_at = LazyFunction(timezone.now)
