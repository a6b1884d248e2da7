"""The user."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]


class User(AbstractUser):
    """A person who signs in; what the person may do stands in styring.access."""

    kept_from_trail: ClassVar = ("password", "last_login", "groups", "user_permissions")

    language = models.CharField(_("språk"), max_length=2, choices=LANGUAGES, default="nb")

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()
