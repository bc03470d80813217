"""A button carries its command line through restarts: in its id where that fits, else by a token that is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_buttons import custom_ids, line_of_button, row_of
from bot.graphemes import units
from handlers.message import Button
from tests.fakes.discord_bot import Newsroom
from tests.fakes.discord_strings import hostile_text


async def test_a_line_that_fits_is_carried_and_a_longer_one_kept() -> None:
    newsroom = Newsroom()
    short, long = Button("All", "/news id:4"), Button("Save", "/watch add port " + "harbour " * 20)

    ids = await custom_ids((short, long), newsroom.keep_line)

    assert ids == ("wa:/news id:4", "kb:1")
    assert [await line_of_button(custom_id, newsroom.line_of) for custom_id in ids] == [short.command, long.command]


async def test_two_buttons_with_one_line_have_two_ids() -> None:
    newsroom = Newsroom()

    ids = await custom_ids((Button("All", "/news"), Button("More", "/news")), newsroom.keep_line)

    assert len(set(ids)) == 2


@pytest.mark.parametrize("custom_id", ["", "share", "w:", "wa:", "kz:77", "WA:/news"])
async def test_an_id_that_is_not_ours_stands_for_nothing(custom_id: str) -> None:
    newsroom = Newsroom()

    assert await line_of_button(custom_id, newsroom.line_of) is None


@given(st.lists(st.builds(Button, hostile_text(), st.text(min_size=1, max_size=200), st.booleans()), max_size=40))
async def test_whatever_they_say_buttons_stay_inside_their_limits(buttons: list[Button]) -> None:
    newsroom = Newsroom()

    ids = await custom_ids(buttons, newsroom.keep_line)
    view = row_of(buttons, ids)

    rows = view.to_components() if view else []
    shown = [button for row in rows for button in row["components"]]
    assert len(shown) == min(len(buttons), 25)
    assert all(0 < units(button["label"]) <= 80 for button in shown)
    assert len({button["custom_id"] for button in shown}) == len(shown)
    assert all(0 < units(button["custom_id"]) <= 100 for button in shown)
    assert all(len(row["components"]) <= 5 for row in rows)


async def test_a_sent_view_is_not_kept_in_memory() -> None:
    view = row_of((Button("All", "/news"),), ("wa:/news",))

    assert view is not None
    assert view.is_finished()
