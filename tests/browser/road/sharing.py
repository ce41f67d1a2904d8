"""Stages 5 and 6: actions, the report, its review, its publication, a comment, the archive."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.road.learning import OUTCOME
from tests.browser.road.traveller import Road, press, save
from tests.browser.visitor import FIRST

ACTIONS = (
    # factor, what is done, kind, what changes, owner, due in so many days
    (2, "Limit the pool by the database's own limit", "corrective", "code", "Theo Developer", 1),
    (3, "Name the limit of connections in the rollout runbook", "corrective", "runbook", "Carl Commander", 14),
    (4, "Alert when the pool is 80 % full", "preventive", "alert", "Rhea Responder", 30),
)
LEFT = {
    5: "With the limit in the runbook (A-2) nothing is left to read in notes.",
    6: "Handing over services is changed in another project.",
}
SENTENCE = "A rollout doubled the workers, and the database ran out of connections."
QUESTION = "Was the limit written down anywhere?"


def actions_are_decided(road: Road) -> None:
    for factor, title, kind, changes, owner, days in ACTIONS:
        page = road.at("olga", "actions/")
        answer = page.locator(f"#F-{factor}")
        answer.locator("details > summary").first.click()
        answer.locator("input[name=title]").fill(title)
        answer.locator("select[name=kind]").select_option(kind)
        answer.locator("select[name=type]").select_option(changes)
        answer.locator("select[name=owner]").select_option(label=owner)
        answer.locator("input[name=due]").fill((datetime.now(UTC).date() + timedelta(days=days)).isoformat())
        press(answer.get_by_role("button", name="Add", exact=True))
        row = road.at("olga", "actions/").locator(f"#F-{factor} .rows li", has_text=title)
        for shown in (owner, kind, "due"):
            expect(row).to_contain_text(shown)
    for factor, reason in LEFT.items():
        answer = road.at("olga", "actions/").locator(f"#F-{factor}")
        answer.locator("details > summary").first.click()
        answer.locator("input[name=reason]").fill(reason)
        press(answer.get_by_role("button", name="Keep the reason"))
        expect(road.who("olga").page.locator(f"#F-{factor}")).to_contain_text(reason)
    road.at("olga", "actions/")
    road.look("olga", "actions")


def report_is_written(road: Road) -> None:
    """Begun with live blocks; a sentence is added; the answer to a review is a second person's."""
    page = road.at("olga", "report/")
    press(page.get_by_role("button", name="Begin the report"))
    page = road.at("olga", "report/sections/summary")
    page.fill("textarea[name=text]", SENTENCE)
    save(page)
    page = road.at("olga", "report/")
    for live in (SENTENCE, "1,200 payments", "Support asks in the team room", OUTCOME, *(row[1] for row in ACTIONS)):
        expect(page.locator("article")).to_contain_text(live)
    expect(page.locator("article .report-figure svg, article figure svg")).to_have_count(
        3
    )  # timeline, curve of the metric, fishbone
    road.look("olga", "report")
    page = road.at("olga", "report/review")
    page.get_by_role("checkbox", name="Sam Support").check()
    save(page, "Ask")
    road.mail.wait("sam@shop.example", road.incident)
    page = road.at("sam", "report/review/answer")
    page.locator("[name=verdict][value=approved]").check()
    save(page, "Send")
    expect(road.at("olga", "report/").locator(".report-state")).to_contain_text("Approved")


def report_is_published(road: Road) -> None:
    """As HTML, Markdown and PDF, and to the documentation site: a git repository of Markdown."""
    repository = road.folder / "docs.git"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", repository], check=True)
    page = road.sit_down("ada", FIRST).go("/archive/targets/new/git_markdown")
    page.fill("input[name=name]", "Documentation site")
    page.fill("input[name$=repository]", str(repository))
    save(page)
    page = road.at("olga", "report/publish")
    road.look("olga", "publish")
    save(page, "Publish")
    page = road.at("olga", "report/publications/1/")
    road.look("olga", "publication")
    for kind, first in (("pdf", b"%PDF"), ("html", b"<!doctype html>"), ("md", b"#")):
        answer = page.request.get(f"/incidents/{road.incident}/report/publications/1/report.{kind}")
        assert answer.ok
        assert answer.body().lstrip().lower().startswith(first.lower())
        assert kind == "pdf" or SENTENCE in answer.text()
    road.until("olga", "report/publications/1/", "Documentation site", ".side [data-state=delivered]")
    pushed = _git(repository, "ls-tree", "-r", "--name-only", "main").splitlines()
    written = [name for name in pushed if road.incident.lower() in name.lower() and name.endswith(".md")]
    assert written, pushed
    assert any(SENTENCE in _git(repository, "show", f"main:{name}") for name in written)


def _git(repository: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", repository, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def readers_answer(road: Road) -> None:
    """A comment on the report; found again by its words in the archive."""
    page = road.at("sam", "report/publications/1/")
    comments = page.locator("#comments")
    comments.locator("details:not([open]) > summary").first.click()
    comments.locator("textarea[name=text]").fill(QUESTION)
    save(page, "Say it")
    expect(page.locator("main")).to_contain_text(QUESTION)
    page = road.who("theo").go("/archive/")
    page.fill("input[type=search]", "doubled workers")
    press(page.locator("main").get_by_role("button", name="Find", exact=True))
    found = page.locator(".rows > li", has_text="Checkout answers 502").first
    expect(found.locator("mark").first).to_be_visible()
    road.look("theo", "archive")
