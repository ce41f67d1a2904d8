from collections.abc import Iterator

import pytest
from django.test import Client

from hotwash.directory.models import ContactMethod, ContactRules
from hotwash.kernel import clock
from hotwash.kernel.config import config
from tests.cast import Cast
from tests.fakes.outlets import MailOutlet, mail_outlet
from tests.outbox import drain
from tests.queries import count_queries

pytestmark = pytest.mark.django_db
HERE = "/account/contact/"


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailOutlet]:
    with mail_outlet() as outlet:
        monkeypatch.setattr(config(), "smtp_url", outlet.outside.settings["smtp_url"])
        yield outlet


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.carl)
    return client


def add(
    browser: Client, address: str = "carl@home.example", channel: str = "email", label: str = "Home"
) -> ContactMethod:
    answer = browser.post(HERE, {"channel": channel, "address": address, "label": label})
    assert answer.status_code == 302, answer.content.decode()
    return ContactMethod.objects.latest("pk")


def test_a_contact_method_is_added_and_proved_by_its_code(browser: Client, mail: MailOutlet):
    method = add(browser)
    drain(now=clock.now())
    (arrived,) = mail.arrived
    code = arrived.subject.rpartition(" ")[2]
    assert "waits for its code" in browser.get(HERE).content.decode()
    wrong = browser.post(f"{HERE}{method.pk}/code", {"code": "x" + code})
    assert (wrong.status_code, "This is not the code" in wrong.content.decode()) == (422, True)
    browser.post(f"{HERE}{method.pk}/code", {"code": f" {code} "})
    method.refresh_from_db()
    assert (method.confirmed, method.code_digest) == (True, "")
    assert "after 2 min" not in browser.get(HERE).content.decode()  # the process sends mail at once


def test_a_wrong_address_is_said_at_its_field_and_kept(browser: Client):
    answer = browser.post(HERE, {"channel": "email", "address": "carl at home", "label": "Home"})
    page = answer.content.decode()
    assert (answer.status_code, "It looks like ada@example.org" in page, 'value="carl at home"' in page) == (
        422,
        True,
        True,
    )


def test_methods_are_put_in_order_by_button_and_all_at_once(browser: Client, cast: Cast):
    first = ContactMethod.objects.get(person=cast.carl)
    second, third = add(browser, "b@example.org"), add(browser, "c@example.org")

    def order() -> list[int]:
        return list(ContactMethod.objects.filter(person=cast.carl).values_list("pk", flat=True))

    browser.post(f"{HERE}{third.pk}/up")
    assert order() == [first.pk, third.pk, second.pk]
    browser.post(f"{HERE}{first.pk}/down")
    assert order() == [third.pk, first.pk, second.pk]
    browser.post(f"{HERE}order", {"method": [second.pk, "x", third.pk]})
    assert order() == [second.pk, third.pk, first.pk]


def test_minutes_are_set_and_a_wrong_number_is_said(browser: Client, cast: Cast):
    method = ContactMethod.objects.get(person=cast.carl)
    browser.post(f"{HERE}{method.pk}/minutes", {"minutes": "7"})
    method.refresh_from_db()
    assert method.minutes == 7
    answer = browser.post(f"{HERE}{method.pk}/minutes", {"minutes": "99"})
    assert (answer.status_code, "Between 0 and 60" in answer.content.decode()) == (422, True)


def test_what_is_anothers_is_not_touched(browser: Client, cast: Cast):
    hers = ContactMethod.objects.get(person=cast.rhea)
    for verb in ("remove", "up", "code", "send", "minutes"):
        browser.post(f"{HERE}{hers.pk}/{verb}", {"code": "1", "minutes": "3"})
    hers.refresh_from_db()
    assert (hers.minutes, hers.order) == (None, 1)
    assert browser.post(f"{HERE}{hers.pk}/nonsense").status_code == 404


def test_one_is_removed(browser: Client, cast: Cast):
    method = add(browser)
    browser.post(f"{HERE}{method.pk}/remove")
    assert not ContactMethod.objects.filter(pk=method.pk).exists()


def test_quiet_hours_are_kept_or_their_problem_said(browser: Client, cast: Cast):
    browser.post(f"{HERE}quiet", {"quiet_from": "22:00", "quiet_until": "07:00", "as_digest": "on"})
    rules = ContactRules.objects.get(person=cast.carl)
    assert (f"{rules.quiet_from:%H:%M}", f"{rules.quiet_until:%H:%M}", rules.as_digest) == ("22:00", "07:00", True)
    answer = browser.post(f"{HERE}quiet", {"quiet_from": "22:00", "quiet_until": ""})
    assert (answer.status_code, "Give both times" in answer.content.decode()) == (422, True)


def test_the_page_asks_as_much_for_one_method_as_for_ten(browser: Client):
    browser.get(HERE)
    few = count_queries(lambda: browser.get(HERE))
    for number in range(10):
        add(browser, f"n{number}@example.org")
    browser.get(HERE)  # what the additions have said is read
    assert count_queries(lambda: browser.get(HERE)) == few
