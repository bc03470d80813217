"""The hot questions are answered from an index, whatever is stored."""

import pytest

from storage import sqlite
from storage.store import Store

FEEDS = "SELECT id FROM feed WHERE removed_at IS NULL AND NOT paused AND next_poll <= ? ORDER BY next_poll LIMIT 200"
LINE = "SELECT id FROM delivery WHERE channel_id = ? AND settled_at IS NULL AND due <= ? ORDER BY due, id LIMIT 1"
NEWEST = "SELECT * FROM quote WHERE speaker_id = ? AND gone_at IS NULL ORDER BY published DESC, id DESC LIMIT 5"
OUTLETS = "SELECT count(*), count(DISTINCT source) FROM quote WHERE speaker_id = ? AND gone_at IS NULL"


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (FEEDS, "ix_feed_due"),
        (LINE, "COVERING INDEX ix_delivery_line"),
        (NEWEST, "ix_quote_speaker"),
        (OUTLETS, "COVERING INDEX ix_quote_speaker"),
        ("SELECT id FROM article WHERE key = ?", "uq_article_key|sqlite_autoindex_article_1"),
        ("SELECT * FROM article WHERE feed_id = ? AND guid IN (?, ?)", "ix_article_feed_guid"),
        ("SELECT * FROM article WHERE url = ?", "ix_article_url"),
        ("SELECT * FROM article WHERE story = ? ORDER BY published, id", "ix_article_story"),
        ("SELECT * FROM quote WHERE article_id = ? ORDER BY start", "ix_quote_article_id_start"),
        ("SELECT * FROM alias WHERE surname = ?", "ix_alias_surname"),
        ("SELECT * FROM delivery WHERE channel_id = ? AND key = ?", "sqlite_autoindex_delivery_1"),
    ],
)
def test_a_hot_question_reads_an_index_and_sorts_nothing(store: Store, question: str, index: str) -> None:
    connection = sqlite.driver().connect(store.facts().place)

    plan = " ".join(
        row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {question}", ("1",) * question.count("?"))
    )

    connection.close()
    assert any(each in plan for each in index.split("|")), plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan
