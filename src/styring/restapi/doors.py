"""A door for machines: who comes in is known by a key, and what is wrong is said in JSON.

    @door("GET")
    def batch(request: SignedInRequest, number: int) -> JsonResponse: ...

Cookies count for nothing here, so a page of somebody else's cannot make a browser knock.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, TypeAlias

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from styring.kernel.clock import today
from styring.kernel.errors import GovernanceError, InvalidValueError, NotAllowedError, NotFoundError
from styring.restapi.queries import token_with
from styring.restapi.services import note_use
from styring.ui.messages import sentence
from styring.ui.middleware import current_request_id
from styring.ui.requests import SignedInRequest

_SCHEME = "bearer"
STATUSES: dict[type[GovernanceError], HTTPStatus] = {
    NotAllowedError: HTTPStatus.FORBIDDEN,
    NotFoundError: HTTPStatus.NOT_FOUND,
    InvalidValueError: HTTPStatus.UNPROCESSABLE_ENTITY,
    GovernanceError: HTTPStatus.CONFLICT,
}
"""What each kind of error is in HTTP; the last is for the rest."""

Asked = ParamSpec("Asked")
View: TypeAlias = Callable[Concatenate[SignedInRequest, Asked], HttpResponse]
Door: TypeAlias = Callable[Concatenate[HttpRequest, Asked], HttpResponse]


def door(*methods: str) -> Callable[[View[Asked]], Door[Asked]]:
    """Let a view be reached by machines, by some methods of HTTP only."""

    def opened(view: View[Asked]) -> Door[Asked]:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, /, *args: Asked.args, **kwargs: Asked.kwargs) -> HttpResponse:
            if request.method not in methods:
                wrong = fault(HTTPStatus.METHOD_NOT_ALLOWED, gettext("Denne adressen kan ikke brukes slik."))
                wrong["Allow"] = ", ".join(methods)
                return wrong
            token = token_with(_secret(request), today())
            if token is None:
                return _unknown()
            request.user = token.owner
            with translation.override(token.owner.language):
                note_use(actor=token.owner, token=token, day=today())
                return _said(lambda: view(request, *args, **kwargs))  # type: ignore[arg-type] # it is signed in now

        return answered

    return opened


def fault(status: HTTPStatus, message: str, **more: object) -> JsonResponse:
    """What is wrong: a sentence for a person, and the number that support finds it by."""
    error = {"message": message, "support_id": current_request_id(), **more}
    return JsonResponse({"error": error}, status=status)


def _secret(request: HttpRequest) -> str:
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == _SCHEME else ""


def _unknown() -> JsonResponse:
    words = gettext("Nøkkelen mangler, er feil, utløpt eller trukket tilbake. Lag en ny på siden Min konto.")
    wrong = fault(HTTPStatus.UNAUTHORIZED, words)
    wrong["WWW-Authenticate"] = 'Bearer realm="styring"'
    return wrong


def _said(answer: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or what was wrong, as JSON."""
    try:
        response = answer()
    except GovernanceError as error:
        status = next(status for kind, status in STATUSES.items() if isinstance(error, kind))
        return fault(status, sentence(error))
    except ValidationError as error:
        return fault(HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(error.messages))
    response["Cache-Control"] = "private, no-store"
    return response
