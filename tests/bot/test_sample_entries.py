"""The reading of the sample's files: what each field means, and what is said of a file that cannot be read."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.sample.entries import FeedForm, read_outlets

OUTLET = "name: The Bugle\ndescription: All the noise.\nform: atom\nlanguage: en-US\nzone: America/New_York\n"
PLAIN = "---\ntitle: Rain\n---\nIt rained.\n"


def a_wire(folder: Path, **files: str) -> Path:
    (folder / "bugle").mkdir()
    (folder / "bugle" / "outlet.yaml").write_text(OUTLET, encoding="utf-8")
    for name, text in files.items():
        (folder / "bugle" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def test_an_outlet_is_what_its_file_says(tmp_path: Path) -> None:
    folder = a_wire(tmp_path, rain=PLAIN)

    (outlet,) = read_outlets(folder)

    assert (outlet.slug, outlet.name, outlet.description) == ("bugle", "The Bugle", "All the noise.")
    assert (outlet.form, outlet.language, outlet.zone) == (FeedForm.ATOM, "en-US", ZoneInfo("America/New_York"))


def test_a_full_front_matter_is_read_field_by_field(tmp_path: Path) -> None:
    facts = "title: Rain\nbyline: A. Reed\nage: 3h 20m\nguid: g#0\nlink: wet\ntracking: utm_source=x\n"
    folder = a_wire(tmp_path, rain=f"---\n{facts}categories: [Weather, Local]\nsummary: Wet.\n---\nIt rained.\n")

    (entry,) = read_outlets(folder)[0].entries

    assert (entry.name, entry.title, entry.byline, entry.link) == ("rain", "Rain", "A. Reed", "wet")
    assert (entry.age, entry.guid, entry.tracking) == (timedelta(hours=3, minutes=20), "g#0", "utm_source=x")
    assert (entry.categories, entry.summary) == (("Weather", "Local"), "Wet.")


def test_what_is_left_out_has_the_plainest_meaning(tmp_path: Path) -> None:
    folder = a_wire(tmp_path, rain=PLAIN)

    (entry,) = read_outlets(folder)[0].entries

    assert (entry.link, entry.summary) == ("rain", "It rained.")
    assert (entry.age, entry.guid, entry.byline, entry.tracking, entry.categories) == (None, None, None, None, ())


def test_paragraphs_are_parted_by_blank_lines_and_joined_across_line_breaks(tmp_path: Path) -> None:
    folder = a_wire(tmp_path, rain="---\ntitle: Rain\n---\n\nIt rained\nall day.\n\n\nThen it stopped.\n")

    (entry,) = read_outlets(folder)[0].entries

    assert entry.paragraphs == ("It rained all day.", "Then it stopped.")


@pytest.mark.parametrize(
    ("written", "age"),
    [
        ("45m", timedelta(minutes=45)),
        ("3h", timedelta(hours=3)),
        ("3h 20m", timedelta(hours=3, minutes=20)),
        ("5d", timedelta(days=5)),
        ("1d 2h 5m", timedelta(days=1, hours=2, minutes=5)),
    ],
)
def test_an_age_is_written_in_days_hours_and_minutes(tmp_path: Path, written: str, age: timedelta) -> None:
    folder = a_wire(tmp_path, rain=f"---\ntitle: Rain\nage: {written}\n---\nIt rained.\n")

    (entry,) = read_outlets(folder)[0].entries

    assert entry.age == age


def test_entries_stand_newest_first_and_undated_last(tmp_path: Path) -> None:
    old, new = (f"---\ntitle: Rain\nage: {age}\n---\nIt rained.\n" for age in ("2d", "30m"))
    folder = a_wire(tmp_path, a_never=PLAIN, b_old=old, c_new=new)

    (outlet,) = read_outlets(folder)

    assert [entry.name for entry in outlet.entries] == ["c_new", "b_old", "a_never"]


def test_carried_copy_is_word_for_word_and_the_own_paragraph_follows(tmp_path: Path) -> None:
    carrier = "---\ntitle: Local rain\ncarries: bugle/rain\n---\nHere, too.\n"
    folder = a_wire(tmp_path, rain=PLAIN, local=carrier)

    entries = {entry.name: entry for entry in read_outlets(folder)[0].entries}

    assert entries["local"].paragraphs == (*entries["rain"].paragraphs, "Here, too.")
    assert entries["local"].summary == entries["rain"].summary


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("It rained.\n", "rain.md has no front matter"),
        ("---\ntitle: a: b\n---\nIt rained.\n", "rain.md has a front matter that is not YAML"),
        ("---\nbyline: A. Reed\n---\nIt rained.\n", "rain.md has no title"),
        ("---\n- title\n---\nIt rained.\n", "rain.md has no title"),
        ("---\ntitle: Rain\nage: soon\n---\nIt rained.\n", 'the age "soon" cannot be read'),
        ('---\ntitle: Rain\nage: ""\n---\nIt rained.\n', 'the age "" cannot be read'),
        ("---\ntitle: Rain\ncarries: bugle/snow\n---\nIt rained.\n", "rain carries bugle/snow, which is not there"),
        ("---\ntitle: Rain\n---\n", "rain has no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_trouble(tmp_path: Path, text: str, trouble: str) -> None:
    folder = a_wire(tmp_path, rain=text)

    with pytest.raises(ValueError, match=trouble):
        read_outlets(folder)


def test_a_folder_without_an_outlet_is_no_outlet(tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()

    outlets = read_outlets(tmp_path)

    assert outlets == ()
