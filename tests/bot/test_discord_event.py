"""An event says who did what where, and no more than Discord says of them."""

from handlers.request import Role
from tests.fakes.discord_bot import Newsroom, connected
from tests.fakes.discord_people import MANAGE_SERVER
from tests.fakes.discord_shapes import CHANNEL, GUILD

ORIGINAL = ("PATCH", "/webhooks/#/*/messages/@original")
CALLBACK = ("POST", "/interactions/#/*/callback")


async def test_an_event_says_where_who_and_as_what() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        await fake.people.type("watch list", person=42)

    (event,) = newsroom.events
    assert (event.desk, event.desk_name) == (f"discord:G{GUILD}", "The Ledger")
    assert (event.channel, event.channel_name) == (f"discord:C{CHANNEL}", "#news")
    assert (event.person, event.person_name) == ("discord:U42", "Rae Porter")
    assert event.role is Role.READER


async def test_manage_server_makes_an_admin_and_who_has_not_passed_the_rules_is_nobody() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        await fake.people.type("watch list", permissions=MANAGE_SERVER)
        await fake.people.type("watch list", permissions=1 << 3)
        await fake.people.type("watch list", pending=True)

    assert [event.role for event in newsroom.events] == [Role.ADMIN, Role.ADMIN, Role.GUEST]


async def test_in_a_thread_the_place_is_its_channel() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        fake.add_thread(500, CHANNEL, "about the port")
        await fake.people.type("watch list", channel=500)

    assert (newsroom.events[0].channel, newsroom.events[0].channel_name) == (f"discord:C{CHANNEL}", "#news")


async def test_the_roles_of_a_member_are_groups_and_everyone_is_none() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        await fake.people.type("watch list", roles=(77, 78))
        await fake.people.type("watch list")

    assert [set(event.groups) for event in newsroom.events] == [{"discord:R77", "discord:R78"}, set()]
