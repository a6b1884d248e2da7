"""Background work: starting it, doing it, and minding those who do it."""

from __future__ import annotations

from styring.tasks.services.jobs import retry_job, start_job
from styring.tasks.services.mail import send_mail

__all__ = ["retry_job", "send_mail", "start_job"]
