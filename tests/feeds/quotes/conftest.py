"""The real pipeline, loaded once for all tests of quotes."""

import pytest

from feeds.quotes import Nlp, load_nlp


@pytest.fixture(scope="session")
def nlp() -> Nlp:
    return load_nlp()
