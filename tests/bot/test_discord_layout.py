"""The layouts: an alert, a digest, a quotes reply as Discord gets them; all inside every limit, whatever they hold."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_layout import Part, laid_out, plainest, thread_name
from handlers.message import (
    Block,
    Button,
    Form,
    Heading,
    Inline,
    Line,
    Link,
    Message,
    Moment,
    Quotation,
    Rule,
    Table,
    Verbatim,
    Words,
    say,
)
from tests.fakes.discord_markdown import active_in_message
from tests.fakes.discord_rules import CONTRACT, broken_rules
from tests.fakes.discord_strings import HOSTILE, hostile_text

NOW = datetime(2026, 6, 15, 20, 18, tzinfo=UTC)
SENT = datetime(2026, 6, 15, 20, 12, tzinfo=UTC)
URL = "https://ledger.example/ports/1"


def body(part: Part) -> dict[str, object]:
    """Return the part as it would be sent."""
    embeds = [embed.to_dict() for embed in part.embeds]
    return {"content": part.content, "embeds": embeds, "allowed_mentions": {"parse": []}}


def an_alert() -> Message:
    headline = "Harbour board votes to reopen the east port"
    by = (Words("Ada Marlow", strong=True), Words(", said on Harbour Radio"))
    blocks: tuple[Block, ...] = (
        Line((Words("🔴 FLASH  Ports · Strikes", strong=True),)),
        Line((Link(headline, URL, strong=True),)),
        Line((Words("Calder Ledger · "), Moment(SENT), Words(" (6 min ago) · first of 7 outlets")), small=True),
        Quotation("We reopen on Monday", by, cut=True),
    )
    return Message(f"🔴 FLASH  Ports · Strikes: {headline}", blocks, (Button("All 9 quotes", "/news id:4"),))


def a_digest(stories: int, sections: int = 5) -> Message:
    blocks: list[Block] = [
        Line((Words("Morning digest", strong=True), Words(" · "), Moment(SENT, Form.STAMP))),
        Line((Words(f"{stories} stories from 131 articles · since "), Moment(SENT - timedelta(days=1))), small=True),
    ]
    for section in range(sections):
        blocks += [Rule(), Heading(f"List {section} · {stories // sections} stories")]
        for story in range(section * stories // sections, (section + 1) * stories // sections):
            link = Link(f"The story with number {story} in all its length", f"{URL}/{story}", strong=True)
            blocks.append(Line((Words(f"{story + 1}. "), link)))
            blocks.append(Line((Words("Calder Ledger · "), Moment(SENT), Words(" · +6 outlets")), small=True, indent=1))
            blocks.append(Quotation("We reopen. " * 24, (Words("Ada Marlow", strong=True),), cut=True, indent=1))
    blocks += [Rule(), Line((Words("⚠ 2 feeds failing: Calder Ledger, Port Times · /feeds list"),))]
    return Message(f"Morning digest: {stories} stories from 131 articles", tuple(blocks))


def quotes_reply() -> Message:
    where = (Words(" · said "), Moment(SENT, Form.DAY), Words(" · "), Link("Calder Ledger ↗", URL))
    found = (Quotation("We reopen on Monday.", (Words("Ada Marlow", strong=True), *where)),)
    top = Line((Words("Ada Marlow", strong=True), Words(" on ports · 1 quote, 3 sightings")))
    return Message("Ada Marlow on ports", (top, *found), (Button("Share here", "/quotes Marlow share:yes"),))


def test_an_alert_as_posted() -> None:
    (part,) = laid_out(an_alert(), NOW, "wiredesk 17")

    assert part.content == "🔴 FLASH Ports · Strikes: Harbour board votes to reopen the east port"
    assert body(part)["embeds"] == [
        {
            "type": "rich",
            "title": "Calder Ledger",
            "url": URL,
            "description": "-# <t:1781554320:t> (6 min ago) · first of 7 outlets\n"
            "> “We reopen on Monday” [cut]\n"
            "> — **Ada Marlow**, said on Harbour Radio",
            "footer": {"text": "wiredesk 17"},
        }
    ]


def test_an_alert_as_a_reply_says_its_level_over_the_headline() -> None:
    (part,) = laid_out(an_alert(), NOW)

    assert part.content is None
    assert part.embeds[0].author.name == "🔴 FLASH Ports · Strikes"
    assert part.embeds[0].title == "Harbour board votes to reopen the east port"
    assert part.embeds[0].footer.text is None


def test_what_the_words_over_a_card_say_is_not_repeated_in_it() -> None:
    (part,) = laid_out(an_alert(), NOW, "wiredesk 17")
    (other,) = laid_out(replace(an_alert(), summary="Something else"), NOW, "wiredesk 17")

    assert "Harbour board" in str(part.content)
    assert "Harbour board" not in str(body(part)["embeds"])
    assert other.embeds[0].title == "Harbour board votes to reopen the east port"


def test_two_quotes_stand_apart_and_the_numbered_say_their_number() -> None:
    where = Line((Words("reported by Calder Ledger"),), small=True)
    said = [Quotation(f"Words {at}", (Words("Ada Marlow"),), number=at) for at in (1, 2)]

    (alone,) = laid_out(Message("x", tuple(said)), NOW)
    (sourced,) = laid_out(Message("x", (said[0], where, said[1], where)), NOW)

    assert alone.embeds[0].description == "> **1**  “Words 1”\n> — Ada Marlow\n\n> **2**  “Words 2”\n> — Ada Marlow"
    assert "-# reported by Calder Ledger\n\n> **2**" in str(sourced.embeds[0].description)


def test_in_a_list_who_said_it_stands_beside_the_words() -> None:
    (part,) = laid_out(Message("x", (Quotation("Words", (Words("Ada Marlow"),), indent=1),)), NOW)

    assert part.embeds[0].description == "> “Words” — Ada Marlow"


def test_the_stories_of_a_list_share_one_card() -> None:
    first, *_ = laid_out(a_digest(12, sections=3), NOW, "wiredesk 17")

    assert [embed.title for embed in first.embeds] == [None, *(f"List {at} · 4 stories" for at in range(3)), None]


def test_a_withdrawn_story_is_struck() -> None:
    line = Line((Link("Port reopens", URL, strong=True, struck=True),))

    (part,) = laid_out(Message("WITHDRAWN: Port reopens", (line,)), NOW, "wiredesk 17")

    assert part.embeds[0].title == "~~Port reopens~~"


def test_a_quotes_reply() -> None:
    (part,) = laid_out(quotes_reply(), NOW)

    assert body(part)["embeds"] == [
        {
            "type": "rich",
            "description": "**Ada Marlow** on ports · 1 quote, 3 sightings\n"
            "> “We reopen on Monday.”\n"
            f"> — **Ada Marlow** · said <t:1781554320:D> · [Calder Ledger ↗]({URL})",
        }
    ]


def test_a_digest_is_one_message_and_the_rest_for_its_thread() -> None:
    first, *rest = laid_out(a_digest(20), NOW, "wiredesk 17")

    assert first.content == "Morning digest: 20 stories from 131 articles"
    assert first.embeds[0].description == (
        "**Morning digest** · <t:1781554320:f>\n-# 20 stories from 131 articles · since <t:1781467920:f>"
    )
    assert first.embeds[1].title == "List 0 · 4 stories"
    assert str(first.embeds[1].description).startswith(
        f"1\\. **[The story with number 0 in all its length]({URL}/0)**\n-# \u2003Calder Ledger · "
    )
    assert str(first.embeds[1].description).count("\n\n2\\. ") == 1
    assert [part.content for part in rest] == [None] * len(rest)
    assert rest[-1].embeds[-1].description == "⚠ 2 feeds failing: Calder Ledger, Port Times · /feeds list"


@pytest.mark.parametrize("stories", [1, 20, 120, 500])
def test_a_digest_of_any_size_splits_legally_and_loses_no_story(stories: int) -> None:
    parts = laid_out(a_digest(stories), NOW, "wiredesk 17")

    assert [rule for part in parts for rule in broken_rules(*_POST, body(part))] == []
    text = "\n".join(embed.description or "" for part in parts for embed in part.embeds)
    assert re.findall(rf"\]\(({re.escape(URL)}/\d+)\)", text) == [f"{URL}/{story}" for story in range(stories)]
    assert [(part.number, part.total) for part in parts] == [(at, len(parts)) for at in range(1, len(parts) + 1)]


def test_two_stories_with_one_address_do_not_collapse() -> None:
    lines = tuple(Line((Link(f"Headline {at}", URL, strong=True),)) for at in range(2))

    (part,) = laid_out(Message("Two", lines), NOW, "wiredesk 17")

    assert [embed.url for embed in part.embeds] == [URL, None]
    assert part.embeds[1].description == f"**[Headline 1]({URL})**"


def test_a_few_plain_lines_need_no_embed() -> None:
    (reply,) = laid_out(say("Saved.", "37 stories a week"), NOW)
    (posted,) = laid_out(say("Saved.", "37 stories a week"), NOW, "wiredesk 17")

    assert body(reply) == {"content": "Saved.\n37 stories a week", "embeds": [], "allowed_mentions": {"parse": []}}
    assert posted.content == "Saved.\n37 stories a week\n-# wiredesk 17"


def test_a_plain_line_with_a_link_is_an_embed_because_content_would_be_previewed() -> None:
    line = Line((Words("Saved. "), Link("The article", URL)))

    (part,) = laid_out(Message("Saved.", (line,)), NOW)

    assert part.content is None
    assert part.embeds[0].description == f"Saved. [The article]({URL})"


@pytest.mark.parametrize("block", [Heading("Port " * 200), Line((Words("Port " * 200, strong=True),))])
def test_a_heading_too_long_for_a_title_is_kept_whole_in_the_text(block: Block) -> None:
    (part,) = laid_out(Message("x", (block, Line((Words("small"),), small=True))), NOW)

    assert part.embeds[0].title is None
    assert (part.embeds[0].description or "").count("Port") == 200


def test_a_notice_without_blocks_says_its_summary() -> None:
    (part,) = laid_out(Message("Our own network looks down", ()), NOW, "wiredesk 17")

    assert part.content == "Our own network looks down\n-# wiredesk 17"


def test_a_clock_time_of_another_day_is_shown_with_its_day() -> None:
    line = Line((Words("since "), Moment(NOW - timedelta(hours=13))), small=True)

    (part,) = laid_out(Message("x", (line,)), NOW)

    assert part.embeds[0].description == "-# since <t:1781507880:f>"


def test_a_query_with_its_caret_stands_in_a_code_block() -> None:
    (part,) = laid_out(Message("x", (Verbatim("(ICE OR ```DHS\n^"),)), NOW)

    assert part.embeds[0].description == "```\n(ICE OR `\u200b`\u200b`DHS\n^\n```"


def test_a_narrow_table_is_drawn_in_columns_and_a_wide_one_in_lines() -> None:
    narrow = Table(("feed", "state"), (("Calder Ledger", "fine"), ("港口时报", "quiet")))
    wide = Table(("feed", "trouble"), (("Calder Ledger", "blocked since Saturday by a page that asks for a login"),))

    (first,) = laid_out(Message("x", (narrow,)), NOW)
    (second,) = laid_out(Message("x", (wide,)), NOW)

    assert first.embeds[0].description == ("```\nfeed           state\nCalder Ledger  fine\n港口时报       quiet\n```")
    assert second.embeds[0].description == (
        "**Calder Ledger** · blocked since Saturday by a page that asks for a login"
    )


def test_a_long_quotation_is_split_between_words_and_keeps_every_character() -> None:
    said = "\n".join(f"paragraph {at} " + "word " * 300 for at in range(9))

    parts = laid_out(Message("x", (Quotation(said, (Words("Ada Marlow"),)),)), NOW)

    shown = "\n".join(embed.description or "" for part in parts for embed in part.embeds)
    assert [rule for part in parts for rule in broken_rules(*_POST, body(part))] == []
    assert "".join(shown.replace("> ", "").split()) == "".join(f"“{said}”—AdaMarlow".split())


def test_a_headline_too_long_for_a_title_is_a_link_in_the_text() -> None:
    headline = "Port " * 60

    (part,) = laid_out(Message("x", (Line((Link(headline, URL, strong=True),)),)), NOW)

    assert part.embeds[0].title is None
    assert part.embeds[0].description == f"**[{headline.strip()}]({URL})**"


def test_a_link_that_is_not_http_is_only_words() -> None:
    line = Line((Link("Port reopens", "javascript:alert(1)", strong=True),))

    (part,) = laid_out(Message("x", (line,)), NOW)

    assert part.content == "**Port reopens**"


def test_the_words_alone_keep_the_id_the_message_is_found_by() -> None:
    first, *_ = laid_out(a_digest(40), NOW, "wiredesk 17")

    plain = plainest(first)

    assert broken_rules(*_POST, body(plain)) == []
    assert (plain.content or "").endswith(f"\n-# wiredesk 17 · 1/{first.total}")


def test_a_thread_is_named_after_the_message_within_its_limit() -> None:
    assert thread_name(Message("Ports " * 40, ())) == "Ports " * 16 + "Por…"
    assert thread_name(Message("\u202e", ())) == "…"


@pytest.mark.skipif(
    not CONTRACT.exists(), reason="Discord's contract is not beside the checkout: payloads go unchecked by it"
)
@pytest.mark.parametrize(
    "wrong", [{"content": "x", "tts": "yes"}, {"content": "x", "colour": 1}, {"content": "x", "embeds": [{"tint": 1}]}]
)
def test_discord_s_own_contract_judges_every_payload(wrong: dict[str, object]) -> None:
    assert broken_rules(*_POST, {**wrong, "allowed_mentions": {"parse": []}}) != []


def everywhere(text: str) -> Message:
    """Return a message with `text` in every field of every block."""
    inlines: tuple[Inline, ...] = (
        Words(text),
        Words(text, strong=True),
        Moment(SENT),
        Words(text),
        Link(text, URL),
        Words(text, struck=True),
    )
    blocks: tuple[Block, ...] = (
        Heading(text),
        Line(inlines),
        Line(inlines, small=True, indent=1),
        Rule(),
        Heading(text),
        Line((Link(text, URL, strong=True),)),
        Quotation(text, inlines, cut=True),
        Line((Words("1. "), Link(text, f"{URL}/2", strong=True))),
        Table((text, text), ((text, text),)),
        Verbatim(text),
        Line((Words(text, strong=True),)),
    )
    return Message(text, blocks, (Button(text, "/news"),), thread=(Line(inlines), Quotation(text, inlines)))


@pytest.mark.parametrize("marker", [None, "wiredesk 17"])
@pytest.mark.parametrize("text", [text for text in HOSTILE if "\n" not in text])
def test_in_every_field_of_every_block_a_hostile_string_does_what_a_harmless_word_does(
    text: str, marker: str | None
) -> None:
    hostile = laid_out(everywhere(f"{text} word"), NOW, marker)
    harmless = laid_out(everywhere(f"{'w' * len(text)} word"), NOW, marker)

    assert [_active(part) for part in hostile] == [_active(part) for part in harmless]
    assert [rule for part in hostile for rule in broken_rules(*_POST, body(part))] == []


@given(hostile_text(), st.sampled_from([None, "wiredesk 17"]))
def test_no_mixture_in_any_field_pings_links_elsewhere_or_breaks_a_limit(text: str, marker: str | None) -> None:
    parts = laid_out(everywhere(text), NOW, marker)

    found = [piece for part in parts for piece in _active(part)]
    assert {piece for piece in found if piece.split(" ")[0] in _ABROAD} <= {
        f"link to {URL}",
        f"link to {URL}/2",
        f"title to {URL}",
        f"title to {URL}/2",
        "title to None",
        "time <t:1781554320:t>",
    }
    assert [rule for part in parts for rule in broken_rules(*_POST, body(part))] == []


@given(st.text(min_size=1, max_size=9000))
def test_no_length_of_anything_breaks_a_limit(text: str) -> None:
    parts = laid_out(everywhere(text), NOW, "wiredesk 17")

    assert [rule for part in parts for rule in broken_rules(*_POST, body(part))] == []


_POST = ("POST", "/channels/#/messages")
_ABROAD = {"ping", "command", "time", "guide", "emoji", "address", "link", "title"}


def _active(part: Part) -> list[str]:
    return active_in_message(body(part))


@pytest.mark.parametrize("ping", [None, "slack:S1", "discord:R", "discord:Rx", "discord:U1", "discord:R1> @everyone"])
def test_nobody_is_called_but_a_role(ping: str | None) -> None:
    message = replace(say("A headline", *("a line of words " * 30 for _ in range(9))), ping=ping)

    assert all(part.role is None and "<@&" not in (part.content or "") for part in laid_out(message, NOW, "wiredesk 1"))


def test_a_role_is_called_once_in_the_first_part() -> None:
    message = replace(say("A headline", *("a line of words " * 40 for _ in range(20))), ping="discord:R77")

    first, *others = laid_out(message, NOW, "wiredesk 1")

    assert (first.role, (first.content or "").split()[0]) == (77, "<@&77>")
    assert [part.role for part in others] == [None] * len(others)
