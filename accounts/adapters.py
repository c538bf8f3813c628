"""Where allauth is told what is particular here: no name drawn from an address, secrets sealed."""

import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from accounts.second_factors import seal, unseal

log = logging.getLogger(__name__)
LONGEST_REASON = 200


class AccountAdapter(DefaultAccountAdapter):
    """Accounts known by their e-mail."""

    def generate_unique_username(self, txts: list[str], regex: str | None = None) -> str:
        """A name nobody reads: a part of the address would be one more personal datum."""
        return secrets.token_hex(12)


class SocialAdapter(DefaultSocialAccountAdapter):
    """Accounts of an OpenID Connect provider, ProConnect for one."""

    def on_authentication_error(
        self,
        request: Any,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> None:
        """Say in the journal of the server why, which the page does not: nothing of the person."""
        reason = f"{type(exception).__name__} {exception}" if exception else str(error)
        log.warning("OpenID Connect, %s : %s", provider.name, reason[:LONGEST_REASON])

    def populate_user(self, request: Any, sociallogin: Any, data: dict[str, Any]) -> Any:
        """ProConnect calls « usual_name » what others call « family_name »."""
        person = super().populate_user(request, sociallogin, data)
        said = sociallogin.account.extra_data.get("userinfo", {})
        person.last_name = person.last_name or said.get("usual_name", "")[:150]
        return person


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors, unreadable in a copy of the database."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
