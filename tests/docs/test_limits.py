"""The limits that ruff can't hold: a file of at most 400 lines, a function of at most 60."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [
    path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
]
LONGEST_FILE, LONGEST_FUNCTION = 400, 60  # lines


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_files_and_functions_stay_small(folder: str):
    over = []
    for path in (path for path in FILES if path.is_relative_to(ROOT / folder)):
        text = path.read_text("utf-8")
        if text.count("\n") > LONGEST_FILE:
            over.append(f"{path.relative_to(ROOT)}: {text.count(chr(10))} lines")
        over += [f"{path.relative_to(ROOT)}:{node.lineno} {node.name}" for node in _long_functions(text)]
    assert over == []


def _long_functions(text: str) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [node for node in functions if (node.end_lineno or node.lineno) - node.lineno >= LONGEST_FUNCTION]
