import gzip
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped] # ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.unpack import DamagedError, Unpacker

BODY = b"<item><title>Harbour</title></item>" * 5000


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS = [
    ("gzip", gzip.compress), ("x-gzip", gzip.compress), ("GZIP", gzip.compress), ("deflate", zlib.compress),
    ("deflate", raw_deflate), ("br", brotli.compress), ("", bytes), ("identity", bytes), ("utf-8", bytes),
]  # fmt: skip


def unpacked(coding: str, packed: bytes, step: int) -> bytes:
    unpacker = Unpacker(coding)
    body = b"".join(
        piece for start in range(0, len(packed), step) for piece in unpacker.pieces(packed[start : start + step])
    )
    unpacker.finish()
    return body


@pytest.mark.parametrize(("coding", "pack"), PACKERS)
@pytest.mark.parametrize("step", [7, 4096, 10**9])
def test_what_was_packed_is_unpacked_in_parts_of_any_size(
    coding: str, pack: Callable[[bytes], bytes], step: int
) -> None:
    assert unpacked(coding, pack(BODY), step) == BODY


@given(body=st.binary(max_size=2000), packer=st.sampled_from(PACKERS), step=st.integers(2, 300))
def test_any_bytes_survive(body: bytes, packer: tuple[str, Callable[[bytes], bytes]], step: int) -> None:
    coding, pack = packer

    assert unpacked(coding, pack(body), step) == body


def test_several_members_are_one_answer() -> None:
    assert unpacked("gzip", gzip.compress(b"one ") + gzip.compress(b"two"), 5000) == b"one two"


@pytest.mark.parametrize(("coding", "packed"), [("gzip", gzip.compress(BODY)), ("deflate", zlib.compress(BODY))])
def test_junk_behind_the_end_is_passed_over(coding: str, packed: bytes) -> None:
    assert unpacked(coding, packed + b"\0\0junk", 10**6) == BODY


@pytest.mark.parametrize(
    ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)]
)
def test_an_answer_that_breaks_off_is_damaged(coding: str, pack: Callable[[bytes], bytes]) -> None:
    with pytest.raises(DamagedError):
        unpacked(coding, pack(BODY)[:-6], 10**6)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
@given(junk=st.binary(min_size=3, max_size=200))
def test_junk_is_unpacked_or_damaged_and_nothing_else(coding: str, junk: bytes) -> None:
    try:
        unpacked(coding, junk, 50)
    except DamagedError as error:
        assert coding in str(error)  # noqa: PT017 - either fate is right


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
def test_a_bomb_comes_in_small_pieces_and_shows_how_little_made_them(
    coding: str, pack: Callable[[bytes], bytes]
) -> None:
    unpacker = Unpacker(coding)
    made = 0

    for piece in unpacker.pieces(pack(b"\0" * 20_000_000)):
        assert len(piece) <= 1_000_000
        made += len(piece)
        if made > 2_000_000:
            break

    assert unpacker.taken <= 4096
