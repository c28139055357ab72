"""Files and functions stay small enough to read in one go."""

import ast

from tests.house.tree import PACKAGES, files_under, functions, name_of

FILE_LINES = 300
FUNCTION_LINES = 40
PARAMETERS = 6
_GENERATED = "models/migrations/versions/"
_VENDORED = ".min."


def test_no_file_is_longer_than_one_sitting() -> None:
    pages = [each for end in (".js", ".css", ".html") for each in files_under("bot", suffix=end)]
    code = files_under(*PACKAGES, "tests", "bench")
    lengths = {
        name_of(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*code, *pages]
        if _VENDORED not in path.name and not name_of(path).startswith(_GENERATED)
    }
    assert {name: n for name, n in lengths.items() if n > FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name_of(path)}:{each.name}": _length(each)
        for path in files_under(*PACKAGES)
        if not name_of(path).startswith(_GENERATED)
        for each in functions(path)
        if _length(each) > FUNCTION_LINES
    }
    assert long == {}


def test_no_function_takes_more_than_six_things() -> None:
    greedy = {
        f"{name_of(path)}:{each.name}": _parameters(each)
        for path in files_under(*PACKAGES)
        for each in functions(path)
        if _parameters(each) > PARAMETERS
    }
    assert greedy == {}


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    taken = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
    return sum(each.arg not in {"self", "cls"} for each in taken)
