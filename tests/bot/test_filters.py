"""The readers as filters: streaming, in order, one line a result, one clear line for bad input."""

import gzip
import json
from pathlib import Path

import pytest

from tests.bot.test_run import wiredesk

SAID = "“Nobody told the families,” said Karen Bassey, the mayor of Port Ansel."


def documents(*pairs: dict[str, object]) -> str:
    return "".join(json.dumps(pair) + "\n" for pair in pairs)


def test_the_quotes_of_a_text_are_printed_with_who_said_them(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(SAID)

    run = wiredesk(tmp_path, "quotes", "text.txt")

    assert run.returncode == 0, run.stderr
    assert "“Nobody told the families,”" in run.stdout
    assert "Karen Bassey" in run.stdout


def test_quotes_of_documents_are_a_line_a_quote_in_order(tmp_path: Path) -> None:
    typed = documents({"doc_id": "a", "text": SAID}, {"doc_id": "b", "text": "No words."}, {"doc_id": 3, "text": SAID})

    run = wiredesk(tmp_path, "quotes", "--jsonl", typed=typed)

    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert [row["doc_id"] for row in found] == ["a", 3]
    assert list(found[0]) == [
        "doc_id", "quote", "start", "end", "speaker", "speaker_as_written", "cue", "kind", "how", "confidence",
    ]  # fmt: skip
    assert SAID[found[0]["start"] : found[0]["end"]] == found[0]["quote"] == "Nobody told the families,"


@pytest.mark.parametrize("bad", ["not json\n", '{"doc_id": "x"}\n', '{"doc_id": "x", "text": 5}\n', "[]\n", "5\n"])
def test_a_bad_line_ends_the_filter_and_is_named(tmp_path: Path, bad: str) -> None:
    typed = documents({"doc_id": "a", "text": SAID}) + bad

    run = wiredesk(tmp_path, "quotes", "--jsonl", typed=typed)

    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "line 2" in run.stderr


def test_matches_are_a_line_a_document_in_order(tmp_path: Path) -> None:
    typed = documents(
        {"id": 1, "title": "ICE agents detain 12 in raid", "text": "Immigration agents detained 12 people."},
        {"id": 2, "title": "Ice hockey", "text": "The Breakers won on the ice."},
        {"id": 3, "title": "", "text": "The National Guard was deployed by the governor of California."},
    )

    run = wiredesk(tmp_path, "match", "--lists", "starter", "--jsonl", typed=typed)

    assert [json.loads(line) for line in run.stdout.splitlines()] == [
        {"id": 1, "watchlists": ["ICE"]},
        {"id": 2, "watchlists": []},
        {"id": 3, "watchlists": ["National Guard"]},
    ]


def test_matches_take_lists_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "lists.yaml").write_text("- name: pies\n  query: rhubarb\n")

    run = wiredesk(
        tmp_path, "match", "--lists", "lists.yaml", "--jsonl", typed=documents({"id": 1, "text": "Rhubarb won."})
    )

    assert json.loads(run.stdout) == {"id": 1, "watchlists": ["pies"]}


def test_a_text_is_matched_with_the_words_it_was_found_by(tmp_path: Path) -> None:
    run = wiredesk(tmp_path, "match", typed="A flight\nThe deportation flight left.")

    assert run.stdout == "deportation: deportation\n"


def test_feed_files_are_parsed_plain_or_packed_and_errors_are_said(tmp_path: Path) -> None:
    feed = (
        '<rss version="2.0"><channel><title>T</title><item><guid>g</guid><link>https://t.example/1</link>'
        "<title>One &amp; two</title><pubDate>Mon, 15 Jun 2026 10:00:00 GMT</pubDate></item></channel></rss>"
    )
    (tmp_path / "a.xml").write_text(feed)
    (tmp_path / "b.xml.gz").write_bytes(gzip.compress(feed.encode()))
    (tmp_path / "c.xml").write_text("<html><body>no feed</body></html>")

    run = wiredesk(tmp_path, "parse", "--jsonl", "a.xml", "b.xml.gz", "c.xml", "missing.xml")

    first, second, third, fourth = [json.loads(line) for line in run.stdout.splitlines()]
    assert first["entries"] == second["entries"]
    assert first["entries"][0]["title"] == "One & two"
    assert first["entries"][0]["link"] == "https://t.example/1"
    assert first["entries"][0]["published"].startswith("2026-06-15T10:00:00")
    assert third["file"] == "c.xml"
    assert "error" in third
    assert "error" in fourth
    assert run.returncode == 2
    assert "2 of 4" in run.stderr


def test_documents_are_folded_in_order(tmp_path: Path) -> None:
    text = "The flight was the third this month, two officials said, and more are planned for the spring. " * 8
    typed = documents(
        {"id": "a", "title": "Flight leaves", "text": text, "date": "2026-06-15", "source": "One", "url": None},
        {"id": "b", "title": "Flight leaves", "text": text, "date": "2026-06-15", "source": "Two", "url": None},
        {"id": "c", "title": "Pie contest", "text": "Rhubarb won. " * 30, "date": "", "source": "Two", "url": None},
    )

    run = wiredesk(tmp_path, "fold", "--jsonl", typed=typed)

    first, second, third = [json.loads(line) for line in run.stdout.splitlines()]
    assert first["copies"] == second["copies"]
    assert first["story"] == second["story"] != third["story"]


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    run = wiredesk(tmp_path, "quotes", "missing.txt")

    assert (run.returncode, run.stderr) == (2, "wiredesk: missing.txt: No such file or directory\n")


def test_an_empty_stream_is_no_error(tmp_path: Path) -> None:
    run = wiredesk(tmp_path, "match", "--jsonl", typed="\n\n")

    assert (run.returncode, run.stdout) == (0, "")


def test_pages_are_a_line_a_page_named_by_their_files(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>The flight left at noon, and the mayor learned of it from line {n}.</p>" for n in range(9)
    )
    head = "<html><head><title>Flight leaves</title></head><body>"
    page = f"{head}<article><h1>Flight leaves</h1>{paragraphs}</article></body></html>"
    (tmp_path / "one.html").write_text(page)
    (tmp_path / "two.html.gz").write_bytes(gzip.compress(page.encode()))

    run = wiredesk(tmp_path, "text", "--jsonl", "one.html", "two.html.gz")

    first, second = [json.loads(line) for line in run.stdout.splitlines()]
    assert (first["id"], second["id"]) == ("one", "two")
    assert list(first) == ["id", "text", "title", "author", "date", "paywalled"]
    assert first["text"] == second["text"]
    assert "learned of it from line 8" in first["text"]
    assert wiredesk(tmp_path, "text", "--jsonl", "missing.html").returncode == 2
