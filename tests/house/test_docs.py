"""The docs lead where they say, and the rows of features.md are the ones that tests name."""

import re
from pathlib import Path

from tests import rows
from tests.house.tree import ROOT, files_under, name_of, repository_files

_LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
_ELSEWHERE = ("http://", "https://", "mailto:", "tel:")


def test_every_link_in_the_docs_leads_somewhere() -> None:
    pages = [path for path in repository_files() if path.suffix == ".md"]
    assert [fault for page in pages for fault in _dead_links(page)] == []


def test_features_lists_each_row_once() -> None:
    ids = [row.id for row in rows.listed()]
    assert sorted(set(ids)) == sorted(ids)
    assert len(ids) > 100


def test_tests_show_only_rows_that_exist() -> None:
    marker = re.compile(r"mark\.row\(([^)]*)\)")
    known = {row.id for row in rows.listed()}
    strays = {
        f"{name_of(path)}: {each}"
        for path in files_under("tests")
        for named in marker.findall(path.read_text("utf-8"))
        for each in re.findall(r"[A-Z]\d+", named)
        if each not in known
    }
    assert strays == set()


def test_an_anchor_is_made_as_the_readers_page_makes_it() -> None:
    assert _anchor("What `make check` runs, and why") == "what-make-check-runs-and-why"
    assert _anchor("试一试 (two minutes)") == "试一试-two-minutes"


def _dead_links(page: Path) -> list[str]:
    text = _FENCE.sub("", page.read_text("utf-8"))
    links = [link for link in _LINK.findall(text) if not link.startswith(_ELSEWHERE)]
    return [f"{name_of(page)}: {link}" for link in links if not _resolves(page, link)]


def _resolves(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page if not path else (page.parent / path).resolve()
    if not target.exists() or ROOT not in [target, *target.parents]:
        return False
    if anchor and target.suffix == ".md":
        return anchor in {_anchor(title) for title in _HEADING.findall(target.read_text("utf-8"))}
    return True


def _anchor(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")
