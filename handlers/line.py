"""The outbox as people see it: what waits, what could not be sent, how fast it goes; and sending it again."""

from collections.abc import Iterator
from datetime import datetime

from feeds.errors import RequestError
from handlers.message import plural
from storage import audit, outbox
from storage.model import AuditEntry, Delivery, DeliveryId, DeliveryState, DeskId
from storage.store import Store, Transaction

MEASURED = 200
"""Over so many of the latest alerts our own time is measured."""
_SHARE = 0.95
_SHOWN = (DeliveryState.DEAD, DeliveryState.SENDING, DeliveryState.PENDING)


def speed(tx: Transaction, desk: DeskId) -> str:
    """Return how long the desk's latest alerts took, from the arrival of a feed's answer to being sent."""
    took = sorted(outbox.own_times(tx, desk, MEASURED))
    if not took:
        return "no alert sent yet"
    most, middle = took[int(len(took) * _SHARE) if len(took) > 1 else 0], took[len(took) // 2]
    return (
        f"{most.total_seconds():.1f} s or less for 95 of 100 alerts, {middle.total_seconds():.1f} s for half of them, "
        f"from a feed's answer to the message (last {len(took)})"
    )


def listed(store: Store) -> Iterator[str]:
    """Yield the outbox, a line a delivery: those that could not be sent first, then those on their way and in line."""
    with store.reading() as tx:
        facts = outbox.facts(tx)
        found = [each for state in _SHOWN for each in outbox.deliveries(tx, state)]
    yield f"{facts.pending:,} waiting, {facts.sending:,} being sent, {facts.dead:,} could not be sent"
    yield from map(_line, found)
    hidden = facts.pending + facts.sending + facts.dead - len(found)
    if hidden > 0:
        yield f"and {hidden:,} more"


def retried(store: Store, which: str, who: str, now: datetime) -> str:
    """Put what could not be sent back into line, by number or `all` of it; record who did; return what to say.

    Raises:
        RequestError: there is no such delivery, or it was not given up.
    """
    with store.transaction() as tx:
        dead = outbox.deliveries(tx, DeliveryState.DEAD)
        wanted = dead if which == "all" else tuple(each for each in dead if str(each.id) == which)
        if not wanted and which != "all":
            raise RequestError(f"{which} is no delivery that could not be sent: `wiredesk outbox list` shows them")
        for each in wanted:
            _retry(tx, each, who, now)
    return f"{plural(len(wanted), 'delivery', 'deliveries')} put back into line"


def _retry(tx: Transaction, delivery: Delivery, who: str, now: datetime) -> None:
    outbox.retry(tx, DeliveryId(delivery.id), now)
    entry = AuditEntry(
        at=now,
        desk=delivery.channel.desk,
        who=who,
        where="command line",
        action="outbox retry",
        before=f"could not be sent: {delivery.why}",
        after="waiting",
        about=f"delivery:{delivery.id}",
    )
    audit.record(tx, entry)


def _line(delivery: Delivery) -> str:
    why = f"  {delivery.why}" if delivery.why else ""
    return (
        f"{delivery.id:>6}  {delivery.state.value:<8} {delivery.kind.value:<10} {delivery.channel.name}  "
        f"{delivery.created:%Y-%m-%d %H:%M} UTC  {plural(delivery.tries, 'try', 'tries')}{why}"
    )
