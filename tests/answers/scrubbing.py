"""What changes from one recording to the next without any answer being another: taken out."""

import re

# In this order: what a later pattern would find is gone by then.
CHANGING = (
    (re.compile(r"(/static/[^\s\"'<>]+?)\.[0-9a-f]{12}(?=\.\w)"), r"\1"),
    (re.compile(r"([?&;]v=)[^&\"'\s}<>]+"), r"\1présent"),
    (re.compile(r"nonce-[\w+/=-]+"), "nonce-présent"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "uuid"),
    (re.compile(r"[\w.~-]+(?::[\w-]+)*:[\w-]{6}:[\w-]{43}(?![\w-])"), "jeton-signé"),
    (re.compile(r"(?<=:)[\w-]{43}(?![\w-])"), "signature"),
    (re.compile(r"\b[0-9a-z]{6}-[0-9a-f]{32}\b"), "jeton"),  # of a password forgotten
    # A token against forgery: letters of both cases and digits, sixty-four.
    (re.compile(r"\b(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])[A-Za-z0-9]{64}\b"), "jeton"),
)


def scrubbed(text: str, release: str = "") -> str:
    """A text without the release, hashes of statics, versions of data, keys and tokens."""
    if release:
        text = text.replace(release, "version")
    for pattern, instead in CHANGING:
        text = pattern.sub(instead, text)
    return text
