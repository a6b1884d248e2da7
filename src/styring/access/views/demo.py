"""The demo's door: step into any of its people. Nothing here exists outside the demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from styring.access.queries import person_by_username
from styring.access.rules.demo import DEMO_PEOPLE, person_by_username_of
from styring.access.services import step_into
from styring.accounts.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def demo(request: HttpRequest) -> HttpResponse:
    """The people one may step into."""
    _only_in_the_demo()
    known = {user.username: user for user in User.objects.filter(username__in=[one.username for one in DEMO_PEOPLE])}
    cards = [(known[one.username], one) for one in DEMO_PEOPLE if one.username in known]
    return render(request, "access/demo.html", {"cards": cards})


@require_POST
def step(request: HttpRequest, username: str) -> HttpResponse:
    """Step into a person."""
    _only_in_the_demo()
    if person_by_username_of(username) is None:
        raise Http404
    person = person_by_username(username)
    step_into(actor=request.user if request.user.is_authenticated else None, person=person, is_demo=settings.DEMO)
    request.session.flush()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    UserSession.objects.create_from_request(request)
    return redirect(get_adapter().get_login_redirect_url(request))


def banner(request: HttpRequest, _subject: object) -> str:
    """The line at the top of every page of the demo that says who one is."""
    if not settings.DEMO or not hasattr(request, "user"):  # what is refused before sign-in has no person
        return ""
    known = person_by_username_of(request.user.get_username()) if request.user.is_authenticated else None
    role = _inside_a_sentence(gettext(known.role)) if known else ""
    return render_to_string("access/demo_banner.html", {"who": request.user, "role": role}, request)


def _inside_a_sentence(words: str) -> str:
    """Words without the capital that begins them, which an abbreviation keeps: ``rektor``, ``HR-rådgiver``."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
