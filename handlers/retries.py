"""What sending and editing share when something goes wrong: how long to wait, and how a place is closed."""

from datetime import datetime, timedelta

from storage import channels, outbox
from storage.model import Channel, DeliveryKind, NewDelivery
from storage.store import Transaction

LEASE = timedelta(minutes=2)
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)
MOST_TRIES = 12
PROBED_EVERY = timedelta(minutes=15)
"""How often one message tries whether a workspace that was closed to us is open again."""


def backed_off(tries: int, jitter: float) -> timedelta:
    """Return how long to wait after `tries` failed tries: doubling, capped, with full jitter (0 to 1)."""
    doubled: timedelta = min(LONGEST_RETRY, FIRST_RETRY * (1 << min(tries, 10)))
    return doubled * max(0.1, jitter)


def hold(tx: Transaction, broken: Channel, why: str, now: datetime) -> None:
    """Send nothing to `broken` any more; say so once, in the desk's first channel that still speaks."""
    if not channels.hold(tx, broken.id, why, now):
        return
    speaking = next((each for each in channels.channels(tx, broken.desk) if each.held is None), None)
    if speaking is not None:
        text = (
            f"Nothing is sent to {broken.name} any more: {why}. Mend it, then name it in a to: option. Nothing is lost."
        )
        notice = NewDelivery(speaking.id, f"held:{broken.id}:{now.isoformat()}", DeliveryKind.NOTICE, text, now)
        outbox.enqueue(tx, notice, now)


def close(tx: Transaction, channel: Channel, why: str, now: datetime) -> None:
    """Send nothing to the desk of `channel` but, now and then, one message that tries whether it is open again."""
    channels.close_desk(tx, channel.desk, why, now, PROBED_EVERY)
