"""Quotes as files: every row with its source, and no cell that acts."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import RequestError
from handlers.exports import exported
from tests.builders import a_quote, a_stored_quote, stored


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_csv_begins_with_a_byte_order_mark_and_names_its_columns() -> None:
    content = exported((), "csv").content

    assert content.startswith("\ufeffid,speaker,role,quote,")


def test_every_row_has_its_source() -> None:
    (row,) = rows(exported((a_stored_quote(),), "csv").content)

    assert row["outlet"] == "Example Times"
    assert row["link"] == "https://times.example/flight"
    assert row["published"] == "2026-06-16T20:06:00+00:00"
    assert row["speaker"] == "Karen Bassey"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_prefixed(start: str) -> None:
    hostile = a_stored_quote(a_quote(f"{start}HYPERLINK(1)"), stored(title=f"{start}1"))

    (row,) = rows(exported((hostile,), "csv").content)

    assert row["quote"].startswith("'")
    assert row["headline"].startswith("'")


@given(st.text(min_size=1, max_size=100))
def test_no_cell_ever_acts(text: str) -> None:
    hostile = a_stored_quote(a_quote(text, speaker=text), stored(title=text))

    parsed = csv.reader(io.StringIO(exported((hostile,), "csv").content.removeprefix("\ufeff"), newline=""))

    assert not [cell for row in parsed for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_json_is_a_line_a_quote_untouched() -> None:
    download = exported((a_stored_quote(a_quote("=1")), a_stored_quote(number=2)), "JSON")

    first, second = (json.loads(line) for line in download.content.splitlines())
    assert first["quote"] == "=1"
    assert second["id"] == 2


def test_another_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(RequestError, match="to:csv or to:json"):
        exported((), "docx")
