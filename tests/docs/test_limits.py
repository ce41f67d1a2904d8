"""The limits that ruff cannot hold: files of 400 lines, functions of 60, and two fifths of all lines pure."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [
    path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
]
LONGEST_FILE, LONGEST_FUNCTION = 400, 60  # lines
PURE = 0.4


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_files_and_functions_stay_small(folder: str):
    over = []
    for path in (path for path in FILES if path.is_relative_to(ROOT / folder)):
        text = path.read_text("utf-8")
        if text.count("\n") > LONGEST_FILE:
            over.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        over += [f"{path.relative_to(ROOT)}:{node.lineno} {node.name}" for node in _long_functions(text)]
    assert over == []


def test_two_fifths_of_all_lines_are_pure():
    """Values in, values out: ``core/``, ``ports/`` and the formats. Migrations are generated and do not count."""
    counts = {path: path.read_text("utf-8").count("\n") for path in FILES if path.is_relative_to(ROOT / "src")}
    pure = sum(count for path, count in counts.items() if {"core", "ports", "formats"} & {*path.parts})
    share = pure / sum(counts.values())
    assert share >= PURE, f"{100 * share:.1f} %: what does a step, a view or a query decide that belongs to core?"


def _long_functions(text: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [node for node in functions if (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION]
