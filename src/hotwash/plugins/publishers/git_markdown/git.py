"""The few git commands that publishing needs, with limits on time and without ever asking a question."""

import os
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from hotwash.kernel.core.errors import PluginError

LIMIT = 120  # seconds for one git command
SAFE = (
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "protocol.ext.allow=never",
    "-c",
    "core.symlinks=false",
)
_SECRET = re.compile(r"(://)[^/@\s]+@")


class PushRefused(Exception):  # noqa: N818 - inside this plugin only; never leaves it
    """Somebody else pushed first."""


@dataclass(frozen=True, slots=True)
class Git:
    folder: Path
    author: tuple[str, str]

    @classmethod
    def clone(cls, repository: str, folder: Path, branch: str, author: tuple[str, str]) -> Self:
        """A fresh clone on ``branch`` (the repository's default if empty); one that is not there yet begins."""
        source = str(Path(repository).resolve()) if Path(repository).exists() else repository
        cls(folder.parent, author).run("clone", "--quiet", "--depth", "1", "--", source, str(folder))
        git = cls(folder, author)
        if branch and branch != git.branch():
            git._switch(branch)
        return git

    def _switch(self, branch: str) -> None:
        if self.run("ls-remote", "--heads", "origin", f"refs/heads/{branch}"):
            self.run("fetch", "--quiet", "--depth", "1", "origin", f"refs/heads/{branch}")
            self.run("checkout", "--quiet", "-B", branch, "FETCH_HEAD")
        elif self.run("branch", "--list"):
            self.run("checkout", "--quiet", "-B", branch)
        else:
            self.run("symbolic-ref", "HEAD", f"refs/heads/{branch}")

    def branch(self) -> str:
        return self.run("symbolic-ref", "--short", "HEAD")

    def commit(self, paths: Sequence[str], message: str) -> str:
        """Commit these paths and nothing else; without a change the present commit is given."""
        self.run("add", "--", *paths)
        if self.run("status", "--porcelain", "--", *paths):
            name, email = self.author
            who = ("-c", f"user.name={name}", "-c", f"user.email={email}")
            self.run("commit", "--quiet", "-m", message, "--", *paths, options=who)
        return self.run("rev-parse", "HEAD")

    def push(self) -> None:
        try:
            self.run("push", "--quiet", "origin", "HEAD")
        except PluginError as error:
            if "fetch first" in str(error) or "non-fast-forward" in str(error) or "cannot lock ref" in str(error):
                raise PushRefused(str(error)) from error
            raise

    def run(self, *arguments: str, options: Sequence[str] = ()) -> str:
        environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "true", "LC_ALL": "C.UTF-8"}
        environment.setdefault("GIT_SSH_COMMAND", "ssh -oBatchMode=yes")
        command = ["git", *SAFE, *options, *arguments]
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                env=environment,
                capture_output=True,
                timeout=LIMIT,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except FileNotFoundError as error:
            msg = "git is not installed on this machine. Install it (on Debian: apt install git)."
            raise PluginError(msg, retry=False) from error
        except subprocess.TimeoutExpired as error:
            msg = f"git {arguments[0]} took longer than {LIMIT} s. The server may be down; it is tried again."
            raise PluginError(msg, retry=True) from error
        if done.returncode:
            raise PluginError(_words(arguments[0], done.stderr), retry=True)
        return done.stdout.decode(errors="replace").strip()


def _words(command: str, stderr: bytes) -> str:
    """What git said, without credentials in addresses."""
    said = _SECRET.sub(r"\1", stderr.decode(errors="replace")).strip()
    return f"git {command} failed: {said[-600:] or 'no reason given'}"
