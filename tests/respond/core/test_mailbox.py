import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotwash.respond.core.mailbox import AddressKind, Recipient, address_of, opened, recipient_of, sealed

KEY = b"the server's own"
DOMAIN = "incidents.example.org"


@pytest.mark.parametrize(
    ("address", "means"),
    [
        ("alerts+s3cret_-x@incidents.example.org", Recipient(AddressKind.ALERTS, "s3cret_-x")),
        ("ALERTS+S3cret@Incidents.Example.ORG", Recipient(AddressKind.ALERTS, "s3cret")),
        ("Hotwash <page+12-3-abc@incidents.example.org>", Recipient(AddressKind.PAGE, "12-3-abc")),
        ("<page+12-3-abc@incidents.example.org>", Recipient(AddressKind.PAGE, "12-3-abc")),
        ("page+1@incidents.example.org.", Recipient(AddressKind.PAGE, "1")),
        ("alerts+a+b@incidents.example.org", Recipient(AddressKind.ALERTS, "a+b")),
        ("alerts@incidents.example.org", None),
        ("alerts+@incidents.example.org", None),
        ("anna+1@incidents.example.org", None),
        ("alerts+1@example.org", None),
        ("alerts+1@evil.incidents.example.org", None),
        ("alerts+1", None),
        ("", None),
        ("@", None),
        ("a\r\nBcc: b@example.org", None),
    ],
)
def test_what_an_address_means(address: str, means: Recipient | None) -> None:
    assert recipient_of(address, DOMAIN) == means


@pytest.mark.parametrize("domain", ["", "localhost"])
def test_without_a_mail_domain_no_address_means_anything(domain: str) -> None:
    assert recipient_of("alerts+s@incidents.example.org", domain) is None


def test_an_address_is_read_as_it_was_made() -> None:
    made = address_of(AddressKind.ALERTS, "AbC_-9", DOMAIN)
    assert made == "alerts+abc_-9@incidents.example.org"
    assert recipient_of(made, DOMAIN) == Recipient(AddressKind.ALERTS, "abc_-9")
    assert address_of(AddressKind.ALERTS, "AbC", "") == ""


@given(st.lists(st.integers(0, 10**18 - 1), min_size=1, max_size=2))
def test_a_token_survives_capitals_and_fits_an_address(numbers: list[int]) -> None:
    token = sealed(numbers, KEY)
    assert opened(token.upper(), KEY) == tuple(numbers)
    assert opened(token, b"another") is None
    assert len(f"page+{token}") <= 70


def test_a_token_of_usual_numbers_is_short_enough_for_every_mail_server() -> None:
    assert len(f"page+{sealed([9_999_999_999, 999_999], KEY)}") <= 64


@pytest.mark.parametrize("token", ["", "-", "1-2", "1-2-", "1-2-ü", "x-1-x", "1-3-" + "a" * 24, "x" * 9999])
def test_a_token_that_nobody_sealed_is_refused(token: str) -> None:
    assert opened(token, KEY) is None


def test_a_changed_number_is_refused() -> None:
    assert opened(sealed([12, 3], KEY).replace("12", "13", 1), KEY) is None


def test_words_that_were_sealed_are_no_numbers() -> None:
    seal = sealed([], KEY)
    assert opened(seal, KEY) is None
