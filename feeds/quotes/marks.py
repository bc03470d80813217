"""Finds what stands between quotation marks, paragraph by paragraph. It does not ask who said it, if anybody did.

One state machine reads every kind of double mark: curly, straight, doubled single, guillemets, and curly ones typed the
wrong way round. Single marks are read where no double mark is open, and inside double ones as quotes within quotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DOUBLE = re.compile(r"''|``|’’|‘‘|[\"“”„‟«»＂]")
_OPENERS = {"“", "„", "‟", "«", "``", "‘‘"}
_CLOSERS = {"”", "»", "’’"}
_BEFORE_OPEN = set("([{—–-/=>:;…‘'*|")
_AFTER_CLOSE = set(",.;:!?)]}—–-/…’'*|<&")
_SINGLE = re.compile(r"(?<![\w'‘’´`])['‘’´`](?=[\w$£€#@\[(…¿¡.—–-])")
_SINGLE_END = re.compile(r"(?<=[\w.,!?…)\]—–%-])['’´](?![\w'’])")
_ELISION = re.compile(
    r"['’‘](?:\d0s|\d\ds?\b|em\b|til\b|tis\b|twas\b|cause\b|n['’‘]?\b|round\b|bout\b|cuz\b|s\b|neath\b)", re.IGNORECASE
)
STAMP = (
    r"(?:\*\*)?(?:\d{1,2}[.:h]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)(?: (?:[A-Z]{2,4}|GMT[+-]\d))?(?:\*\*)?:?"
    r"[ \t]+(?:[—–|-][ \t]+)?"
)
"""The time that opens an entry of a live blog."""
_ENTRY = re.compile(STAMP)
_LOOK_AHEAD = 2
_LONGEST_SINGLE = 4000


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch between marks: `text[start:end]` without them, `text[outer_start:outer_end]` with them.

    `paragraph` counts from 0. `closed` is False where the paragraph ends first. `continues` says that the same quote
    was open at the end of the paragraph before. `label` is the span of the speaker's label of an unmarked turn; `dash`
    says that a dash introduces it, without marks.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    closed: bool = True
    continues: bool = False
    single: bool = False
    inner: tuple["Span", ...] = ()
    label: tuple[int, int] | None = None
    dash: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    opens: bool
    closes: bool


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Return the lines of `text` that hold anything but white space, as spans, without the time that may open them."""
    lines = [line.span() for line in re.finditer(r"[^\n\r\u2028\u2029]+", text) if not line.group().isspace()]
    stamped = [(_ENTRY.match(text, start, end), start, end) for start, end in lines]
    return [(stamp.end() if stamp and stamp.end() < end else start, end) for stamp, start, end in stamped]


def find_spans(text: str, lines: list[tuple[int, int]]) -> list[Span]:
    """Return the quoted spans of the outermost level in order of place, each with the spans inside it.

    One bad mark costs its own paragraph at most: every paragraph starts afresh, unless a quote is plainly continued.
    """
    marks = [_marks(text, start, end) for start, end in lines]
    if _is_british(text, sum(map(len, marks))):
        return _british(text, lines)
    found: list[Span] = []
    carried = False
    for number, (start, end) in enumerate(lines):
        doubles, still_open = _pair(text, (start, end), marks[number], number, carried=carried)
        found += sorted([*doubles, *_singles(text, start, end, doubles, number)], key=lambda span: span.start)
        following = marks[number + 1] if number + 1 < len(lines) else []
        carried = still_open and _goes_on(text, lines, number + 1, following)
    return [_with_inner(text, span) for span in found if re.search(r"\w", text[span.start : span.end])]


def _is_british(text: str, doubles: int) -> bool:
    """Tell an article that quotes in single marks: more quotes open with one than with a double one."""
    singles = sum(1 for mark in _SINGLE.finditer(text) if not _ELISION.match(text, mark.start()))
    return singles > 1 and 2 * singles > doubles


def _british(text: str, lines: list[tuple[int, int]]) -> list[Span]:
    """Return the spans of an article that quotes in single marks; double ones within them are quotes within quotes."""
    found: list[Span] = []
    for number, (start, end) in enumerate(lines):
        singles = list(_single_spans(text, start, end, number))
        doubles, _ = _pair(text, (start, end), _marks(text, start, end), number, carried=False)
        outside = [each for each in doubles if not any(one.start <= each.start < one.end for one in singles)]
        found += sorted([*singles, *outside], key=lambda span: span.start)
    return [_with_inner(text, span) for span in found if re.search(r"\w", text[span.start : span.end])]


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    found = []
    for match in _DOUBLE.finditer(text, start, end):
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        left = before.isspace() or before in _BEFORE_OPEN
        right = after.isspace() or after in _AFTER_CLOSE
        mark = match.group()
        if before == "=" and mark == '"':
            continue
        if mark in _OPENERS:
            wrong_way = right and not left
            alone = right and before.isspace() and match.start() > start
            found.append(_Mark(*match.span(), opens=not wrong_way, closes=wrong_way or alone))
        elif mark in _CLOSERS:
            wrong_way = left and not right and before not in _AFTER_CLOSE
            found.append(_Mark(*match.span(), opens=wrong_way, closes=not wrong_way))
        elif not (before.isdigit() and _is_measure(text, match, found)):
            found.append(_Mark(*match.span(), opens=left or not right, closes=right or not left))
    return found


def _is_measure(text: str, mark: re.Match[str], earlier: list[_Mark]) -> bool:
    """Tell inches and seconds from a closing mark: no quote is open, or one is and a better closing mark follows."""
    is_open = bool(earlier) and earlier[-1].opens and not (earlier[-1].closes and len(earlier) % 2 == 0)
    if not is_open:
        return True
    after = text[mark.end() : mark.end() + 2]
    rest = text[mark.end() : mark.end() + 400].split("\n", maxsplit=1)[0]
    closer = re.search(r"(?<=\S)[\"”](?=[\s.,;]|$)|(?<=\s)[\"“](?=\w)", rest)
    return bool(re.match(r" [a-z]", after)) and closer is not None and not rest[closer.start() - 1].isspace()


def _pair(
    text: str, line: tuple[int, int], marks: list[_Mark], number: int, *, carried: bool
) -> tuple[list[Span], bool]:
    """Pair the double marks of one paragraph; also say whether its last quote is still open at the end."""
    found: list[Span] = []
    opened: _Mark | None = None
    continues = carried
    if carried and not (marks and marks[0].start == _first_letter(text, line)):
        opened = _Mark(line[0], line[0], opens=True, closes=False)
    depth = 0
    for place, mark in enumerate(marks):
        if opened is None:
            opened = mark if mark.opens else None
        elif mark.closes and depth:
            depth -= 1
        elif mark.closes:
            found.append(Span(opened.end, mark.start, opened.start, mark.end, number, continues=continues))
            opened, continues = None, False
        elif _nests(marks, place):
            depth += 1
        else:
            opened, continues = mark, False
    if opened is None or not _may_run_on(text, line, opened):
        return found, False
    found.append(Span(opened.end, line[1], opened.start, line[1], number, closed=False, continues=continues))
    return found, True


def _first_letter(text: str, line: tuple[int, int]) -> int:
    return line[0] + len(text[line[0] : line[1]]) - len(text[line[0] : line[1]].lstrip())


def _nests(marks: list[_Mark], place: int) -> bool:
    """Tell whether an opening mark inside an open quote is a quote in the quote: then two closing marks follow."""
    ahead = marks[place + 1 : place + 1 + _LOOK_AHEAD]
    return len(ahead) == _LOOK_AHEAD and all(mark.closes and not mark.opens for mark in ahead)


def _may_run_on(text: str, line: tuple[int, int], opened: _Mark) -> bool:
    """Tell whether a quote without a closing mark may be one that runs to the end of its paragraph."""
    before = text[line[0] : opened.start].rstrip()
    return not before or before[-1] in ':,.?!—–”"' or opened.start == opened.end


def _goes_on(text: str, lines: list[tuple[int, int]], number: int, marks: list[_Mark]) -> bool:
    """Tell whether the next paragraph continues an open quote: it opens with a mark, or closes one it never opened."""
    if number >= len(lines) or not marks:
        return False
    if marks[0].start == _first_letter(text, lines[number]):
        return True
    return marks[0].closes and not marks[0].opens


def _singles(text: str, start: int, end: int, doubles: list[Span], number: int) -> Iterator[Span]:
    """Yield the spans in single marks that stand outside double ones."""
    at = start
    for double in [*sorted(doubles, key=lambda span: span.start), None]:
        stop = double.outer_start if double else end
        yield from _single_spans(text, at, stop, number)
        at = double.outer_end if double else end


def _single_spans(text: str, start: int, end: int, number: int) -> Iterator[Span]:
    at = start
    while opening := _SINGLE.search(text, at, end):
        at = opening.end()
        if _ELISION.match(text, opening.start()):
            continue
        closing = _single_end(text, opening.end(), end)
        if closing is not None:
            yield Span(opening.end(), closing, opening.start(), closing + 1, number, single=True)
            at = closing + 1


def _single_end(text: str, start: int, end: int) -> int | None:
    """Return where a single-marked quote ends; a plural's apostrophe (`players'`) is passed over if more follow."""
    opening = _SINGLE.search(text, start, end)
    while opening and _ELISION.match(text, opening.start()):
        opening = _SINGLE.search(text, opening.end(), end)
    limit = min(opening.start() if opening else end, start + _LONGEST_SINGLE)
    ends = [match.start() for match in _SINGLE_END.finditer(text, start, limit)]
    for place in ends:
        after = text[place + 1 : place + 2]
        if text[place - 1] not in "sSzx" or not after.isspace() or text[place + 2 : place + 3].isupper():
            return place
    return ends[-1] if ends else None


def _with_inner(text: str, span: Span) -> Span:
    """Add the quotes within a quote: single marks within double ones, double within single, double within double."""
    if span.single:
        inner, _ = _pair(
            text, (span.start, span.end), _marks(text, span.start, span.end), span.paragraph, carried=False
        )
        inside = [each for each in inner if each.closed]
    else:
        nested, _ = _pair(
            text, (span.start, span.end), _marks(text, span.start, span.end), span.paragraph, carried=False
        )
        singles = _single_spans(text, span.start, span.end, span.paragraph)
        inside = [each for each in [*nested, *singles] if each.closed]
    kept = tuple(each for each in inside if re.search(r"\w", text[each.start : each.end]))
    return Span(
        span.start, span.end, span.outer_start, span.outer_end, span.paragraph,
        closed=span.closed, continues=span.continues, single=span.single, inner=kept,
    )  # fmt: skip
