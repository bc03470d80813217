"""What becomes of a message that may have arrived where nobody may look: the channel's choice, and asking for one."""

from datetime import datetime

from handlers.outcome import Never
from storage import channels, outbox
from storage.model import Channel, Delivery, DeliveryKind, NewDelivery, Unsure
from storage.store import Store, Transaction

GIVEN_UP = "it may have arrived, and nobody can say"
"""How the reason of such a message begins in the list of what could not be sent."""


def when_unsure(store: Store, delivery: Delivery, why: str, now: datetime) -> Never | None:
    """Return that `delivery` is given up, or None where its channel would rather hear it twice than never.

    `why` is why nobody may look. Until somebody chose it is given up, and the channel is asked, once.
    """
    with store.reading() as tx:
        channel = _as_it_stands(tx, delivery.channel)
    if channel.unsure is Unsure.TWICE:
        return None
    if channel.unsure is None:
        with store.transaction() as tx:
            asked = NewDelivery(channel.id, f"unsure:{channel.id}", DeliveryKind.NOTICE, _question(why), now)
            outbox.enqueue(tx, asked, now)
    return Never(f"{GIVEN_UP}: {why}")


def _as_it_stands(tx: Transaction, claimed: Channel) -> Channel:
    """Return the channel with what was chosen since its delivery was claimed."""
    return channels.find_channel(tx, claimed.desk, claimed.ref) or claimed


def _question(why: str) -> str:
    return (
        f"A message may not have arrived here: its answer was lost, and {why}. It is not sent again, for it could "
        "stand here twice. An admin may choose for the next: /desk setup here unsure:twice, or unsure:never."
    )
