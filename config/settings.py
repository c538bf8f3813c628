"""Django's settings: composition only. What a deployment may change is in environment.py."""

from csp.constants import NONE, SELF

from config import environment, libraries
from config.environment import BASE_DIR
from config.release import release_of

ENV = environment.read()
# What the site is called wherever it names itself outside a sentence.
SITE_NAME = environment.SITE_NAME

SECRET_KEY = ENV.effective_secret_key
SECRET_KEY_FALLBACKS = ENV.secret_key_fallbacks
BACKUP_RECIPIENT = ENV.backup_recipient
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
PUBLIC_URL = ENV.public_url
RELEASE = release_of(
    BASE_DIR,
    "config",
    "tables",
    "publishing",
    "web",
    "geo",
    "accounts",
    "directory",
    "coverage",
    "calls",
    "programme",
    "backup",
)
CONTACT_EMAIL = ENV.contact_email

GDAL_LIBRARY_PATH = ENV.gdal_library_path or libraries.wheel_library("pyogrio", "libgdal*")
GEOS_LIBRARY_PATH = ENV.geos_library_path or libraries.wheel_library("shapely", "libgeos_c*")

INSTALLED_APPS = [
    "accounts.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "leaflet",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "pgtrigger",
    "pghistory",
    "publishing",
    "web",
    "geo",
    "accounts",
    "directory",
    "coverage",
    "calls",
    "programme",
    "backup",
]

MIDDLEWARE = [
    "config.journal.Access",
    "config.probing.Probes",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ReadableRequests",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.kept.Kept",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.Signed",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.OutsideFailed",
    "config.patience.LockedTable",
    "config.parameters.KnownParameters",
    "accounts.typed.StaysHeld",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": ENV.database}
SITE_ACCOUNT = ENV.site_account
# Nothing but what limits how often someone may try, seen by every worker.
CACHES = {"default": {"BACKEND": "accounts.counters.Counters"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    # E-mail and password, with allauth's limits; what one may do is in accounts.roles alone.
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "accounts.pages.reprise.not_trusted"
LOGIN_REDIRECT_URL = "compte"
ACCOUNT_LOGOUT_REDIRECT_URL = "carte"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_USER_DISPLAY = "accounts.naming.display"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME} : "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": ENV.openid_apps, "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1  # steps of 30 s: a code typed as it changes is still taken (RFC 6238, 5.2)

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from
globals().update(ENV.mail)
TEMPORARY_ROOT = ENV.temporary_dir
MEDIA_ROOT = ENV.documents_dir  # outside what the server gives: see calls.documents

# Events of one transaction are told apart; each has the person and the reason (config.middleware).
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
NODE_MODULES = BASE_DIR / "node_modules"
# Prefixed: the npm Leaflet stands where django-leaflet looks for its own, older one.
STATICFILES_DIRS = [
    BASE_DIR / "assets",
    ("leaflet", NODE_MODULES / "leaflet" / "dist"),
    ("vendor/protomaps-leaflet", NODE_MODULES / "protomaps-leaflet" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.statics.Storage"},
}

LEAFLET_CONFIG = {
    "TILES": [],
    "DEFAULT_CENTER": (46.6, 2.5),
    "DEFAULT_ZOOM": 6,
    "MIN_ZOOM": 3,
    "MAX_ZOOM": 18,
    "NO_GLOBALS": False,
    "RESET_VIEW": False,
    "ATTRIBUTION_PREFIX": "",
}

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # `format` is a parameter of ours, as on geo.api.gouv.fr
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "publishing.problems.handle",
}

SPECTACULAR_SETTINGS = {
    "TITLE": SITE_NAME,
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

IGN_TILES = "https://data.geopf.fr"
# The national geocoder: asked by the browser, and only when a reader chooses to.
GEOCODER_URL = ENV.geocoder_url
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", IGN_TILES],
        **({"connect-src": [SELF, ENV.geocoder_origin]} if GEOCODER_URL else {}),
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if ENV.behind_https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.journal.Utc",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {"asked_wrongly": {"()": "config.journal.AskedWrongly"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["asked_wrongly"],
        }
    },
    "root": {"handlers": ["stderr"], "level": ENV.log_level},
}
