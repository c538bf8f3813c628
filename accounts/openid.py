"""OpenID Connect as ProConnect speaks it: what it says of a person comes as a signed JWT."""

from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse

ACCEPTED_ALGORITHMS = ("RS256", "ES256")


class Adapter(OpenIDConnectOAuth2Adapter):
    """allauth's, which only reads JSON."""

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        """What the provider says of the person, as JSON or as a JWT whose signature is checked."""
        headers = {"Authorization": f"Bearer {access_token}"}
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers=headers)
            answer.raise_for_status()
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip()
            if kind != "application/jwt":
                return answer.json()
            keys = session.get(self.openid_config["jwks_uri"])
            keys.raise_for_status()
        return self.checked(answer.text, jwt.PyJWKSet.from_dict(keys.json()))

    def checked(self, token: str, keys: jwt.PyJWKSet) -> dict[str, Any]:
        """The claims of a JWT that the provider signed for this site."""
        try:
            wanted = jwt.get_unverified_header(token).get("kid")
            key = next(one for one in keys.keys if one.key_id == wanted)
            return jwt.decode(
                token,
                key,
                algorithms=list(ACCEPTED_ALGORITHMS),
                issuer=self.openid_config["issuer"],
                audience=self.get_provider().app.client_id,
            )
        except (jwt.PyJWTError, StopIteration) as error:
            raise OAuth2Error("userinfo") from error


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leave for the provider."""
    return answer(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from the provider."""
    return answer(OAuth2CallbackView, request, provider_id)


def answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    """A view of allauth with our reading; 404 where no such provider is set."""
    try:
        return view.adapter_view(Adapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
