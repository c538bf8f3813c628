"""The keys of the installation, in a file of their own that only the operator opens (age)."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings

from backup.problems import BackupError
from config.keys import write_whole

ENDING = "-cles.age"
ENV = "env"


def recipient_of(text: str) -> pyrage.x25519.Recipient:
    """A public key of age, as the operator gives it."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise BackupError(
            f"« {text} » n’est pas une clé publique age : « age1… » est attendu "
            "(bin/backup --new-key en fait une paire)."
        ) from error


def new_pair(path: Path) -> str:
    """Write a new private key to a file that must not exist; returns its public key."""
    if path.exists():
        raise BackupError(f"{path} existe déjà : une clé n’en remplace pas une autre.")
    identity = pyrage.x25519.Identity.generate()
    write_whole(path, f"# clé publique : {identity.to_public()}\n{identity}\n")
    return str(identity.to_public())


def held() -> dict[str, Any]:
    """What must be known to open again what this installation sealed and signed."""
    env = settings.BASE_DIR / ".env"
    return {
        "secret_key": settings.SECRET_KEY,
        "secret_key_fallbacks": settings.SECRET_KEY_FALLBACKS,
        ENV: env.read_text(encoding="utf-8") if env.is_file() else "",
    }


def mark() -> str:
    """What tells a key from another without giving it."""
    return hashlib.sha256(b"atlas.backup:" + settings.SECRET_KEY.encode()).hexdigest()[:16]


def sealed(recipient: str) -> bytes:
    """The keys, which only the private key of the recipient opens."""
    return bytes(pyrage.encrypt(json.dumps(held()).encode(), [recipient_of(recipient)]))


def opened(path: Path, identity_file: Path) -> dict[str, Any]:
    """The keys of a file, opened with the operator's private key."""
    try:
        lines = identity_file.read_text(encoding="ascii", errors="replace").splitlines()
        words = next((line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
        identity = pyrage.x25519.Identity.from_str(words)
        found: Any = json.loads(pyrage.decrypt(path.read_bytes(), [identity]))
    except OSError as error:
        raise BackupError(f"{error.filename} ne se lit pas : {error.strerror}.") from error
    except pyrage.IdentityError as error:
        raise BackupError(f"{identity_file} n’est pas une clé privée age.") from error
    except pyrage.DecryptError as error:
        raise BackupError(f"{identity_file} n’ouvre pas {path}.") from error
    except (ValueError, RecursionError) as error:
        raise BackupError(f"{path} ne contient pas les clés d’un Atlas : {error}.") from error
    if wrong := wrong_in(found):
        raise BackupError(f"{path} ne contient pas les clés d’un Atlas : {wrong} est attendu.")
    kept: dict[str, Any] = found
    return kept


def wrong_in(found: Any) -> str:
    """What is missing or otherwise in the keys of an installation; empty if nothing is."""
    if not isinstance(found, dict):
        return "un objet JSON"
    for name in ("secret_key", ENV):
        if not isinstance(found.get(name), str):
            return f"un texte pour « {name} »"
    former = found.get("secret_key_fallbacks", [])
    if not isinstance(former, list) or not all(isinstance(one, str) for one in former):
        return "une liste de textes pour « secret_key_fallbacks »"
    return ""
