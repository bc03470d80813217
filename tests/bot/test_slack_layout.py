"""Messages of every kind as Block Kit: their shape, their limits, and that nothing in them can act."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack_blocks import Place
from bot.slack_layout import Part, home, in_words, laid_out, packed, unpacked
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
    quotation,
    say,
    words,
)
from tests.fakes.slack_contract import message_violations, view_violations
from tests.fakes.slack_hostile import HOSTILE, URLS, active, active_notification

NOW = datetime(2026, 6, 16, 20, 18, tzinfo=UTC)
PLACE = Place(ZoneInfo("America/New_York"), NOW)
Json = dict[str, Any]

texts = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=40), st.tuples(*[st.sampled_from(HOSTILE)] * 2).map("".join)
)
urls = st.sampled_from(URLS)
inlines: st.SearchStrategy[Inline] = st.one_of(
    st.builds(Words, texts, st.booleans(), st.booleans()),
    st.builds(Link, texts, urls, st.booleans(), st.booleans()),
    st.builds(Moment, st.just(NOW), st.sampled_from(Form)),
)
rows = st.lists(inlines, max_size=4).map(tuple)
cells = st.lists(texts, min_size=1, max_size=3).map(tuple)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, texts),
    st.builds(Line, rows, st.booleans(), st.integers(0, 3)),
    st.builds(Quotation, texts, rows, st.booleans(), st.integers(0, 2), st.none() | st.integers(1, 99)),
    st.builds(Rule),
    st.builds(Table, cells, st.lists(cells, max_size=3).map(tuple)),
    st.builds(Verbatim, texts),
)
buttons = st.lists(st.builds(Button, texts, texts.filter(bool), st.booleans()), max_size=4).map(tuple)
several = st.lists(blocks, max_size=6).map(tuple)
messages = st.builds(Message, texts, several, buttons, several)


def shown(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    """Return all that is read in a payload, in order."""
    if isinstance(value, dict):
        return "".join(v if k == "text" and isinstance(v, str) else shown(v) for k, v in value.items() if k != "value")
    return "".join(map(shown, value)) if isinstance(value, (list, tuple)) else ""


def wrong(parts: Sequence[Part]) -> list[str]:
    return [fault for part in parts for fault in message_violations({"text": part.text, "blocks": list(part.blocks)})]


@given(messages)
@settings(max_examples=300, deadline=None)
def test_no_text_in_any_field_acts_or_breaks_a_limit(message: Message) -> None:
    parts = laid_out(message, PLACE)

    assert wrong(parts) == []
    assert [fault for part in parts for fault in active(part.blocks, URLS)] == []
    assert [fault for part in parts for fault in active_notification(part.text)] == []
    assert [fault for part in parts for fault in active_notification(in_words(part))] == []


@given(messages)
@settings(max_examples=100, deadline=None)
def test_an_app_home_holds_no_more_than_slack_takes(message: Message) -> None:
    view = {"type": "home", "blocks": list(home(message, PLACE))}

    assert list(view_violations(view)) == []
    assert list(active(view, URLS)) == []


@given(
    st.lists(st.sampled_from(HOSTILE).filter(lambda text: text.isprintable() and text.strip()), min_size=1, max_size=30)
)
@settings(max_examples=60, deadline=None)
def test_every_word_of_a_quotation_is_shown_as_it_was_published(quotes: list[str]) -> None:
    message = Message("Quotes", tuple(Quotation(text, words("Somebody")) for text in quotes))

    parts = laid_out(message, PLACE)

    whole = shown([part.blocks for part in parts]).replace("More in the thread ↓", "")
    assert whole == "".join(f"“{text}”\n— Somebody" for text in quotes)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_main_line_is_never_made_active_by_its_headline(text: str) -> None:
    message = Message(text, (Line((Link(text, URLS[0], strong=True),)), Line((Link(text, URLS[0]),), small=True)))

    parts = laid_out(message, PLACE)

    assert [*wrong(parts), *active(parts[0].blocks, URLS[:1])] == []


def headline(title: str, number: int = 1) -> Line:
    return Line((Link(title, f"https://times.example/{number}?a=1&b=2", strong=True),))


def an_alert() -> Message:
    said = "ICE Officers are herewith ordered, by notice of this TRUTH, to do all in their power " * 5
    context: tuple[Inline, ...] = (Words("Example Times"), Words(" · "), Moment(NOW - timedelta(minutes=6)))
    return Message(
        "🔴 FLASH  National Guard: Guard & ICE sent to <Springfield>",
        (
            Line((Words("🔴 FLASH  National Guard", strong=True),)),
            headline("Guard & ICE sent to <Springfield>"),
            Line((*context, Words(" · first of 7 outlets")), small=True),
            quotation(said, words("Donald Trump, wrote on Truth Social"), limit=280),
        ),
        (Button("All 9 quotes", "/quotes id:7", primary=True), Button("Mute story 24 h", "/watch mute 7 for:24h")),
    )


def test_an_alert_card_looks_so() -> None:
    [card] = laid_out(an_alert(), PLACE)

    assert card.text == "🔴 FLASH  National Guard: Guard &amp; ICE sent to &lt;Springfield&gt;"
    level, title, context, quote, actions = card.blocks
    assert shown(level) == "🔴 FLASH  National Guard"
    assert title["text"] == {
        "type": "mrkdwn",
        "text": "*<https://times.example/1?a=1&amp;b=2|Guard &amp; ICE sent to &lt;Springfield&gt;>*",
        "verbatim": True,
    }
    assert context["type"] == "context"
    assert shown(context) == "Example Times · 4:12 PM EDT · first of 7 outlets"
    assert quote["elements"][0]["type"] == "rich_text_quote"
    assert shown(quote).endswith("ICE Officers are …” [cut]\n— Donald Trump, wrote on Truth Social")
    assert [(e["text"]["text"], e["value"], e.get("style")) for e in actions["elements"]] == [
        ("All 9 quotes", "/quotes id:7", "primary"),
        ("Mute story 24 h", "/watch mute 7 for:24h", None),
    ]


def a_digest(stories: int, *, quoted: bool = True) -> Message:
    said = "We have entire sectors of our economy that rely on immigrant labour and cannot do without it. "
    blocks: list[Block] = [Heading("Morning digest · Tue 16 Jun · 07:30 EDT"), Line(words(f"{stories} stories"))]
    for number in range(stories):
        if number % 4 == 0:
            blocks += [Rule(), Heading(f"List {number // 4} · 4 stories")]
        blocks.append(headline(f"Story {number}: " + "a headline of the usual length, as for a story", number))
        blocks.append(Line((*words(f"Outlet {number} · "), Moment(NOW), *words(" · +6 outlets")), small=True))
        if quoted:
            blocks.append(quotation(said, words("Karen Bass"), limit=280))
    return Message("Morning digest", tuple(blocks), (Button("CSV", "/quotes to:csv"),))


def test_a_digest_of_a_few_stories_is_one_message() -> None:
    parts = laid_out(a_digest(8), PLACE)

    assert len(parts) == 1
    assert parts[0].blocks[0]["type"] == "header"
    assert parts[0].blocks[-1]["type"] == "actions"


def test_twenty_stories_with_a_quote_each_fit_one_message() -> None:
    parts = laid_out(a_digest(20), PLACE)

    [digest] = parts
    assert wrong(parts) == []
    assert [number for number in range(20) if f"Story {number}: " not in shown(digest.blocks)] == []
    kinds = [
        element["type"] for block in digest.blocks if block["type"] == "rich_text" for element in block["elements"]
    ]
    assert kinds.count("rich_text_quote") == 20


def test_lines_that_follow_each_other_are_one_block_and_quotes_of_two_people_are_two() -> None:
    said: tuple[Block, ...] = (
        Line(words("One")),
        Line(words("Two")),
        Quotation("A", words("X")),
        Quotation("B", words("Y")),
    )

    [part] = laid_out(Message("x", said), PLACE)

    assert [[element["type"] for element in block["elements"]] for block in part.blocks] == [
        ["rich_text_section", "rich_text_quote"],
        ["rich_text_quote"],
    ]
    assert shown(part.blocks) == "One\nTwo“A”\n— X“B”\n— Y"
    assert in_words(part) == "One\nTwo\n“A”\n— X\n“B”\n— Y"


def test_a_digest_of_120_stories_overflows_into_its_thread_with_nothing_lost() -> None:
    parts = laid_out(a_digest(120), PLACE)

    assert wrong(parts) == []
    assert len(parts) <= 10
    assert shown(parts[0].blocks[-2]) == "More in the thread ↓"
    whole = shown([part.blocks for part in parts])
    assert [number for number in range(120) if f"Story {number}: " not in whole] == []
    assert [part.blocks[-1]["type"] for part in parts if part.blocks[-1]["type"] in {"header", "divider"}] == []
    assert all(part.blocks[0]["type"] != "divider" for part in parts)


def test_what_belongs_in_the_thread_stands_there() -> None:
    parts = laid_out(Message("Digest", (Line(words("In short")),), thread=(Line(words("At length")),)), PLACE)

    assert [shown(part.blocks) for part in parts] == ["In short", "At length"]


def test_a_quotes_reply_shows_each_quote_with_who_said_it_where_and_when() -> None:
    by: tuple[Inline, ...] = (
        Words("Donald Trump, wrote on Truth Social · said "),
        Moment(NOW - timedelta(days=1), Form.DAY),
        Words(" · reported "),
        Moment(NOW),
        Words(" · "),
        Link("Example Times ↗", "https://times.example/1"),
    )
    blocks: tuple[Block, ...] = (Heading("Donald Trump on deportation"), Quotation("“We” will act.", by, number=1))

    [reply] = laid_out(Message("14 quotes", blocks, (Button("Share here", "/quotes Trump share:yes"),)), PLACE)

    quote = reply.blocks[1]["elements"][0]
    assert shown(quote) == (
        "1  ““We” will act.”\n— Donald Trump, wrote on Truth Social · said Mon 15 Jun"
        " · reported 4:18 PM EDT · Example Times ↗"
    )
    assert quote["elements"][-1] == {"type": "link", "text": "Example Times ↗", "url": "https://times.example/1"}


def test_a_message_without_blocks_says_its_summary() -> None:
    [notice] = laid_out(Message("2 feeds are failing", ()), PLACE)

    assert shown(notice.blocks) == "2 feeds are failing"


def test_a_table_stands_in_columns_and_a_caret_under_its_letter() -> None:
    table = Table(("feed", "state"), (("Example Times", "ok"), ("東京新聞", "quiet 9 d")))

    [part] = laid_out(Message("Feeds", (table, Verbatim("(ICE OR DHS\n^"))), PLACE)

    assert shown(part.blocks[0]) == "feed           state\nExample Times  ok\n東京新聞       quiet 9 d"
    assert [block["elements"][0]["type"] for block in part.blocks] == ["rich_text_preformatted"] * 2
    assert shown(part.blocks[1]) == "(ICE OR DHS\n^"


def test_a_long_table_goes_on_under_its_header_with_its_rows_whole() -> None:
    rows = tuple((f"Outlet {number}", "quiet 9 d", "x" * (number % 9)) for number in range(400))

    parts = laid_out(Message("Feeds", (Table(("feed", "state", "note"), rows),)), PLACE)

    blocks = [block for part in parts for block in part.blocks]
    lines = [shown(block).split("\n") for block in blocks if block["type"] == "rich_text"]
    assert len(lines) > 2
    assert {tuple(each[0].split()) for each in lines} == {("feed", "state", "note")}
    assert [" ".join(line.split()) for each in lines for line in each[1:]] == [" ".join(row).strip() for row in rows]


def test_a_table_too_wide_for_a_phone_goes_row_by_row_without_its_header() -> None:
    rows = (
        ("Example Times", "failing: it answers 503", "5m", "https://times.example/rss.xml"),
        ("Other", "fine", "1h", ""),
    )

    [part] = laid_out(Message("Feeds", (Table(("feed", "state", "every", "address"), rows),)), PLACE)

    assert shown(part.blocks).replace("\u2003", " ") == (
        "Example Times failing: it answers 503 · every: 5m · https://times.example/rss.xmlOther fine · every: 1h"
    )


def test_in_a_list_who_said_it_stands_beside_the_words() -> None:
    quote = Quotation("Words", (Words("Karen Bass"),), indent=1)

    [part] = laid_out(Message("Quotes", (quote, replace(quote, indent=0))), PLACE)

    assert [shown(block) for block in part.blocks] == ["“Words” — Karen Bass", "“Words”\n— Karen Bass"]


def test_what_is_refused_as_blocks_can_be_said_in_words() -> None:
    [card] = laid_out(an_alert(), PLACE)

    first, second, third, *quote = in_words(card).split("\n")

    assert (first, second) == ("🔴 FLASH  National Guard", "Guard &amp; ICE sent to &lt;Springfield&gt;")
    assert third == "Example Times · 4:12 PM EDT · first of 7 outlets"
    assert quote[0].startswith("“ICE Officers")
    assert quote[1] == "— Donald Trump, wrote on Truth Social"


def test_a_withdrawn_headline_is_struck_through_and_one_of_many_stands_out() -> None:
    [part] = laid_out(Message("x", (Line((Link("Gone", "https://a.example/", strong=True, struck=True),)),)), PLACE)

    assert part.blocks[0]["text"]["text"] == "*~<https://a.example/|Gone>~*"


def test_a_headline_with_marks_in_it_is_shown_with_them() -> None:
    [part] = laid_out(Message("x", (headline("What *really* happened at 10:30:15"),)), PLACE)

    run = part.blocks[0]["elements"][0]["elements"][0]
    assert run["text"] == "What *really* happened at 10:30:15"
    assert run["style"] == {"bold": True}


def test_only_the_first_of_several_primary_buttons_is_coloured() -> None:
    asked = tuple(Button(f"Save {number}", f"/watch add {number}", primary=True) for number in range(3))

    [part] = laid_out(Message("x", (), asked), PLACE)

    assert [element.get("style") for element in part.blocks[-1]["elements"]] == ["primary", None, None]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400))
def test_a_button_holds_the_line_it_stands_for(line: str) -> None:
    value = packed(line)

    assert value is not None
    assert unpacked(value) == line


def test_a_long_line_is_squeezed_into_its_button_and_comes_out_whole() -> None:
    line = "/watch add ports " + ", ".join(f'"harbour strike {number}"' for number in range(200))

    value = packed(line)

    assert len(line) > 4000
    assert value is not None
    assert len(value) <= 2000
    assert unpacked(value) == line


def test_a_line_that_fits_no_button_is_said_in_words() -> None:
    noise = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(3000))

    [part] = laid_out(Message("x", (), (Button("Save", f"/watch add {noise}"), Button("Undo", "/watch undo"))), PLACE)

    assert [element["value"] for element in part.blocks[1]["elements"]] == ["/watch undo"]
    assert "Save" in shown(part.blocks[2])


@pytest.mark.parametrize("value", ["z:", "z:!!!", "z:" + "0" * 50])
def test_a_value_that_was_never_ours_is_no_line(value: str) -> None:
    assert unpacked(value) == ""


def test_a_payload_is_plain_json() -> None:
    parts = laid_out(a_digest(3), PLACE)

    assert json.loads(json.dumps([part.blocks for part in parts])) == [list(part.blocks) for part in parts]


def test_a_short_answer_stays_short() -> None:
    [part] = laid_out(say("Saved."), PLACE)

    assert part == Part(
        "Saved.",
        (
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Saved."}]}],
            },
        ),
    )


@pytest.mark.parametrize("ping", [None, "slack:U1", "slack:S1> <!channel>", "discord:R1", "slack:", "S"])
def test_nobody_is_called_but_a_user_group(ping: str | None) -> None:
    message = replace(say("A headline"), ping=ping)

    assert laid_out(message, PLACE) == laid_out(say("A headline"), PLACE)


def test_a_user_group_is_called_in_the_first_part_alone() -> None:
    message = replace(say("A headline"), ping="slack:S0AB1")

    first, *_ = laid_out(message, PLACE)

    assert first.blocks[0]["elements"][0]["elements"] == [{"type": "usergroup", "usergroup_id": "S0AB1"}]
    assert "S0AB1" not in repr(first.blocks[1:])
