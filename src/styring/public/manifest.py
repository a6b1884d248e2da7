"""What this app contributes to the whole: its page in the menu, open to everyone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styring.ui import navigation


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    navigation.add(navigation.MenuItem("documents", 90, _("Offentlige sider"), "public:front", lambda _request: True))
