"""When a host may be asked next: pure bookkeeping over monotonic seconds. Nothing here waits."""

from dataclasses import dataclass, field

_TIDY_AFTER = 1000


@dataclass(slots=True)
class Turns:
    """The next free moment of every host: `spacing` seconds after the last turn, and never while it asks for peace."""

    spacing: float
    _next: dict[str, float] = field(default_factory=dict)
    _held: dict[str, float] = field(default_factory=dict)
    _spaced: dict[str, float] = field(default_factory=dict)

    def space(self, host: str, seconds: float) -> None:
        """Let the turns at `host` be `seconds` apart, or as far as at any other where that is more."""
        if len(self._spaced) >= _TIDY_AFTER:
            self._spaced = {}
        self._spaced[host] = max(seconds, self.spacing)

    def take(self, host: str, at: float) -> float:
        """Take the next turn at `host` and return how many seconds from `at` it comes."""
        start = max(at, self._next.get(host, 0.0))
        if len(self._next) >= _TIDY_AFTER:
            self._next = {name: free for name, free in self._next.items() if free > at}
        self._next[host] = start + self._spaced.get(host, self.spacing)
        return start - at

    def hold(self, host: str, seconds: float, at: float) -> None:
        """Give no turn at `host` for `seconds`; a shorter wait never cuts a longer one."""
        self._held = {name: until for name, until in self._held.items() if until > at}
        self._held[host] = max(at + seconds, self._held.get(host, 0.0))

    def held(self, host: str, at: float) -> float:
        """Return how many seconds `host` still asks to be left alone, or 0."""
        return max(0.0, self._held.get(host, 0.0) - at)
