"""Who may know whom, and who may know the time: rules that no single file shows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.house.tree import ROOT, dotted, files_under, name_of, parsed

CHANCE_MODULES = {"random", "secrets", "uuid", "time"}
CLOCK_CALLS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "date.today",
    "time.time",
}
CHANCE_CALLS = {"os.urandom", "os.getrandom"}
DATABASE_CLOCK = {"func.now", "sa.func.now", "func.current_timestamp", "sa.func.current_timestamp"}


def test_models_know_no_handler_and_handlers_know_no_platform(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True, no_logo=True) == 0


def test_a_script_rerun_meets_the_same_world() -> None:
    """Scripts run again from the top each turn: time and chance come in through the chat."""
    found = [hit for path in files_under("handlers") for hit in _world_reads(path)]
    assert found == []


def test_models_are_told_the_time() -> None:
    """One clock, given to the app: tests set it, and rows of two processes agree."""
    found = [
        f"{name_of(path)}:{node.lineno} {dotted(node.func)}()"
        for path in files_under("models")
        if path.name != "clock.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and dotted(node.func) in CLOCK_CALLS | DATABASE_CLOCK
    ]
    assert found == []


def _world_reads(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            if (called := dotted(node.func)) in CLOCK_CALLS | CHANCE_CALLS:
                yield f"{name_of(path)}:{node.lineno} {called}()"
        elif isinstance(node, ast.ImportFrom | ast.Import):
            for module in _imported(node) & CHANCE_MODULES:
                yield f"{name_of(path)}:{node.lineno} imports {module}"


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    if isinstance(node, ast.ImportFrom):
        return {(node.module or "").split(".")[0]}
    return {each.name.split(".")[0] for each in node.names}
