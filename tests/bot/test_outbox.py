"""`wiredesk outbox`, as it is typed."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage import channels, outbox
from storage.model import DeliveryKind, DeliveryState, NewDelivery
from storage.store import open_store
from tests.builders import NOW

ROOT = Path(__file__).parents[2]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a database with one message that could not be sent."""
    url = f"sqlite:///{tmp_path / 'wiredesk.db'}"
    with closing(open_store(url, NOW)) as store, store.transaction() as tx:
        place = channels.ensure_channel(tx, channels.ensure_desk(tx, "slack:T1", "T1", "UTC").id, "slack:C1", "#news")
        outbox.enqueue(tx, NewDelivery(place.id, "one", DeliveryKind.NOTICE, "one", NOW), NOW)
        outbox.settle_dead(tx, outbox.deliveries(tx, DeliveryState.PENDING)[0].id, "it is too long", NOW)
    return url


def wiredesk(url: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", "from bot.cli import main; main()", "outbox", *arguments]
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 (our own)


def test_what_could_not_be_sent_is_listed_and_sent_again(url: str) -> None:
    listed = wiredesk(url, "list")
    retried = wiredesk(url, "retry", "1")

    assert "dead" in listed.stdout.splitlines()[1]
    assert listed.stdout.splitlines()[1].endswith("it is too long")
    assert retried.stdout == "1 delivery put back into line\n"
    with closing(open_store(url, NOW)) as store, store.reading() as tx:
        assert outbox.count(tx, DeliveryState.PENDING) == 1


def test_a_number_that_is_none_is_one_line_and_exit_2(url: str) -> None:
    refused = wiredesk(url, "retry", "77")

    assert refused.returncode == 2
    assert refused.stderr.strip().endswith("is no delivery that could not be sent: `wiredesk outbox list` shows them")
