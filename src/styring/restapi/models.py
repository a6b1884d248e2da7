"""The keys that machines sign in with, each a person's own."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Token(models.Model):
    """A key that acts as its owner until it expires or is withdrawn; its owner's roles are all it can do.

    ``expires_on`` is the first day on which it no longer opens anything.
    """

    kept_from_trail: ClassVar = ("digest",)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("hva den brukes til"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_on = models.DateField(_("laget"))
    expires_on = models.DateField(_("gjelder til"))
    used_on = models.DateField(_("sist brukt"), null=True, blank=True)
    withdrawn_on = models.DateField(_("trukket tilbake"), null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_on__gt=models.F("created_on")), name="restapi_token_has_a_life")
        ]

    def __str__(self) -> str:
        return self.name
