"""Who owns which outlet, as the newsroom corrected it. The shipped table is another matter (`feeds/stories/owners`)."""

from collections.abc import Mapping

from sqlmodel import col, delete, select

from storage.sqlite import insert_new
from storage.store import Transaction
from storage.tables import OwnerRow, table

_NEW = insert_new(table(OwnerRow))


def corrections(tx: Transaction) -> Mapping[str, str]:
    """Return the owners by outlet, name or domain, as `feeds.stories.owners.outlet_key` writes them."""
    return {row.outlet: row.name for row in tx.session.exec(select(OwnerRow).order_by(col(OwnerRow.outlet)))}


def correct_owner(tx: Transaction, outlet: str, owner: str | None) -> str | None:
    """Count `outlet` (a key as above) as owned by `owner`, or as the table says again; return what stood before."""
    row = tx.session.get(OwnerRow, outlet)
    before = row.name if row else None
    tx.session.exec(delete(OwnerRow).where(col(OwnerRow.outlet) == outlet))
    if owner is not None:
        tx.session.connection().execute(_NEW, {"outlet": outlet, "name": owner})
    return before
