"""Changing who may do what: the only code that writes roles, people and sign-ins."""

from __future__ import annotations

from styring.access.services.founding import found_municipality
from styring.access.services.people import (
    change_own_name,
    choose_language,
    invite_again,
    invite_person,
    let_in_again,
    register_person,
    shut_out,
)
from styring.access.services.roles import end_grant, grant_role
from styring.access.services.sign_in import (
    KeyChange,
    record_failed_sign_in,
    record_key_change,
    record_sign_in,
    record_sign_out,
    step_into,
)

__all__ = [
    "KeyChange",
    "change_own_name",
    "choose_language",
    "end_grant",
    "found_municipality",
    "grant_role",
    "invite_again",
    "invite_person",
    "let_in_again",
    "record_failed_sign_in",
    "record_key_change",
    "record_sign_in",
    "record_sign_out",
    "register_person",
    "shut_out",
    "step_into",
]
