import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.slack_api import SlackApi
from bot.slack_people import Groups, People, groups_of, profile_of
from bot.slack_workspaces import Address, InMemory, Workspace, address
from feeds.errors import ChatError
from handlers.request import Role
from tests.fakes.slack import TOKEN, FakeSlack
from tests.fakes.slack_desk import NOW
from tests.fakes.slack_shapes import TEAM, Fault, person

HERE = Workspace(TEAM, "Example Times", SecretStr(TOKEN), "UBOT")


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people = {"U01": person("U01")}
        yield fake
        assert fake.violations == []


class Clock:
    def __init__(self) -> None:
        self.now = NOW


@pytest.mark.parametrize(
    ("flags", "role"),
    [
        ({}, Role.READER),
        ({"is_admin": True}, Role.ADMIN),
        ({"is_owner": True}, Role.ADMIN),
        ({"is_primary_owner": True}, Role.ADMIN),
        ({"is_restricted": True}, Role.GUEST),
        ({"is_ultra_restricted": True}, Role.GUEST),
        ({"is_stranger": True}, Role.GUEST),
        ({"is_bot": True}, Role.GUEST),
        ({"deleted": True}, Role.GUEST),
        ({"team_id": "T99"}, Role.GUEST),
        ({"team_id": "T99", "is_admin": True}, Role.GUEST),
        ({"is_admin": True, "is_restricted": True}, Role.GUEST),
        ({"team_id": "E01", "enterprise_user": {"teams": [TEAM]}}, Role.READER),
        ({"team_id": "E01", "enterprise_user": {"teams": ["T77"]}}, Role.GUEST),
    ],
)
def test_a_role_is_granted_only_to_members_of_this_workspace(flags: dict[str, object], role: Role) -> None:
    assert profile_of(person("U01", **flags), HERE).role is role


def test_a_name_is_the_one_people_chose() -> None:
    user = person("U01", profile={"display_name": "karen", "real_name": "Karen Example"})

    assert profile_of(user, HERE).name == "karen"


async def test_without_the_scope_everybody_is_a_guest_and_the_log_says_the_cure(slack: FakeSlack) -> None:
    slack.plant("users.info", Fault(error="missing_scope"))
    api = SlackApi(slack.api_url)

    with capture_logs() as logs:
        profile = await People(api, lambda: NOW).profile(HERE, "U01")
    await api.close()

    assert profile.role is Role.GUEST
    assert "users:read" in logs[0]["cure"]


async def test_what_slack_said_is_trusted_for_ten_minutes_and_longer_while_it_is_away(slack: FakeSlack) -> None:
    clock, api = Clock(), SlackApi(slack.api_url)
    people = People(api, lambda: clock.now)
    first = await people.profile(HERE, "U01")

    slack.people["U01"] = person("U01", is_admin=True)
    clock.now += timedelta(minutes=9)
    soon = await people.profile(HERE, "U01")
    slack.plant("users.info", Fault(status=503))
    clock.now += timedelta(minutes=9)
    away = await people.profile(HERE, "U01")
    later = await people.profile(HERE, "U01")
    await api.close()

    assert [profile.role for profile in (first, soon, away, later)] == [Role.READER] * 3 + [Role.ADMIN]


async def test_somebody_slack_never_named_cannot_be_anybody(slack: FakeSlack) -> None:
    slack.plant("users.info", Fault(status=503))
    api = SlackApi(slack.api_url)

    with pytest.raises(ChatError):
        await People(api, lambda: NOW).profile(HERE, "U01")
    await api.close()


async def test_a_person_is_in_the_groups_slack_lists_and_one_question_answers_for_all(slack: FakeSlack) -> None:
    slack.groups = {"S01": ["U01", "U02"], "S02": ["U01"], "S03": []}
    api = SlackApi(slack.api_url)
    groups = Groups(api, lambda: NOW)

    found = await asyncio.gather(*(groups.of(HERE, user) for user in ("U01", "U02", "U03")))
    await api.close()

    assert found == [("slack:S01", "slack:S02"), ("slack:S01",), ()]
    assert len(slack.called("usergroups.list")) == 1


async def test_who_is_in_a_group_is_asked_again_after_ten_minutes(slack: FakeSlack) -> None:
    slack.groups = {"S01": ["U01"]}
    clock, api = Clock(), SlackApi(slack.api_url)
    groups = Groups(api, lambda: clock.now)
    first = await groups.of(HERE, "U01")

    slack.groups = {}
    clock.now += timedelta(minutes=9)
    soon = await groups.of(HERE, "U01")
    clock.now += timedelta(minutes=1)
    later = await groups.of(HERE, "U01")
    await api.close()

    assert [first, soon, later] == [("slack:S01",), ("slack:S01",), ()]


async def test_without_the_scope_nobody_is_in_a_group_and_the_log_says_so_once(slack: FakeSlack) -> None:
    slack.groups = {"S01": ["U01"]}
    slack.scopes = "commands,users:read"
    clock, api = Clock(), SlackApi(slack.api_url)
    groups = Groups(api, lambda: clock.now)

    with capture_logs() as logs:
        first = await groups.of(HERE, "U01")
        clock.now += timedelta(minutes=10)
        later = await groups.of(HERE, "U01")
    await api.close()

    assert [first, later] == [(), ()]
    assert len(slack.called("usergroups.list")) == 2
    [line] = logs
    assert "usergroups:read" in line["cure"]


@pytest.mark.parametrize(
    "fault", [Fault(status=503), Fault(status=429, retry_after=30), Fault(error="fatal_error"), Fault(body="a page")]
)
async def test_while_slack_does_not_answer_the_old_groups_count_and_it_is_asked_again_in_a_minute(
    slack: FakeSlack, fault: Fault
) -> None:
    slack.groups = {"S01": ["U01"]}
    clock, api = Clock(), SlackApi(slack.api_url)
    groups = Groups(api, lambda: clock.now)
    await groups.of(HERE, "U01")

    slack.groups = {"S02": ["U01"]}
    slack.plant("usergroups.list", fault)
    clock.now += timedelta(minutes=10)
    away = [await groups.of(HERE, "U01"), await groups.of(HERE, "U01")]
    asked = len(slack.called("usergroups.list"))
    clock.now += timedelta(minutes=1)
    back = await groups.of(HERE, "U01")
    await api.close()

    assert away == [("slack:S01",), ("slack:S01",)]
    assert asked == 2
    assert back == ("slack:S02",)


async def test_groups_of_one_workspace_are_not_anothers(slack: FakeSlack) -> None:
    slack.groups = {"S01": ["U01"]}
    api = SlackApi(slack.api_url)
    groups = Groups(api, lambda: NOW)
    await groups.of(HERE, "U01")

    elsewhere = Workspace("T02", "Other", SecretStr("revoked"), "B")
    found = await groups.of(elsewhere, "U01")
    await api.close()

    assert found == ()


def test_a_group_whose_members_slack_does_not_name_has_none() -> None:
    assert groups_of([{"id": "S01"}, {"id": "S02", "users": None}]) == {}


@pytest.mark.parametrize("ref", ["slack:C01", "slack:T01/C01"])
def test_an_address_is_read_back_as_it_was_written(ref: str) -> None:
    assert address(ref).ref == ref


def test_an_address_names_its_workspace_where_there_are_several() -> None:
    assert address("slack:T01/C01") == Address("T01", "C01")
    assert address("slack:C01") == Address("", "C01")


async def test_a_channel_without_a_workspace_is_of_the_only_one() -> None:
    held = InMemory()
    await held.save(HERE)

    assert await held.find("") == HERE
    await held.save(Workspace("T02", "Other", SecretStr("x"), "B"))
    assert await held.find("") is None
