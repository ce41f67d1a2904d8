"""A command that is captured into an incident, watched in a browser while it runs; the server dies on the way."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import database
from tests.browser.visitor import FIRST, make_first_account, visiting
from tests.serving import House, serving, wait_until

SECRET = "AKIA" + "QYLPMN5HFIQR7BCD"
# What `terraform apply` shows, in three parts; each waits until it is let go on.
TERRAFORM = f"""
import os, time

def go_on(name):
    while not os.path.exists(name):
        time.sleep(0.01)

print('Terraform will perform the following actions:', flush=True)
print('  # aws_instance.web will be created', flush=True)
print('Plan: 1 to add, 0 to change, 0 to destroy.', flush=True)
print('aws_instance.web: Creating...', flush=True)
go_on('one')
print('access_key = {SECRET}', flush=True)
print('aws_instance.web: Creation complete after 12s [id=i-0abc]', flush=True)
go_on('two')
print('Apply complete! Resources: 1 added, 0 changed, 0 destroyed.', flush=True)
"""


@pytest.fixture
def shelter() -> Iterator[House]:
    """A house of its own: it is killed on the way."""
    folder = database.temporary_folder()
    with serving(folder) as house:
        yield house.ready()


def test_a_command_is_watched_while_it_runs_and_the_server_dies(
    shelter: House, browser: Browser, tmp_path: Path
) -> None:
    make_first_account(browser, shelter.base)
    with visiting(browser, shelter.base, email=FIRST) as ada:
        ada.go("/")
        made = ada.call("POST", "/incidents", {"title": "Web is slow", "severity": "sev3"})["reference"]
        token = ada.call("POST", "/me/tokens", {"name": "runner", "days": 1})["secret"]
        words = [sys.executable, "-m", "hotwash", "capture", "-o", "run.jsonl", "--incident", made]
        (tmp_path / "apply.py").write_text(TERRAFORM)
        running = subprocess.Popen(
            [*words, "--server", shelter.base, "--wait", "120", "--", sys.executable, "apply.py"],
            cwd=tmp_path,
            env={**os.environ, "HOTWASH_TOKEN": token},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        files = f"/incidents/{made}/evidence/files/"
        wait_until(lambda: bool(ada.call("GET", f"/incidents/{made}/evidence/captures")))
        page = ada.go(files)
        page.click("ol[aria-label='Commands that run now'] a")
        expect(page.locator(".evidence-lines")).to_contain_text("aws_instance.web: Creating...", timeout=30_000)
        assert ada.check_both_themes("capture-running") == []

        web = shelter.children()["web"]
        os.kill(web, signal.SIGKILL)
        (tmp_path / "one").touch()
        wait_until(lambda: shelter.children().get("web", web) != web)
        expect(page.locator(".evidence-lines")).to_contain_text("Creation complete after 12s", timeout=60_000)
        expect(page.locator(".evidence-lines")).to_contain_text("access_key = AWS key id")
        ada.faults.clear()  # while nothing answered

        (tmp_path / "two").touch()
        _, said = running.communicate(timeout=120)
        assert (running.returncode, said) == (0, f"hotwash: recorded in run.jsonl; all of it is in {made} as E-1\n")
        expect(page.locator("#capture")).to_contain_text("exit status 0", timeout=30_000)
        assert ada.check_both_themes("capture-ended") == []
        own = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text().splitlines()]
        assert SECRET not in str(own)

        page.click("#capture a:has(.reference)")
        evidence = f"/incidents/{made}/evidence"
        wait_until(lambda: ada.call("GET", f"{evidence}/files/1")["status"] == "read")
        told = [row["text"] for row in ada.call("GET", f"{evidence}/moments")]
        assert any("aws_instance.web" in text and "12" in text for text in told), told
        ada.go(f"{files}1/")
        assert ada.check_both_themes("capture-as-evidence") == []
