"""The one tree of errors. Each says what, where and cure, and each has one of three fates.

WiredeskError
├── QueryError        shown to the person: a query that cannot be read
├── RequestError      shown to the person: a command that cannot be carried out
│   └── EditedMeanwhile   somebody else changed it first
├── FeedError         tried later
│   ├── FetchFailed       no usable answer; `reason` is one of the named states
│   │   └── NothingThere      404: nothing at this address, now
│   ├── FeedGone          410: the publisher says it is gone for good
│   ├── KeptOut           a page that robots.txt keeps us out of
│   ├── NotAFeed          an answer, but not a feed
│   ├── BreaksReader      a body that broke or overran whoever read it
│   └── TooLarge          more bytes than a feed may have
├── ChatError         tried later
│   ├── RateLimited       wait `retry_after` seconds
│   ├── ChannelGone       this place is broken; the others go on
│   ├── CannotTell        it does not let us look whether a message arrived
│   └── ChatDown          the platform does not answer
├── SettingsError     stops the program: exit 2, one line
└── StoreError        stops the program: exit 2, one line
    ├── SchemaTooNew      written by a newer Wiredesk
    ├── NotADatabase      the file is something else
    ├── Unwritable        the folder or the file cannot be written
    └── AlreadyRunning    another Wiredesk holds the file
"""

from enum import StrEnum


class WiredeskError(Exception):
    """Any failure Wiredesk expects; its text is one line fit to be shown."""


class QueryError(WiredeskError):
    """A query that cannot be read. `at` is the offset of the trouble in `query`, `suggestion` the nearest form."""

    def __init__(
        self, message: str, *, at: int | None = None, suggestion: str | None = None, query: str | None = None
    ) -> None:
        super().__init__(message)
        self.at = at
        self.suggestion = suggestion
        self.query = query


class RequestError(WiredeskError):
    """A command that cannot be carried out as typed."""


class EditedMeanwhile(RequestError):
    """What was to be changed is no longer as it was when it was looked at; nothing was overwritten."""


class State(StrEnum):
    """The named states of an answer that brought no entries."""

    SOFT = "soft"
    HARD = "hard"
    TEMPORARY = "temporary"
    GONE = "gone"
    BLOCKED = "blocked"
    REFUSED = "refused"
    TOO_LARGE = "too large"
    NOT_A_FEED = "not a feed"
    BREAKS_READER = "breaks the reader"


class FeedError(WiredeskError):
    """A feed that cannot be read now. `state` names how; `retry_after` (seconds) is what the host asked for.

    `answered` is False where nothing at all came from the host.
    """

    state = State.SOFT
    answered = True

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class FetchFailed(FeedError):
    """No usable answer came: `state` says whether it is soft, hard, temporary, blocked or refused."""

    def __init__(self, message: str, *, state: State, retry_after: float | None = None, answered: bool = True) -> None:
        super().__init__(message, retry_after=retry_after)
        self.state = state
        self.answered = answered


class NothingThere(FetchFailed):
    """The server knows nothing at this address (404): of an article, that it is no longer there."""


class FeedGone(FeedError):
    """The publisher answered 410."""

    state = State.GONE


class KeptOut(FeedError):
    """The host's robots.txt asks us not to fetch this page; it was not asked for."""

    state = State.REFUSED


class NotAFeed(FeedError):
    """The answer is not a feed."""

    state = State.NOT_A_FEED


class BreaksReader(FeedError):
    """The body broke the worker that read it, or took too long: it is kept at arm's length and tried once a day."""

    state = State.BREAKS_READER


class TooLarge(FeedError):
    """The answer has more bytes than a feed may have, counted after decompression."""

    state = State.TOO_LARGE


class ChatError(WiredeskError):
    """A chat platform that did not take a message."""


class RateLimited(ChatError):
    """The platform asks to wait `retry_after` seconds; the message was not sent."""

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ChannelGone(ChatError):
    """The channel is deleted, archived or closed to us."""


class CannotTell(ChatError):
    """Whether a message arrived cannot be looked up here, now or later: a scope or a permission is missing."""


class ChatDown(ChatError):
    """The platform did not answer, or answered that it is down."""


class SettingsError(WiredeskError):
    """A setting that cannot be used; names the variable, never its value."""


class StoreError(WiredeskError):
    """A database that cannot be used."""


class SchemaTooNew(StoreError):
    """The database was written by a newer Wiredesk."""


class NotADatabase(StoreError):
    """The file is not a Wiredesk database."""


class Unwritable(StoreError):
    """The database file or its folder cannot be written."""


class AlreadyRunning(StoreError):
    """Another Wiredesk runs on the same database file."""
