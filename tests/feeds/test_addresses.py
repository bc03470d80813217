import socket
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.addresses import AddressGuard, AddressRefused, is_disguised

STRICT = AddressGuard()


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::1"])
@pytest.mark.parametrize("port", [80, 443])
def test_a_public_web_address_is_allowed(address: str, port: int) -> None:
    assert STRICT.allows(address, port)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254",  # noqa: S104 - to be refused, bound by nobody
        "100.64.0.1", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::",
        "3fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "localhost",
        "2130706433", "0x7f.1", "", "not an address",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert not STRICT.allows(address, 80)


@pytest.mark.parametrize("port", [0, 21, 22, 25, 8080, 6379, 65535])
def test_a_public_address_is_refused_on_other_ports(port: int) -> None:
    assert not STRICT.allows("93.184.216.34", port)


def test_an_allowed_network_is_open_on_every_port_and_no_other_is() -> None:
    guard = AddressGuard(allow_networks=(ip_network("10.20.0.0/16"), ip_network("fd00::/8")))

    assert guard.allows("10.20.3.4", 8080)
    assert guard.allows("::ffff:10.20.3.4", 80)
    assert guard.allows("fd00::5", 80)
    assert not guard.allows("10.21.0.1", 80)


def test_an_allowed_origin_is_one_address_at_one_port() -> None:
    guard = AddressGuard(allow_origins=(("127.0.0.1", 4321),))

    assert guard.allows("127.0.0.1", 4321)
    assert not guard.allows("127.0.0.1", 4322)
    assert not guard.allows("127.0.0.2", 4321)
    assert not guard.allows("::1", 4321)


def test_localhost_as_an_origin_is_either_loopback() -> None:
    guard = AddressGuard(allow_origins=(("localhost", 4321),))

    assert guard.allows("127.0.0.1", 4321)
    assert guard.allows("::1", 4321)
    assert not guard.allows("10.0.0.1", 4321)


def test_no_socket_is_made_for_a_refused_address() -> None:
    row = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", 80))

    with pytest.raises(AddressRefused):
        STRICT.open_socket(row)


def test_the_refusals_of_one_host_read_the_same_so_that_they_stay_one_error() -> None:
    said = set()
    for address in ("127.0.0.1", "10.0.0.1"):
        with pytest.raises(AddressRefused) as refused:
            STRICT.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, 80)))
        said.add(str(refused.value))

    assert len(said) == 1


def test_an_allowed_address_gets_an_unconnected_socket_of_its_family() -> None:
    guard = AddressGuard(allow_networks=(ip_network("127.0.0.0/8"),))

    with guard.open_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 9))) as opened:
        assert opened.family is socket.AF_INET
        assert opened.fileno() >= 0


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "1.2.3", "256.1.1.1"])
def test_a_number_that_is_no_plain_address_is_a_disguise(host: str) -> None:
    assert is_disguised(host)


@pytest.mark.parametrize("host", ["93.184.216.34", "example.org", "1password.example", "3.example", "::1", "a.b.c0"])
def test_names_and_plain_addresses_are_no_disguise(host: str) -> None:
    assert not is_disguised(host)


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_judged_as_the_one_it_hides(address: IPv4Address) -> None:
    assert STRICT.allows(f"::ffff:{address}", 443) == STRICT.allows(str(address), 443)


@given(st.ip_addresses())
def test_only_global_addresses_ever_pass(address: IPv4Address | IPv6Address) -> None:
    if STRICT.allows(str(address), 443):
        assert address.is_global
        assert not address.is_multicast
