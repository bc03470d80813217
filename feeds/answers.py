"""What an HTTP answer is and means: its value, and the pure reading of status, headers and a body's beginning."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime

from feeds.errors import FeedError, FeedGone, FetchFailed, NothingThere, State
from feeds.model import Validators

_NO_HINT = 900.0
_LONGEST_HOLD = 86_400.0
_OVERLOADED = frozenset((429, 503))
_WALLED_STATUSES = frozenset((200, 202, 401, 403, 405, 406, 429, 503))
# Headers (lower case) that only a bot wall's own answer carries, and whose wall it is.
_WALL_HEADERS = {
    "cf-mitigated": "Cloudflare",
    "x-datadome": "DataDome",
    "x-px-block": "PerimeterX",
    "x-amzn-waf-action": "AWS WAF",
    "x-sucuri-block": "Sucuri",
}
_WALL_MARKS = (
    (b"<title>just a moment...</title>", "Cloudflare"),
    (b"/cdn-cgi/challenge-platform/", "Cloudflare"),
    (b"<title>attention required! | cloudflare</title>", "Cloudflare"),
    (b"captcha-delivery.com", "DataDome"),
    (b"_incapsula_resource", "Imperva"),
    (b"window._pxappid", "PerimeterX"),
    (b"errors.edgesuite.net", "Akamai"),
    (b"/.well-known/sgcaptcha/", "SiteGround"),
    (b"awswafcookiedomainlist", "AWS WAF"),
    (b"<title>ddos-guard</title>", "DDoS-Guard"),
    (b"making sure you&#39;re not a bot", "Anubis"),
)
_LOOKED_AT = 16_384
_PLAIN = {
    400: "it does not understand the request",
    401: "it asks for a name and a password",
    402: "it asks for a payment",
    403: "it refuses to answer us",
    404: "there is nothing at this address",
    406: "it has no form of this feed that we read",
    407: "a proxy asks for a password",
    451: "it may not answer for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with a body. `url` is where it came from in the end, without credentials.

    `max_age` is how long the host calls it fresh. `moved_to` is where permanent redirects alone lead, else None.
    """

    url: str
    status: int
    body: bytes
    validators: Validators
    max_age: timedelta | None
    moved_to: str | None
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The host says, or the body's hash shows, that nothing changed. `moved_to` is as a Fetched's."""

    validators: Validators
    max_age: timedelta | None
    moved_to: str | None = None


def status_failure(host: str, status: int, headers: Mapping[str, str]) -> FeedError | None:
    """Return what a status other than success means, ready to be raised, or None for 2xx and 304."""
    if 200 <= status < 300 or status == 304:  # noqa: PLR2004 - Not Modified, RFC 9110 §15.4.5
        return None
    if status == 410:  # noqa: PLR2004 - Gone, RFC 9110 §15.5.11
        return FeedGone(f"{host}: the publisher says this feed is gone for good (410)")
    if status in _OVERLOADED:
        wait = retry_after(headers)
        asked = f"{wait:.0f} s" if wait is not None else "a while"
        what = "too many requests" if status == 429 else "it is overloaded"  # noqa: PLR2004 - RFC 6585 §4
        return FetchFailed(f"{host}: {what}, asks to wait {asked} ({status})", state=State.SOFT, retry_after=wait)
    soft = status >= 500 or status in {408, 425}  # noqa: PLR2004 - server errors, RFC 9110 §15.6
    said = _PLAIN.get(status, "it is in trouble" if soft else "it gives no usable answer")
    failure = NothingThere if status == 404 else FetchFailed  # noqa: PLR2004 - Not Found, RFC 9110 §15.5.5
    return failure(f"{host}: {said} ({status})", state=State.SOFT if soft else State.HARD)


def blocked_by(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """Return the bot wall that wrote this answer instead of the host, or None."""
    if status not in _WALLED_STATUSES:
        return None
    names = {name.lower() for name in headers}
    for header, wall in _WALL_HEADERS.items():
        if header in names and status != 200:  # noqa: PLR2004 - some walls mark what they let pass
            return wall
    start = body[:_LOOKED_AT].lower()
    if b"<html" not in start and b"<head" not in start:
        return None
    return next((wall for mark, wall in _WALL_MARKS if mark in start), None)


def hold_seconds(status: int, headers: Mapping[str, str]) -> float | None:
    """Return for how long the whole host must be left alone, or None where the answer does not ask for it."""
    if status not in _OVERLOADED:
        return None
    wait = retry_after(headers)
    if wait is None and status == 429:  # noqa: PLR2004 - RFC 6585 §4; a 503 without a word concerns this feed alone
        return _NO_HINT
    return wait


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return Retry-After in seconds, at most a day, or None where it is missing or unreadable (RFC 9110 §10.2.3).

    A date is measured from the answer's own Date, so a host whose clock is wrong is understood all the same.
    """
    text = headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return min(float(text[:9]), _LONGEST_HOLD)
    seconds = _seconds_between(headers.get("Date", ""), text)
    return None if seconds is None else min(max(0.0, seconds), _LONGEST_HOLD)


def max_age(headers: Mapping[str, str]) -> timedelta | None:
    """Return how much longer the answer stays fresh (Cache-Control, Age, Expires: RFC 9111 §4.2), or None."""
    directives = _directives(headers.get("Cache-Control", ""))
    if "no-store" in directives or "no-cache" in directives:
        return None
    given = directives.get("max-age")
    if given is not None:
        age = headers.get("Age", "0").strip()
        seconds = _number(given) - _number(age)
    else:
        seconds = _seconds_between(headers.get("Date", ""), headers.get("Expires", "")) or 0.0
    return timedelta(seconds=min(seconds, _LONGEST_HOLD)) if seconds > 0 else None


def _directives(text: str) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in text.lower().split(","))
    return {name: value.strip('" ') for name, _, value in pairs if name}


def _number(text: str) -> float:
    return float(text[:9]) if text.isdecimal() else 0.0


def _seconds_between(start: str, end: str) -> float | None:
    try:
        return (parsedate_to_datetime(end) - parsedate_to_datetime(start)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
