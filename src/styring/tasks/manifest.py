"""What this app contributes to the whole."""

from __future__ import annotations

from styring.audit.rules import add_sentence
from styring.kernel.letters import carried_by
from styring.kernel.words import gettext_noop
from styring.tasks.services import send_letter
from styring.tasks.views import late_mail_to, notice_of_late_mail
from styring.ui.slots import fill


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    carried_by(send_letter)
    for slot in ("access.people", "home.my_page.notices", "reporting.notices"):
        fill(slot, notice_of_late_mail)
    fill("access.person", late_mail_to)
    add_sentence("tasks.mail.sent_again", gettext_noop("%(actor)s sendte meldingen «%(object)s» en gang til."))
