"""The municipality's own sign-in by OpenID Connect: code flow with PKCE, a nonce, and every token's signature checked.

django-allauth trusts a token that comes straight from the provider over TLS, as the standard allows. We check it all
the same: a proxy or a wrong setting in between then shows.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

SIGNED_WITH = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"}


class CheckingAdapter(OpenIDConnectOAuth2Adapter):
    """The provider as we talk to it."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as error:
            msg = "no token"
            raise OAuth2Error(msg) from error
        if algorithm not in SIGNED_WITH:
            msg = f"a token may not be signed with {algorithm}"
            raise OAuth2Error(msg)
        said: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return said


class MunicipalProvider(OpenIDConnectProvider):
    """The provider as django-allauth lists it; each attempt carries a nonce of its own."""

    oauth2_adapter_class = CheckingAdapter

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: object = None,
        **said: Any,  # noqa: ANN401 - the signature is allauth's
    ) -> HttpResponse:
        """Send the person to the provider."""
        nonce = secrets.token_urlsafe(24)
        asked = {**(said.pop("auth_params", None) or self.get_auth_params()), "nonce": nonce}
        response: HttpResponse = super().redirect(
            request, process, next_url, data, auth_params=asked, nonce=nonce, **said
        )
        return response

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:  # noqa: ARG002
        """What is asked of the provider is ours to say, not the address line's."""
        return dict(self.get_auth_params())

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 - the signature is allauth's
        """What is asked for is ours to say, not the address line's."""
        return list(self.get_scope())


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the municipality's sign-in."""
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from it."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _answer(view: type[OAuth2LoginView | OAuth2CallbackView], request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(CheckingAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return response
