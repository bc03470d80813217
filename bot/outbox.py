"""`wiredesk outbox`: looks at what is to be sent, and sends again what could not be, beside a running Wiredesk too."""

import getpass
from collections.abc import Iterator
from contextlib import closing

from bot.clock import now
from bot.settings import Settings
from handlers import line
from storage.store import open_store


def listed(settings: Settings) -> Iterator[str]:
    """Yield the outbox, a line a delivery.

    Raises:
        StoreError: the database cannot be read.
    """
    with closing(open_store(settings.database_url, now())) as store:
        yield from line.listed(store)


def retried(settings: Settings, which: str) -> str:
    """Put a delivery that could not be sent, or `all`, back into line, on the record; return what to say.

    Raises:
        RequestError: there is no such delivery.
        StoreError: the database cannot be written.
    """
    with closing(open_store(settings.database_url, now())) as store:
        return line.retried(store, which, _who(), now())


def _who() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user need have no name
        return "command line"
