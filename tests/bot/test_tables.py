"""A table keeps its columns where a phone shows them; else every cell is still there, row by row."""

from bot.printable import one_line
from bot.tables import NARROW, columns, stacked
from handlers.message import Line, Table, Words


def test_a_narrow_table_is_lined_up_whatever_the_width_of_its_letters() -> None:
    table = Table(("feed", "state"), (("Example Times", "ok"), ("東京新聞", "quiet")))

    assert columns(table, one_line) == ("feed           state", "Example Times  ok", "東京新聞       quiet")


def test_a_table_is_too_wide_from_one_letter_on() -> None:
    fits = Table(("", ""), (("x" * (NARROW - 12), "y" * 10),))
    wide = Table(("", ""), (("x" * (NARROW - 11), "y" * 10),))

    assert columns(fits, one_line) == ("", f"{'x' * (NARROW - 12)}  {'y' * 10}")
    assert columns(wide, one_line) is None


def test_two_cells_share_a_line_and_more_stand_under_the_first_in_small() -> None:
    pair = list(stacked(Table(("who", "role"), (("slack:U2", "editor"),))))
    row = list(stacked(Table(("list", "watches", "7 days"), (("ICE", "raids", "12"),))))

    assert pair == [Line((Words("slack:U2", strong=True), Words(" · editor")))]
    assert row == [Line((Words("ICE", strong=True),)), Line((Words("raids · 7 days: 12"),), small=True, indent=1)]


def test_a_figure_says_its_column_and_an_empty_cell_says_nothing() -> None:
    (_, under) = stacked(Table(("feed", "state", "every"), (("Times", "", "5m"),)))

    assert under == Line((Words("every: 5m"),), small=True, indent=1)


def test_a_ragged_row_loses_no_cell() -> None:
    lines = list(stacked(Table(("feed",), (("Times", "fine", "5m"), ("Ledger",), ()))))

    text = " ".join(part.text for line in lines for part in line.inlines if isinstance(part, Words))
    assert [word for word in ("Times", "fine", "5m", "Ledger") if word not in text] == []
