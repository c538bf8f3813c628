"""The addresses of one's own account: allauth's views, at French addresses."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.urls import URLPattern, path, re_path

from accounts import openid
from accounts.pages.compte import compte, donnees, droits, nom
from accounts.pages.personnelles import personnelles
from accounts.pages.reprise import reprendre, session

urlpatterns: list[URLPattern] = [
    path("", compte, name="compte"),
    path("droits/", droits, name="droits"),
    path("donnees-personnelles/", personnelles, name="donnees-personnelles"),
    path("nom/", nom, name="compte-nom"),
    path("mes-donnees.json", donnees, name="mes-donnees"),
    path("session/", session, name="compte-session"),
    path("reprendre/", reprendre, name="compte-reprendre"),
    path("connexion/", account.login, name="account_login"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("inactif/", account.account_inactive, name="account_inactive"),
    path("inscription/", account.signup, name="account_signup"),
    path("verification/", account.reauthenticate, name="account_reauthenticate"),
    path("courriel/", account.email, name="account_email"),
    path(
        "courriel/confirmation/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    re_path(
        r"^courriel/confirmation/(?P<key>[-:\w]+)/$",
        account.confirm_email,
        name="account_confirm_email",
    ),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path(
        "mot-de-passe/oublie/envoye/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mot-de-passe/oublie/fait/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("second-facteur/", mfa.index, name="mfa_index"),
    path("second-facteur/code/", mfa.authenticate, name="mfa_authenticate"),
    path("second-facteur/verification/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-facteur/activer/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-facteur/desactiver/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-facteur/secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-facteur/secours/nouveaux/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-facteur/secours/codes.txt",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("identite/", social.connections, name="socialaccount_connections"),
    path("identite/inscription/", social.signup, name="socialaccount_signup"),
    path("identite/annulee/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("identite/erreur/", social.login_error, name="socialaccount_login_error"),
    path("identite/<str:provider_id>/", openid.login, name="openid_connect_login"),
    path("identite/<str:provider_id>/retour/", openid.callback, name="openid_connect_callback"),
]
