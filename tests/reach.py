"""What calls what in the package, read from the source: which functions can be reached from a door."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src"
Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


def modules(package: str) -> Iterator[str]:
    """A module and all modules below it, by name; none where there is no such package."""
    place = SOURCE / package.replace(".", "/")
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place.with_suffix(".py")]
    for path in (path for path in files if path.exists()):
        yield ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(module: str) -> ast.Module:
    place = SOURCE / module.replace(".", "/")
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return ast.parse(path.read_text("utf-8"))


@cache
def definitions(module: str) -> dict[str, Definition]:
    return {node.name: node for node in tree(module).body if isinstance(node, Definition)}


@cache
def exists(module: str) -> bool:
    place = SOURCE / module.replace(".", "/")
    return place.is_dir() or place.with_suffix(".py").exists()


@cache
def imported(module: str) -> dict[str, str]:
    """Names that a module takes from the package, and what they stand for."""
    found = {}
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("hotwash"):
            found |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
    return found


@cache
def origin(name: str) -> str:
    """Where a dotted name is really defined, past what packages hand on."""
    module, _, last = name.rpartition(".")
    if exists(name) or not exists(module) or last in definitions(module) or last not in imported(module):
        return name
    return origin(imported(module)[last])


@cache
def uses(name: str) -> frozenset[str]:
    """What one function or class of the package names in its body, values of its module included."""
    module, _, last = name.rpartition(".")
    if not exists(module) or last not in definitions(module):
        return frozenset()
    return frozenset(_named(module, definitions(module)[last], set()))


def _named(module: str, node: ast.AST, seen: set[str]) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
            yield origin(f"{imported(module).get(part.value.id, part.value.id)}.{part.attr}")
        elif isinstance(part, ast.Name) and part.id in definitions(module):
            yield f"{module}.{part.id}"
        elif isinstance(part, ast.Name) and part.id in imported(module):
            yield origin(imported(module)[part.id])
        elif isinstance(part, ast.Name) and part.id not in seen:
            seen.add(part.id)
            for value in _assigned(module).get(part.id, ()):
                yield from _named(module, value, seen)


@cache
def _assigned(module: str) -> dict[str, list[ast.expr]]:
    """The values of a module's own names, as of a table of steps."""
    found: dict[str, list[ast.expr]] = {}
    for node in tree(module).body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in (target for target in targets if isinstance(target, ast.Name)):
                found.setdefault(target.id, []).append(node.value)
    return found


def reached(roots: Iterable[str]) -> set[str]:
    """The roots and all that is called from them, however far away."""
    found, waiting = set(), list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += uses(name)
    return found


def definition(name: str) -> Function:
    module, _, last = name.rpartition(".")
    found = definitions(module)[last]
    assert not isinstance(found, ast.ClassDef), name
    return found


def exported(package: str) -> set[str]:
    """What a package hands on in ``__all__``; nothing for one that has none."""
    (names,) = _assigned(package).get("__all__", [None])
    return {str(ast.literal_eval(item)) for item in names.elts} if isinstance(names, ast.List) else set()


def functions(package: str) -> Iterator[str]:
    """Every function of a package, by its whole name."""
    for module in modules(package):
        for name, node in definitions(module).items():
            if not isinstance(node, ast.ClassDef):
                yield f"{module}.{name}"
