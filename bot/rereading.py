"""`wiredesk reread`: reads stored articles again in the worker process, beside a running Wiredesk or without one."""

from collections.abc import Iterator
from contextlib import ExitStack, closing

from bot.app import zone_of
from bot.clock import now
from bot.logs import set_up_logging
from bot.settings import Settings
from bot.worker import Worker
from handlers.rereading import Wish, reread
from handlers.times import moment
from storage.store import open_store


def reread_articles(settings: Settings, since: str | None, *, everything: bool, rehearsal: bool) -> Iterator[str]:
    """Yield a line for every batch that was read again.

    Raises:
        RequestError: `since` is no time.
        StoreError: the database cannot be used, or this SQLite may not write beside a running Wiredesk.
    """
    set_up_logging(settings.log_format, quiet=True)
    started = now()
    wish = Wish(moment(since, zone_of(settings), started) if since else None, everything, rehearsal)
    with ExitStack() as open_now:
        store = open_now.enter_context(closing(open_store(settings.database_url, started)))
        # Before 3.51.3 SQLite can corrupt a database that two processes write at the same instant.
        if not store.facts().safe:
            open_now.enter_context(store.hold())
        worker = Worker()
        open_now.callback(worker.stop)
        yield from (str(so_far) for so_far in reread(store, worker, wish, started))
    yield "Nothing was changed: this was a rehearsal." if rehearsal else "Done. What people corrected was kept."
