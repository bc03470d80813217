"""The terminal's drawing: whole quotes, links in words, no colour and no breaking where there is no terminal."""

import io
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console import draw, make_console
from handlers.message import (
    Block,
    Button,
    Heading,
    Line,
    Link,
    Message,
    Moment,
    Quotation,
    Rule,
    Table,
    Verbatim,
    Words,
    words,
)
from tests.builders import NOW

NEW_YORK = ZoneInfo("America/New_York")


def drawn(*blocks: Block, buttons: tuple[Button, ...] = (), thread: tuple[Block, ...] = ()) -> str:
    stream = io.StringIO()
    draw(make_console(stream), Message("summary", blocks, buttons, thread), NEW_YORK, NOW)
    return stream.getvalue()


def test_a_link_is_drawn_as_its_words_and_its_address() -> None:
    shown = drawn(Line((Link("Flight leaves", "https://times.example/flight"),)))

    assert shown == "Flight leaves\n   https://times.example/flight\n\n"


def test_a_time_is_drawn_in_the_terminals_zone() -> None:
    assert drawn(Line((Words("at "), Moment(NOW)))) == "at 4:12 PM EDT\n\n"


def test_a_quote_is_drawn_whole_however_long() -> None:
    said = "They came before dawn, and nobody told the families. " * 40

    shown = drawn(Quotation(said, words("Karen Bassey, said")))

    assert shown == f"> “{said}”\n>    — Karen Bassey, said\n\n"


def test_a_quote_over_paragraphs_keeps_its_paragraphs() -> None:
    assert drawn(Quotation("First.\nSecond.", ())) == "> “First.\n> Second.”\n\n"


def test_a_cut_quote_says_so() -> None:
    assert "…” [cut]" in drawn(Quotation("They came", (), cut=True))


def test_what_was_withdrawn_is_said_in_words() -> None:
    assert drawn(Line((Words("A story", struck=True),))) == "[withdrawn] A story\n\n"


def test_buttons_are_drawn_as_the_commands_they_stand_for() -> None:
    assert drawn(buttons=(Button("All 9 quotes", "/news id:12"),)) == "▸ All 9 quotes  /news id:12\n\n"


def test_what_belongs_in_a_thread_follows() -> None:
    assert drawn(Heading("Digest"), thread=(Line(words("the rest")),)) == "Digest\nthe rest\n\n"


def test_a_caret_stands_under_its_column() -> None:
    assert drawn(Verbatim("(ICE OR\n       ^")) == "(ICE OR\n       ^\n\n"


def test_a_table_has_a_row_a_line() -> None:
    shown = drawn(Table(("feed", "state"), (("Times", "read just now"), ("Ledger", "failing"))))

    assert [line.split()[0] for line in shown.strip().splitlines()] == ["feed", "Times", "Ledger"]


@pytest.mark.parametrize("bad", ["\x1b[31mred", "\x1b]8;;http://evil\x07", "\x9b2J", "a\u202eb", "\x07bell", "a\rb"])
def test_untrusted_text_cannot_move_the_cursor_or_reorder(bad: str) -> None:
    shown = drawn(
        Heading(bad),
        Line((Words(bad), Link(bad, f"https://x.example/{bad}"))),
        Quotation(bad, words(bad)),
        Table((bad,), ((bad,),)),
        Verbatim(bad),
        Rule(),
        buttons=(Button(bad, bad),),
    )

    assert not set(shown) & set("\x1b\x07\x9b\r\u202e")


@given(st.text(max_size=80))
def test_nothing_typed_by_the_world_is_taken_for_markup(text: str) -> None:
    shown = drawn(Line((Words(f"[bold]{text}[/bold]"),)))

    assert shown.startswith("[bold]")
    assert "\x1b" not in shown


def test_many_buttons_are_one_line_for_the_first_and_one_for_the_others() -> None:
    buttons = (
        Button("All", "/news id:1"),
        Button("Follow", "/watch follow id:1"),
        Button("Why this?", "/watch why id:1"),
    )

    assert drawn(buttons=buttons) == "▸ All  /news id:1\n▸ Follow  /watch follow id:1 · Why this?  /watch why id:1\n\n"
