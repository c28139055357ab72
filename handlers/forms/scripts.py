"""The conversations about kinds of help with forms of their own, for handlers/scripts.py."""

from handlers.engine.playing import Script
from handlers.forms import papers, private

SCRIPTS: dict[str, Script] = {
    "let_see": private.let_see,
    "papers_right": papers.papers_right,
    "papers_wrong": papers.papers_wrong,
    "return_papers": papers.return_papers,
    "take_papers": papers.take_papers,
}
