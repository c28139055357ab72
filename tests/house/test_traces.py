"""The repository is at home on any machine: it names no folder or registry of where it was made."""

import re

import pytest

from tests.house.tree import ROOT, name_of, repository_files

# Written in pieces, so that this file does not find itself.
_TRACES = re.compile(
    "|".join(
        (
            r"(?<![\w./-])/" + r"work/\w",
            r"(?<![\w./-])/" + r"root/",
            r"(?<![\w./-])/" + r"home/\w+/",
            r"(?<![\w./-])/" + r"Users/\w+/",
            "bash_" + "jobs",
            r"\." + "library/",
            r"\bpypi\." + r"org|python" + "hosted",
            r"registry\.npm" + "js",
            r"\bdeb\." + r"debian\.org|archive\." + r"ubuntu\.com",
            r"pypi\.tuna|mirrors\.(?:aliyun|tuna|ustc|cloud)" + r"\.",
            r"--(?:extra-)?" + r"index-url[ =]\S+//|--find-" + "links",
        )
    )
)
_BINARY_ENDS = {".png", ".jpg", ".jpeg", ".gif", ".ico", ".woff2", ".ogg", ".mp3", ".webp", ".pdf"}


def test_no_file_names_the_place_it_was_made() -> None:
    found = [
        f"{name_of(path)}: {hit.group()}"
        for path in repository_files()
        if path.suffix.lower() not in _BINARY_ENDS
        for hit in _TRACES.finditer(path.read_text("utf-8", errors="replace"))
    ]
    assert found == []


def test_the_lock_holds_names_and_versions_only() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pin = re.compile(r"^[a-z0-9][a-z0-9._-]*==[\w.!+]+( ; [^@:]+)?$")
    assert [line for line in lines if not pin.match(line)] == []
    assert len(lines) > 50


@pytest.mark.parametrize(
    ("line", "is_trace"),
    [
        ("cd /" + "work/main", True),
        ("see /" + "root/.cache", True),
        ("https://pypi." + "org/simple", True),
        ("uv pip compile --no-emit-index-url", False),
        ("people who work/live here", False),
        ("GET /board/work/1", False),
    ],
)
def test_a_trace_is_told_from_an_ordinary_line(line: str, is_trace: bool) -> None:
    assert bool(_TRACES.search(line)) is is_trace
