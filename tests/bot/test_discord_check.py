"""The doctor asks Discord itself: each thing that is wrong has its line and its cure."""

from pydantic import SecretStr

from bot.discord_check import check, invitation
from bot.discord_given import Account
from storage.model import Channel, ChannelId, DeskId
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_bot import DESK_CHANNEL, a_discord
from tests.fakes.discord_shapes import CHANNEL, GUILD, TOKEN, Fault, refused

LOST = Channel(ChannelId(2), DeskId(1), "discord:C999", "#lost")


def account(fake: FakeDiscord, *, token: str = TOKEN, guilds: tuple[str, ...] = (str(GUILD),)) -> Account:
    return Account(SecretStr(token), guilds, fake.api_url, fake.gateway.url)


async def test_where_all_is_well_no_line_has_a_cure() -> None:
    async with a_discord() as fake:
        findings = await check(account(fake), (DESK_CHANNEL,))

    assert findings == (
        ("Discord: logged in as wiredesk", None),
        ("Discord: in server The Ledger, with its commands", None),
        ("Discord: #news can be posted to", None),
    )


async def test_without_a_token_the_variable_is_named() -> None:
    ((line, cure),) = await check(Account(None, ()), ())

    assert line == "Discord: no token"
    assert "DISCORD_TOKEN" in str(cure)


async def test_a_refused_token_is_said_without_it() -> None:
    async with a_discord() as fake:
        ((line, cure),) = await check(account(fake, token="a-wrong-token"), ())  # noqa: S106 (nobody's)

    assert line == "Discord: the token is refused"
    assert "a-wrong-token" not in f"{line}{cure}"


async def test_a_discord_that_is_down_is_one_line() -> None:
    async with a_discord() as fake:
        fake.plant("GET", "/users/@me", Fault(503))

        ((line, cure),) = await check(account(fake), ())

    assert line == "Discord: Discord answered 503"
    assert cure is not None


async def test_a_server_the_bot_is_not_in_comes_with_an_invitation() -> None:
    async with a_discord() as fake:
        findings = await check(account(fake, guilds=("666",)), ())

    line, cure = findings[-1]
    assert line == "Discord: not in server 666"
    assert "client_id=900" in str(cure)
    assert "scope=bot+applications.commands" in str(cure)


async def test_no_allowed_server_at_all_is_said() -> None:
    async with a_discord() as fake:
        findings = await check(account(fake, guilds=()), ())

    assert "DISCORD_GUILDS" in str(findings[-1][1])


async def test_an_invitation_without_commands_is_said() -> None:
    async with a_discord() as fake:
        fake.plant("GET", "/applications/#/guilds/#/commands", refused(403, 50001))

        findings = await check(account(fake), ())

    assert findings[-1][0] == "Discord: in server The Ledger, but without its commands"


async def test_a_missing_permission_is_named_as_discord_names_it() -> None:
    async with a_discord() as fake:
        fake.permissions &= ~(1 << 14)

        findings = await check(account(fake), (DESK_CHANNEL,))

    assert findings[-1][0] == "Discord: #news lacks Embed Links"


async def test_a_channel_that_is_gone_does_not_hide_the_others() -> None:
    async with a_discord() as fake:
        findings = await check(account(fake), (LOST, DESK_CHANNEL))

    assert [line for line, _ in findings[-2:]] == [
        "Discord: #lost cannot be seen (10003)",
        "Discord: #news can be posted to",
    ]


async def test_a_channel_of_a_server_that_is_not_allowed_is_said() -> None:
    async with a_discord() as fake:
        fake.guilds[666] = "Strangers"
        fake.channels[CHANNEL]["guild_id"] = "666"

        findings = await check(account(fake), (DESK_CHANNEL,))

    assert findings[-1] == ("Discord: #news is in no server that is allowed", "Add its server's id to DISCORD_GUILDS.")


async def test_commands_that_go_to_another_address_are_said() -> None:
    async with a_discord() as fake:
        fake.endpoint_url = "https://elsewhere.example/interactions"

        findings = await check(account(fake), ())

    assert any("Interactions Endpoint URL" in line for line, _ in findings)


def test_the_invitation_asks_for_the_least_that_is_needed() -> None:
    view, send, embed, history, open_threads, send_in_threads = (1 << bit for bit in (10, 11, 14, 16, 35, 38))

    asked = invitation(900).rpartition("permissions=")[2]

    assert int(asked) == view + send + embed + history + open_threads + send_in_threads
