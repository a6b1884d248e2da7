from __future__ import annotations

from smtplib import SMTPServerDisconnected
from typing import NoReturn

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from styring.tasks.services import mail as sending
from styring.tasks.services import send_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let mail wait in the database, as in a real installation, instead of being sent at once."""
    monkeypatch.setattr(sending, "deliver", sending.deliver.using(backend="queue"))


def test_each_gets_a_message_of_their_own() -> None:
    send_mail(to=["a@example.org", "b@example.org"], subject="Frist", body="I morgen.")
    assert [message.to for message in mail.outbox] == [["a@example.org"], ["b@example.org"]]


def _changed_in_vain() -> NoReturn:
    with transaction.atomic():
        send_mail(to=["a@example.org"], subject="Frist", body="I morgen.")
        assert DBTaskResult.objects.count() == 1
        raise ZeroDivisionError


def test_nothing_is_sent_when_the_change_is_undone(queue: None) -> None:
    with pytest.raises(ZeroDivisionError):
        _changed_in_vain()
    assert DBTaskResult.objects.count() == 0


def test_server_that_does_not_answer_is_tried_later(queue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_message: mail.EmailMessage) -> NoReturn:
        raise SMTPServerDisconnected

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    sending.deliver.call("a@example.org", "Frist", "I morgen.")
    again = DBTaskResult.objects.get()
    assert again.args_kwargs["args"] == ["a@example.org", "Frist", "I morgen.", 1]
    assert again.run_after > timezone.now()


def test_giving_up_is_logged(queue: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(mail.EmailMessage, "send", lambda _message: 1 / 0)
    monkeypatch.setattr(sending, "SMTPException", ZeroDivisionError)
    sending.deliver.call("a@example.org", "Frist", "I morgen.", tries=len(sending.WAITS))
    assert "gave up" in caplog.text
    assert not DBTaskResult.objects.exists()
