"""People at Discord's gateway: what they do becomes an event, and the reply comes back, private and in time."""

from tests.fakes.discord_bot import Newsroom, connected


async def test_a_command_is_acknowledged_and_then_answered_privately() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        asking = await fake.people.type("quotes", {"speaker": "Marlow"})

    assert asking.acknowledged == {"type": 5, "data": {"flags": 64}}
    assert asking.shown is not None
    assert asking.shown["content"] == "Four quotes."
    assert newsroom.events[0].command is not None
    assert newsroom.events[0].command.words == "Marlow"
