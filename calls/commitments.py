"""What the journal keeps of a text that may be erased: a salted commitment, and not the text.

Whoever has the text and its salt can show that it is the one that was written; once both are
erased, the journal stands and says nothing of it. HMAC-SHA256 over the canonical JSON.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
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


def opinion_content(
    advice: str, text: str, scores: list[list[int]], remarks: list[list[Any]] | None = None
) -> dict[str, Any]:
    """What is committed of an opinion: `scores` are [key of a criterion, score], in grid order.

    `remarks` are [key of a criterion, text], those that say something; None for an opinion given
    before they were committed to.
    """
    content = {"advice": advice, "text": text, "scores": scores}
    return content if remarks is None else content | {"remarks": remarks}


def question_content(text: str, due: date | None) -> dict[str, Any]:
    """What is committed of what an applicant is asked for."""
    return {"question": text, "due": due.isoformat() if due else None}


def answer_content(
    text: str, documents: Sequence[Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """What is committed of their answer, with its files as a frozen application says its own.

    None for an answer given before they were committed to.
    """
    content: dict[str, Any] = {"answer": text}
    return content if documents is None else content | {"documents": list(documents)}


def reason_content(reason: str) -> dict[str, Any]:
    """What is committed of a reason."""
    return {"reason": reason}


def clarification_content(text: str) -> dict[str, Any]:
    """What is committed of a clarification."""
    return {"clarification": text}
