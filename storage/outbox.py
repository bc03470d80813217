"""The outbox: deliveries queued once, claimed one a channel, settled by what became of them. Nothing is sent here.

The order of a channel's line is `due`, then the order of queueing. Its first delivery that is due stands at the head:
while it is being sent, or waits to be tried again, nothing behind it goes out.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, Update, text, update
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select

from feeds.model import Level
from storage.channels import to_channel
from storage.model import (
    ChannelId,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    DeskId,
    NewDelivery,
    OutboxFacts,
    StoryKey,
    WaitsFor,
)
from storage.sqlite import insert_new
from storage.store import Transaction
from storage.tables import table
from storage.tables_desk import ChannelRow, DeliveryRow, DeskRow

SHOWN = 1000
_NEW = insert_new(table(DeliveryRow))


def enqueue(tx: Transaction, new: NewDelivery, now: datetime) -> bool:
    """Queue a delivery; return False where its channel has one with that key already, in whatever state."""
    queued = tx.session.connection().execute(
        _NEW,
        {
            "channel_id": new.channel,
            "key": new.key,
            "kind": new.kind.value,
            "subject": new.subject,
            "state": DeliveryState.PENDING.value,
            "due": new.due,
            "wait_until": new.due,
            "created": now,
            "tries": 0,
            "level": int(new.level),
            "ping": new.ping,
            "waits_for": new.waits_for.value if new.waits_for else None,
            "edit_tries": 0,
        },
    )
    return queued.rowcount > 0


def claim_due(tx: Transaction, now: datetime, lease: timedelta, limit: int) -> tuple[Delivery, ...]:
    """Mark as being sent, and return, the head of at most `limit` channels' lines, the longest due first.

    A channel that is held is passed over; of a desk that is closed one head is taken when it is to be tried. After the
    commit a delivery is in one sender's hands until `lease` is over; then it is unknown, never free.
    """
    heads = tx.session.connection().execute(_heads(now).limit(limit)).all()
    probing = {desk: head for head, desk, closed in reversed(heads) if closed}
    ids = [head for head, desk, closed in heads if not closed or probing[desk] == head]
    if probing:
        _postpone_probes(tx, probing, now + lease)
    claim = update(DeliveryRow).where(
        col(DeliveryRow.id).in_(ids), col(DeliveryRow.state) == DeliveryState.PENDING.value
    )
    tx.session.exec(
        claim.values(
            state=DeliveryState.SENDING.value,
            claimed_at=now,
            leased_until=now + lease,
            tries=col(DeliveryRow.tries) + 1,
        )
    )
    return deliveries_where(tx, col(DeliveryRow.id).in_(ids))


def heads(tx: Transaction, now: datetime, limit: int) -> tuple[Delivery, ...]:
    """Return the deliveries that `claim_due` would take, the longest due first; nobody is given them."""
    found = tx.session.connection().execute(_heads(now).limit(limit)).all()
    return deliveries_where(tx, col(DeliveryRow.id).in_([row[0] for row in found]))


def settle_sent(
    tx: Transaction, delivery: DeliveryId, ref: str | None, now: datetime, shown: str | None = None
) -> None:
    """Mark a delivery as arrived; `ref` is the platform's id of the message, `shown` the hash of what it says."""
    done = {"state": DeliveryState.SENT.value, "ref": ref, "why": None, "settled_at": now, "leased_until": None}
    tx.session.exec(_open(delivery).values(**done, shown=shown))


def settle_later(tx: Transaction, delivery: DeliveryId, due: datetime, why: str, *, was_tried: bool = True) -> None:
    """Put a delivery that did not arrive back at its place in the line, to be tried again at `due`.

    One that certainly was not sent (`was_tried` is False) has used up no try.
    """
    again = {"state": DeliveryState.PENDING.value, "wait_until": due, "why": why, "leased_until": None}
    tries = col(DeliveryRow.tries) - (not was_tried)
    tx.session.exec(_open(delivery).values(**again, tries=tries))


def settle_dead(tx: Transaction, delivery: DeliveryId, why: str, now: datetime) -> None:
    """Give a delivery up: it is shown as such, and the line goes on."""
    dead = {"state": DeliveryState.DEAD.value, "why": why, "settled_at": now, "leased_until": None, "edit_due": None}
    tx.session.exec(_open(delivery).values(**dead))


def rename(tx: Transaction, delivery: DeliveryId, key: str, subject: str) -> None:
    """Let a delivery, in whatever state, be about `subject` under `key`, which is free in its channel."""
    about = {"key": key, "subject": subject}
    tx.session.exec(update(DeliveryRow).where(col(DeliveryRow.id) == delivery).values(**about))


def delivery(tx: Transaction, number: DeliveryId) -> Delivery | None:
    """Return the delivery with that id."""
    found = deliveries_where(tx, col(DeliveryRow.id) == number)
    return found[0] if found else None


def retry(tx: Transaction, delivery: DeliveryId, now: datetime) -> bool:
    """Put a delivery that was given up back into its channel's line; return whether there was one."""
    again = {"state": DeliveryState.PENDING.value, "wait_until": now, "settled_at": None}
    dead = (col(DeliveryRow.id) == delivery, col(DeliveryRow.state) == DeliveryState.DEAD.value)
    return tx.session.exec(update(DeliveryRow).where(*dead).values(**again)).rowcount > 0


def unknown(tx: Transaction, now: datetime) -> tuple[Delivery, ...]:
    """Return the deliveries whose sender did not settle them within its lease: nobody knows whether they arrived."""
    sending = col(DeliveryRow.state) == DeliveryState.SENDING.value
    return deliveries_where(
        tx, sending & col(DeliveryRow.settled_at).is_(None) & (col(DeliveryRow.leased_until) <= now)
    )


def deliveries(tx: Transaction, state: DeliveryState, limit: int = SHOWN) -> tuple[Delivery, ...]:
    """Return at most `limit` deliveries in that state, the first due first."""
    return deliveries_where(tx, col(DeliveryRow.state) == state.value, limit)


def deliveries_of(tx: Transaction, key: str) -> tuple[Delivery, ...]:
    """Return the deliveries with that key: one a channel at most."""
    return deliveries_where(tx, col(DeliveryRow.key) == key)


def last_delivery(tx: Transaction, channel: ChannelId, kind: DeliveryKind) -> Delivery | None:
    """Return what was queued last of that kind in a channel, in whatever state."""
    last = (
        select(func.max(DeliveryRow.id))
        .where(col(DeliveryRow.channel_id) == channel, col(DeliveryRow.kind) == kind.value)
        .scalar_subquery()
    )
    found = deliveries_where(tx, col(DeliveryRow.id) == last)
    return found[0] if found else None


def sent_alert(tx: Transaction, channel: ChannelId, story: StoryKey) -> Delivery | None:
    """Return the message that told a channel of a story, if it arrived there: its card, or what tells of many."""
    about = (col(DeliveryRow.subject) == story) & (col(DeliveryRow.channel_id) == channel)
    for alert in deliveries_where(tx, about & (col(DeliveryRow.kind) == DeliveryKind.ALERT.value)):
        teller = delivery(tx, alert.within) if alert.within else alert
        if teller is not None and teller.state is DeliveryState.SENT:
            return teller
    return None


def speak_up(tx: Transaction, new: NewDelivery) -> bool:
    """Let the delivery with the key of `new`, if it waits and is quieter, be as loud, due no later, and no longer wait.

    Return whether it was so.
    """
    waiting = (
        col(DeliveryRow.channel_id) == new.channel,
        col(DeliveryRow.key) == new.key,
        col(DeliveryRow.state) == DeliveryState.PENDING.value,
        col(DeliveryRow.level) < int(new.level),
    )
    sooner = {"due": func.min(DeliveryRow.due, new.due), "wait_until": func.min(DeliveryRow.wait_until, new.due)}
    waits_for = new.waits_for.value if new.waits_for else None
    louder = {"level": int(new.level), "ping": new.ping, "waits_for": waits_for}
    return tx.session.exec(update(DeliveryRow).where(*waiting).values(**louder, **sooner)).rowcount > 0


def wake(tx: Transaction, channel: ChannelId, now: datetime) -> int:
    """Let what waits in a channel for the end of quiet hours be due now; return how much that is."""
    asleep = (
        col(DeliveryRow.channel_id) == channel,
        col(DeliveryRow.waits_for) == WaitsFor.MORNING.value,
        col(DeliveryRow.state) == DeliveryState.PENDING.value,
        col(DeliveryRow.due) > now,
    )
    return tx.session.exec(update(DeliveryRow).where(*asleep).values(due=now, wait_until=now)).rowcount


def pings_since(tx: Transaction, channel: ChannelId, ping: str, since: datetime) -> int:
    """Return how many deliveries queued for a channel since then call that role."""
    calling = (col(DeliveryRow.channel_id) == channel, col(DeliveryRow.ping) == ping, col(DeliveryRow.created) > since)
    alerts = (col(DeliveryRow.kind) == DeliveryKind.ALERT.value,)
    return tx.session.exec(select(func.count()).select_from(DeliveryRow).where(*calling, *alerts)).one()


def own_times(tx: Transaction, desk: DeskId, limit: int) -> tuple[timedelta, ...]:
    """Return how long the desk's latest alerts took from the arrival of their article to being sent, newest first.

    Only of those that were due at once and arrived at the first try: our own time, not a chat's or a night's.
    """
    prompt = (col(DeliveryRow.tries) == 1, col(DeliveryRow.waits_for).is_(None), col(DeliveryRow.within).is_(None))
    sent = (
        select(DeliveryRow.created, DeliveryRow.settled_at)
        .join(ChannelRow, col(ChannelRow.id) == col(DeliveryRow.channel_id))
        .where(col(ChannelRow.desk_id) == desk, text("kind = 'alert'"), *prompt)
        .where(col(DeliveryRow.state) == DeliveryState.SENT.value)
        .order_by(col(DeliveryRow.id).desc())
    )
    return tuple(settled - created for created, settled in tx.session.exec(sent.limit(limit)) if settled)


def facts_of(tx: Transaction, desk: DeskId) -> OutboxFacts:
    """Return the same as `facts`, of one desk's channels."""
    here = select(ChannelRow.id).where(col(ChannelRow.desk_id) == desk)
    return _facts(tx, col(DeliveryRow.channel_id).in_(here))


def count(tx: Transaction, state: DeliveryState) -> int:
    """Return how many deliveries are in that state."""
    return tx.session.exec(select(func.count()).where(col(DeliveryRow.state) == state.value)).one()


def facts(tx: Transaction) -> OutboxFacts:
    """Return how many deliveries wait, are being sent and were given up, and since when the oldest waits."""
    return _facts(tx, col(DeliveryRow.id).is_not(None))


def _heads(now: datetime) -> Select[int, int, str | None]:
    """Return the question for the free heads of the lines: delivery, desk, and why that is closed."""
    waiting = aliased(DeliveryRow)
    head = (
        select(waiting.id)
        .where(
            col(waiting.channel_id) == col(ChannelRow.id),
            col(waiting.settled_at).is_(None),
            col(waiting.due) <= now,
        )
        .order_by(col(waiting.due), col(waiting.id))
        .limit(1)
        .scalar_subquery()
    )
    heads = (
        select(head.label("id"), col(DeskRow.id).label("desk"), col(DeskRow.closed))
        .select_from(ChannelRow)
        .join(DeskRow, col(DeskRow.id) == col(ChannelRow.desk_id))
        .where(col(ChannelRow.held).is_(None), col(DeskRow.closed).is_(None) | (col(DeskRow.probe_at) <= now))
        .subquery()
    )
    free = (col(DeliveryRow.state) == DeliveryState.PENDING.value) & (col(DeliveryRow.wait_until) <= now)
    return (
        select(heads.c.id, heads.c.desk, heads.c.closed)
        .join(DeliveryRow, heads.c.id == col(DeliveryRow.id))
        .where(free)
        .order_by(col(DeliveryRow.due), col(DeliveryRow.id))
    )


def _postpone_probes(tx: Transaction, desks: Iterable[int], until: datetime) -> None:
    """Let no other message try the closed `desks` before the one that does now must be settled."""
    tx.session.exec(update(DeskRow).where(col(DeskRow.id).in_(list(desks))).values(probe_at=until))


def _facts(tx: Transaction, wanted: ColumnElement[bool]) -> OutboxFacts:
    standing = select(DeliveryRow.state, func.count(), func.min(DeliveryRow.due)).where(wanted)
    found = tx.session.exec(standing.group_by(col(DeliveryRow.state)))
    by_state = {state: (number, oldest) for state, number, oldest in found}
    pending, oldest = by_state.get(DeliveryState.PENDING.value, (0, None))
    sending, _ = by_state.get(DeliveryState.SENDING.value, (0, None))
    dead, _ = by_state.get(DeliveryState.DEAD.value, (0, None))
    return OutboxFacts(pending, sending, dead, oldest)


def _open(delivery: DeliveryId) -> Update:
    """Return an update of a delivery that is not settled: a late outcome changes nothing."""
    return update(DeliveryRow).where(col(DeliveryRow.id) == delivery, col(DeliveryRow.settled_at).is_(None))


def deliveries_where(tx: Transaction, wanted: ColumnElement[bool], limit: int = SHOWN) -> tuple[Delivery, ...]:
    """Return at most `limit` deliveries for which `wanted` holds, the first due first. For `storage` alone."""
    query = select(DeliveryRow, ChannelRow).join(ChannelRow, col(ChannelRow.id) == col(DeliveryRow.channel_id))
    rows: Iterable[tuple[DeliveryRow, ChannelRow]] = tx.session.exec(
        query.where(wanted).order_by(col(DeliveryRow.due), col(DeliveryRow.id)).limit(limit)
    )
    return tuple(_delivery(row, channel) for row, channel in rows)


def _delivery(row: DeliveryRow, channel: ChannelRow) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id or 0),
        channel=to_channel(channel),
        key=row.key,
        kind=DeliveryKind(row.kind),
        subject=row.subject,
        state=DeliveryState(row.state),
        due=row.wait_until,
        created=row.created,
        tries=row.tries,
        ref=row.ref,
        why=row.why,
        claimed_at=row.claimed_at,
        settled_at=row.settled_at,
        level=Level(row.level),
        ping=row.ping,
        waits_for=WaitsFor(row.waits_for) if row.waits_for else None,
        within=DeliveryId(row.within) if row.within else None,
        shown=row.shown,
        edited_at=row.edited_at,
        edit_tries=row.edit_tries,
    )
