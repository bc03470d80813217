"""What a host's robots.txt lets us fetch (RFC 9309), by protego. It fetches nothing and remembers nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from protego import Protego

MOST_BYTES = 500_000
"""As much of a robots.txt as RFC 9309 §2.5 asks a crawler to read; the rest is passed over."""
TOKEN = "Wiredesk"  # noqa: S105 - the product token of RFC 9309 §2.2.1
LONGEST_DELAY = 30.0
# What protego raises on bytes that only look like rules.
_BROKEN = (ValueError, LookupError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Rules:
    """For each of the addresses asked about, whether it may be fetched; and the seconds to leave between two requests,
    None where the file names none.
    """

    allowed: tuple[bool, ...]
    delay: float | None


def read_rules(robots: bytes, urls: Sequence[str]) -> Rules:
    """Return what the rules for us, else for everybody, in `robots` say of `urls`, which are of its host."""
    try:
        rules = Protego.parse(robots[:MOST_BYTES].decode("utf-8-sig", errors="replace"))
        allowed = tuple(bool(rules.can_fetch(url, TOKEN)) for url in urls)
        delay = rules.crawl_delay(TOKEN)
    except _BROKEN:
        return Rules((False,) * len(urls), None)
    return Rules(allowed, min(float(delay), LONGEST_DELAY) if delay and delay > 0 else None)
