"""A number is a number, however it is written."""

import pytest

from newsreader.feeds.network import host_of, is_loopback


@pytest.mark.parametrize(
    "host", ["127.0.0.2", "127.2", "0x7f.2", "0x7f000002", "2130706434", "0177.0.0.2", "127.0.0.2."]
)
def test_old_spellings_of_an_address_are_known_as_that_address(host: str) -> None:
    assert host_of(f"http://{host}:8080/x") == "127.0.0.2"
    assert is_loopback(host_of(f"http://{host}/"))


@pytest.mark.parametrize("host", ["example.org", "1.example", "0x.example", "cafe", "3com.com"])
def test_names_stay_names(host: str) -> None:
    assert host_of(f"http://{host}/") == host


@pytest.mark.parametrize("host", ["999.1", "1.2.3.4.5", "99999999999"])
def test_what_is_no_address_is_asked_for_as_a_name_or_not_at_all(host: str) -> None:
    assert host_of(f"http://{host}/") in ("", host)
