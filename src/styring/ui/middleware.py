"""What is done around every request: an id for the log, the reader's language, errors in words."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers

from styring.kernel.asked import answers_kept
from styring.kernel.errors import GovernanceError, NotAllowedError, NotFoundError
from styring.ui.messages import sentence

log = logging.getLogger("styring.requests")
Answer = Callable[[HttpRequest], HttpResponse]

_current: ContextVar[str] = ContextVar("request_id", default="-")
_WELL_FORMED = re.compile(r"[\w.-]{8,64}")


class WithRequestId(logging.Filter):
    """Give each line of the log the id of the request it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add the id; every line passes."""
        record.request_id = _current.get()
        return True


def current_request_id() -> str:
    """The id of the request being answered, ``-`` outside one; shown on error pages for support."""
    return _current.get()


def request_id(answer: Answer) -> Answer:
    """Give each request an id, taken from ``X-Request-Id`` when a proxy has set a well-formed one."""

    def answered(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        token = _current.set(given if _WELL_FORMED.fullmatch(given) else secrets.token_hex(8))
        try:
            response = answer(request)
            response["X-Request-Id"] = _current.get()
            return response
        finally:
            _current.reset(token)

    return answered


def request_line(answer: Answer) -> Answer:
    """Write a line in the log for each request: which kind of page, how it went, how long it took.

    Nothing in it tells of a person: the address is written as its pattern, without what stood in it or after ``?``.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = answer(request)
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "method": request.method,
                "page": match.view_name if match else "-",
                "status": response.status_code,
                "milliseconds": round(1000 * (time.perf_counter() - begun), 1),
            },
        )
        return response

    return answered


def asking_once(answer: Answer) -> Answer:
    """Ask the same thing only once while a page is read; what changes something asks afresh each time."""

    def answered(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return answer(request)
        with answers_kept():
            return answer(request)

    return answered


def language(answer: Answer) -> Answer:
    """Speak the reader's language: the signed-in person's own, else what the browser was told, else Bokmål."""
    known = {code for code, _name in settings.LANGUAGES}

    def answered(request: HttpRequest) -> HttpResponse:
        wanted = getattr(request.user, "language", None) or request.COOKIES.get("language")
        chosen = wanted if wanted in known else settings.LANGUAGE_CODE
        with translation.override(chosen):
            response = answer(request)
        response.headers.setdefault("Content-Language", chosen)
        patch_vary_headers(response, ["Cookie"])
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return answered


class _ErrorsInWords:
    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say what is wrong in words: not found, not allowed, or a broken rule (409)."""
        if isinstance(error, NotFoundError):
            raise Http404(sentence(error)) from error
        if isinstance(error, NotAllowedError):
            raise PermissionDenied(sentence(error)) from error
        if isinstance(error, GovernanceError):
            shown = {"what": sentence(error), "picture": "CircleSlash", "support_id": current_request_id()}
            return render(request, "ui/rule_broken.html", shown, status=409)
        return None


def errors_in_words(answer: Answer) -> Answer:
    """Turn the errors of governance into pages that say what, why and what now."""
    return _ErrorsInWords(answer)
