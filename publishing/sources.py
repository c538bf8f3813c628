"""Whom the readers of a file must cite, and under what licence: said where data are declared."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Those to cite, each in its words, and what holds of their data, in a sentence."""

    cited: tuple[str, ...]
    licence: str
