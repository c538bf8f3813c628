"""What the journal keeps of a text that may be erased: a salted commitment, and not the text.

Whoever has the text and its salt can show that it is the one that was written; once both are
erased, the journal stands and says nothing of it. HMAC-SHA256 over the canonical JSON.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any


def new_salt() -> str:
    """A salt for one text: 128 bits, in hexadecimal."""
    return secrets.token_hex(16)


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one text of some content: keys sorted, no space, UTF-8."""
    return json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def commitment(salt: str, content: Mapping[str, Any]) -> str:
    """The commitment to some content, 64 hexadecimal digits."""
    return hmac.new(bytes.fromhex(salt), canonical(content), hashlib.sha256).hexdigest()


def opinion_content(advice: str, text: str, scores: list[list[int]]) -> dict[str, Any]:
    """What is committed of an opinion: `scores` are [key of a criterion, score], in grid order."""
    return {"advice": advice, "text": text, "scores": scores}


def reason_content(reason: str) -> dict[str, Any]:
    """What is committed of a reason."""
    return {"reason": reason}
