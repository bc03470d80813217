"""Nothing a headline says can act: each hostile string, and the characters round it, are shown as they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_text import (
    clean,
    clean_lines,
    escaped,
    escaped_size,
    fitted,
    fitted_plain,
    in_code,
    safe_url,
)
from bot.graphemes import units
from tests.fakes.discord_markdown import BIDI, active, pings
from tests.fakes.discord_strings import HOSTILE, hostile_text


@pytest.mark.parametrize("text", HOSTILE)
def test_the_judge_of_these_tests_sees_that_the_string_is_hostile(text: str) -> None:
    assert active(text) or BIDI.search(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_string_does_nothing(text: str) -> None:
    shown = escaped(clean(text))

    assert active(shown) == []
    assert BIDI.search(shown) is None


@given(hostile_text())
def test_no_mixture_of_hostile_strings_does_anything(text: str) -> None:
    shown = escaped(clean_lines(text))

    assert active(shown) == []
    assert BIDI.search(shown) is None


@given(hostile_text())
def test_escaping_hides_nothing(text: str) -> None:
    cleaned = clean_lines(text)

    shown = escaped(cleaned)

    bare = shown.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\").replace("\u200b", "")
    assert bare == cleaned


@given(hostile_text())
def test_where_no_markdown_is_read_nothing_pings_or_links(text: str) -> None:
    assert pings(fitted_plain(clean(text), 256)) == []


@given(hostile_text())
def test_nothing_closes_a_code_block(text: str) -> None:
    shown = active(f"```\n{in_code(clean_lines(text))}\n```")

    assert shown == ["fence \ue002"]


@given(hostile_text(), st.integers(10, 300))
def test_what_is_fitted_fits_and_parts_no_escape(text: str, limit: int) -> None:
    shown = fitted(clean(text), limit)

    assert units(shown) <= limit
    assert active(shown) == []


@given(hostile_text())
def test_the_escaped_size_never_falls_as_a_text_grows(text: str) -> None:
    sizes = [escaped_size(text[:end]) for end in range(len(text) + 1)]

    assert sizes == sorted(sizes)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "ftp://ledger.example/1",
        "discord://-/channels/1",
        "https://",
        "https://[::1",
        "https://ledger.example:port/",
        "//ledger.example/1",
        "ledger.example/1",
        "https://ledger.example/" + "a" * 2100,
        "https://<script>/",
    ],
)
def test_only_http_addresses_with_a_host_are_led_to(url: str) -> None:
    assert safe_url(url) is None


def test_a_good_address_stays_as_it_is() -> None:
    url = "https://ledger.example/wiki/Port_(city)?q=a%20b&c=d#top"

    assert safe_url(url) == url


def test_what_would_end_an_address_is_encoded() -> None:
    assert safe_url("https://ledger.example/a b>c|d\u202e") == "https://ledger.example/a%20b%3Ec%7Cd%E2%80%AE"


def test_controls_tags_and_lone_surrogates_are_gone() -> None:
    assert clean("a\x07b\u202ec\U000e0041d\ud800e\r\nf") == "abcd\ufffde f"
