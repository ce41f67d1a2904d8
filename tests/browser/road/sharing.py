"""Stages 5 and 6: actions, the report, its review, its publication, a comment, the archive."""

import subprocess
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.browser.road.traveller import Road, save
from tests.browser.visitor import FIRST

ACTIONS = (
    # factor, what is done, kind, what changes, owner, due in so many days
    (2, "Limit the pool by the database's own limit", "corrective", "code", "Theo Developer", 1),
    (3, "Name the limit of connections in the rollout runbook", "corrective", "runbook", "Carl Commander", 14),
    (4, "Alert when the pool is 80 % full", "preventive", "alert", "Rhea Responder", 30),
)
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
        answer.get_by_role("button", name="Add", exact=True).click()
        page.wait_for_load_state()
        expect(page.locator("main")).to_contain_text(title)
    road.at("olga", "actions/")
    road.look("olga", "actions")


def report_is_written(road: Road) -> None:
    """Begun with live blocks; a sentence is added; the answer to a review is a second person's."""
    page = road.at("olga", "report/")
    page.get_by_role("button", name="Begin the report").click()
    page.wait_for_load_state()
    expect(page.locator("article")).to_contain_text("Alert when the pool is 80 % full")
    page = road.at("olga", "report/sections/summary")
    page.fill("textarea[name=text]", "A rollout doubled the workers, and the database ran out of connections.")
    save(page)
    road.look("olga", "report")
    page = road.at("olga", "report/review")
    page.get_by_role("checkbox", name="Sam Support").check()
    save(page, "Ask")
    page = road.at("sam", "report/review/answer")
    page.locator("[name=verdict][value=approved]").check()
    save(page, "Send")


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
    _until_pushed(road, repository.name)
    page = road.at("olga", "report/publications/1/")
    expect(page.locator(".side [data-state=delivered]")).to_contain_text("Documentation site")


def _until_pushed(road: Road, name: str) -> None:
    page = road.who("olga").page
    for _ in range(60):
        listed = subprocess.run(
            ["git", "-C", road.folder / name, "ls-tree", "-r", "--name-only", "main"],
            capture_output=True,
            text=True,
            check=False,
        )
        if f"{road.incident.lower()}" in listed.stdout.lower():
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"The report was not pushed: {listed.stdout}{listed.stderr}")


def readers_answer(road: Road) -> None:
    """A comment on the report; found again by its words in the archive."""
    page = road.at("sam", "report/publications/1/")
    comments = page.locator("#comments")
    comments.locator("details:not([open]) > summary").first.click()
    comments.locator("textarea[name=text]").fill(QUESTION)
    save(page, "Say it")
    expect(page.locator("main")).to_contain_text(QUESTION)
    page = road.who("theo").go("/archive/?q=connections")
    expect(page.locator("main")).to_contain_text("Checkout answers 502")
    road.look("theo", "archive")
