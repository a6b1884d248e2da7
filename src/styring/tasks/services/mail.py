"""E-mail, sent after the change that it tells of is safely stored."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks import task

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)
WAITS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""How long to wait before each new try when the mail server does not take the mail."""


def send_mail(*, to: Sequence[str], subject: str, body: str) -> None:
    """Queue a message to each address, one message a person; nothing is sent if the transaction does not end well."""
    for address in to:
        deliver.enqueue(address, subject, body)


@task()
def deliver(address: str, subject: str, body: str, tries: int = 0) -> None:
    """Hand a message to the mail server; try again later when it does not take it, and log when we give up."""
    try:
        EmailMessage(subject, body, to=[address]).send()
    except (SMTPException, OSError) as error:
        if tries >= len(WAITS):
            log.exception("gave up sending a mail after %s tries", tries + 1)
            return
        log.warning("mail server did not take a mail: %s", error)
        deliver.using(run_after=timezone.now() + WAITS[tries]).enqueue(address, subject, body, tries + 1)
