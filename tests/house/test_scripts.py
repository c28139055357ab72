"""Every conversation has a chat that shows it."""

import re

from handlers.scripts import SCRIPTS
from tests.house.tree import ROOT


def test_every_script_is_played_in_a_transcript() -> None:
    folder = ROOT / "tests" / "chats"
    chats = "\n".join(
        path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in {".py", ".txt"}
    )
    unplayed = [name for name in SCRIPTS if not re.search(rf"\b{re.escape(name)}\b", chats)]
    assert unplayed == []


def test_a_script_has_one_name() -> None:
    scripts = list(SCRIPTS.values())
    assert len(scripts) == len(set(scripts))
