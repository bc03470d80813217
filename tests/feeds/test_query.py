"""The language: what is typed becomes one tree, the tree prints itself back, and errors say what, where and cure."""

import pytest

from feeds.errors import QueryError
from feeds.query import (
    And,
    Field,
    FieldName,
    Kind,
    Leaf,
    Mask,
    Near,
    Not,
    Or,
    canonical,
    clean_input,
    did_you_mean,
    in_words,
    leaves,
    parse_query,
)

ICE = Leaf(Kind.ACRONYM, "ICE")
DHS = Leaf(Kind.ACRONYM, "DHS")


def test_a_comma_is_or_and_words_side_by_side_are_a_phrase() -> None:
    tree = parse_query("ICE, deportation, National Guard")

    assert tree == Or((ICE, Leaf(Kind.FAMILY, "deportation"), Leaf(Kind.PHRASE, "National Guard")))


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("ICE", Kind.ACRONYM),
        ("I.C.E.", Kind.ACRONYM),
        ("Bass", Kind.NAME),
        ("McDonald", Kind.NAME),
        ("deportation", Kind.FAMILY),
        ('"deportation"', Kind.FAMILY),
        ("National Guard", Kind.PHRASE),
        ("“National Guard”", Kind.PHRASE),
        ("MS-13", Kind.PHRASE),
        ('="Ice"', Kind.EXACT),
        ("deport*", Kind.PREFIX),
        ("#Dreamers", Kind.NAME),
    ],
)
def test_capitals_and_marks_that_are_typed_decide_how_words_are_found(typed: str, kind: Kind) -> None:
    tree = parse_query(typed)

    assert isinstance(tree, Leaf)
    assert tree.kind is kind


def test_not_binds_before_near_before_and_before_or() -> None:
    tree = parse_query("ICE OR raid NEAR/5 arrest AND NOT DHS")

    near = Near(Leaf(Kind.FAMILY, "raid"), Leaf(Kind.FAMILY, "arrest"), 5)
    assert tree == Or((ICE, And((near, Not(DHS)))))


def test_a_minus_masks_what_it_can_lie_over_and_drops_the_article_otherwise() -> None:
    tree = parse_query('ICE -"ice cream" -hockey')

    assert tree == And((Mask(ICE, (Leaf(Kind.PHRASE, "ice cream"),)), Not(Leaf(Kind.FAMILY, "hockey"))))


def test_a_field_holds_its_term_or_bracket() -> None:
    tree = parse_query('title:(ICE, DHS) AND -source:"Example Times"')

    denied = Not(Field(FieldName.SOURCE, Leaf(Kind.PHRASE, "example times")))
    assert tree == And((Field(FieldName.TITLE, Or((ICE, DHS))), denied))


def test_double_denial_is_none() -> None:
    assert parse_query("NOT NOT ICE") == parse_query("--ICE") == ICE


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('(National Guard, Guard troops) -"Coast Guard"', "“National Guard” or “Guard troops”, never “Coast Guard”"),
        ("ICE AND NOT sports", "“ICE”, but no article with any form of “sports”"),
        ("deport* NEAR/3 flight", "words that begin with “deport” within 3 words of any form of “flight”"),
        ('title:="Ice"', "exactly “Ice” in the headline"),
        ("ICE, DHS, CBP", "“ICE”, “DHS” or “CBP”"),
        ("ICE AND source:Guardian AND lang:en", "“ICE”, published by “guardian” and written in “en”"),
        ("lead:ICE, body:DHS", "“ICE” in the lead or “DHS” below the headline"),
    ],
)
def test_a_query_says_itself_in_words(typed: str, said: str) -> None:
    assert in_words(parse_query(typed)) == said


@pytest.mark.parametrize(
    ("typed", "at", "cure"),
    [
        ("(ICE OR DHS", 0, "(ICE OR DHS)"),
        ("ICE)", 3, "ICE"),
        ('"National Guard', 0, '"National Guard"'),
        ("ICE OR", 4, "ICE"),
        ("AND ICE", 0, "ICE"),
        ("ICE NEAR raid", 4, "ICE NEAR/5 raid"),
        ("ICE NEAR/50 raid", 4, "ICE NEAR/20 raid"),
        ("titel:ICE", 0, "title:ICE"),
        ("de*", 0, "de"),
        ("de*port", 2, "deport"),
        ("=ICE", 0, '="ICE"'),
        ("NOT sports", 0, None),
        ("ICE, NOT sports", 0, None),
        ("()", 0, None),
        ("", 0, None),
        (" , ", 0, None),
    ],
)
def test_an_error_says_where_and_the_nearest_form_that_works(typed: str, at: int, cure: str | None) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(typed)

    assert (caught.value.at is not None, caught.value.suggestion) == (True, cure)
    if typed.strip(" ,"):
        assert caught.value.at == at


@pytest.mark.parametrize("typed", ["(ICE OR DHS", '"National Guard', "ICE NEAR raid", "titel:ICE", "=ICE", "de*port"])
def test_the_suggestion_can_be_read(typed: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(typed)

    assert caught.value.suggestion is not None
    assert parse_query(caught.value.suggestion)


def test_a_query_has_a_hundred_terms_at_most() -> None:
    parse_query(", ".join(["ICE"] * 100))

    with pytest.raises(QueryError, match="100 terms"):
        parse_query(", ".join(["ICE"] * 101))


def test_nineteen_hundred_brackets_are_told_off_not_followed() -> None:
    with pytest.raises(QueryError, match="12 deep"):
        parse_query("(" * 1900)


def test_the_words_to_search_for_leave_out_what_must_not_stand_there() -> None:
    tree = parse_query('ICE -"ice cream" AND NOT sports AND source:Guardian AND (raid, arrest)')

    assert [canonical(leaf) for leaf in leaves(tree)] == ["ICE", "raid", "arrest"]


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("“National Guard” — Texas", '"National Guard" - Texas'),
        ("AT&amp;T &lt;3", "AT&T <3"),
        ("&amp;lt;", "&lt;"),
        ("in:<#C0123|newsroom> ICE", "in:#newsroom ICE"),
        ("<@U0123> ICE", "@U0123 ICE"),
        ("<https://example.com/a|example.com/a> ", "example.com/a"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("I\u200bCE \u202eDHS\u2069", "ICE DHS"),
    ],
)
def test_input_is_cleaned_of_what_chats_do_to_it(typed: str, clean: str) -> None:
    assert clean_input(typed) == clean


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ice", "ICE"),
        ("ice, deportation", "ICE, deportation"),
        ("title:ice AND NOT who", "title:ICE AND NOT WHO"),
        ("raid NEAR/5 ice", "raid NEAR/5 ICE"),
        ("ICE or DHS", "ICE, DHS"),
        ("ICE and DHS", "ICE AND DHS"),
        ("Immigration and Customs Enforcement", None),
        ("ICE, DHS", None),
        ("source:us AND raid", None),
    ],
)
def test_what_was_probably_meant_is_offered(typed: str, meant: str | None) -> None:
    assert did_you_mean(parse_query(typed)) == meant
