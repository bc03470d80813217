"""The speakers across articles: merged where a name is the same, never by a surname alone."""

import pytest

from feeds.model import Feed
from storage import articles, speakers
from storage.model import QuoteQuery, Reading, SpeakerCount, SpeakersRead, StoryKey
from storage.store import Store, Transaction
from tests.builders import NOW, a_quote, an_article
from tests.storage.builders import find_quotes, outlet


def say(tx: Transaction, feed: Feed, speaker: str, role: str | None = None, times: int = 1) -> None:
    """Keep an article in which `speaker` is quoted so many times."""
    number = articles.counts(tx).articles + 1
    text = "\n".join(f"“Word {place}.”" for place in range(times))
    at = [text.index(f"Word {place}.") for place in range(times)]
    said = tuple(
        a_quote(f"Word {place}.", speaker, start=start, end=start + len(f"Word {place}."), role=role)
        for place, start in enumerate(at)
    )
    article = an_article(guid=f"{number}", url=f"https://times.example/{number}", text=text)
    key = articles.article_key(feed.id, article)
    assert articles.keep_reading(tx, feed.id, Reading(key, article, StoryKey(key), key, said, (), news=True), NOW)


def names(found: tuple[SpeakerCount, ...]) -> list[tuple[str, int]]:
    return [(each.name, each.quotes) for each in found]


def read_as(tx: Transaction, typed: str) -> SpeakersRead:
    read = speakers.speakers_read_as(tx, typed)
    assert read is not None
    return read


@pytest.mark.parametrize(
    "written",
    ["Donald J. Trump", "President Donald Trump", "DONALD TRUMP", "donald trump", "Former President Donald J Trump"],
)
def test_titles_initials_and_case_make_no_other_speaker(store: Store, written: str) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for name in (written, "Donald Trump"):
            say(tx, feed, name)

        assert names(speakers.find_speakers(tx, "trump")) == [("Donald Trump", 2)]


def test_initials_that_differ_are_two_people(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for name in ("George W. Bushman", "George H. W. Bushman", "George W. Bushman"):
            say(tx, feed, name)

        found = speakers.find_speakers(tx, "Bushman")

    assert names(found) == [("George W. Bushman", 2), ("George H. W. Bushman", 1)]


def test_a_surname_is_read_as_the_one_it_will_mean_and_relatives_stay_others(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for name, times in (("Donald Trump", 8), ("Ivanka Trump", 1), ("Trump", 3)):
            say(tx, feed, name, times=times)

        read = read_as(tx, "trump")

        assert (read.name, read.quotes, len(read.ids)) == ("Donald Trump", 11, 2)
        assert names(read.others) == [("Ivanka Trump", 1)]
        assert find_quotes(tx, QuoteQuery(speakers=read.ids)).count == 11


def test_a_full_name_reads_no_relative(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for name, times in (("Donald Trump", 8), ("Ivanka Trump", 1), ("Trump", 3)):
            say(tx, feed, name, times=times)

        read = read_as(tx, "Ivanka Trump")

    assert (read.name, read.quotes, read.others) == ("Ivanka Trump", 1, ())


def test_a_surname_that_two_people_share_evenly_is_nobodys(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for name, times in (("Hillary Clinton", 3), ("Bill Clinton", 2), ("Clinton", 4)):
            say(tx, feed, name, times=times)

        read = read_as(tx, "Clinton")

    assert (read.name, read.quotes) == ("Hillary Clinton", 3)
    assert names(read.others) == [("Clinton", 4), ("Bill Clinton", 2)]


def test_a_surname_beside_a_known_role_is_that_person(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        say(tx, feed, "Karen Bassey", "Mayor")
        say(tx, feed, "Otto Bassey", "Coach")
        say(tx, feed, "Bassey", "Mayor")

        assert names(speakers.find_speakers(tx, "Bassey")) == [("Karen Bassey", 2), ("Otto Bassey", 1)]


@pytest.mark.parametrize("typed", ["Ursula von der Leyen", "von der leyen", "Leyen", "ursula", "President Leyen"])
def test_a_speaker_is_found_by_any_end_of_the_name(store: Store, typed: str) -> None:
    with store.transaction() as tx:
        say(tx, outlet(tx), "Ursula von der Leyen")

        assert names(speakers.find_speakers(tx, typed)) == [("Ursula von der Leyen", 1)]


@pytest.mark.parametrize("typed", ["Port Ansel", "ICE", "", "...", "Der Leyen Ursula"])
def test_who_was_never_quoted_is_not_found(store: Store, typed: str) -> None:
    with store.transaction() as tx:
        say(tx, outlet(tx), "Ursula von der Leyen")

        assert speakers.find_speakers(tx, typed) == ()
        assert speakers.speakers_read_as(tx, typed) is None


@pytest.mark.parametrize("typed", ["Basey", "Karen Bessey", "karen bassy"])
def test_a_misspelt_name_has_a_nearest_one(store: Store, typed: str) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        say(tx, feed, "Karen Bassey")
        say(tx, feed, "Tom Quill")

        assert names(speakers.nearest_speakers(tx, typed)) == [("Karen Bassey", 1)]


def test_an_alias_takes_over_the_quotes_of_whom_it_meant(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        say(tx, feed, "Robert F. Kenning Jr.")
        say(tx, feed, "RFK Jr.", "Secretary")
        kenning = speakers.find_speakers(tx, "Kenning")[0]

        speakers.add_alias(tx, kenning.id, "RFK Jr.")
        say(tx, feed, "RFK Jr.")

        assert names(speakers.find_speakers(tx, "rfk jr")) == [("Robert F. Kenning Jr.", 3)]


@pytest.mark.parametrize(
    "typed",
    ["Vassey", "assey", "Abassey", "Karen Vassey", "Laren Bassey", "aren Bassey", "Xkaren Bassey", "BASSEI", "Basset"],
)
def test_a_slip_at_either_end_of_a_name_still_has_a_nearest_one(store: Store, typed: str) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for name in ("Karen Bassey", "Tom Quill", "Ursula von der Leyen"):
            say(tx, feed, name)

        assert names(speakers.nearest_speakers(tx, typed)) == [("Karen Bassey", 1)]


@pytest.mark.parametrize("typed", ["", "…", "Zzyzx", "Q", "Bartholomew Featherstonehaugh", "%", "_", "K_ren%"])
def test_what_is_like_nobody_has_no_nearest_one(store: Store, typed: str) -> None:
    with store.transaction() as tx:
        say(tx, outlet(tx), "Karen Bassey")

        assert speakers.nearest_speakers(tx, typed) == ()


def test_the_nearest_come_first_and_no_more_than_asked_for(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for name in ("Karen Basset", "Karen Bassey", "Karen Passey", "Karin Bassen"):
            say(tx, feed, name)

        found = speakers.nearest_speakers(tx, "Karen Basseyy", limit=2)

    assert found[0].name == "Karen Bassey"
    assert len(found) == 2


def test_somebody_without_a_standing_quote_is_nobodys_nearest(store: Store) -> None:
    with store.transaction() as tx:
        speakers.speaker_of(tx, "Karen Bassey")

        assert speakers.nearest_speakers(tx, "Karen Bassei") == ()


def test_a_misspelt_name_is_found_among_thousands(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        say(tx, feed, "Karen Bassey")
        for number in range(2000):
            speakers.speaker_of(tx, f"Kevin B{number:04}xey")

        assert names(speakers.nearest_speakers(tx, "Garen Bassey")) == [("Karen Bassey", 1)]


def test_the_most_quoted_come_first(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for name, times in (("Tom Quill", 1), ("Karen Bassey", 3), ("Otto Bassey", 2)):
            say(tx, feed, name, times=times)

        assert names(speakers.most_quoted(tx, 2)) == [("Karen Bassey", 3), ("Otto Bassey", 2)]


@pytest.mark.parametrize(("typed", "found"), [("Karen R. Bassey", 1), ("Karen T. Bassey", 1), ("Karen Bassey", 2)])
def test_a_typed_initial_tells_two_people_apart(store: Store, typed: str, found: int) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for name in ("Karen R. Bassey", "Karen T. Bassey"):
            say(tx, feed, name)

        assert len(speakers.find_speakers(tx, typed)) == found


@pytest.mark.parametrize("typed", ["%", "_aren", "K%", "Kar_n Bassey"])
def test_a_wildcard_of_the_database_is_no_wildcard_of_a_name(store: Store, typed: str) -> None:
    with store.transaction() as tx:
        say(tx, outlet(tx), "Karen Bassey")

        assert speakers.find_speakers(tx, typed) == ()


def test_a_surname_nobody_bears_in_full_is_read_as_itself(store: Store) -> None:
    with store.transaction() as tx:
        say(tx, outlet(tx), "Bassey", times=2)

        read = read_as(tx, "bassey")

    assert (read.name, read.quotes, read.others) == ("Bassey", 2, ())


def test_an_acronym_is_not_the_surname_of_a_person(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        say(tx, feed, "Martin Ice", times=4)
        say(tx, feed, "ICE", times=2)

        read = read_as(tx, "Martin Ice")

    assert (read.name, read.quotes) == ("Martin Ice", 4)
