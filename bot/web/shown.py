"""A bubble as a page shows it: its row, the time in words, and the HTML of the one template."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment
from sqlalchemy import Row

from handlers.language import _, speaking
from handlers.sayings import say_moment


@dataclass(frozen=True, slots=True)
class Shown:
    """One bubble for the template."""

    sequence: int
    position: int
    direction: str
    content: dict[str, Any]
    key: str
    at: datetime
    time_label: str
    clock: str


def shown(row: Row[Any], zone: ZoneInfo, now: datetime, language: str) -> Shown:
    """A row of chat_line with its time in words."""
    local = row.at.astimezone(zone)
    with speaking(language):
        label = say_moment(local, now.astimezone(zone))
    clock = f"{local.hour}:{local:%M}"
    return Shown(
        row.sequence, row.position, row.direction, row.content, row.key, row.at, label, clock
    )


class Renderer:
    """Draws bubbles for live updates with the page's own macro."""

    def __init__(self, pages: Environment, pane: str, language: str) -> None:
        """One per open page."""
        self._language = language
        module = pages.get_template("_line.html").make_module({"_": _, "pane": pane})
        self._line = module.line  # type: ignore[attr-defined]

    def html(self, bubble: Shown) -> str:
        """The bubble as HTML."""
        with speaking(self._language):
            return str(self._line(bubble))
