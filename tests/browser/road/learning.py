"""Stages 2 to 4: the team, the evidence, the timeline, the impact, the causes."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from hotwash.example.evidence import LEAKED_KEY, archive
from tests.browser.road.traveller import Road, press, save

PINNED = 6
FILES = {
    "terraform-apply.jsonl": "Terraform",
    "ansible-rollout.log": "Ansible",
    "cloudtrail.json": "CloudTrail",
    "haproxy-syslog.log": "Syslog",
    "checkout-app.jsonl": "JSON",
    "dashboard.png": "Picture",
}
SEATS = {
    "commander": "Rhea Responder",
    "sme_operations": "Carl Commander",
    "sme_development": "Theo Developer",
    "sme_support": "Sam Support",
}
KEY_TIMES = ("started", "detected", "acknowledged", "mitigated", "resolved")
OUTCOME = "A third of the payments were refused for half an hour"
FACTORS = (
    ("The pool of connections was sized for half the workers", "technical:capacity"),
    ("A rollout changes the number of workers without asking the limit of the database", "process:change_release"),
    ("No alert watched how full the pool was", "monitoring:missing_alert"),
    ("The limit of the database is written in notes that a rollout does not read", "process:documentation"),
    ("Nobody is asked for limits when a service is handed over", "process:planning"),
)


def team_is_proposed(road: Road) -> None:
    """The proposal is there by itself; the support seat is filled, the team is invited with a calendar entry."""
    page = road.until("olga", "team/", "Rhea Responder")
    for seat, name in SEATS.items():
        expect(page.locator(f"#seat-{seat}")).to_contain_text(name)
    page.fill("input[name=starts_at]", (road.began + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
    press(page.get_by_role("button", name="Send the invitations"))
    letter = road.mail.wait("rhea@shop.example", "post-mortem")
    assert any("BEGIN:VCALENDAR" in text for _, text in letter.attachments)
    road.look("olga", "team")


def evidence_is_dropped(road: Road) -> None:
    """One zip with six kinds of evidence: each is recognised, secrets are masked, moments are proposed."""
    page = road.at("olga", "evidence/files/")
    zipped = {"name": "evidence.zip", "mimeType": "application/zip", "buffer": archive(road.began)}
    page.set_input_files("input[name=files]", files=[zipped])
    expect(page.locator(".drop li .good, .drop li p.good")).to_have_count(1)
    for name, recognised in FILES.items():
        row = page.locator("#evidence-list tr", has_text=name)
        expect(row.locator("[data-label='What it is']")).to_contain_text(recognised, timeout=90_000)
        expect(row.locator("[data-label=Moments]")).to_contain_text("waiting", timeout=90_000)
    masked = page.locator("#evidence-list tr", has_text="checkout-app.jsonl")
    expect(masked.locator("[data-label=Masked]")).to_contain_text("AWS key id")
    road.look("olga", "evidence-files")
    page = road.at("olga", "evidence/moments/")
    expect(page.locator("[data-moment] .scrubbed").first).to_be_visible()
    assert LEAKED_KEY not in page.content()
    road.look("olga", "moments")


def moments_are_pinned(road: Road) -> None:
    page = road.at("olga", "evidence/moments/")
    waiting = page.locator("[data-moment] [data-do=pin]")
    for _ in range(PINNED):
        left = waiting.count() - 1
        waiting.first.click()
        expect(waiting).to_have_count(left)
    page = road.at("olga", "evidence/entries/new")
    page.fill("input[name=at]", (road.began + timedelta(minutes=9)).strftime("%Y-%m-%d %H:%M:%S"))
    page.fill("[name=text]", "Support asks in the team room whether something changed")
    page.fill("[name=lane]", "Support")
    save(page)
    page = road.at("olga", "evidence/")
    expect(page.locator("#entries")).to_contain_text("Support asks in the team room")
    expect(page.locator("#entries .entry a[href*='/evidence/files/']")).to_have_count(PINNED)


def key_times_are_marked(road: Road) -> None:
    page = road.at("olga", "evidence/")
    first = page.locator("#entries .entry a[href*='/entries/']").first
    page.goto(str(first.get_attribute("href")))
    _mark(page, "started")
    page = road.at("olga", "evidence/")
    page.locator("summary", has_text="Mark a key time").click()
    page.fill("form[action$='key-times/mark'] [name=at]", f"{road.began + timedelta(minutes=34):%Y-%m-%d %H:%M:%S}")
    _mark(page, "mitigated")
    page = road.at("olga", "evidence/")
    for name in KEY_TIMES:
        mark = page.locator(".key-times > div:not([data-missing])", has_text=re.compile(f"^{name}"))
        expect(mark.locator("time")).to_have_count(1)
    expect(page.locator(".key-times > div", has_text=re.compile("^started")).locator(".reference")).to_have_count(1)
    expect(page.locator(".figures-line")).to_contain_text("to resolve")
    road.look("olga", "timeline")
    road.at("rhea", "evidence/")
    road.look("rhea", "timeline-phone")


def _mark(page: Page, name: str) -> None:
    form = page.locator("form[action$='key-times/mark']")
    form.locator("[name=name]").fill(name)
    press(form.get_by_role("button", name="Mark"))


def impact_is_entered(road: Road) -> None:
    page = road.at("olga", "evidence/impact/")
    page.select_option("select[name=audience]", "customers")
    page.fill("input[name=starts_at]", (road.began + timedelta(minutes=2)).strftime("%Y-%m-%d %H:%M:%S"))
    page.fill("input[name=ends_at]", (road.began + timedelta(minutes=34)).strftime("%Y-%m-%d %H:%M:%S"))
    page.fill("input[name=amount]", "1200")
    page.fill("input[name=unit]", "payments")
    save(page)
    expect(page.locator("main .rows").first).to_contain_text("Customers: 1,200 payments")
    page.get_by_role("link", name="http_requests_failed").click()
    expect(page.locator(".curve .beyond")).to_have_count(1)
    road.look("olga", "impact-from-a-metric")
    save(page, "Write as impact")
    expect(page.locator("main .rows").first).to_contain_text("Availability")
    road.look("olga", "impact")


def causes_are_found(road: Road) -> None:
    """One graph, two views; each factor cites an entry; the language is checked while typing."""
    page = road.at("olga", "analysis/")
    _write(page, "The engineer should have noticed that the pool was full")
    expect(page.locator(".finding-cards")).to_contain_text("should have")
    expect(page.locator(".mirror .finding").first).to_be_visible()
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
    for number, (_, place) in enumerate(FACTORS, 2):
        bone = page.locator(f"[data-bone={place.split(':')[0]}]")
        expect(bone.locator(f"[href$='F-{number}']")).to_have_count(1)
    road.look("olga", "fishbone")
    page = road.at("olga", "analysis/")
    for depth, (statement, place) in enumerate(FACTORS, 1):
        why = page.locator(f"#F-{depth + 1}[data-depth='{depth}'][data-category={place.split(':')[0]}]")
        expect(why.locator(".why-statement")).to_have_text(statement)
        expect(why.locator("a[href*='/evidence/']")).to_have_count(1)
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
