"""robots.txt: what keeps us out, what lets us in, and nothing it holds breaks the reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.robots import LONGEST_DELAY, read_rules

PAGE = "https://times.example/news/flight"


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        (b"", True),
        (b"User-agent: *\nDisallow:", True),
        (b"User-agent: *\nDisallow: /", False),
        (b"User-agent: *\nDisallow: /news/", False),
        (b"User-agent: *\nDisallow: /news/\nAllow: /news/flight", True),
        (b"User-agent: *\nDisallow: /\n\nUser-agent: Wiredesk\nDisallow: /private", True),
        (b"User-agent: *\nDisallow:\n\nUser-agent: wiredesk\nDisallow: /", False),
        (b"User-agent: GPTBot\nDisallow: /", True),
        (b"User-agent: *\nDisallow: /*flight$", False),
        (b"<!doctype html><html><body>Not found</body></html>", True),
        (b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /news", False),
    ],
)
def test_the_rules_for_us_count_else_those_for_everybody(robots: bytes, allowed: bool) -> None:
    assert read_rules(robots, (PAGE,)).allowed == (allowed,)


def test_each_address_is_judged_for_itself() -> None:
    rules = read_rules(b"User-agent: *\nDisallow: /private", (PAGE, "https://times.example/private/a"))

    assert rules.allowed == (True, False)


@pytest.mark.parametrize(
    ("said", "delay"), [("2", 2.0), ("0", None), ("-3", None), ("soon", None), ("86400", LONGEST_DELAY)]
)
def test_a_delay_is_kept_within_reason(said: str, delay: float | None) -> None:
    assert read_rules(f"User-agent: *\nCrawl-delay: {said}".encode(), (PAGE,)).delay == delay


@given(st.binary(max_size=2000))
def test_no_bytes_break_it(junk: bytes) -> None:
    assert len(read_rules(junk, (PAGE, PAGE)).allowed) == 2
