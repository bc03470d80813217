"""Matches articles against what editors watch. Pure: it stores nothing, reads no clock and asks no network."""

from feeds.watchlists.compiled import CompiledWatchlists, compile_watchlists
from feeds.watchlists.explain import Explanation, Finding, explain
from feeds.watchlists.files import (
    FailingSentence,
    WatchlistFile,
    failing_sentences,
    read_watchlist_file,
    starter_watchlists,
    write_watchlist_file,
)
from feeds.watchlists.matching import find_matches

__all__ = [
    "CompiledWatchlists",
    "Explanation",
    "FailingSentence",
    "Finding",
    "WatchlistFile",
    "compile_watchlists",
    "explain",
    "failing_sentences",
    "find_matches",
    "read_watchlist_file",
    "starter_watchlists",
    "write_watchlist_file",
]
