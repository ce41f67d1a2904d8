"""A static folder of HTML that any web server can serve: one folder a report, and a list of all of them."""

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from html import escape
from pathlib import Path

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.publishers import Option, Page, Published, Settings, required

FOLDER = Option("folder", "Folder", "A folder on this machine, for example /srv/www/post-mortems.", required=True)
ADDRESS = Option(
    "address", "Web address", "Where that folder is served, for example https://docs.example.org/post-mortems/."
)
TITLE = Option("title", "Title of the list", "Stands above the list of reports.")


@dataclass(frozen=True, slots=True)
class FolderPublisher:
    key: str = "folder"
    name: str = "Folder of HTML files"
    options: tuple[Option, ...] = (FOLDER, ADDRESS, TITLE)

    def publish(self, page: Page, settings: Settings) -> Published:
        root = Path(required(settings, FOLDER))
        if not root.is_absolute():
            msg = f"The folder {root} is not an absolute path. Enter one that begins with “/”."
            raise PluginError(msg, retry=False)
        try:
            _write_page(root / page.slug, page)
            _write(root / "index.html", _listing(root, settings.get(TITLE.name, "") or "Post-mortems").encode())
        except OSError as error:
            msg = f"The folder {root} cannot be written ({error.strerror}). Create it and let Hotwash write there."
            raise PluginError(msg, retry=True) from error
        address = settings.get(ADDRESS.name, "").rstrip("/")
        location = f"{address}/{page.slug}/" if address else str(root / page.slug / "index.html")
        return Published(location, hashlib.sha256(page.html.encode()).hexdigest()[:16])


def _write_page(folder: Path, page: Page) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for attachment in page.attachments:
        _write(folder / attachment.name, attachment.content)
    about = {"title": page.title, "published_at": page.published_at.isoformat(), "revision": page.revision}
    _write(folder / "page.json", json.dumps(about, ensure_ascii=False).encode())
    _write(folder / "index.html", page.html.encode())


def _write(path: Path, content: bytes) -> None:
    """All of a file or nothing of it: readers never see half a page."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".incoming-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        part.chmod(0o644)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _listing(root: Path, title: str) -> str:
    found = []
    for about in root.glob("*/page.json"):
        try:
            page = json.loads(about.read_bytes())
            found.append((str(page["published_at"]), " ".join(str(page["title"]).split()), about.parent.name))
        except (ValueError, KeyError, TypeError):
            continue  # somebody else's file of that name: the list leaves it out
    rows = "".join(
        f'<li><time datetime="{escape(at)}">{escape(at[:10])}</time> <a href="{escape(slug)}/">{escape(name)}</a></li>'
        for at, name, slug in sorted(found, reverse=True)
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title></head><body><main><h1>{escape(title)}</h1><ul>{rows}</ul></main></body></html>\n"
    )


plugin = FolderPublisher()
