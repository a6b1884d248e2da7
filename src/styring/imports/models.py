"""What was taken in: each file is one batch, with what was wrong in it."""

from __future__ import annotations

from dataclasses import fields
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.imports.rules import OwnLayout


class State(models.TextChoices):
    """How far a batch has come; only what is posted counts anywhere."""

    RECEIVED = "received", _("Mottatt")
    READING = "reading", _("Leses")
    BROKEN_OFF = "broken_off", _("Avbrutt")
    READY = "ready", _("Klar til bekreftelse")
    REFUSED = "refused", _("Avvist")
    POSTED = "posted", _("Tatt i bruk")
    UNDONE = "undone", _("Angret")
    DISCARDED = "discarded", _("Forkastet")


class Batch(models.Model):
    """A file taken in, from received to posted or refused.

    ``options`` says how it was read (profile, unit), ``result`` what came of it, both as the kind of import has them.
    ``seen_at`` is when the one who reads it last showed life. ``amount`` is the sum of what was read in øre, in the
    ledger's sign.
    """

    kind = models.CharField(_("type"), max_length=40)
    title = models.CharField(_("innlesing"), max_length=200)
    year = models.PositiveSmallIntegerField(_("år"), null=True, blank=True)
    file_name = models.CharField(_("fil"), max_length=200)
    file_size = models.PositiveBigIntegerField(_("størrelse"))
    checksum = models.CharField(_("kontrollsum"), max_length=64)
    stored_as = models.FileField(upload_to="imports/", blank=True)
    options = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("startet"))
    finished_at = models.DateTimeField(_("ferdig"), null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=State.choices, default=State.RECEIVED)
    lines_read = models.PositiveIntegerField(default=0)
    lines_taken = models.PositiveIntegerField(default=0)
    faults_found = models.PositiveIntegerField(default=0)
    amount = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "batches"
        indexes: ClassVar = [models.Index(fields=["kind", "checksum"], name="imports_batch_same_file")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="imports_batch_state_is_known")
        ]

    def __str__(self) -> str:
        return self.title


class SavedLayout(models.Model):
    """How the municipality's own files of a kind are laid out, under a name to choose it by.

    ``columns`` has the column of each field in small letters, and "" for a field that is not to be read.
    """

    ENCODINGS: ClassVar = [(name, name) for name in ("utf-8", "cp1252", "latin-1", "utf-16")]
    SEPARATORS: ClassVar = [(";", _("Semikolon")), (",", _("Komma")), ("\t", _("Tabulator")), ("|", _("Strek"))]
    MARKS: ClassVar = [(",", _("Komma")), (".", _("Punktum"))]

    kind = models.CharField(_("type"), max_length=40)
    name = models.SlugField(_("kortnavn"), max_length=40)
    title = models.CharField(_("navn"), max_length=80)
    base = models.CharField(_("bygger på"), max_length=40)
    columns = models.JSONField(_("kolonner"), default=dict, blank=True)
    encoding = models.CharField(_("tegnsett"), max_length=10, choices=ENCODINGS, blank=True)
    separator = models.CharField(_("skilletegn"), max_length=1, choices=SEPARATORS, blank=True)
    decimal_mark = models.CharField(_("desimaltegn"), max_length=1, choices=MARKS, blank=True)
    head_lines = models.PositiveSmallIntegerField(_("linjer med overskrifter"), default=0)
    lines_above = models.PositiveSmallIntegerField(_("linjer over overskriftene"), default=0)
    is_turned = models.BooleanField(_("inntekter er pluss og utgifter minus i filen"), default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("endret"))

    class Meta:
        ordering = ("kind", "title")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "name"], name="imports_layout_has_its_name_alone"),
            models.CheckConstraint(condition=Q(head_lines__lte=2), name="imports_layout_has_at_most_two_heads"),
            models.CheckConstraint(condition=Q(lines_above__lte=20), name="imports_layout_begins_near_the_top"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def own(self) -> OwnLayout:
        """What it says, as a value."""
        return OwnLayout(**{each.name: getattr(self, each.name) for each in fields(OwnLayout)})


class Fault(models.Model):
    """A thing wrong in a file: where it stands, what stood there, why it cannot be taken in and what to do.

    ``reason`` and ``advice`` are sentences in Bokmål with ``%(name)s`` for what varies, held in ``parts``.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="faults")
    line = models.PositiveIntegerField(_("linje"), null=True, blank=True)
    column = models.CharField(_("kolonne"), max_length=80, blank=True)
    value = models.CharField(_("sto i filen"), max_length=200, blank=True)
    reason = models.CharField(_("hvorfor"), max_length=300)
    advice = models.CharField(_("gjør dette"), max_length=300, blank=True)
    parts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.reason % self.parts if self.parts else self.reason
