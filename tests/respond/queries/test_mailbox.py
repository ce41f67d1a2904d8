from collections.abc import Iterator
from datetime import timedelta

import pytest

from hotwash.kernel.config import configured
from hotwash.respond.core.mailbox import recipient_of
from hotwash.respond.models import Page
from hotwash.respond.queries import page_address, page_of_address, source_address, source_of_address
from hotwash.respond.queries.paging import LINK_LIVES
from tests.cast import NOON, Cast
from tests.respond.given import a_source, declared

pytestmark = pytest.mark.django_db
DOMAIN = "incidents.example.org"


@pytest.fixture(autouse=True)
def mail_domain() -> Iterator[None]:
    with configured(HOTWASH_MAIL_DOMAIN=DOMAIN):
        yield


def secret_of(address: str) -> str:
    found = recipient_of(address, DOMAIN)
    assert found is not None, address
    return found.secret


def test_the_address_of_a_page_leads_back_to_it_for_as_long_as_its_link(cast: Cast) -> None:
    page = Page.objects.create(incident=declared(), person=cast.rhea, reason="on call", sent_at=NOON)
    secret = secret_of(page_address(page).upper())
    assert page_of_address(secret, NOON) == page
    assert page_of_address(secret, NOON + LINK_LIVES + timedelta(seconds=1)) is None
    assert page_of_address("1-1-aaaa", NOON) is None


def test_somebody_who_left_answers_no_page(cast: Cast) -> None:
    page = Page.objects.create(incident=declared(), person=cast.rhea, reason="on call", sent_at=NOON)
    cast.rhea.is_active = False
    cast.rhea.save()
    assert page_of_address(secret_of(page_address(page)), NOON) is None


def test_the_address_of_a_source_is_found_in_any_case() -> None:
    source = a_source()
    assert source_of_address(secret_of(source_address(source).upper())) == source
    assert source_of_address(source.secret[:-1]) is None


def test_a_source_that_is_switched_off_has_no_address() -> None:
    source = a_source()
    source.enabled = False
    source.save()
    assert source_of_address(source.secret.lower()) is None


def test_without_a_mail_domain_there_are_no_addresses(cast: Cast) -> None:
    with configured(HOTWASH_MAIL_DOMAIN=""):
        assert source_address(a_source()) == ""
