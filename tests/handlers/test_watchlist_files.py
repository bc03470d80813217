"""Watchlists as files: what is exported is imported as the same, and a file that breaks its own tests is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from feeds.watchlists import read_watchlist_file
from handlers.request import Reply, Role
from storage import audit, watchlists
from storage.model import StoredWatchlist
from tests.newsroom import Desk, open_newsroom, shown

PORTS = """\
name: ports
query: '"port strike", dock* -"dock leaf"'
minimum: several
must_match:
- |-
  Headline
  A “port strike”: the dock’s third.
must_not_match:
- One dock leaf.
"""


def lists(desk: Desk) -> dict[str, StoredWatchlist]:
    with desk.store.reading() as tx:
        return {each.watchlist.name: each for each in watchlists.all_watchlists(tx, desk.place.desk.id)}


def exported(desk: Desk, name: str = "") -> str:
    download = desk.types(f"/watch export {name}").download
    assert download is not None
    return download.content


def saved(desk: Desk, preview: Reply) -> Reply:
    save = next(each for each in preview.message.buttons if each.label == "Save")
    return desk.types(save.command)


def test_what_is_exported_is_imported_as_the_same(starter_desk: Desk, tmp_path: Path) -> None:
    starter_desk.types(f"/watch import save:yes\n{PORTS}")
    (tmp_path / "other").mkdir()
    other = open_newsroom(tmp_path / "other")

    saved(other, other.types(f"/watch import\n{exported(starter_desk)}"))

    assert exported(other) == exported(starter_desk)
    assert len(read_watchlist_file(exported(other))) == 4
    assert "nothing would change" in shown(other.types(f"/watch import\n{exported(other)}").message)
    other.store.close()


def test_an_exported_list_has_its_name_and_its_sentences(starter_desk: Desk) -> None:
    reply = starter_desk.types("/watch export National Guard")

    assert reply.download is not None
    assert reply.download.name == "national-guard.yaml"
    (file,) = read_watchlist_file(reply.download.content)
    assert len(file.must_match) >= 60
    assert len(file.must_not_match) >= 60


def test_an_import_is_previewed_and_nothing_is_written_before_save(desk: Desk) -> None:
    preview = desk.types(f"/watch import\n{PORTS}")

    told = shown(preview.message)
    assert "1 list: 1 new, 0 changed, 0 the same. 2 test sentences tried: all as they must." in told
    assert lists(desk) == {}
    saved(desk, preview)
    assert lists(desk)["ports"].watchlist.minimum.name == "SEVERAL"


def test_an_import_over_a_list_says_what_changes_and_keeps_where_it_speaks(desk: Desk) -> None:
    desk.types("/watch add ports harbour level:flash save:yes")

    preview = desk.types(f"/watch import\n{PORTS}")
    saved(desk, preview)

    assert 'query: harbour → "port strike", dock* -"dock leaf"' in shown(preview.message)
    assert [route.level.name for route in lists(desk)["ports"].routes] == ["FLASH"]


@pytest.mark.parametrize("fence", ["```\n{}\n```", "```yaml\n{}```", "{}"])
def test_pasted_text_may_stand_in_a_code_block(desk: Desk, fence: str) -> None:
    desk.types(f"/watch import save:yes\n{fence.format(PORTS)}")

    assert list(lists(desk)) == ["ports"]


def test_pasted_text_keeps_its_own_marks(desk: Desk) -> None:
    desk.types(f"/watch import save:yes\n{PORTS.replace('—', '-')}")

    assert "“port strike”: the dock’s third" in exported(desk)


def test_failing_sentences_refuse_the_import_and_say_why(desk: Desk) -> None:
    text = (
        "name: ports\nquery: port strike\nmust_match: [A strike at the port.]\nmust_not_match: [The port strike ended.]"
    )

    refused = desk.types(f"/watch import save:yes\n{text}")

    told = shown(refused.message)
    assert refused.refused
    assert lists(desk) == {}
    assert "ports: “A strike at the port.” should match, and does not\nmissing: “port strike”" in told
    assert "ports: “The port strike ended.” should not match, and does\n“port strike” at character 4" in told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Which file?"),
        ("name: [x", "not YAML"),
        ("name: x\nqery: y", "“qery” is not known"),
        ("name: x\nquery: (ICE OR", "x: "),
        ("- {name: x, query: ICE}\n- {name: X, query: DHS}", "two lists called"),
        (f"name: {'x' * 61}\nquery: ICE", "is no name"),
        ("- {name: x, query: [ICE]}", "query is a text"),
        ("- {name: x, query: ICE, minimum: [&a [*a], *a]}", "minimum is a text"),
        ("x: " + "y" * (256 * 1024), "more than 256 kB"),
        ("\n".join(f"- {{name: x{number}, query: ICE}}" for number in range(101)), "at most 100"),
    ],
)
def test_what_is_no_file_of_lists_is_refused_with_its_cure(desk: Desk, text: str, why: str) -> None:
    refused = desk.types(f"/watch import\n{text}")

    assert refused.refused
    assert why in refused.message.summary
    assert lists(desk) == {}


def test_a_yaml_bomb_costs_nothing(desk: Desk) -> None:
    layers = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" if n else "l0: &l0 [x]" for n in range(30))

    assert desk.types(f"/watch import\n{layers}\nname: x\nquery: *l29").refused


def test_an_import_is_taken_back_in_one_go_with_its_sentences(desk: Desk) -> None:
    desk.types(f"/watch import save:yes\n{PORTS}")
    before = exported(desk)
    desk.now += timedelta(minutes=1)
    changed = "- {name: ports, query: quay, must_match: [A quay.]}\n- {name: roads, query: road}"
    imported = desk.types(f"/watch import save:yes\n{changed}")
    assert imported.public is not None

    desk.types(imported.public.buttons[0].command)

    assert exported(desk) == before
    desk.types("/watch undo")
    assert lists(desk) == {}


def test_every_imported_list_is_one_row_of_the_audit_log(desk: Desk) -> None:
    desk.types(f"/watch import save:yes\n{PORTS}")
    desk.types("/watch import save:yes\n- {name: ports, query: quay}\n- {name: roads, query: road}")

    with desk.store.reading() as tx:
        rows = audit.history(tx, desk.place.desk.id)
    assert [row.action for row in rows] == ["watch import"] * 3


def test_an_import_that_was_overtaken_is_previewed_anew(desk: Desk) -> None:
    desk.types("/watch add ports harbour save:yes")
    preview = desk.types(f"/watch import\n{PORTS}")
    desk.types("/watch edit ports add:wharf save:yes")

    overtaken = saved(desk, preview)

    assert overtaken.refused
    assert shown(overtaken.message).startswith("you changed “ports” at <time>: query: harbour → harbour, wharf")
    assert lists(desk)["ports"].watchlist.query == "harbour, wharf"
    saved(desk, overtaken)
    assert lists(desk)["ports"].watchlist.minimum.name == "SEVERAL"


def test_a_preview_of_another_desk_cannot_be_saved(desk: Desk, tmp_path: Path) -> None:
    preview = desk.types(f"/watch import\n{PORTS}")
    (tmp_path / "other").mkdir()
    other = open_newsroom(tmp_path / "other")

    refused = saved(other, preview)

    assert "more than a day old" in shown(refused.message)
    other.store.close()


def test_a_reader_exports_but_does_not_import(starter_desk: Desk) -> None:
    assert starter_desk.types("/watch export", role=Role.READER).download is not None
    assert starter_desk.types(f"/watch import save:yes\n{PORTS}", role=Role.READER).refused
