"""What this app contributes to the whole: its page in the menu and its links in the footer, open to everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from styring.organisation.queries import municipality
from styring.ui import navigation, slots

if TYPE_CHECKING:
    from django.http import HttpRequest


def _statements(request: HttpRequest, _subject: object) -> str:
    """Links to what everyone may ask of an installation; none before it has a municipality."""
    return render_to_string("public/parts/statements.html", request=request) if municipality() else ""


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    navigation.add(navigation.MenuItem("documents", 90, _("Offentlige sider"), "public:front", lambda _request: True))
    slots.fill("page.footer", _statements)
