"""Background work: starting it, doing it, and minding those who do it."""

from __future__ import annotations

from styring.tasks.services.jobs import retry_job, start_job
from styring.tasks.services.mail import send_again, send_letter

__all__ = ["retry_job", "send_again", "send_letter", "start_job"]
