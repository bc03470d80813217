"""Who owns the outlets that carry a story, and how many speak independently of each other. Owners count, not mastheads.

An owner is found by the newsroom's own corrections, then by `owners.yaml`, and an outlet in neither counts by the
registrable domain of its links ("news.herald.co.uk" is herald.co.uk).
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from ipaddress import ip_address
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

import yaml
from tld import get_fld

from feeds.model import Article
from feeds.stories.credits import author_wire

NO_CORRECTIONS: Mapping[str, str] = MappingProxyType({})


class _Table(NamedTuple):
    """The shipped table: owner by domain, owner by outlet's name, and the hosts that many outlets share."""

    by_domain: Mapping[str, str]
    by_name: Mapping[str, str]
    shared: frozenset[str]


def owner_of(article: Article, corrections: Mapping[str, str] = NO_CORRECTIONS) -> str:
    """Return who owns the outlet of `article`: a company's name, a registrable domain, or the outlet's own name.

    `corrections` are the newsroom's: owner by outlet's name or domain as `outlet_key` writes it.
    """
    table, name = _table(), outlet_key(article.source)
    domains = () if article.url is None else domains_of(article.url)
    if any(domain in table.shared for domain in domains):
        domains = ()
    corrected = next((corrections[each] for each in (name, *domains) if each in corrections), None)
    if corrected is not None:
        return corrected
    listed = next((table.by_domain[each] for each in domains if each in table.by_domain), None)
    if domains:
        return listed or domains[-1]
    return table.by_name.get(name, article.source)


def owners_of(articles: Iterable[Article], corrections: Mapping[str, str] = NO_CORRECTIONS) -> tuple[str, ...]:
    """Return the different owners of the outlets of `articles`, in the order of the articles."""
    return tuple(dict.fromkeys(owner_of(article, corrections) for article in articles))


def voices_of(texts: Iterable[Sequence[Article]], corrections: Mapping[str, str] = NO_CORRECTIONS) -> tuple[str, ...]:
    """Return who speaks independently of the others; `texts` are the carriers of each text, first published first.

    All carriers of one text are one voice: the wire that wrote it, or else the owner of who carried it first. Two
    texts of one owner, or of one wire, are one voice too. A wire that only contributed to an article is no voice in it.
    """
    return tuple(dict.fromkeys(_voice(carriers, corrections) for carriers in texts if carriers))


def outlet_key(typed: str) -> str:
    """Return an outlet's name or domain as tables hold it: in no case, without "the" and "www."."""
    plain = " ".join(typed.casefold().split())
    return plain.removeprefix("the ").removeprefix("www.")


def domains_of(url: str) -> tuple[str, ...]:
    """Return the host of `url` and its parents up to the registrable domain, which comes last.

    Empty where the host is no domain name (an address, "localhost"). Under a suffix nobody registered, the last two
    labels stand for the registrable domain.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    labels = host.split(".")
    if len(labels) == 1 or _is_address(host):
        return ()
    registrable = get_fld(host, fix_protocol=True, fail_silently=True, search_private=True) or ".".join(labels[-2:])
    parents = [".".join(labels[at:]) for at in range(len(labels))]
    last = parents.index(registrable) if registrable in parents else len(parents) - 2
    return tuple(dict.fromkeys(each.removeprefix("www.") for each in parents[: last + 1]))


def listed_owners() -> tuple[str, ...]:
    """Return the owners that the shipped table knows, in its order."""
    table = _table()
    return tuple(dict.fromkeys((*table.by_domain.values(), *table.by_name.values())))


def _voice(carriers: Sequence[Article], corrections: Mapping[str, str]) -> str:
    wire = next((found for article in carriers if (found := author_wire(article))), None)
    return wire or owner_of(carriers[0], corrections)


def _is_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


@cache
def _table() -> _Table:
    read = yaml.safe_load(files("feeds.stories").joinpath("owners.yaml").read_text(encoding="utf-8"))
    rows = read["owners"]
    return _Table(
        MappingProxyType({domain: row["owner"] for row in rows for domain in row.get("domains", ())}),
        MappingProxyType({outlet_key(name): row["owner"] for row in rows for name in row.get("names", ())}),
        frozenset(read["shared"]),
    )
