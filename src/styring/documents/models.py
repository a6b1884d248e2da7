"""Published documents and their versions; a version never changes, the database sees to it."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styring.accounts.models import LANGUAGES
from styring.documents.rules.content import Chapter, chapter_of
from styring.kernel.identifiers import time_sorted_id


class DocumentKind(models.TextChoices):
    """What a document is in the steering system."""

    MONTHLY_REPORT = "monthly_report", _("Månedsrapport")
    TERTIAL_REPORT = "tertial_report", _("Tertialrapport")
    ANNUAL_REPORT = "annual_report", _("Årsrapport")


class Document(models.Model):
    """A document through its versions; ``slug`` is its permanent address, ``period`` what it reports on."""

    id = models.UUIDField(primary_key=True, default=time_sorted_id, editable=False)
    kind = models.CharField(_("type"), max_length=20, choices=DocumentKind.choices)
    period = models.CharField(_("periode"), max_length=8)
    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    title = models.CharField(_("tittel"), max_length=200)

    class Meta:
        ordering = ("-period", "kind")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "period"], name="documents_document_once_a_period")
        ]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A document as it was published: text and figures in canonical JSON, and their checksum.

    ``content`` is ``{"head": …, "parts": [chapters]}``; nothing else is needed to show it. ``note`` says what is
    changed since the version before.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("versjon"))
    language = models.CharField(_("språk"), max_length=2, choices=LANGUAGES)
    content = models.TextField()
    checksum = models.CharField(_("kontrollsum"), max_length=64)
    note = models.CharField(_("endringen"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("publisert"))
    published_by = models.CharField(_("publisert av"), max_length=200)

    class Meta:
        ordering = ("document", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "number"], name="documents_version_numbered_once")
        ]

    def __str__(self) -> str:
        return gettext("%(document)s, versjon %(number)s") % {"document": self.document, "number": self.number}

    @property
    def head(self) -> dict[str, Any]:
        """The head as it was sealed: title, description, language and so on."""
        read: dict[str, Any] = json.loads(self.content)["head"]
        return read

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters as they were sealed."""
        return tuple(chapter_of(part) for part in self.parts)

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The chapters as they were written down."""
        read: list[dict[str, Any]] = json.loads(self.content)["parts"]
        return read
