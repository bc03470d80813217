"""The one table as slash commands: all of it, inside Discord's limits; and its hash tells when it changed."""

from collections.abc import Mapping

import discord
from discord import app_commands

from bot.chat import Suggestion
from bot.discord_commands import article_in, build_commands, build_shortcuts, choices_of, commands_hash
from bot.graphemes import units
from handlers.commands import TABLE
from handlers.grammar import Argument, Entry, Kind
from tests.fakes.discord_bot import TABLE as SMALL
from tests.fakes.discord_bot import entry
from tests.fakes.discord_rules import broken_rules

SYNC = ("PUT", "/applications/#/commands")


def a_tree(table: Mapping[tuple[str, str | None], Entry]) -> app_commands.CommandTree[discord.Client]:
    async def run(_interaction: discord.Interaction, _entry: Entry, _values: Mapping[str, str]) -> None: ...

    async def run_line(_interaction: discord.Interaction, _line: str | None) -> None: ...

    async def complete(*_: object) -> tuple[Suggestion, ...]:
        return ()

    tree = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    build_commands(tree, table.values(), run, complete)
    build_shortcuts(tree, table, run_line)
    return tree


def registered(table: Mapping[tuple[str, str | None], Entry]) -> list[dict[str, object]]:
    tree = a_tree(table)
    menus = tree.get_commands(type=discord.AppCommandType.message)
    return [command.to_dict(tree) for command in (*tree.get_commands(type=discord.AppCommandType.chat_input), *menus)]


def test_the_whole_table_is_legal() -> None:
    commands = registered(TABLE)

    assert broken_rules(*SYNC, commands) == []


def test_every_entry_can_be_run() -> None:
    tree = a_tree(TABLE)

    runnable = {
        tuple(command.qualified_name.split(" "))
        for command in tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }

    names_with_actions = {name for name, action in TABLE if action}
    expected = {(name, action) if action else (name,) for name, action in TABLE}
    assert runnable == expected - {(name,) for name in names_with_actions}


def test_commands_are_for_servers_only() -> None:
    assert {(*command["contexts"], *command["integration_types"]) for command in registered(TABLE)} == {(0, 0)}  # type: ignore[misc]  # JSON


def test_options_have_their_types() -> None:
    quotes = next(command for command in registered(SMALL) if command["name"] == "quotes")

    assert quotes["options"] == [
        {"type": 3, "name": "speaker", "description": "who said it", "required": False, "autocomplete": True},
        {
            "type": 3,
            "name": "is",
            "description": "how whole it is",
            "required": False,
            "choices": [{"name": "full", "value": "full"}, {"name": "partial", "value": "partial"}],
        },
        {"type": 7, "name": "in", "description": "one channel", "required": False, "channel_types": [0, 5]},
        {"type": 3, "name": "since", "description": "from when on", "required": False},
    ]


def test_a_bare_entry_beside_actions_is_left_out() -> None:
    rows = (entry("digest", None), entry("digest", "now"))

    (digest,) = registered({(row.name, row.action): row for row in rows})

    assert [option["name"] for option in digest["options"]] == ["now"]  # type: ignore[attr-defined]  # JSON


def test_a_long_summary_is_cut_to_what_discord_shows() -> None:
    row = entry("verify", None, Argument("quote", "words " * 40, Kind.TEXT))

    (verify,) = registered({(row.name, row.action): row})

    assert broken_rules(*SYNC, [verify]) == []


def test_the_hash_changes_with_the_table_and_the_application_only() -> None:
    one, same, other = (
        commands_hash(a_tree(SMALL), 900),
        commands_hash(a_tree(SMALL), 900),
        commands_hash(a_tree(SMALL), 901),
    )
    fewer = commands_hash(a_tree({key: row for key, row in SMALL.items() if key != ("watch", "why")}), 900)

    assert one == same
    assert len({one, other, fewer}) == 3


def test_a_value_too_long_to_be_a_choice_is_left_out_and_a_label_is_cut() -> None:
    found = (Suggestion("Ada " * 40, "Ada"), Suggestion("long", "x" * 101), Suggestion("\u202e", "Marlow"))

    choices = choices_of(found)

    assert [choice.value for choice in choices] == ["Ada", "Marlow"]
    assert choices[1].name == "Marlow"
    assert units(choices[0].name) <= 100


def test_the_article_of_a_message_is_its_title_s_or_the_first_of_a_list() -> None:
    listed = discord.Embed(
        title="Ports · 2 stories", description="1\\. **[Port [1\\] reopens](https://ledger.example/1)**"
    )
    titled = discord.Embed(title="Calder Ledger", url="https://ledger.example/2")

    assert article_in([titled, listed]) == "https://ledger.example/2"
    assert article_in([discord.Embed(description="no link"), listed]) == "https://ledger.example/1"
    assert article_in([discord.Embed(description="[x](javascript:alert(1))")]) is None
