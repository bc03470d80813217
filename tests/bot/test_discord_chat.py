"""The connection: first tries that fail, sockets that break, tokens that are refused; all without a restart."""

import asyncio
import logging

import pytest

from bot.discord_chat import DiscordChat
from bot.discord_given import Account, Conversation, Memory, Operator
from feeds.errors import SettingsError
from handlers.outcome import Later, Sent
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_bot import DESK_CHANNEL, NOW, TABLE, Newsroom, a_discord, a_message, connected, running
from tests.fakes.discord_shapes import Fault, rate_limited, refused


async def works(fake: FakeDiscord, chat: DiscordChat) -> bool:
    """Return whether a command is answered and a message posted."""
    asking = await fake.people.type("quotes", {"speaker": "Marlow"})
    outcome = await chat.send(DESK_CHANNEL, a_message(), f"works {len(fake.calls)}")
    return asking.shown is not None and isinstance(outcome, Sent)


async def test_a_gateway_that_refuses_the_first_connect_is_tried_again() -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        await fake.gateway.refuse()
        chat = newsroom.chat(fake)

        async with running(chat):
            await fake.until(lambda: len(fake.called("GET", "/users/@me")) > 2)
            await fake.gateway.open()
            await fake.until(lambda: fake.gateway.identified)
            assert await works(fake, chat)

    assert sum("connecting again" in warning for warning in newsroom.warnings) == 1


async def test_a_503_at_login_is_tried_again() -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        fake.plant("GET", "/users/@me", Fault(503), Fault(503))
        chat = newsroom.chat(fake)

        async with running(chat):
            await fake.until(lambda: fake.gateway.identified)
            assert await works(fake, chat)


async def test_messages_go_out_while_the_gateway_is_away() -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        await fake.gateway.refuse()
        chat = newsroom.chat(fake)

        async with running(chat):
            await fake.until(lambda: len(fake.called("GET", "/users/@me")) > 2)
            outcome = await chat.send(DESK_CHANNEL, a_message(), "1")

    assert isinstance(outcome, Sent)


async def test_asked_to_reconnect_the_session_is_resumed() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        await fake.gateway.ask_to_reconnect()
        await fake.until(lambda: fake.gateway.resumed)

        assert await works(fake, chat)
        assert fake.gateway.identified == 1


async def test_an_invalid_session_that_may_be_resumed_is_resumed() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        await fake.gateway.invalidate(resumable=True)
        await fake.until(lambda: fake.gateway.resumed)

        assert await works(fake, chat)


async def test_an_invalid_session_begins_anew() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        await fake.gateway.invalidate(resumable=False)
        await fake.until(lambda: fake.gateway.identified == 2)

        assert await works(fake, chat)


async def test_a_dropped_socket_is_resumed() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        await fake.gateway.drop()
        await fake.until(lambda: fake.gateway.resumed or fake.gateway.identified == 2)

        assert await works(fake, chat)


async def test_a_gateway_that_is_away_for_a_while_is_found_again_by_a_new_client() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        logins = len(fake.called("GET", "/users/@me"))
        await fake.gateway.refuse()
        await fake.gateway.drop()
        await fake.until(lambda: len(fake.called("GET", "/users/@me")) > logins + 1)
        await fake.gateway.open()
        await fake.until(lambda: fake.gateway.identified == 2)

        assert await works(fake, chat)


async def test_what_was_said_while_the_socket_was_down_is_answered_after_the_resume() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (_, fake):
        await fake.gateway.drop()
        asking = await fake.people.start("quotes", {"speaker": "Marlow"})

        await fake.until(lambda: asking.shown)

    assert len(newsroom.events) == 1


async def test_a_refused_token_stops_with_the_variable_that_holds_it() -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        chat = newsroom.chat(fake, token="a-wrong-token")  # noqa: S106 (nobody's)

        with pytest.raises(SettingsError, match="DISCORD_TOKEN") as caught:
            await chat.run()

    assert "a-wrong-token" not in str(caught.value)


async def test_a_token_that_is_reset_later_stops_too() -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        chat = newsroom.chat(fake)
        task = asyncio.create_task(chat.run())
        await fake.until(lambda: fake.gateway.identified)

        await fake.gateway.close(4004)

        with pytest.raises(SettingsError, match="DISCORD_TOKEN"):
            await task


async def test_without_a_token_it_says_which_setting_is_missing() -> None:
    newsroom = Newsroom()
    memory = Memory(newsroom.load_hash, newsroom.save_hash, newsroom.keep_line, newsroom.line_of, newsroom.is_new)
    talk = Conversation(newsroom.answer, newsroom.complete, TABLE, lambda: NOW)
    chat = DiscordChat(Account(None, ()), talk, memory, Operator(newsroom.hear))

    with pytest.raises(SettingsError, match="DISCORD_TOKEN"):
        await chat.run()


async def test_stopped_while_it_waits_for_the_gateway_it_ends_at_once() -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        fake.plant("GET", "/users/@me", *[Fault(500)] * 50)
        chat = newsroom.chat(fake)
        task = asyncio.create_task(chat.run())
        await fake.until(lambda: fake.called("GET", "/users/@me"))

        await chat.stop()

        async with asyncio.timeout(2):
            await task


async def test_nothing_is_sent_before_the_first_login() -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        chat = newsroom.chat(fake)

        outcome = await chat.send(DESK_CHANNEL, a_message(), "1")

    assert isinstance(outcome, Later)
    assert fake.calls == []


async def test_the_commands_are_synced_once_and_again_only_when_they_changed() -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        async with running(newsroom.chat(fake)):
            await fake.until(lambda: fake.gateway.identified == 1)
        async with running(newsroom.chat(fake)):
            await fake.until(lambda: fake.gateway.identified == 2)
        newsroom.shape = "of another table"
        async with running(newsroom.chat(fake)):
            await fake.until(lambda: fake.gateway.identified == 3)

    assert len(fake.called("PUT", "/applications/#/commands")) == 2


@pytest.mark.parametrize("answer", [refused(403, 20012), rate_limited(86400)], ids=["refused", "put off"])
async def test_commands_that_discord_does_not_take_leave_the_rest_at_work(answer: Fault) -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        fake.plant("PUT", "/applications/#/commands", answer)
        chat = newsroom.chat(fake)

        async with running(chat):
            await fake.until(lambda: fake.gateway.identified)
            assert await works(fake, chat)

    assert newsroom.shape is None
    assert any("commands could not be synced" in warning for warning in newsroom.warnings)


async def test_a_gateway_that_says_no_goodbye_is_left_in_time() -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        chat = newsroom.chat(fake)
        task = asyncio.create_task(chat.run())
        await fake.until(lambda: fake.gateway.identified)
        fake.gateway.deaf = True

        await chat.stop()

        async with asyncio.timeout(2):
            await task


async def test_the_token_is_in_no_log_at_any_level_and_in_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    newsroom = Newsroom()
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="discord")

    async with connected(newsroom) as (chat, fake):
        await works(fake, chat)
        await fake.gateway.drop()
        await fake.until(lambda: fake.gateway.resumed)
        fake.plant("POST", "/channels/#/messages", Fault(401))
        await chat.send(DESK_CHANNEL, a_message(), "1")

    assert "connected to Gateway" in caplog.text
    assert fake.token not in caplog.text
    assert not any(fake.token in warning for warning in newsroom.warnings)
