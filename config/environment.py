"""What the environment may set: each variable typed, bounded and checked at start."""

from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from config.keys import kept_key

BASE_DIR = Path(__file__).resolve().parent.parent
ENV_FILE = BASE_DIR / ".env"
SITE_ACCOUNT = "atlas_site"  # of the private cluster (bin/lib/cluster.sh)
SITE_NAME = "Atlas des PTCE"


class Process:
    """What this process is for, said before the settings are read (config/wsgi.py)."""

    serves_pages = False


class Environment(BaseSettings):
    """The settings a deployment may change. Names are those of the environment variables."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_file_encoding="utf-8", extra="ignore")

    database_url: str = ""
    site_database_url: str = ""
    secret_key: str = Field(default="", repr=False)
    secret_key_fallbacks: Annotated[list[str], NoDecode] = Field(default=[], repr=False)
    debug: bool = False
    allowed_hosts: Annotated[list[str], NoDecode] = ["localhost", "127.0.0.1", "[::1]"]
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str = Field(default_factory=lambda known: served_address(known.get("port", 8000)))
    behind_https: bool = False
    log_level: str = "INFO"
    gdal_library_path: str = ""
    geos_library_path: str = ""
    contact_email: str = ""
    geocoder_url: str = "https://data.geopf.fr/geocodage/search"
    email_url: str = Field(default="", repr=False)
    mail_from: str = f"{SITE_NAME} <atlas@localhost>"
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    openid_server: str = ""
    openid_client: str = ""
    openid_secret: str = Field(default="", repr=False)
    openid_name: str = "ProConnect"
    openid_scope: str = "openid email given_name usual_name"
    openid_verified_email: bool = False
    documents_dir: Path = BASE_DIR / ".run" / "documents"
    backup_recipient: str = ""
    temporary_dir: Path = BASE_DIR / ".run" / "temporaire"

    @field_validator("allowed_hosts", "secret_key_fallbacks", mode="before")
    @classmethod
    def split_on_commas(cls, value: Any) -> Any:
        if isinstance(value, str):
            return [host.strip() for host in value.split(",") if host.strip()]
        return value

    @field_validator("port", mode="before")
    @classmethod
    def usual_port(cls, value: Any) -> Any:
        return 8000 if value == "" else value

    @field_validator("log_level")
    @classmethod
    def known_level(cls, value: str) -> str:
        accepted = ("DEBUG", "INFO", "WARNING", "ERROR")
        if value.upper() not in accepted:
            raise ValueError(f"« {value} » : valeurs acceptées {', '.join(accepted)}")
        return value.upper()

    @field_validator("public_url", "openid_server", "geocoder_url")
    @classmethod
    def absolute_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.netloc):
            raise ValueError(f"« {value} » : une adresse http(s) complète est attendue")
        return value.rstrip("/")

    @field_validator("database_url", "site_database_url")
    @classmethod
    def postgres_only(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in ("postgres", "postgresql", "postgis"):
            raise ValueError("une adresse postgresql://… est attendue (PostGIS seulement)")
        return value

    @field_validator("email_url")
    @classmethod
    def smtp_only(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("smtp", "smtp+tls", "smtps") or not parts.hostname):
            raise ValueError("smtp://, smtp+tls:// ou smtps://[compte:mot-de-passe@]serveur[:port]")
        return value

    @model_validator(mode="after")
    def one_database(self) -> "Environment":
        """Pages and commands share one database, by two accounts."""
        if not self.site_database_url:
            return self
        if not self.database_url:
            raise ValueError("SITE_DATABASE_URL va avec DATABASE_URL, le compte des commandes")
        served, owned = connection_of(self.site_database_url), connection_of(self.database_url)
        if any(served[key] != owned[key] for key in ("NAME", "HOST", "PORT")):
            raise ValueError("SITE_DATABASE_URL et DATABASE_URL : la même base, par deux comptes")
        if served["USER"] in ("", owned["USER"]):
            raise ValueError("SITE_DATABASE_URL : un autre compte que celui de DATABASE_URL")
        return self

    @model_validator(mode="after")
    def openid_whole(self) -> "Environment":
        given = [self.openid_server, self.openid_client, self.openid_secret]
        if any(given) and not all(given):
            raise ValueError("OPENID_SERVER, OPENID_CLIENT et OPENID_SECRET vont ensemble")
        if not self.public_url:
            raise ValueError("PUBLIC_URL : une adresse http(s) complète est attendue")
        return self

    @property
    def geocoder_origin(self) -> str:
        """What the policy of pages lets the browser ask for addresses; empty where none is."""
        parts = urlsplit(self.geocoder_url)
        return f"{parts.scheme}://{parts.netloc}" if self.geocoder_url else ""

    @property
    def openid_apps(self) -> list[dict[str, Any]]:
        """The one provider of identities of this deployment, ProConnect for one; or none."""
        if not self.openid_server:
            return []
        return [
            {
                "provider_id": "agent",
                "name": self.openid_name,
                "client_id": self.openid_client,
                "secret": self.openid_secret,
                "settings": {
                    "server_url": self.openid_server,
                    "fetch_userinfo": True,
                    "oauth_pkce_enabled": True,
                    "scope": self.openid_scope.split(),
                    # A provider that vouches for addresses opens the account that has one.
                    "verified_email": self.openid_verified_email,
                    "email_authentication": self.openid_verified_email,
                },
            }
        ]

    @property
    def mail(self) -> dict[str, Any]:
        """Django's settings of e-mail: a server, or files of `.run/courriels/` to read."""
        if not self.email_url:
            return {
                "EMAIL_BACKEND": "config.mailing.PrivateFiles",
                "EMAIL_FILE_PATH": str(BASE_DIR / ".run" / "courriels"),
            }
        parts = urlsplit(self.email_url)
        usual = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or usual[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": 20,
        }

    @property
    def effective_database_url(self) -> str:
        """The database, by the account of this process: that of commands, or that of pages."""
        if Process.serves_pages:
            return self.served_database_url or self.owned_database_url
        return self.owned_database_url

    @property
    def served_database_url(self) -> str:
        """The database by the account that serves pages and owns nothing; empty if none."""
        if self.site_database_url or self.database_url:
            return self.site_database_url
        return self.owned_database_url.replace("://atlas@", f"://{SITE_ACCOUNT}@", 1)

    @property
    def site_account(self) -> str:
        """The name of the account that serves pages; empty where it is that of commands."""
        return str(connection_of(self.served_database_url)["USER"])

    @property
    def owned_database_url(self) -> str:
        """The given server, or the private cluster, where bin/postgres says that it is."""
        if self.database_url:
            return self.database_url
        elsewhere = BASE_DIR / ".run" / "database_url"
        if elsewhere.exists():
            return elsewhere.read_text().strip()
        socket = quote(str(BASE_DIR / ".postgres" / "socket"), safe="")
        return f"postgresql://atlas@/atlas?host={socket}&port=5432"

    def ways_to_start(self, error: BaseException | None) -> list[str]:
        """What to do where the private base cannot be reached; nothing is known of a given one.

        An error with a state is the answer of a server, which runs.
        """
        if self.database_url or getattr(error, "sqlstate", None):
            return []
        return ["Lancez make run, ou bin/postgres start."]

    @property
    def database(self) -> dict[str, Any]:
        """Django's connection settings."""
        return connection_of(self.effective_database_url)

    @cached_property
    def effective_secret_key(self) -> str:
        """The given key, or one made once and kept beside the private cluster.

        Stops with a sentence where it can neither be read nor kept.
        """
        if self.secret_key:
            return self.secret_key
        path = BASE_DIR / ".run" / "secret_key"
        try:
            return kept_key(path)
        except OSError as error:
            raise SystemExit(
                f"La clé de l’installation ne peut pas être gardée dans {path} "
                f"({error.strerror}).\n  Donnez-la par SECRET_KEY (50 caractères au moins), "
                "ou rendez ce dossier inscriptible par ce compte."
            ) from None


def connection_of(url: str) -> dict[str, Any]:
    """Django's connection settings for an address."""
    parts = urlsplit(url)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    # Compiling a plan costs a search more than the search itself (180 ms against 20).
    options.setdefault("options", "-c jit=off")
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": unquote(parts.path.lstrip("/")) or "atlas",
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def served_address(port: int) -> str:
    """Where bin/run last served the site, since its commands may be told another port or none."""
    try:
        kept = (BASE_DIR / ".run" / "adresse").read_text(encoding="utf-8").strip()
    except OSError:
        kept = ""
    return kept or f"http://127.0.0.1:{port}"


def read() -> Environment:
    """Read and check the environment; stop with a sentence for each wrong variable."""
    try:
        return Environment()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SystemExit(
            f"Réglages refusés :\n  {ENV_FILE}, ligne {line} : l’octet "
            f"0x{error.object[error.start]:02x} n’est pas de l’UTF-8. "
            "Enregistrez ce fichier en UTF-8."
        ) from None
    except OSError as error:
        raise SystemExit(
            f"Réglages refusés :\n  {ENV_FILE} ne se lit pas ({error.strerror})."
        ) from None
    except ValidationError as error:
        lines = [f"  {said_of(one)}" for one in error.errors() if one["type"] not in FOLLOWS]
        raise SystemExit("Réglages refusés :\n" + "\n".join(lines)) from None


# What pydantic refuses by itself, and what it would take; then what only follows another fault.
EXPECTED = {
    "int_parsing": "un nombre entier est attendu",
    "int_type": "un nombre entier est attendu",
    "bool_parsing": "true ou false est attendu",
    "bool_type": "true ou false est attendu",
    "greater_than_equal": "{ge} au moins",
    "less_than_equal": "{le} au plus",
}
FOLLOWS = ("default_factory_not_called",)


def said_of(fault: Any) -> str:
    """A fault in French: the variable, the value, what is accepted."""
    # What concerns several variables names them itself.
    where = f"{str(fault['loc'][0]).upper()} : " if fault["loc"] else ""
    if expected := EXPECTED.get(fault["type"]):
        return f"{where}« {fault['input']} » : {expected.format(**fault.get('ctx', {}))}"
    return where + str(fault["msg"]).removeprefix("Value error, ")
