"""Preview, then Save: nothing is written before it, and nobody's change is overwritten."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.model import Level
from handlers.commands import answer, parse
from handlers.message import Button, Moment
from handlers.request import Person, Reply, Request, Role
from storage import audit, channels, sentences, watchlists
from storage.model import AuditEntry, Sentences, StoredWatchlist
from tests.builders import an_article
from tests.newsroom import Desk, open_newsroom, shown

CITY = an_article(guid="city", url="https://times.example/city", title="Mayor speaks of the deportation flight")


def lists(desk: Desk) -> tuple[StoredWatchlist, ...]:
    with desk.store.reading() as tx:
        return watchlists.all_watchlists(tx, desk.place.desk.id)


def written(desk: Desk) -> tuple[AuditEntry, ...]:
    with desk.store.reading() as tx:
        return audit.history(tx, desk.place.desk.id)


def button(reply: Reply, label: str) -> Button:
    return next(each for each in reply.message.buttons if each.label == label)


def pressed(desk: Desk, reply: Reply, label: str = "Save") -> Reply:
    return desk.types(button(reply, label).command)


def typed_by(desk: Desk, name: str, line: str) -> Reply:
    """Answer what somebody else types, on the same desk."""
    command = parse(line)
    assert command is not None
    person = Person(f"slack:{name}", name, Role.EDITOR, "America/New_York")
    place = desk.place
    return answer(
        Request(command, person, place.desk, place.channel, "terminal", "this terminal"), desk.store, desk.now
    )


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A desk with two stored articles, both of a deportation flight."""
    desk.receives(desk.watches(), an_article(), CITY)
    return desk


def test_nothing_is_written_before_save(filled: Desk) -> None:
    preview = filled.types('/watch add flights "deportation flight", charter')

    assert lists(filled) == ()
    assert written(filled) == ()
    assert preview.public is None
    assert [each.label for each in preview.message.buttons] == ["Save", "Save as digest", "Cancel"]


def test_a_preview_says_how_it_was_read_where_it_speaks_and_what_it_finds(filled: Desk) -> None:
    told = shown(filled.types("/watch add flights deportation flight min:lead").message)

    assert "“flights” would watch “deportation flight”; counts only a mention in the lead or headline" in told
    assert "It would speak here as alert." in told
    assert "Last day: 1 story" in told
    assert "Mayor speaks of the deportation flight" in told or "Deportation flight leaves" in told
    assert "Nothing is saved yet." in told


def test_what_is_saved_is_what_was_previewed(filled: Desk) -> None:
    pressed(filled, filled.types("/watch add flights deportation flight min:lead level:flash"))

    (kept,) = lists(filled)
    assert (kept.watchlist.query, kept.watchlist.minimum.name) == ('"deportation flight"', "LEAD")
    assert [route.level for route in kept.routes] == [Level.FLASH]


def test_save_as_digest_saves_it_as_one(filled: Desk) -> None:
    pressed(filled, filled.types("/watch add flights charter level:flash"), "Save as digest")

    assert [route.level for route in lists(filled)[0].routes] == [Level.DIGEST]


def test_a_saved_change_is_one_public_line_with_its_undo(filled: Desk) -> None:
    saved = pressed(filled, filled.types("/watch add flights charter"))

    assert saved.public is not None
    assert shown(saved.public) == "you added the watchlist “flights”: any form of “charter”. It speaks here as alert."
    (undo,) = saved.public.buttons
    assert undo.label == "Undo"
    filled.types(undo.command)
    assert lists(filled) == ()


def test_cancel_changes_nothing_and_loses_nothing_typed(filled: Desk) -> None:
    cancelled = pressed(filled, filled.types('/watch add flights "deportation flight" level:flash'), "Cancel")

    assert lists(filled) == ()
    assert 'You had typed: /watch add flights "deportation flight" level:flash' in shown(cancelled.message)


def test_a_script_saves_at_once(filled: Desk) -> None:
    filled.types("/watch add flights charter save:yes")

    assert [each.watchlist.name for each in lists(filled)] == ["flights"]


@pytest.mark.parametrize("line", ["/watch add flights charter save:perhaps", "/watch add x charter min:most"])
def test_an_option_that_says_nothing_is_refused(filled: Desk, line: str) -> None:
    assert filled.types(line).refused
    assert lists(filled) == ()


def test_an_edit_tells_what_it_gains_and_loses_with_headlines(filled: Desk) -> None:
    filled.follows("flights", "charter")

    gained = shown(filled.types("/watch edit flights add:deportation").message)
    filled.types("/watch edit flights add:deportation save:yes")
    lost = shown(filled.types("/watch edit flights drop:deportation").message)

    assert "1 story (was 0)" in gained
    assert "Gained 1 story:\nMayor speaks of the deportation flight" in gained
    assert "query: charter → charter, deportation" in gained
    assert "0 stories (was 1)" in lost
    assert "Lost 1 story:\nMayor speaks of the deportation flight" in lost


def test_lower_case_ice_is_asked_about_and_the_answer_is_a_button(filled: Desk) -> None:
    preview = filled.types("/watch add ice")

    assert "Did you mean ICE?" in shown(preview.message)
    assert "would watch “ICE”" in shown(pressed(filled, preview, "Use ICE").message)


def test_many_alerts_a_day_make_the_digest_the_first_button(desk: Desk) -> None:
    feed = desk.watches()
    flights = [
        an_article(guid=f"f{number}", url=f"https://times.example/{number}", title=title, text=f"{title}.")
        for number, title in enumerate(f"Flight {number} of the {word} leaves" for number, word in enumerate(_WORDS))
    ]
    desk.receives(feed, *flights)

    preview = desk.types("/watch add flights flight")

    assert [each.label for each in preview.message.buttons][:2] == ["Save as digest", "Save"]
    assert [each.primary for each in preview.message.buttons][:2] == [True, False]
    assert "more than 40" in shown(preview.message)


_WORDS = tuple(
    f"{start}{end}"
    for start in ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove")
    for end in ("ton", "wick", "field", "brook", "mere", "dale", "stead", "worth")
)


def test_the_second_of_two_editors_is_told_and_overwrites_nothing(filled: Desk) -> None:
    filled.follows("flights", "charter")
    mine = filled.types("/watch edit flights add:jet level:flash")
    typed_by(filled, "Anna", "/watch edit flights add:deportation save:yes")

    overtaken = pressed(filled, mine)

    told = shown(overtaken.message)
    assert overtaken.refused
    assert told.startswith("Anna changed “flights” at <time>: query: charter → charter, deportation. Look again")
    assert lists(filled)[0].watchlist.query == "charter, deportation"
    assert any(isinstance(part, Moment) for block in overtaken.message.blocks for part in getattr(block, "inlines", ()))
    pressed(filled, overtaken)
    assert lists(filled)[0].watchlist.query == "charter, deportation, jet"
    assert [entry.name for entry in written(filled)] == ["you", "Anna", "you"]


def test_a_preview_of_a_list_that_was_removed_meanwhile_saves_nothing(filled: Desk) -> None:
    filled.follows("flights", "charter")
    mine = filled.types("/watch edit flights add:jet")
    typed_by(filled, "Anna", "/watch remove flights")

    assert pressed(filled, mine).refused
    assert lists(filled) == ()


def test_a_name_that_was_taken_meanwhile_is_refused(filled: Desk) -> None:
    mine = filled.types("/watch add flights charter")
    typed_by(filled, "Anna", "/watch add Flights jet save:yes")

    assert pressed(filled, mine).refused
    assert [each.watchlist.query for each in lists(filled)] == ["jet"]


def test_a_channel_is_made_the_desks_by_saving_and_not_by_looking(filled: Desk) -> None:
    def known() -> set[str]:
        with filled.store.reading() as tx:
            return {each.name for each in channels.channels(tx, filled.place.desk.id)}

    preview = filled.types("/watch add flights charter to:<#C2|politics>")
    before = known()
    saved = pressed(filled, preview)

    assert "It would speak in #politics as alert." in shown(preview.message)
    assert "#politics" not in before
    assert "It speaks in #politics as alert." in shown(saved.message)
    assert "#politics" in known()


def test_an_edit_that_breaks_the_lists_own_sentences_says_which(filled: Desk) -> None:
    filled.follows("flights", "charter")
    with filled.store.transaction() as tx:
        number = lists(filled)[0].watchlist.id
        sentences.keep_sentences(tx, number, Sentences(("A charter left.",), ("A jet of water.",)))

    told = shown(filled.types("/watch edit flights jet").message)

    assert "⚠ 2 of its 2 test sentences would fail" in told
    assert "no longer matches: “A charter left.”" in told
    assert "now matches: “A jet of water.”" in told


def test_a_reader_may_not_save_a_preview(filled: Desk) -> None:
    preview = filled.types("/watch add flights charter")

    refused = filled.types(button(preview, "Save").command, role=Role.READER)

    assert refused.refused
    assert lists(filled) == ()


def test_every_change_is_one_row_with_who_where_before_and_after(tmp_path: Path) -> None:
    desk = open_newsroom(tmp_path)
    lines = (
        "/watch add flights charter save:yes",
        "/watch edit flights add:jet save:yes",
        "/watch pause flights",
        "/watch resume flights",
        "/watch remove flights",
        "/watch undo",
    )

    for line in lines:
        desk.now += timedelta(minutes=1)
        desk.types(line)

    rows = written(desk)[::-1]
    assert [row.action for row in rows] == [" ".join(line[1:].split()[:2]) for line in lines]
    assert {(row.who, row.name, row.where) for row in rows} == {("terminal", "you", "terminal")}
    assert [(row.before is None, row.after is None) for row in rows] == [
        (True, False),
        *[(False, False)] * 3,
        (False, True),
        (True, False),
    ]
    assert [row.at for row in rows] == [rows[0].at + timedelta(minutes=number) for number in range(6)]
    desk.store.close()


def test_a_change_that_changes_nothing_is_no_row(filled: Desk) -> None:
    filled.follows("flights", "charter")
    filled.types("/watch pause flights")
    count = len(written(filled))

    refused = filled.types("/watch edit flights level:alert save:yes")
    again = filled.types("/watch pause flights")

    assert refused.refused
    assert "paused already" in shown(again.message)
    assert len(written(filled)) == count


def test_an_edit_keeps_what_it_does_not_name(filled: Desk) -> None:
    filled.follows("flights", "charter")
    before = lists(filled)[0]

    filled.types("/watch edit flights min:several save:yes")

    (after,) = lists(filled)
    assert replace(after, watchlist=before.watchlist, version=before.version) == before
    assert after.watchlist.minimum.name == "SEVERAL"
