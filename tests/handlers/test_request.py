"""Requests and outcomes: the values that every chat builds and reads."""

from dataclasses import FrozenInstanceError
from datetime import timedelta
from itertools import pairwise

import pytest

from handlers.outcome import Later, Never, Scope, Unknown
from handlers.request import Command, Option, Role, refusal
from tests.newsroom import shown

COMMAND = Command(
    "quotes",
    None,
    "Trump",
    (
        Option("source", "Times"),
        Option("source", "Ledger"),
        Option("source", "Blog", negated=True),
        Option("since", "7d"),
        Option("since", "", negated=False),
    ),
)


def test_of_an_option_given_twice_the_last_counts() -> None:
    assert COMMAND.option("source") == "Ledger"


def test_a_negated_option_is_never_taken_for_a_plain_one() -> None:
    only = Command("quotes", None, "", (Option("source", "Blog", negated=True),))

    assert only.option("source") is None
    assert only.all_of("source") == ()


def test_all_values_of_an_option_come_in_the_order_typed() -> None:
    assert COMMAND.all_of("source") == ("Times", "Ledger")
    assert COMMAND.all_of("source", negated=True) == ("Blog",)


def test_an_option_that_was_not_given_is_none_and_an_empty_one_is_empty() -> None:
    assert COMMAND.option("until") is None
    assert COMMAND.option("since") == ""


def test_each_role_may_do_what_the_one_below_may() -> None:
    ladder = (Role.GUEST, Role.READER, Role.EDITOR, Role.ADMIN)

    assert all(lower < higher for lower, higher in pairwise(ladder))
    assert set(ladder) == set(Role)


def test_a_refusal_says_what_and_the_cure_and_is_marked_as_one() -> None:
    reply = refusal("There is no such feed.", "/feeds list shows them all.")

    assert reply.refused
    assert shown(reply.message) == "There is no such feed.\n/feeds list shows them all."
    assert (reply.public, reply.polls, reply.download) == (None, (), None)


def test_a_refusal_closes_no_more_than_its_message_unless_the_chat_says_so() -> None:
    assert Never("no").scope is Scope.MESSAGE


@pytest.mark.parametrize("outcome", [Later(timedelta(seconds=1), "slow"), Never("no"), Unknown("lost")])
def test_an_outcome_that_did_not_arrive_says_why_and_cannot_be_changed_after_the_fact(
    outcome: Later | Never | Unknown,
) -> None:
    with pytest.raises(FrozenInstanceError):
        outcome.why = "it arrived"  # type: ignore[misc]  # the attempt is the test

    assert outcome.why
