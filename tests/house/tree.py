"""The repository's own files, for the tests that look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bot", "handlers", "models")
_NOT_OURS = {".git", ".venv", ".postgres", "data", "build", "dist", "pictures", "__pycache__"}


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file that is or could be committed; without git, every file that nothing made."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        paths = [path for path in ROOT.rglob("*") if not _NOT_OURS & set(path.parts)]
    return tuple(sorted(path for path in paths if path.is_file()))


def files_under(*folders: str, suffix: str = ".py") -> list[Path]:
    """The repository's files with this suffix in these top-level folders."""
    return [
        path
        for path in repository_files()
        if path.suffix == suffix and path.relative_to(ROOT).parts[0] in folders
    ]


def name_of(path: Path) -> str:
    """How a message names a file: from the repository's root."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in the file, nested ones too."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def dotted(node: ast.expr) -> str:
    """`datetime.now` for that attribute; empty for anything that is not a chain of names."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join(reversed([*parts, node.id]))
