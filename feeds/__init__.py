"""Reads news: fetch, parse, match, quote. Pure but for `fetch.py`; knows nothing of storage, handlers or chats."""
