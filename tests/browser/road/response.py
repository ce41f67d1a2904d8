"""Stages 1 and 2: an alert becomes an incident, somebody answers, it is resolved, a team is proposed."""

import json
import re
import subprocess

from playwright.sync_api import expect

from hotwash.example.evidence import alert
from tests.browser.road.traveller import Road, save

SECOND_LEVEL_SECONDS = 240  # the first level has one minute


def alert_arrives(road: Road, address: str) -> None:
    """A real Alertmanager body by curl: an incident is there, and the first on call is paged by mail."""
    body = json.dumps(alert(road.began))
    sent = subprocess.run(
        ["curl", "-sS", "--fail-with-body", "-H", "Content-Type: application/json", "-d", "@-", address],
        input=body,
        capture_output=True,
        text=True,
        check=False,
    )
    assert sent.returncode == 0, sent.stdout + sent.stderr
    letter = road.mail.wait("carl@shop.example", "INC-")
    found = re.search(r"INC-\d+", letter.subject)
    assert found, letter.subject
    road.incident = found[0]
    assert any("/pages/" in link for link in letter.links)
    page = road.at("olga", "respond/")
    expect(page.locator(".incident-head h1")).to_have_text("Checkout answers 502 for a third of customers")
    expect(page.locator(".incident-head .severity")).to_have_text("SEV 1")
    expect(page.locator(".side")).to_contain_text("Checkout")
    page = road.who("olga").go("/alerts/?triage=all")
    expect(page.locator("#alert-rows")).to_contain_text("Critical alerts are incidents")


def second_level_answers(road: Road) -> None:
    """Carl does not answer; Rhea is paged when the timer is due, and answers by the link in her mail."""
    page = road.who("carl").go("/")
    expect(page.locator(".paged-banner, .paged").first).to_contain_text(road.incident)
    road.look("carl", "home-paged")
    assert [letter.to for letter in road.mail.letters if road.incident in letter.subject] == ["carl@shop.example"]
    letter = road.mail.wait("rhea@shop.example", road.incident, seconds=SECOND_LEVEL_SECONDS)
    link = next(link for link in letter.links if "/pages/" in link)
    assert link.startswith(road.house.base)
    road.at("rhea", "respond/")
    road.look("rhea", "room-paged")
    with road.stranger() as rhea:
        page = rhea.go(link)
        road.found += rhea.check("road-answer")
        page.get_by_role("button", name="Acknowledge").click()
        expect(page.locator("h1")).to_have_text("You have it")
        road.found += rhea.check("road-answered")
    page = road.at("rhea", "respond/")
    expect(page.get_by_role("button", name="Acknowledge")).to_have_count(0)
    expect(page.locator(".pages li", has_text="Rhea Responder")).to_contain_text("acknowledged")
    page = road.who("carl").go("/")
    expect(page.locator(".paged-banner, .paged")).to_have_count(0)


def command_and_words(road: Road) -> None:
    """Rhea leads, stakeholders are told, the room talks, it is over."""
    page = road.at("rhea", "respond/")
    page.get_by_role("button", name="Take command").click()
    expect(page.locator(".incident-head")).to_contain_text("Rhea Responder")
    page.fill("textarea[name=text]", "The pool of connections is full since the apply of 09:02.")
    page.get_by_role("button", name="Say it").click()
    expect(page.locator("#feed")).to_contain_text("The pool of connections is full")
    page = road.at("rhea", "respond/update")
    page.check("input[name=audiences][value=internal]")
    page.fill("textarea[name=text]", "A third of the payments fail. We are undoing the last change.")
    save(page, "Send at once")
    told = road.mail.wait("all@shop.example", "A third of the payments fail")
    assert road.incident in told.subject + told.text
    page = road.at("olga", "respond/")
    expect(page.locator("main")).to_contain_text("Stakeholders were told")
    road.at("rhea", "respond/")
    road.look("rhea", "room-running")


def resolve(road: Road) -> None:
    page = road.at("rhea", "respond/")
    page.get_by_role("button", name="Resolve").first.click()
    expect(page.locator(".incident-head [data-state=resolved]")).to_be_visible()
    road.at("olga", "respond/")
    road.look("olga", "room-resolved")
