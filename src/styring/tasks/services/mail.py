"""E-mail, sent after the change that it tells of is safely stored; what does not arrive is there to be sent again."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from styring.audit.services import record, snapshot
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.tasks.models import Delivery, Mail
from styring.tasks.queries import mail_for

if TYPE_CHECKING:
    from uuid import UUID

    from styring.accounts.models import User
    from styring.kernel.letters import Letter

log = logging.getLogger(__name__)
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""How long to wait before each new try when the mail server does not take the mail."""


@transaction.atomic
def send_letter(letter: Letter) -> None:
    """Put a letter in the queue; nothing is sent if the transaction does not end well.

    It takes the place of one to the same address about the same that never arrived.
    """
    Mail.objects.filter(address=letter.to, subject=letter.subject, state=Delivery.FAILED).delete()
    mail = Mail.objects.create(
        sender=letter.sender,
        receiver=letter.receiver,
        address=letter.to,
        subject=letter.subject[:200],
        body=letter.body,
        worth_until=letter.worth_until,
    )
    deliver.enqueue(str(mail.pk))


@transaction.atomic
def send_again(*, actor: User, mail: UUID) -> Mail:
    """Send a letter that did not arrive once more.

    Raises:
        NotFoundError: there is none that the actor sent or, as administrator, answers for.
        RuleBrokenError: it is sent or on its way, or what it says no longer holds.
    """
    found = mail_for(actor, mail)
    locked = Mail.objects.select_for_update().get(pk=found.pk)
    if locked.state != Delivery.FAILED:
        raise RuleBrokenError(gettext_noop("Meldingen er sendt eller på vei."))
    if locked.worth_until and locked.worth_until < timezone.now():
        raise RuleBrokenError(gettext_noop("Lenken i meldingen er for gammel. Send en ny fra personens side."))
    before = snapshot(locked)
    locked.state, locked.tries, locked.problem = Delivery.WAITING, 0, ""
    locked.save()
    record(actor=actor, verb="tasks.mail.sent_again", thing=locked, before=before)
    deliver.enqueue(str(locked.pk))
    return locked


@task()
def deliver(mail_id: str) -> None:
    """Hand a letter to the mail server; try again later when it does not take it, and keep it when we give up."""
    mail = Mail.objects.filter(pk=mail_id, state=Delivery.WAITING).first()
    if mail is None:
        return
    mail.tried_at, mail.tries = timezone.now(), mail.tries + 1
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.address]).send()
    except (SMTPException, OSError) as error:
        _not_taken(mail, error)
    else:
        mail.state, mail.body, mail.problem = Delivery.SENT, "", ""
    mail.save()


def _not_taken(mail: Mail, error: Exception) -> None:
    mail.problem = f"{type(error).__name__}: {error}"[:300]
    if mail.tries > len(WAITS):
        mail.state = Delivery.FAILED
        log.error("gave up sending mail %s after %s tries: %s", mail.pk, mail.tries, type(error).__name__)
        return
    log.warning("mail server did not take mail %s: %s", mail.pk, type(error).__name__)
    deliver.using(run_after=timezone.now() + WAITS[mail.tries - 1]).enqueue(str(mail.pk))
