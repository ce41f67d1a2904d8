"""A git repository of Markdown: one folder a report (`index.md` and its files), one list, one commit a publication.

A remote repository (address or bare path) is cloned into a temporary folder, committed to and pushed; when somebody
else pushed meanwhile it is tried again on top of theirs. A path with a work tree is committed to where it lies, not
pushed.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hotwash.kernel.core.errors import PluginError
from hotwash.plugins.publishers.git_markdown.git import Git, PushRefused
from hotwash.plugins.publishers.git_markdown.pages import write_pages
from hotwash.ports.publishers import Option, Page, Published, Settings, required

REPOSITORY = Option("repository", "Repository", "An address git can push to, or a path on this machine.", required=True)
BRANCH = Option("branch", "Branch", "The default branch if empty.")
FOLDER = Option("folder", "Folder in the repository", "post-mortems if empty; “.” for the top.")
ADDRESS = Option(
    "address", "Web address", "Where the folder can be read, for example https://docs.example.org/post-mortems/."
)
AUTHOR = Option("author", "Name on the commits", "Hotwash if empty.")
EMAIL = Option("email", "E-mail on the commits", "hotwash@localhost if empty.")
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class GitMarkdownPublisher:
    key: str = "git_markdown"
    name: str = "Git repository of Markdown"
    options: tuple[Option, ...] = (REPOSITORY, BRANCH, FOLDER, ADDRESS, AUTHOR, EMAIL)

    def publish(self, page: Page, settings: Settings) -> Published:
        repository = required(settings, REPOSITORY)
        folder = _folder(settings)
        author = (settings.get(AUTHOR.name, "") or "Hotwash", settings.get(EMAIL.name, "") or "hotwash@localhost")
        branch = settings.get(BRANCH.name, "").strip()
        if repository.startswith("-") or branch.startswith("-"):
            msg = "The repository and the branch cannot begin with a hyphen."
            raise PluginError(msg, retry=False)
        try:
            if (Path(repository) / ".git").exists():
                revision = _in_place(Git(Path(repository), author), branch, folder, page)
            else:
                revision = _by_clone(repository, author, branch, folder, page)
        except OSError as error:
            msg = f"The repository could not be written ({error.strerror or error}). Check room and rights."
            raise PluginError(msg, retry=True) from error
        return Published(_location(repository, folder, page.slug, settings), revision)


def _folder(settings: Settings) -> str:
    folder = (settings.get(FOLDER.name, "") or "post-mortems").strip().strip("/")
    parts = Path(folder).parts
    if ".." in parts or ".git" in parts:
        msg = f"The folder “{folder}” leads out of the repository. Enter a folder inside it."
        raise PluginError(msg, retry=False)
    return folder


def _in_place(git: Git, branch: str, folder: str, page: Page) -> str:
    if branch and git.branch() != branch:
        msg = f"The work tree stands on “{git.branch()}”, not on “{branch}”. Check out that branch."
        raise PluginError(msg, retry=False)
    return git.commit(write_pages(git.folder, folder, page), _message(page))


def _by_clone(repository: str, author: tuple[str, str], branch: str, folder: str, page: Page) -> str:
    for attempt in range(1, ATTEMPTS + 1):
        with tempfile.TemporaryDirectory(prefix="hotwash-publish-") as place:
            git = Git.clone(repository, Path(place) / "clone", branch, author)
            revision = git.commit(write_pages(git.folder, folder, page), _message(page))
            try:
                git.push()
            except PushRefused as refused:
                if attempt == ATTEMPTS:
                    raise PluginError(str(refused), retry=True) from refused
                continue
            return revision
    raise AssertionError


def _message(page: Page) -> str:
    verb = "Publish" if page.revision == 1 else f"Publish revision {page.revision} of"
    return f"{verb} {page.title}"


def _location(repository: str, folder: str, slug: str, settings: Settings) -> str:
    address = settings.get(ADDRESS.name, "").rstrip("/")
    path = f"{slug}/index.md" if folder == "." else f"{folder}/{slug}/index.md"
    return f"{address}/{slug}/" if address else f"{repository.rstrip('/')}/{path}"


plugin = GitMarkdownPublisher()
