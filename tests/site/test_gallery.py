"""No page of the product is left out by the browser's look at all of them."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from tests.browser import gallery
from tests.cast import Cast
from tests.site.addresses import filled, named

pytestmark = pytest.mark.django_db


def test_every_address_that_answers_get_is_looked_at_or_is_no_page(client: Client, cast: Cast):
    client.force_login(cast.ada)
    answering = {name for name, route in named() if client.get(filled(route, 1)).status_code != 405}
    looked_at = {
        resolve(re.split(r"[?#]", path)[0]).url_name for path in (gallery.signed_in() | gallery.STRANGER).values()
    }
    looked_at |= {name for name, path in gallery.STRANGER.items() if path.endswith("#sent")}  # comes after the form
    assert answering - looked_at == gallery.NO_PAGE.keys() & answering
    assert not looked_at & gallery.NO_PAGE.keys()
