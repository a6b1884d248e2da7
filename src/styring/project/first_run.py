"""A new installation: a code for the one who starts it, and every address leading to the wizard until it is done."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.shortcuts import redirect

from styring.home.queries import code_file, is_founded

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_GROUPS, _GROUP = 4, 4
_OPEN = ("/oppsett/", "/static/", "/helse/", "/konto/sprak/")


def setup_code() -> str | None:
    """The code that lets one set up this installation, made when there is none; None when it is set up already."""
    if is_founded():
        code_file().unlink(missing_ok=True)
        return None
    if not code_file().exists():
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        code_file().touch(mode=0o600)
        code_file().write_text("-".join(groups), encoding="ascii")
    return code_file().read_text(encoding="ascii")


def until_founded(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Lead every address to the wizard while there is no municipality; costs a query a request only until then."""
    founded = False

    def answered(request: HttpRequest) -> HttpResponse:
        nonlocal founded
        if not founded and not request.path.startswith(_OPEN):
            founded = is_founded()
            if not founded:
                return redirect("home:setup")
        return answer(request)

    return answered
