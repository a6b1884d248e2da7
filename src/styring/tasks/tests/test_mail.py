from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import TYPE_CHECKING, NoReturn

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from styring.access.models import Role
from styring.access.services import invite_again, invite_person
from styring.access.tests.factories import UserFactory, user_with
from styring.accounts.models import User
from styring.audit.models import Entry
from styring.kernel.errors import NotFoundError, RuleBrokenError
from styring.kernel.letters import Letter, post
from styring.organisation.tests.factories import UnitFactory
from styring.tasks.models import Delivery, Mail
from styring.tasks.queries import late_mail
from styring.tasks.services import mail as sending
from styring.tasks.services import send_again

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
LAST = len(sending.WAITS)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let mail wait in the database, as in a real installation, instead of being sent at once."""
    monkeypatch.setattr(sending, "deliver", sending.deliver.using(backend="queue"))


@pytest.fixture
def dead_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_message: mail.EmailMessage) -> NoReturn:
        raise SMTPServerDisconnected

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)


def letter(to: str = "a@example.org", sender: User | None = None) -> Letter:
    return Letter(to, "Frist", "I morgen.", sender=sender)


def failed(sender: User | None = None, **said: object) -> Mail:
    given = {"address": "a@example.org", "subject": "Frist", "body": "I morgen.", "tries": 5, **said}
    return Mail.objects.create(sender=sender, state=Delivery.FAILED, **given)


def test_each_gets_a_message_of_their_own_and_what_it_said_is_not_kept() -> None:
    post(letter("a@example.org"))
    post(letter("b@example.org"))
    assert [message.to for message in mail.outbox] == [["a@example.org"], ["b@example.org"]]
    assert {(sent.state, sent.body) for sent in Mail.objects.all()} == {("sent", "")}


def _changed_in_vain() -> NoReturn:
    with transaction.atomic():
        post(letter())
        assert DBTaskResult.objects.count() == 1
        raise ZeroDivisionError


def test_nothing_is_sent_when_the_change_is_undone(queue: None) -> None:
    with pytest.raises(ZeroDivisionError):
        _changed_in_vain()
    assert not DBTaskResult.objects.exists()
    assert not Mail.objects.exists()


def test_letter_waits_in_the_database_until_a_worker_takes_it(queue: None) -> None:
    post(letter())
    assert mail.outbox == []
    sending.deliver.call(str(Mail.objects.get().pk))
    assert len(mail.outbox) == 1
    sending.deliver.call(str(Mail.objects.get().pk))
    assert len(mail.outbox) == 1


def test_server_that_does_not_answer_is_tried_later(queue: None, dead_server: None) -> None:
    waiting = Mail.objects.create(address="a@example.org", subject="Frist", body="I morgen.")
    sending.deliver.call(str(waiting.pk))
    again = DBTaskResult.objects.get()
    assert again.args_kwargs["args"] == [str(waiting.pk)]
    assert again.run_after > timezone.now()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.tries, waiting.body) == ("waiting", 1, "I morgen.")


def test_what_is_given_up_is_kept_with_the_reason(
    queue: None, dead_server: None, caplog: pytest.LogCaptureFixture
) -> None:
    waiting = Mail.objects.create(address="a@example.org", subject="Frist", body="I morgen.", tries=LAST)
    sending.deliver.call(str(waiting.pk))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.body) == ("failed", "I morgen.")
    assert waiting.problem.startswith("SMTPServerDisconnected")
    assert "gave up" in caplog.text
    assert not DBTaskResult.objects.exists()


def test_sender_and_administrator_see_what_failed_and_others_do_not() -> None:
    top = UnitFactory.create()
    sender, administrator = UserFactory.create(), user_with(Role.ADMINISTRATOR, top)
    mine = failed(sender)
    assert list(late_mail(sender)) == [mine]
    assert list(late_mail(administrator)) == [mine]
    assert list(late_mail(user_with(Role.CONTROLLER, top))) == []


def test_failed_letter_is_sent_again_and_recorded() -> None:
    sender = UserFactory.create()
    send_again(actor=sender, mail=failed(sender).pk)
    assert [message.body for message in mail.outbox] == ["I morgen."]
    assert Mail.objects.get().state == Delivery.SENT
    assert Entry.objects.get().verb == "tasks.mail.sent_again"
    assert "body" not in Entry.objects.get().detail.after


def test_others_send_nothing_again() -> None:
    letter = failed(UserFactory.create())
    with pytest.raises(NotFoundError):
        send_again(actor=UserFactory.create(), mail=letter.pk)
    assert mail.outbox == []


@pytest.mark.parametrize("said", [{"state": Delivery.SENT}, {"worth_until": timezone.now() - timedelta(days=1)}])
def test_what_is_sent_or_worthless_is_not_sent_again(said: dict[str, object]) -> None:
    sender = UserFactory.create()
    letter = failed(sender)
    Mail.objects.filter(pk=letter.pk).update(**said)
    with pytest.raises(RuleBrokenError):
        send_again(actor=sender, mail=letter.pk)
    assert mail.outbox == []


def test_invitation_that_failed_is_on_the_persons_page_and_a_new_one_takes_its_place(
    client: Client, queue: None
) -> None:
    administrator = user_with(Role.ADMINISTRATOR, UnitFactory.create())
    person = User(username="ny", email="ny@example.org")
    invite_person(actor=administrator, person=person, mail=True)
    Mail.objects.update(state=Delivery.FAILED)
    client.force_login(administrator)
    for page in (reverse("access:person", args=[person.pk]), reverse("tasks:mail_list")):
        assert reverse("tasks:mail_again", args=[Mail.objects.get().pk]) in client.get(page).content.decode()
    assert reverse("tasks:mail_list") in client.get(reverse("access:people")).content.decode()
    invite_again(actor=administrator, person=person)
    assert [one.state for one in Mail.objects.all()] == [Delivery.WAITING]


def test_button_sends_again(client: Client) -> None:
    sender = UserFactory.create()
    client.force_login(sender)
    response = client.post(reverse("tasks:mail_again", args=[failed(sender).pk]), follow=True)
    assert "sendes på nytt til a@example.org" in response.content.decode()
    assert len(mail.outbox) == 1
