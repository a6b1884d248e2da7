"""Changing who may do what: the only code that writes roles, people and sign-ins."""

from __future__ import annotations

from styring.access.services.founding import found_municipality
from styring.access.services.people import invite_person
from styring.access.services.roles import end_grant, grant_role

__all__ = ["end_grant", "found_municipality", "grant_role", "invite_person"]
