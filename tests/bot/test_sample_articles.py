"""The sample's articles hold every kind of news the reader must cope with. Held by their structure, not their words."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.sample.entries import Entry, FeedForm, Outlet, read_outlets

OUTLETS = read_outlets()
ENTRIES = tuple((outlet, entry) for outlet in OUTLETS for entry in outlet.entries)

each_entry = pytest.mark.parametrize(
    ("outlet", "entry"), ENTRIES, ids=[f"{outlet.slug}/{entry.name}" for outlet, entry in ENTRIES]
)

SAID = r"(?:said|says|added|wrote|asked|told|tells)"
OPENERS, CLOSERS = "“", "”"


def text_of(entry: Entry) -> str:
    return "\n".join(entry.paragraphs)


def holding(pattern: str) -> list[tuple[Outlet, Entry]]:
    return [(outlet, entry) for outlet, entry in ENTRIES if re.search(pattern, text_of(entry), re.MULTILINE)]


def names_of(found: Iterable[tuple[Outlet, Entry]]) -> set[str]:
    return {entry.name for _, entry in found}


def revisions() -> list[tuple[Entry, Entry]]:
    """Return the pairs of one outlet's entries that share a link: the earlier, then the later."""
    by_link: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for outlet, entry in ENTRIES:
        by_link[outlet.slug, entry.link].append(entry)
    return [(entries[1], entries[0]) for entries in by_link.values() if len(entries) == 2]


def names_in(entry: Entry) -> set[str]:
    return set(re.findall(r"(?<=[a-z,] )[A-Z]\w+", text_of(entry)))


def runs_of_words(entry: Entry, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text_of(entry).lower())
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def test_there_are_enough_outlets_and_articles_for_a_newsroom() -> None:
    with_feed = {outlet.form for outlet in OUTLETS}

    assert len(OUTLETS) >= 6
    assert len(ENTRIES) >= 24
    assert with_feed == set(FeedForm)


@each_entry
def test_an_article_is_as_long_as_a_news_report(outlet: Outlet, entry: Entry) -> None:
    words = len(text_of(entry).split())

    assert 200 <= words <= 600, f"{outlet.slug}/{entry.name} has {words} words"


@each_entry
def test_quotation_marks_are_balanced(outlet: Outlet, entry: Entry) -> None:
    """A paragraph may leave its mark open only if the next one opens with a mark again."""
    unclosed = [
        paragraph.count(OPENERS) - paragraph.count(CLOSERS) if OPENERS in paragraph or CLOSERS in paragraph else 0
        for paragraph in entry.paragraphs
    ]

    assert all(paragraph.count('"') % 2 == 0 for paragraph in entry.paragraphs), outlet.slug
    assert all(still in (0, 1) for still in unclosed)
    assert all(after.startswith(OPENERS) for still, after in zip(unclosed, entry.paragraphs[1:], strict=False) if still)
    assert unclosed[-1] == 0


@each_entry
def test_no_article_mixes_curly_and_straight_marks(outlet: Outlet, entry: Entry) -> None:
    text = text_of(entry)

    assert not ('"' in text and OPENERS in text), outlet.slug
    assert not ("'" in text and "’" in text)


@pytest.mark.parametrize("entry", [entry for outlet, entry in ENTRIES if outlet.language == "en-GB"])
def test_british_single_marks_are_closed(entry: Entry) -> None:
    opened = text_of(entry).count("‘")
    closed = len(re.findall(r"’(?!\w)|(?<=[.,!?])’", text_of(entry)))

    assert opened >= 3
    assert closed >= opened


@each_entry
def test_no_text_names_a_weekday_or_a_month(outlet: Outlet, entry: Entry) -> None:
    weekdays = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    months = r"(?:January|February|April|June|July|August|September|October|November|December)"

    found = re.findall(rf"\b(?:{weekdays}|{months})\b", f"{entry.title}\n{text_of(entry)}")

    assert found == [], f"{outlet.slug}/{entry.name} would be untrue on another day"


@each_entry
def test_no_text_holds_markup(outlet: Outlet, entry: Entry) -> None:
    paragraphs = [paragraph for paragraph in entry.paragraphs if re.search(r"</?(?:p|a|br|div|em)\b", paragraph)]

    assert paragraphs == [], outlet.slug


def test_one_wire_story_is_carried_word_for_word_by_three_outlets() -> None:
    carriers: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for outlet, entry in ENTRIES:
        carriers[entry.paragraphs].add(outlet.slug)

    (paragraphs,) = [paragraphs for paragraphs, slugs in carriers.items() if len(slugs) >= 3]

    assert re.search(r"\(Corliss\) —", paragraphs[0])


def test_one_outlet_adds_a_paragraph_and_a_headline_to_the_wire_story() -> None:
    entries = {f"{outlet.slug}/{entry.name}": entry for outlet, entry in ENTRIES}
    changed = [entry for entry in entries.values() if entry.carries and entry.title != entries[entry.carries].title]

    (local,) = changed

    assert local.carries
    assert len(local.paragraphs) == len(entries[local.carries].paragraphs) + 1
    assert local.paragraphs[:-1] == entries[local.carries].paragraphs


@pytest.mark.parametrize("name", ["cannery-raid", "flight-ruling"])
def test_one_story_is_told_in_different_words_by_two_outlets(name: str) -> None:
    first, second = (entry for _, entry in ENTRIES if entry.name == name)

    shared_names = names_in(first) & names_in(second)
    shared_wording = runs_of_words(first, 4) & runs_of_words(second, 4)

    assert len(shared_names) >= 8
    assert len(shared_wording) <= 0.1 * len(runs_of_words(first, 4))
    assert first.title != second.title


def test_an_edited_headline_keeps_its_link_and_turns_its_guid_suffix() -> None:
    edited = [(before, after) for before, after in revisions() if not after.title.startswith("CORRECTED")]

    ((before, after),) = edited

    assert before.guid is not None
    assert after.guid == before.guid.removesuffix("#0") + "#1"
    assert before.age is not None
    assert after.age is not None
    assert after.age < before.age
    assert after.title != before.title
    assert sum(old != new for old, new in zip(before.paragraphs, after.paragraphs, strict=True)) == 1


def test_a_correction_says_what_was_wrong_and_changes_the_number() -> None:
    ((before, after),) = [pair for pair in revisions() if pair[1].title.startswith("CORRECTED: ")]

    gone = set(re.findall(r"\d+", text_of(before))) - set(re.findall(r"\d+", "\n".join(after.paragraphs[1:])))

    (wrong,) = gone
    assert after.title == f"CORRECTED: {before.title}"
    assert re.match(r"\(Corrects .*\)$", after.paragraphs[0])
    assert f"not {wrong}" in after.paragraphs[0]


@pytest.mark.parametrize("topic", [r"\bICE\b", r"\b[Dd]eport", r"\bNational Guard\b"])
def test_each_starter_topic_is_covered_by_several_outlets(topic: str) -> None:
    found = holding(topic)

    assert len(found) >= 8
    assert len({outlet.slug for outlet, _ in found}) >= 4


@pytest.mark.parametrize(
    ("decoy", "topic"),
    [
        (r"faceoff|puck", r"Immigration|ICE agents"),
        (r"Intercontinental Exchange", r"Immigration|deport"),
        (r"Ice Cream", r"\bICE\b|Immigration"),
        (r"glacier", r"\bICE\b"),
        (r"ICE train", r"Immigration|deport"),
        (r"Coast Guard", r"National Guard"),
        (r"Bolivarian National Guard", r"Tahoma"),
    ],
)
def test_an_article_sounds_like_a_topic_and_is_about_something_else(decoy: str, topic: str) -> None:
    lookalikes = names_of(holding(decoy)) - names_of(holding(topic))

    assert lookalikes


@pytest.mark.parametrize(
    "form", [r"President Donald Trump\b", r"(?<!President )Donald Trump\b", r"(?<!Donald )Trump\b"]
)
def test_the_president_is_named_in_each_of_his_forms(form: str) -> None:
    assert holding(form)


def test_the_president_is_quoted_in_several_articles_by_name_and_by_pronoun() -> None:
    by_name = holding(rf"[“\"][^“”\"]+[”\"]? (?:President )?(?:Donald )?Trump {SAID}|Trump {SAID}[^“\"]{{0,40}}[“\"]")
    about_him = holding(r"\bTrump\b")
    by_pronoun = [pair for pair in about_him if re.search(rf"[”\"] he {SAID}|he {SAID}[,:]? [“\"]", text_of(pair[1]))]

    assert len({entry.paragraphs for _, entry in by_name}) >= 3
    assert len(by_pronoun) >= 3


def test_two_people_of_one_surname_meet_in_one_article() -> None:
    found = holding(r"Maria Delgado[\s\S]*Hector Delgado")

    assert len(found) == 1


SHAPES: dict[str, str] = {
    "split by its speaker, curly": rf",” {SAID} [^“”]+, “[a-z]",
    "split into two sentences by its speaker": r"[,?]” [^“”]{3,60}\. “[A-Z]",
    "split by its speaker, straight": rf",\" {SAID} [A-Z][^\"]+\. \"[A-Z]",
    "attributed by a pronoun": rf"” (?:he|she) {SAID}",
    "attributed by a pronoun before it": rf"\b(?:He|he|She|she) {SAID}[,:] [“\"]",
    "attributed by an organisation as it": rf"\" it {SAID}",
    "attributed by an agency's name": rf"” the agency {SAID}",
    "attributed by the sentence before": r"[a-z]\. “[A-Z][^”]+”$",
    "attributed by according to": r"According to [A-Z]\w+, “",
    "from a statement": r"in a statement",
    "from a social platform": r"on Truth Social",
    "from a transcript, with title": r"^MAYOR [A-Z ]+: ",
    "from a transcript, by surname": r"^[A-Z]{4,}: ",
    "from a document": r"the memo says",
    "in scare quotes": r"so-called \"",
    "on a banner that nobody said": r"painted with “[A-Z]",
    "chanted by somebody unknown": r"He would not give his name",
    "by an official without a name": r"on condition of anonymity",
    "with a quote inside": r"“[^”]*‘[^”]*’”",
    "in single marks": rf",’ {SAID} ",
    "fragment in a sentence": r"[a-z] “[a-z][^”,.]*”[ .]",
    "translated": r"said in Spanish",
    "after a colon": r": \"[A-Z]",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_each_shape_of_quotation_is_there(shape: str) -> None:
    assert holding(shape)


def test_a_quote_runs_over_paragraphs_and_opens_again_in_each() -> None:
    found = [
        entry.name
        for _, entry in ENTRIES
        for before, after in pairwise(entry.paragraphs)
        if before.startswith(OPENERS) and CLOSERS not in before and after.startswith(OPENERS)
    ]

    assert len(found) >= 2


def test_both_kinds_of_marks_are_in_use() -> None:
    assert holding(r"\"")
    assert holding("“")
    assert holding("‘")


RARITIES: dict[str, Callable[[Entry], bool]] = {
    "old enough for the archive": lambda entry: entry.age is not None and entry.age >= timedelta(days=5),
    "undated": lambda entry: entry.age is None,
    "without a GUID": lambda entry: entry.guid is None,
    "with tracking parameters": lambda entry: "utm_" in (entry.tracking or ""),
    "with a headline chats could misread": lambda entry: all(
        mark in entry.title for mark in ("&", "<b>", "*ignore*", "@here")
    ),
}


@pytest.mark.parametrize("is_rare", RARITIES.values(), ids=RARITIES.keys())
def test_each_oddity_of_real_feeds_is_there(is_rare: Callable[[Entry], bool]) -> None:
    assert any(is_rare(entry) for _, entry in ENTRIES)


def test_all_but_the_rare_entries_are_dated_and_young_enough_for_alerts() -> None:
    young = [entry for _, entry in ENTRIES if entry.age is not None and entry.age <= timedelta(days=3)]

    assert len(young) >= 24


def test_an_id_is_used_once_and_never_names_a_port() -> None:
    ids = [entry.guid for _, entry in ENTRIES if entry.guid]

    assert len(ids) == len(set(ids))
    assert not any("127.0.0.1" in guid for guid in ids)


def test_an_atom_outlet_gives_every_entry_the_id_and_the_date_that_atom_asks_for() -> None:
    entries = [entry for outlet, entry in ENTRIES if outlet.form is FeedForm.ATOM]

    assert all(entry.guid and ":" in entry.guid and entry.age is not None for entry in entries)
