"""A writer that is killed at any moment leaves whole articles, or none of them."""

import random
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

from storage import articles, quotes, sqlite
from storage.store import open_store
from tests.builders import NOW

ROOT = Path(__file__).parents[2]
KILLS = 6
SEED = 20260616
WRITER = """
import sys
from storage import articles
from storage.model import Reading, StoryKey
from storage.store import open_store
from tests.builders import NOW, a_quote, an_article
from tests.storage.builders import outlet

store = open_store(sys.argv[1], NOW)
with store.transaction() as tx:
    feed = outlet(tx, path=sys.argv[2])
print("writing", flush=True)
number = 0
while True:
    number += 1
    article = an_article(guid=str(number), url=f"https://times.example/{sys.argv[2]}/{number}")
    key = articles.article_key(feed.id, article)
    start = article.text.index("Nobody")
    said = a_quote(start=start, end=start + 24)
    with store.transaction() as tx:
        articles.keep_reading(tx, feed.id, Reading(key, article, StoryKey(key), key, (said,) , (), True), NOW)
"""


def test_a_kill_at_any_moment_leaves_a_sound_database_and_whole_articles(path: Path) -> None:
    moments = random.Random(SEED)  # noqa: S311 (not for secrets)
    for kill in range(KILLS):
        command = [sys.executable, "-c", WRITER, f"sqlite:///{path}", f"run-{kill}"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as writer:  # noqa: S603 (our own script)
            assert writer.stdout is not None
            writer.stdout.readline()
            timer = threading.Timer(moments.uniform(0, 0.2), writer.send_signal, (signal.SIGKILL,))
            timer.start()
            timer.join()

    with closing(sqlite.driver().connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO quote_fts(quote_fts, rank) VALUES ('integrity-check', 1)")
    with closing(open_store(f"sqlite:///{path}", NOW)) as store, store.reading() as tx:
        kept = list(articles.window(tx, NOW))
        assert kept
        assert len(quotes.quotes_of(tx, tuple(each.id for each in kept))) == len(kept)
