"""What every test has: a guard that lets no socket leave this machine; and their order."""

import socket
from ipaddress import ip_address
from typing import Any

import pytest


class LeavingTheMachineError(RuntimeError):
    """A test tried to reach beyond loopback."""


def _stays_here(address: Any) -> bool:  # noqa: ANN401 (whatever a socket family takes)
    if not isinstance(address, tuple):
        return True
    host = str(address[0]).partition("%")[0]
    try:
        return ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        return host == "localhost"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: "/crash/" not in item.path.as_posix())


@pytest.fixture(autouse=True)
def _no_network_beyond_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(self: socket.socket, address: Any) -> None:  # noqa: ANN401 (the socket's own signature)
        if not _stays_here(address):
            raise LeavingTheMachineError(f"a test may not connect to {address}")
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:  # noqa: ANN401 (the socket's own signature)
        if not _stays_here(address):
            raise LeavingTheMachineError(f"a test may not connect to {address}")
        return connect_ex(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
