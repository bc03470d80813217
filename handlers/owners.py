"""`/desk owners`: which watched outlets count as one, and the newsroom's word where the table is wrong."""

from collections.abc import Sequence
from datetime import datetime

from feeds.errors import RequestError
from feeds.model import Article, Feed
from feeds.stories.owners import outlet_key, owner_of
from handlers.grammar import Argument, Entry
from handlers.message import Block, Line, Message, Table, plural, say, words
from handlers.records import Write, write_down
from handlers.request import Reply, Request, Role
from storage import feeds, owners
from storage.store import Store, Transaction

LONGEST = 80
AS_LISTED = "table"
_EXPLAINED = "Outlets of one owner count as one where stories are ranked and alerts wait for independent outlets."


def who_owns(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/desk owners [OUTLET owner:NAME]`: without an outlet the list, with one a correction of it.

    Raises:
        RequestError: an outlet without an owner, an owner without an outlet, or a name too long to be one.
    """
    outlet, owner = request.command.words.strip().strip('"').strip(), request.command.option("owner")
    if not outlet and owner is None:
        with store.reading() as tx:
            return Reply(_listed(tx, now))
    if not outlet or not owner or not owner.strip():
        raise RequestError(
            'Which outlet, and whose is it? For example /desk owners "Port Ansel Ledger" owner:"Calder Media"'
        )
    if max(len(outlet), len(owner)) > LONGEST:
        raise RequestError(f"A name has at most {LONGEST} characters.")
    told = None if owner.strip().lower() == AS_LISTED else owner.strip()
    with store.transaction() as tx:
        before = owners.correct_owner(tx, outlet_key(outlet), told)
        write_down(tx, request, Write("desk owners", f"owner:{outlet_key(outlet)}", before, told), now)
    if told is None:
        return Reply(say(f"{outlet} counts as the table has it again."))
    return Reply(say(f"{outlet} counts as {told} from now on; it was {before or 'as the table has it'}."))


def _listed(tx: Transaction, now: datetime) -> Message:
    """Return the watched outlets by owner, then what the newsroom corrected."""
    corrected = owners.corrections(tx)
    by_owner: dict[str, list[str]] = {}
    for feed in feeds.all_feeds(tx):
        by_owner.setdefault(owner_of(_from(feed, now), corrected), []).append(feed.name)
    rows = tuple(
        (owner, _names(outlets)) for owner, outlets in sorted(by_owner.items(), key=lambda row: row[0].lower())
    )
    blocks: list[Block] = [Line(words(_EXPLAINED)), Table(("owner", "outlets"), rows)] if rows else []
    blocks += [Line(words(f"corrected here: {outlet} → {owner}"), small=True) for outlet, owner in corrected.items()]
    blocks.append(
        Line(words(f'/desk owners "Outlet" owner:"Name" corrects one, owner:{AS_LISTED} takes that back'), small=True)
    )
    return Message(f"Owners: {plural(len(rows), 'owner')} of the watched outlets", tuple(blocks))


def _names(outlets: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(outlets))


def _from(feed: Feed, now: datetime) -> Article:
    """Return an article as it may come from `feed`: with the feed's own address, for want of another."""
    return Article(guid="", url=feed.url, title="", source=feed.name, published=now, text="")


ENTRIES = (
    Entry(
        name="desk",
        action="owners",
        summary="which outlets count as one, and correcting that",
        usage='/desk owners ["OUTLET" owner:NAME]',
        examples=(
            "/desk owners",
            '/desk owners "Port Ansel Ledger" owner:"Calder Media"',
            f"/desk owners ledger.example owner:{AS_LISTED}",
        ),
        role=Role.ADMIN,
        answer=who_owns,
        positional=(Argument("outlet", "an outlet's name or domain"),),
        options=(Argument("owner", f"who owns it; {AS_LISTED}: what the shipped table says"),),
    ),
)
