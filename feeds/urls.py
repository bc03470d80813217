"""Canonical URLs: one spelling for one article, however the link was tagged, shared or shortened for phones.

Nothing is fetched: `rel=canonical` belongs to who reads the page.
"""

import re
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

# As published by miniflux (internal/reader/urlcleaner), from the lists of AdGuard, Firefox, Brave and Neat-URL.
_TRACKING = frozenset(
    (
        "fbclid", "_openstat", "fb_action_ids", "fb_action_types", "fb_ref", "fb_source", "fb_comment_id",
        "hmb_campaign", "hmb_medium", "hmb_source", "itm_campaign", "itm_medium", "itm_source", "gclid",
        "dclid", "gbraid", "wbraid", "gclsrc", "campaign_id", "campaign_medium", "campaign_name",
        "campaign_source", "campaign_term", "campaign_content", "srsltid", "yclid", "ysclid", "twclid",
        "msclkid", "mc_cid", "mc_eid", "mc_tc", "wickedid", "hsa_cam", "_hsenc", "__hssc", "__hstc", "__hsfp",
        "_hsmi", "hsctatracking", "rb_clickid", "oly_anon_id", "oly_enc_id", "vero_id", "vero_conv", "mkt_tok",
        "sc_cid", "_bhlid", "_branch_match_id", "_branch_referrer", "__readwiselocation",
    )
)  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "mtm_")
# Tags that news sites put into their own feeds' links (BBC, NYT, CBS, CNN, the Guardian, AP).
_FEED_TAGS = frozenset(("at_medium", "at_campaign", "at_format", "smid", "ftag", "cmpid", "cmp", "ns_mchannel"))
_AMP_VALUES = frozenset(
    (("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("outputtype", "valid_amp"))
)
_PHONE_LABELS = frozenset(("m", "mobile", "amp"))
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST = 8000
"""Characters of a URL; every server and browser gives up sooner (RFC 9110 §4.1)."""
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
_PATH_SAFE = "/:@!$&'()*+,;=~-._%"
_QUERY_SAFE = _PATH_SAFE + "?[]"
_PLAIN = re.compile(r"[A-Za-z0-9/:@!$&'()*+,;=~._-]*")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_AMP_ENDING = re.compile(r"(?<=[^/])(?:/amp/|/amp|\.amp|\.amp\.html)$", re.IGNORECASE)
_AFTER_AMP = {"/amp/": "/", "/amp": "", ".amp": "", ".amp.html": ".html"}
_AMP_CACHE = re.compile(r"^/(?:[cvi]/)?(?:(s)/)?(?=[^/]+\.)")


def canonical_url(url: str, *, keep_fragment: bool = False) -> str:
    """Return the one spelling of an http(s) URL, or `url` as it is where it cannot be read as one.

    Scheme and host are lower-cased, default ports, credentials, tracking parameters and the fragment go, AMP and
    phone editions become the article. `keep_fragment` is for feeds that tell their items apart by it.
    """
    parts = _split(url)
    if parts is None:
        return url
    while (inside := _out_of_amp_cache(parts)) != parts:
        parts = inside
    host = _desktop(_host(parts))
    path, query = _canonical_path(parts.path), _canonical_query(parts.query)
    keeps = keep_fragment or parts.fragment.startswith("!")
    fragment = _spelled(parts.fragment, _QUERY_SAFE) if keeps else ""
    return urlunsplit((parts.scheme, _with_port(host, parts), path, query, fragment))


def absolute_url(link: str, base: str | None) -> str | None:
    """Return `link` resolved against `base` when that gives an http(s) URL with a host, else None."""
    cleaned = _UNSAFE.sub(lambda found: "" if found.group()[0] in "\t\r\n" else "%20", link.strip(" \t\r\n\f\x00\xa0"))
    if not cleaned:
        return None
    try:
        joined = urljoin(base, cleaned) if base else cleaned
    except ValueError:
        return None
    return joined if _split(joined) is not None else None


def host_of(url: str) -> str:
    """Return the host of `url` as shown to people: no credentials, path or query, which may hold secrets."""
    try:
        return urlsplit(url).hostname or "the address"
    except ValueError:
        return "the address"


def are_of_one_site(one: str, other: str) -> bool:
    """Guess whether two URLs belong to one publisher: their hosts end in the same registered domain."""
    domains = {_domain(host_of(url)) for url in (one, other)}
    return len(domains) == 1


def _domain(host: str) -> str:
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    return ".".join(labels[-3:] if _is_double_ending(labels) else labels[-2:])


def _is_double_ending(labels: list[str]) -> bool:
    return len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3  # noqa: PLR2004 - co.uk, com.au


def _split(url: str) -> SplitResult | None:
    if len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(url.strip())
        usable = parts.scheme in _DEFAULT_PORTS and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        return None
    if not usable or _UNSAFE.search(parts.netloc) or "\\" in parts.netloc:
        return None
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    try:
        return host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return host


def _with_port(host: str, parts: SplitResult) -> str:
    shown = f"[{host}]" if ":" in host else host
    port = parts.port
    return shown if port is None or port == _DEFAULT_PORTS[parts.scheme] else f"{shown}:{port}"


def _desktop(host: str) -> str:
    """Return the host of the full edition: m.example.com is www.example.com, en.m.example.org is en.example.org."""
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _PHONE_LABELS and not labels[-1].isdigit():  # noqa: PLR2004 - label + domain
        labels = labels[1:] if _has_subdomain(labels[1:]) else ["www", *labels[1:]]
    while len(labels) > 3 and labels[1] in _PHONE_LABELS and labels[0] != "www":  # noqa: PLR2004 - the same, after a language
        labels = [labels[0], *labels[2:]]
    return ".".join(labels)


def _has_subdomain(labels: list[str]) -> bool:
    """Guess whether labels stand before the registered domain: co.uk and com.au count as one ending."""
    ending = 2 if _is_double_ending(labels) else 1
    return len(labels) > ending + 1


def _out_of_amp_cache(parts: SplitResult) -> SplitResult:
    """Return the publisher's URL for one of Google's AMP caches, else the same."""
    host = parts.hostname or ""
    path = parts.path
    if host in {"www.google.com", "google.com"} and path.startswith("/amp/"):
        path = path[len("/amp") :]
    elif not host.endswith(".cdn.ampproject.org"):
        return parts
    found = _AMP_CACHE.match(path)
    if found is None:
        return parts
    query = f"?{parts.query}" if parts.query else ""
    inner = _split(f"{'https' if found.group(1) else 'http'}://{path[found.end() :]}{query}")
    return inner or parts


def _canonical_path(path: str) -> str:
    spelled = _without_dots(_spelled(path, _PATH_SAFE)) or "/"
    while (found := _AMP_ENDING.search(spelled)) is not None:
        spelled = spelled[: found.start()] + _AFTER_AMP[found.group().lower()]
    return spelled


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[1:][-1:], kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if path.endswith(("/.", "/..")):
        kept.append("")
    return "/".join(kept)


def _canonical_query(query: str) -> str:
    if not query:
        return ""
    kept = [pair for pair in query.split("&") if pair and not _is_noise(pair)]
    return _spelled("&".join(kept), _QUERY_SAFE)


def _is_noise(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).lower()
    return (
        name in _TRACKING
        or name in _FEED_TAGS
        or name.startswith(_TRACKING_PREFIXES)
        or (name, value.lower()) in _AMP_VALUES
    )


def _spelled(text: str, safe: str) -> str:
    """Return `text` with every character that needs it percent-encoded once, and none that does not."""
    if _PLAIN.fullmatch(text):
        return text
    return _ESCAPE.sub(_escape, quote(re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text), safe=safe, errors="replace"))


def _escape(found: re.Match[str]) -> str:
    value = int(found.group(1), 16)
    return chr(value) if value in _UNRESERVED else found.group().upper()
