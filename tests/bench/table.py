"""What a benchmark shows: figures beside a peer's and a goal, in a table. It measures nothing."""

from dataclasses import dataclass

from rich.table import Table as Drawn


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure. `ratio` is ours against the peer's, above 1 where ours is better; `met` is of the goal."""

    what: str
    ours: str
    peer: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of one question. `peer` names what stands beside ours."""

    title: str
    peer: str
    figures: tuple[Figure, ...]


def rendered(table: Table) -> Drawn:
    """Return a table ready to be printed."""
    drawn = Drawn(title=table.title, title_justify="left", title_style="bold")
    drawn.add_column("figure")
    for heading in ("wiredesk", table.peer, "ratio", "goal", "met"):
        drawn.add_column(heading, justify="right")
    for each in table.figures:
        ratio = "" if each.ratio is None else f"{each.ratio:,.1f} x" if each.ratio < 100 else f"{each.ratio:,.0f} x"
        met = "" if each.met is None else "yes" if each.met else "no"
        drawn.add_row(each.what, each.ours, each.peer, ratio, each.goal, met)
    return drawn


def at_least(what: str, ours: float, least: float, peer: float | None = None, form: str = ",.0f") -> Figure:
    """Return a figure whose goal is a least value; more is better."""
    beside = "" if peer is None else format(peer, form)
    ratio = ours / peer if peer else None
    return Figure(what, format(ours, form), beside, ratio, f">= {least:{form}}", ours >= least)


def at_most(what: str, ours: float, most: float, peer: float | None = None, form: str = ",.2f") -> Figure:
    """Return a figure whose goal is a greatest value; less is better."""
    beside = "" if peer is None else format(peer, form)
    ratio = peer / ours if peer and ours else None
    return Figure(what, format(ours, form), beside, ratio, f"<= {most:{form}}", ours <= most)


def beside(what: str, ours: float, peer: float, form: str = ",.0f") -> Figure:
    """Return a figure without a goal of its own; more is better."""
    return Figure(what, format(ours, form), format(peer, form), ours / peer if peer else None)
