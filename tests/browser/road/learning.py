"""Stages 2 to 4: the team, the evidence, the timeline, the impact, the causes."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from hotwash.example.evidence import LEAKED_KEY, archive
from tests.browser.road.traveller import Road, save

PINNED = 6
FILES = ("terraform-apply.jsonl", "ansible-rollout.log", "cloudtrail.json", "haproxy-syslog.log", "checkout-app.jsonl")
OUTCOME = "A third of the payments were refused for half an hour"
FACTORS = (
    ("The pool of connections was sized for half the workers", "technical:capacity"),
    ("A rollout changes the number of workers without asking the limit of the database", "process:change_release"),
    ("No alert watched how full the pool was", "monitoring:missing_alert"),
)


def team_is_proposed(road: Road) -> None:
    """The proposal is there by itself; the support seat is filled, the team is invited with a calendar entry."""
    page = road.at("olga", "team/")
    expect(page.locator("main")).to_contain_text("Rhea Responder")
    page.fill("input[name=starts_at]", (road.began + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Send the invitations").click()
    page.wait_for_load_state()
    letter = road.mail.wait("rhea@shop.example", "post-mortem")
    assert any("BEGIN:VCALENDAR" in text for _, text in letter.attachments)
    road.look("olga", "team")


def evidence_is_dropped(road: Road) -> None:
    """One zip with six kinds of evidence: each is recognised, secrets are masked, moments are proposed."""
    page = road.at("olga", "evidence/files/")
    zipped = {"name": "evidence.zip", "mimeType": "application/zip", "buffer": archive(road.began)}
    page.set_input_files("input[name=files]", files=[zipped])
    expect(page.locator(".drop li .good, .drop li p.good")).to_have_count(1)
    for name in (*FILES, "dashboard.png"):
        expect(page.locator("#evidence-list")).to_contain_text(name, timeout=90_000)
    expect(page.locator("#evidence-list tr", has_text=FILES[0])).to_contain_text("terraform", timeout=90_000)
    road.look("olga", "evidence-files")
    page = road.at("olga", "evidence/moments/")
    expect(page.locator("[data-moment]").first).to_be_visible()
    assert LEAKED_KEY not in page.content()
    road.look("olga", "moments")


def moments_are_pinned(road: Road) -> None:
    page = road.at("olga", "evidence/moments/")
    for _ in range(PINNED):
        page.locator("[data-moment] [data-do=pin]").first.click()
        page.wait_for_load_state()
    page = road.at("olga", "evidence/entries/new")
    page.fill("input[name=at]", (road.began + timedelta(minutes=9)).strftime("%Y-%m-%d %H:%M:%S"))
    page.fill("[name=text]", "Support asks in the team room whether something changed")
    page.fill("[name=lane]", "Support")
    save(page)
    page = road.at("olga", "evidence/")
    expect(page.locator("#entries")).to_contain_text("Support asks in the team room")


def key_times_are_marked(road: Road) -> None:
    page = road.at("olga", "evidence/")
    entries = page.locator("#entries .entry a[href*='/entries/']")
    page.goto(str(entries.nth(1).get_attribute("href")))
    page.fill("form[action$='key-times/mark'] [name=name]", "detected")
    page.locator("form[action$='key-times/mark']").get_by_role("button", name="Mark").click()
    page.wait_for_load_state()
    page = road.at("olga", "evidence/")
    expect(page.locator("main")).to_contain_text(re.compile("detected", re.IGNORECASE))
    road.look("olga", "timeline")
    road.at("rhea", "evidence/")
    road.look("rhea", "timeline-phone")


def impact_is_entered(road: Road) -> None:
    page = road.at("olga", "evidence/impact/")
    page.select_option("select[name=audience]", "customers")
    page.fill("input[name=starts_at]", (road.began + timedelta(minutes=2)).strftime("%Y-%m-%d %H:%M:%S"))
    page.fill("input[name=ends_at]", (road.began + timedelta(minutes=34)).strftime("%Y-%m-%d %H:%M:%S"))
    page.fill("input[name=amount]", "1200")
    page.fill("input[name=unit]", "payments")
    save(page)
    expect(page.locator("main")).to_contain_text("payments")
    road.look("olga", "impact")


def causes_are_found(road: Road) -> None:
    """One graph, two views; each factor cites an entry; the language is checked while typing."""
    page = road.at("olga", "analysis/")
    _write(page, "The engineer should have noticed that the pool was full")
    expect(page.locator(".finding-cards")).to_contain_text("should have")
    road.look("olga", "language")
    _write(page, OUTCOME)
    page.select_option("#why-form select[name=kind]", "outcome")
    save(page, "Add")
    above = 1
    for statement, place in FACTORS:
        page = road.who("olga").go(f"/incidents/{road.incident}/analysis/?why={above}#why-form")
        _write(page, statement)
        page.select_option("#why-form select[name=place]", place)
        save(page, "Add this why")
        above += 1
    for number in range(2, 2 + len(FACTORS)):
        _cite(road, number)
    page = road.at("olga", "analysis/fishbone")
    for statement, _ in FACTORS:
        expect(page.locator("main")).to_contain_text(statement[:12])
    road.look("olga", "fishbone")
    road.at("olga", "analysis/")
    road.look("olga", "whys")


def _write(page: Page, statement: str) -> None:
    fold = page.locator("#add details:not([open]) > summary")
    if fold.count():
        fold.first.click()
    page.fill("#why-form textarea[name=statement]", statement)


def _cite(road: Road, number: int) -> None:
    page = road.at("olga", f"analysis/F-{number}/")
    page.locator("details", has_text="Cite entries of the timeline").locator("summary").first.click()
    page.locator(".evidence-tick input").nth(number).check()
    save(page, "Cite the ticked ones")
