"""A button says its whole line, however long: short ones stand in it, long ones are kept and found again."""

from bot.lines import LinesInMemory
from bot.slack_blocks import Place
from bot.slack_layout import laid_out, unpacked
from bot.slack_lines import CARRIED, line_of_value, with_kept_lines
from handlers.message import Button, Line, Message, words
from tests.fakes.slack_contract import message_violations
from tests.fakes.slack_desk import NEW_YORK, NOW

LONG = "/watch add ports " + "".join(chr(0x4E00 + number) for number in range(6000))  # nothing squeezes this


async def test_a_short_line_stands_in_its_button() -> None:
    lines = LinesInMemory()
    message = _message("/watch list", "x" * CARRIED)

    assert await with_kept_lines(message, lines.keep) is message


async def test_a_line_of_any_length_comes_back_from_its_button() -> None:
    lines = LinesInMemory()

    (part,) = laid_out(await with_kept_lines(_message(LONG, "/watch list"), lines.keep), Place(NEW_YORK, NOW))

    values = [button["value"] for button in part.blocks[-1]["elements"]]
    assert [await line_of_value(unpacked(value), lines.line_of) for value in values] == [LONG, "/watch list"]
    assert list(message_violations({"text": part.text, "blocks": list(part.blocks)})) == []


async def test_many_long_lines_all_have_their_button() -> None:
    lines = LinesInMemory()
    commands = [f"{number} {LONG}" for number in range(20)]

    (part,) = laid_out(await with_kept_lines(_message(*commands), lines.keep), Place(NEW_YORK, NOW))

    assert len(part.blocks[-1]["elements"]) == 20


async def test_a_token_that_is_forgotten_stands_for_nothing() -> None:
    assert await line_of_value("k:" + "0" * 32, LinesInMemory().line_of) is None


def _message(*commands: str) -> Message:
    return Message("Saved", (Line(words("Saved")),), tuple(Button("Go", command) for command in commands))
