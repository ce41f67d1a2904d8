"""Stage 7: reminded, followed up, seen again, reviewed, and a process that has learnt."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.road.traveller import Road, press, save
from tests.browser.visitor import FIRST

VERDICTS = (
    (1, "effective", "A rollout of 40 workers left 20 connections free.", "it worked"),
    (2, "not", "The next rollout began without a look at the runbook.", "did not hold"),
)
CHANGE = "Name the error budget in every update."


def overdue_is_reminded(road: Road) -> None:
    """Two days later the first action is overdue; its owner hears of it by mail."""
    road.days_pass(2)
    letter = road.mail.wait("theo@shop.example", "Limit the pool")
    assert road.incident in letter.subject + letter.text
    assert "overdue" in f"{letter.subject}\n{letter.text}".lower()


def actions_are_done(road: Road) -> None:
    for number, owner in ((1, "theo"), (2, "carl")):
        page = road.at(owner, f"actions/A-{number}/")
        page.locator("details", has_text="It is done").locator("summary").first.click()
        page.fill("[name=evidence]", "https://git.shop.example/checkout/pull/17")
        save(page, "Call it done")


def followed_up(road: Road) -> None:
    """A meeting is invited by mail with a calendar entry; one action worked, one did not hold."""
    page = road.at("olga", "improve/")
    page.locator("details", has_text="Plan a follow-up").locator("summary").first.click()
    page.fill("input[name=at]", (datetime.now(UTC) + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M"))
    for name in ("Theo Developer", "Carl Commander"):
        page.get_by_role("checkbox", name=name).check()
    save(page, "Invite")
    letter = road.mail.wait("theo@shop.example", "follow-up")
    assert any("BEGIN:VEVENT" in text and "METHOD:REQUEST" in text for _, text in letter.attachments)
    for number, verdict, shown, _ in VERDICTS:
        page = road.at("olga", "improve/")
        judged = page.locator(".rows > li", has=page.locator(f"#verdict-{number}"))
        judged.locator("details > summary").first.click()
        page.select_option(f"#verdict-{number}", verdict)
        page.fill(f"#evidence-{number}", shown)
        press(judged.get_by_role("button", name="Keep the verdict"))
    page = road.at("olga", "improve/")
    for number, _, _, says in VERDICTS:
        expect(page.locator(".rows > li", has=page.locator(f"[href$='/A-{number}/']"))).to_contain_text(says)
    expect(page.locator(".rows > li", has=page.locator("[href$='/A-2/']")).locator("[data-state=open]")).to_be_visible()
    road.look("olga", "improve")


def seen_again(road: Road) -> None:
    """A second incident with the same factor is told so at once."""
    first = road.incident
    page = road.who("olga").go("/incidents/declare")
    page.fill("input[name=title]", "Order status answers 503")
    page.check("input[name=severity][value=sev2]")
    page.uncheck("input[name=pages]")
    save(page)
    found = re.search(r"INC-\d+", page.url)
    assert found
    road.incident = found[0]
    page = road.at("olga", "analysis/")
    page.fill("#why-form textarea[name=statement]", "The pool of connections was sized for half the workers")
    page.select_option("#why-form select[name=kind]", "factor")
    page.select_option("#why-form select[name=place]", "technical:capacity")
    save(page, "Add")
    page = road.until("olga", "improve/", first, ".stage-main")
    expect(page.get_by_role("heading", name="This may have happened before")).to_be_visible()
    road.look("olga", "recurrence")
    press(page.get_by_role("button", name="It is the same again").first)
    expect(page.locator("main")).to_contain_text(f"is {first}")


def reviewed(road: Road) -> None:
    page = road.who("olga").go("/insights/review/")
    expect(page.locator("section[aria-labelledby=recurring]")).to_contain_text("The pool of connections")
    expect(page.locator("section[aria-labelledby=unresolved]")).to_contain_text("Alert when the pool is 80 % full")
    road.look("olga", "review")
    road.who("olga").go("/insights/")
    road.look("olga", "insights")


def process_learns(road: Road) -> None:
    """A suggestion out of the incident is accepted; the next incident runs under the new version."""
    page = road.who("olga").go(f"/process/suggestions/new?incident={road.incident}")
    page.fill("[name=title]", CHANGE)
    field = page.locator("textarea[name=edited]")
    field.fill(field.input_value().replace("Say how it was found:", f"{CHANGE} Say how it was found:"))
    save(page, "Suggest it")
    ada = road.sit_down("ada", FIRST)
    page = ada.go("/process/suggestions/")
    page.get_by_role("link", name=CHANGE).click()
    save(page, "Accept: make it the next version")
    page = ada.go("/process/")
    expect(page.locator("main")).to_contain_text("Version 3")
    page = road.who("olga").go("/incidents/declare")
    page.fill("input[name=title]", "Search answers slowly")
    page.check("input[name=severity][value=sev3]")
    page.uncheck("input[name=pages]")
    save(page)
    found = re.search(r"INC-\d+", page.url)
    assert found
    page = road.who("olga").go(f"/incidents/{found[0]}/")
    expect(page.locator(".side")).to_contain_text("version 3")
    page = road.who("olga").go(f"/incidents/{found[0]}/respond/")
    expect(page.locator(".side")).to_contain_text(CHANGE)
