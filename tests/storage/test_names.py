"""How a name is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.names import fold, read_name


@pytest.mark.parametrize(
    ("written", "shown", "core", "initials", "surname", "bare"),
    [
        ("Karen Bassey", "Karen Bassey", "karen bassey", "", "bassey", False),
        ("Mayor Karen Bassey", "Karen Bassey", "karen bassey", "", "bassey", False),
        ("the former Attorney General Pam B. Bondar", "Pam B. Bondar", "pam bondar", "b", "bondar", False),
        ("Vice President J.D. Vanter", "J.D. Vanter", "jd vanter", "", "vanter", False),
        ("J. K. Rowe", "J. K. Rowe", "jk rowe", "", "rowe", False),
        ("Robert F. Kenning, Jr.", "Robert F. Kenning Jr.", "robert kenning jr", "f", "kenning", False),
        ("Mr. Bassey", "Bassey", "bassey", "", "bassey", True),
        ("Siobhán O’Neill-Čapek", "Siobhán O’Neill-Čapek", "siobhan oneill capek", "", "capek", False),
        ("General Motors", "General Motors", "general motors", "", "motors", False),
        ("Justice Department", "Justice Department", "justice department", "", "department", False),
        ("National Security Council", "National Security Council", "national security council", "", "council", False),
        ("the White House", "White House", "white house", "", "house", False),
        ("ICE", "ICE", "ice", "", "ice", False),
        ("President", "President", "president", "", "president", True),
    ],
)
def test_a_name_is_read(written: str, shown: str, core: str, initials: str, surname: str, bare: bool) -> None:
    name = read_name(written)

    assert (name.shown, name.core, name.initials) == (shown, core, initials)
    assert (name.surname, name.bare) == (surname, bare)


@given(st.text())
def test_any_text_is_read_without_trouble_and_folding_twice_changes_nothing(text: str) -> None:
    name = read_name(text)

    assert fold(name.folded) == name.folded
    assert bool(name.folded) == bool(name.core)
