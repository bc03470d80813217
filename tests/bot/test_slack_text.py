import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack_text import clean, escaped, is_inert, notification, safe_url

BIDI = "\u202e\u202d\u2066\u2069\u200f\u061c"


def test_exactly_three_characters_are_escaped() -> None:
    shown = escaped("""Q&A <!channel> 5 > 4 "it's" ©""")

    assert shown == """Q&amp;A &lt;!channel&gt; 5 &gt; 4 "it's" ©"""


def test_an_entity_that_was_typed_is_shown_and_not_decoded() -> None:
    assert escaped("&lt;!here&gt;") == "&amp;lt;!here&amp;gt;"


def test_controls_and_marks_of_direction_are_dropped() -> None:
    assert clean(f"a{BIDI}b\x00\x1b[31mc\x9b\U000e0041") == "ab[31mc"


def test_a_headline_stays_on_one_line_and_a_quote_keeps_its_lines() -> None:
    assert clean("one\r\ntwo\tthree\u2028four") == "one two three four"
    assert clean("one\r\ntwo", lines=True) == "one\ntwo"


def test_half_a_character_is_replaced() -> None:
    assert clean("a\ud83db").encode() == "a\ufffdb".encode()


@pytest.mark.parametrize(
    "text", ["*bold*", "_x_", "~x~", "`x`", ":smile:", "a|b", "> said", "https://a.example", "x\ny"]
)
def test_text_that_mrkdwn_would_act_on_is_not_inert(text: str) -> None:
    assert not is_inert(text)


@pytest.mark.parametrize("text", ["Trump's plan: deport", "Q&A <3", "4:12 PM EDT · 5 > 4", "#news @channel"])
def test_everyday_text_is_inert(text: str) -> None:
    assert is_inert(text)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "slack://open",
        "//a.example/x",
        "http://",
        "https:///x",
        "http://[::1",
        "mailto:a@b.example",
        "!channel",
        "",
        "https://a.example/" + "x" * 3000,
    ],
)
def test_only_http_addresses_of_a_fitting_length_become_links(url: str) -> None:
    assert safe_url(url) is None


def test_an_address_cannot_end_its_link_early() -> None:
    url = safe_url("https://a.example/x|y> <!channel> \u202e\"'")

    assert url == "https://a.example/x%7Cy%3E%20%3C!channel%3E%20%E2%80%AE%22'"


@given(st.text())
def test_a_notification_never_acts(text: str) -> None:
    shown = notification(text)

    assert shown
    assert not re.search(r"[<>*_~`]|://|^\s*&gt;|:[^\s:]+:", shown, re.MULTILINE)
    assert re.sub("&(amp|lt|gt);", "", shown).find("&") == -1
    assert len(shown) <= 5000


@given(st.text(alphabet=st.sampled_from('https:/ax.|<> \u202e\n@%&"\\')))
def test_a_link_is_http_and_holds_nothing_that_ends_it(text: str) -> None:
    url = safe_url(f"https://a.example/{text}")

    assert url is not None
    assert url.startswith("https://a.example/")
    assert not re.search(r'[|<>\s"\\]', url)
