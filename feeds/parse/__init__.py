"""Bytes to articles: every format of feed a newsroom meets. It fetches nothing and remembers nothing."""

from feeds.parse.articles import ParsedFeed, parse_feed
from feeds.parse.document import Document, Entry
from feeds.parse.files import parse_file
from feeds.parse.readers import read_document

__all__ = ["Document", "Entry", "ParsedFeed", "parse_feed", "parse_file", "read_document"]
