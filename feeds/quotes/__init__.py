"""Reads who said what: the quotes of an article, verbatim, each with its speaker. Pure but for loading the parser."""

from feeds.quotes.nlp import Nlp, load_nlp
from feeds.quotes.read import read_many, read_quotes

__all__ = ["Nlp", "load_nlp", "read_many", "read_quotes"]
