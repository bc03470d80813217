"""One grammar for typed lines, typed options and buttons."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.grammar import Argument, Entry, filled_form, first_word, parse_line, split_options
from handlers.message import say
from handlers.request import Command, Option, Reply, Request, Role
from storage.store import Store


def _silent(request: Request, store: Store, now: datetime) -> Reply:
    del request, store, now
    return Reply(say("said"))


def _entry(name: str, action: str | None, *options: str, positional: tuple[str, ...] = ("query",)) -> Entry:
    return Entry(
        name=name,
        action=action,
        summary="",
        usage="",
        examples=(),
        role=Role.READER,
        answer=_silent,
        positional=tuple(Argument(each, "") for each in positional),
        options=tuple(Argument(option, "") for option in options),
    )


TABLE = {
    (entry.name, entry.action): entry
    for entry in (
        _entry("quotes", None, "since", "by", "source"),
        _entry("watch", "add", "level", positional=("name", "query")),
        _entry("watch", "list"),
    )
}


def test_a_line_is_a_command_its_action_words_and_options() -> None:
    command = parse_line("/watch add ICE ICE, DHS level:digest", TABLE)

    assert command == Command("watch", "add", "ICE ICE, DHS", (Option("level", "digest"),))


def test_the_slash_and_the_case_of_the_command_do_not_matter() -> None:
    assert parse_line("QUOTES Trump", TABLE) == parse_line("/quotes Trump", TABLE)


@pytest.mark.parametrize("line", ["/watchlist ls", "/watch LIST", "watchlists list"])
def test_aliases_are_accepted_silently(line: str) -> None:
    assert parse_line(line, TABLE) == Command("watch", "list", "")


@pytest.mark.parametrize("line", ["", "   ", "/", "\u200b"])
def test_an_empty_line_is_no_command(line: str) -> None:
    assert parse_line(line, TABLE) is None


def test_options_stand_anywhere_and_the_rest_is_the_query() -> None:
    command = parse_line("/quotes since:7d Trump deportation source:Times", TABLE)

    assert command == Command("quotes", None, "Trump deportation", (Option("since", "7d"), Option("source", "Times")))


@pytest.mark.parametrize("typed", ['by:"Karen Bass"', 'by="Karen Bass"', "by:“Karen Bass”"])
def test_an_option_with_spaces_is_put_in_marks(typed: str) -> None:
    command = parse_line(f"/quotes {typed}", TABLE)

    assert command is not None
    assert command.option("by") == "Karen Bass"


def test_a_minus_before_an_option_leaves_out() -> None:
    command = parse_line("/quotes Trump -source:Blog", TABLE)

    assert command is not None
    assert command.all_of("source", negated=True) == ("Blog",)
    assert command.option("source") is None


def test_an_option_of_another_command_stays_in_the_query() -> None:
    command = parse_line("/watch add ports title:strike", TABLE)

    assert command == Command("watch", "add", "ports title:strike")


def test_an_option_inside_marks_is_part_of_the_phrase() -> None:
    words, options = split_options('"they said since:7d ago"', frozenset({"since"}))

    assert (words, options) == ('"they said since:7d ago"', ())


def test_a_word_that_is_no_action_stays_in_the_words() -> None:
    assert parse_line("/watch dance", TABLE) == Command("watch", None, "dance")


def test_a_form_builds_the_command_that_typing_builds() -> None:
    typed = parse_line('/watch add "National Guard" "National Guard", Guardsmen level:flash', TABLE)

    filled = filled_form(
        TABLE["watch", "add"],
        {"name": "National Guard", "query": '"National Guard", Guardsmen', "level": "flash"},
    )

    assert filled == typed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<@U12>", "@U12"),
        ("<@U12|jane>", "@U12"),
        ("<@!42>", "@42"),
        ("<@&77>", "@&77"),
        ("<!subteam^S12>", "@&S12"),
        ("<!subteam^S12|@metro-desk>", "@&S12"),
    ],
)
def test_a_mention_keeps_its_id_typed_or_in_a_form(typed: str, kept: str) -> None:
    line = parse_line(f"/watch {typed} rest", TABLE)
    filled = filled_form(TABLE["watch", "add"], {"name": typed, "query": "rest"})

    assert line is not None
    assert line.words == filled.words == f"{kept} rest"


def test_a_mention_typed_as_entities_stays_what_was_typed() -> None:
    line = parse_line("/watch &lt;!subteam^S12&gt;", TABLE)

    assert line is not None
    assert line.words == "<!subteam^S12>"


def test_a_form_cannot_break_out_of_its_marks() -> None:
    filled = filled_form(TABLE["watch", "add"], {"name": 'a" b', "query": "c"})

    assert filled.words == '"a b" c'


@pytest.mark.parametrize(
    ("typed", "first", "rest"),
    [
        ("ICE ICE, DHS", "ICE", "ICE, DHS"),
        ('"National Guard" x', "National Guard", "x"),
        ("", "", ""),
        ('"open', '"open', ""),
    ],
)
def test_the_first_word_is_a_word_or_a_phrase(typed: str, first: str, rest: str) -> None:
    assert first_word(typed) == (first, rest)


@given(st.text(max_size=200))
def test_whatever_is_typed_is_a_command_or_nothing(line: str) -> None:
    command = parse_line(line, TABLE)

    assert command is None or command.name
