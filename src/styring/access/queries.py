"""Reading who people are and which roles they have."""

from __future__ import annotations

from styring.accounts.models import User
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop


def person_by_username(username: str) -> User:
    """The person with a username, such as one of the demo's; one query.

    Raises:
        NotFoundError: there is none.
    """
    found = User.objects.filter(username=username).first()
    if found is None:
        raise NotFoundError(gettext_noop("Det finnes ingen med brukernavnet «%(username)s»."), username=username)
    return found


demo_person = person_by_username
