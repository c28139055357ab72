"""Reads the chat page as a person would: bubbles with their words and their buttons."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

#: said for screen readers, or the steps of a card: not the words of a bubble
UNREAD = frozenset({"sr", "sent", "way"})
VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


@dataclass(slots=True)
class Line:
    """One bubble as it is drawn."""

    position: int
    sequence: int
    key: str
    is_mine: bool
    pieces: list[str] = field(default_factory=list)
    #: label and token, in order
    buttons: list[tuple[str, str]] = field(default_factory=list)
    code: str = ""

    @property
    def text(self) -> str:
        """Its words in one string."""
        return " ".join(self.pieces)


class Lines(HTMLParser):
    """Collects the lines of a page or of one event."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.csrf = ""
        self._open: list[tuple[str, bool, bool]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A line begins, a button stands in it, or something inside that is read or not."""
        values = {name: value or "" for name, value in attrs}
        classes = set(values.get("class", "").split())
        is_line = tag == "div" and "line" in classes and "data-position" in values
        if is_line:
            self._begin(values, classes)
        if values.get("name") == "csrf":
            self.csrf = values["value"]
        if self._in_line and tag == "button" and values.get("name") == "press":
            self.lines[-1].buttons.append((values["data-label"], values["value"]))
        if self._in_line and values.get("role") == "img":
            self.lines[-1].code = values.get("aria-label", "").replace(" ", "")
        if tag not in VOID:
            self._open.append((tag, is_line, bool(classes & UNREAD)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Drawings close themselves and say nothing."""

    def handle_endtag(self, tag: str) -> None:
        """Leave everything up to this one."""
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Words of the line that is open."""
        if self._in_line and data.strip() and not any(unread for *_tag, unread in self._open):
            self.lines[-1].pieces.append(data.strip())

    @property
    def _in_line(self) -> bool:
        return any(is_line for _tag, is_line, _unread in self._open)

    def _begin(self, values: dict[str, str], classes: set[str]) -> None:
        position, sequence = int(values["data-position"]), int(values["data-sequence"])
        self.lines.append(Line(position, sequence, values["data-key"], "mine" in classes))
