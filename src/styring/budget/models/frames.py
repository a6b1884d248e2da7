"""The net frames of programme areas."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from styring.organisation.models import ProgrammeArea
from styring.thread.models import Element


class Frame(models.Model):
    """The net amounts that the council gives a programme area for the years of a plan; an element of the thread."""

    element = models.OneToOneField(Element, on_delete=models.PROTECT, primary_key=True, related_name="+")
    programme_area = models.ForeignKey(ProgrammeArea, on_delete=models.PROTECT, related_name="+")
    is_ordinary = models.BooleanField(_("bare ordinær drift"), default=False)

    class Meta:
        ordering = ("programme_area", "element")

    def __str__(self) -> str:
        return str(self.element)


class FrameYear(models.Model):
    """A frame's net amount in a year, in øre and the plan's price basis, and what it was before new measures."""

    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("år"))
    before_measures = models.BigIntegerField(_("konsekvensjustert ramme"))
    amount = models.BigIntegerField(_("netto ramme"))

    class Meta:
        ordering = ("frame", "year")
        constraints: ClassVar = [models.UniqueConstraint(fields=["frame", "year"], name="budget_frame_year_once")]

    def __str__(self) -> str:
        return f"{self.frame} {self.year}"
