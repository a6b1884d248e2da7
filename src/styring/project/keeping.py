"""Keeping what was typed when it is sent after the session has ended."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from styring.home.views.kept import MARK, forget, keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


def keep_what_was_typed(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep a form that is turned away to the sign-in page, and forget it when it has been taken."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        if request.method != "POST":
            return response
        if _is_turned_away(response) and not request.user.is_authenticated and keep(request):
            return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': reverse('home:kept')})}")
        if MARK in request.POST and response.status_code < HTTPStatus.BAD_REQUEST and request.user.is_authenticated:
            forget(request)
        return response

    return answered


def _is_turned_away(response: HttpResponse) -> bool:
    return response.status_code == HTTPStatus.FOUND and response["Location"].startswith(settings.LOGIN_URL)
