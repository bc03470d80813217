"""Imports discord.py once, its import-time DeprecationWarning silenced: it uses audioop, which Python 3.13 drops."""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", "'audioop' is deprecated", DeprecationWarning)
    import discord  # noqa: F401 (imported for its side effect)
