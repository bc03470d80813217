"""Undoes HTTP's compressions in small sips, so that a bomb is seen by what it makes of little. It sets no limits."""

import zlib
from collections.abc import Iterator
from typing import Any

import brotli  # type: ignore[import-untyped] # ships no types

_SIP = 4096
"""Compressed bytes taken at once: at the worst they make 4 MB (deflate's 1032 : 1)."""
_PIECE = 65_536
_GZIP = zlib.MAX_WBITS | 16


class DamagedError(ValueError):
    """The bytes are not what the answer says they are, or end too soon."""


class Unpacker:
    """Unpacks one answer. `taken` counts the compressed bytes used so far.

    Whatever is not gzip, deflate or br (some servers say "utf-8") is passed on as it is.
    """

    def __init__(self, coding: str) -> None:
        self.taken = 0
        self._coding = coding.strip().lower().removeprefix("x-")
        self._stream: Any = None
        self._whole = False

    def pieces(self, raw: bytes) -> Iterator[bytes]:
        """Yield what `raw`, the next part of the answer, unpacks to, in pieces of at most 64 KB.

        Raises:
            DamagedError: it cannot be unpacked.
        """
        for start in range(0, len(raw), _SIP):
            sip = raw[start : start + _SIP]
            self.taken += len(sip)
            try:
                yield from self._unpacked(sip)
            except (zlib.error, brotli.error) as error:
                raise DamagedError(f"damaged {self._coding}") from error

    def finish(self) -> None:
        """Make sure that nothing is missing at the end.

        Raises:
            DamagedError: the answer broke off.
        """
        if self._stream is not None and not self._whole:
            raise DamagedError(f"{self._coding} that breaks off")

    def _unpacked(self, sip: bytes) -> Iterator[bytes]:
        if self._coding == "br":
            yield from self._brotli(sip)
        elif self._coding in {"gzip", "deflate"}:
            yield from self._zlib(sip)
        else:
            yield sip

    def _brotli(self, sip: bytes) -> Iterator[bytes]:
        self._stream = self._stream or brotli.Decompressor()
        piece = self._stream.process(sip, output_buffer_limit=_PIECE)
        while piece:
            yield piece
            piece = self._stream.process(b"", output_buffer_limit=_PIECE)
        self._whole = self._stream.is_finished()

    def _zlib(self, sip: bytes) -> Iterator[bytes]:
        """Unpack a sip; gzip may hold several members in a row (RFC 1952 §2.2), junk behind the last is passed over."""
        while sip:
            if self._stream is None:
                self._stream = zlib.decompressobj(_GZIP if self._coding == "gzip" else _window(sip))
            elif self._whole:
                if self._coding != "gzip" or not sip.startswith(b"\x1f\x8b"):
                    return
                self._stream = zlib.decompressobj(_GZIP)
            yield self._stream.decompress(sip, _PIECE)
            self._whole = self._stream.eof
            sip = self._stream.unconsumed_tail or self._stream.unused_data


def _window(start: bytes) -> int:
    """Return zlib's parameter for "deflate", which half of the servers send without zlib's two-byte header."""
    is_zlib = len(start) > 1 and start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0  # noqa: PLR2004 - RFC 1950 §2.2
    return zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS
