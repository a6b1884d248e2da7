"""Background work and those who do it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.kernel.identifiers import time_sorted_id
from styring.tasks.rules import Progress


class State(models.TextChoices):
    """How far a job has come; an interrupted one lost its worker and can be tried again."""

    WAITING = "waiting", _("Venter på tur")
    RUNNING = "running", _("Pågår")
    DONE = "done", _("Ferdig")
    FAILED = "failed", _("Stoppet med feil")
    INTERRUPTED = "interrupted", _("Avbrutt")


CAN_BE_TRIED_AGAIN = (State.FAILED, State.INTERRUPTED)


class Job(models.Model):
    """A piece of background work that a person has started; it is that person's alone."""

    id = models.UUIDField(primary_key=True, default=time_sorted_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    work = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    sentence = models.TextField(blank=True)
    lines = models.JSONField(default=list)
    address = models.CharField(max_length=300, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)
        indexes: ClassVar = [
            models.Index(fields=["owner", "-made_at"], name="tasks_job_of_owner"),
            models.Index(fields=["state"], name="tasks_job_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="tasks_job_state_is_known")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_over(self) -> bool:
        """Will nothing more happen by itself?"""
        return self.state not in {State.WAITING, State.RUNNING}

    @property
    def can_be_tried_again(self) -> bool:
        """May its owner start it anew?"""
        return self.state in CAN_BE_TRIED_AGAIN

    @property
    def percent(self) -> int | None:
        """The share done in whole per cent; None until the total is known."""
        return Progress(self.done, self.total).percent


class Delivery(models.TextChoices):
    """How a letter fares."""

    WAITING = "waiting", _("Sendes")
    SENT = "sent", _("Sendt")
    FAILED = "failed", _("Kom ikke fram")


class Mail(models.Model):
    """A letter on its way, and whether it arrived; what it says is kept only until it is sent."""

    kept_from_trail = ("body",)

    id = models.UUIDField(primary_key=True, default=time_sorted_id, editable=False)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    address = models.EmailField(max_length=254)
    subject = models.CharField(_("emne"), max_length=200)
    body = models.TextField(blank=True)
    state = models.CharField(_("tilstand"), max_length=8, choices=Delivery.choices, default=Delivery.WAITING)
    tries = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    problem = models.CharField(_("svar fra e-posttjeneren"), max_length=300, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    tried_at = models.DateTimeField(null=True)
    worth_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)
        indexes: ClassVar = [models.Index(fields=["state", "sender"], name="tasks_mail_state")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=Delivery.values), name="tasks_mail_state_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.address})"


class Worker(models.Model):
    """A process that does background work, and when it last showed that it lives."""

    name = models.CharField(primary_key=True, max_length=64)
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
