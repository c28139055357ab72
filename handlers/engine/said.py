"""What a person said, as it arrived, and the answers made of it."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Kind = Literal["text", "press", "option", "place", "contact", "photo", "voice", "file", "start"]
KEPT_TEXT = 5_000  # characters of one message that we read; the rest is cut
#: control characters, lone surrogates and marks that turn the direction of what follows
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Said:
    """One message, free of its channel. `said_at` is UTC and comes from the platform."""

    kind: Kind
    said_at: datetime
    inbox_id: int
    text: str = ""
    #: of the button that was pressed
    token: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    media: tuple[int, ...] = ()

    @property
    def is_too_large(self) -> bool:
        """Something came with it that the platform does not give away."""
        return bool(self.data.get("too_large"))

    @classmethod
    def from_payload(cls, payload: dict[str, Any], said_at: datetime, inbox_id: int) -> "Said":
        """The message a channel wrote into the inbox."""
        return cls(
            kind=payload["kind"],
            said_at=said_at,
            inbox_id=inbox_id,
            text=_UNSEEN.sub("", str(payload.get("text") or "")[:KEPT_TEXT]).strip(),
            token=payload.get("token", ""),
            data=payload.get("data", {}),
            media=tuple(payload.get("media", ())),
        )


@dataclass(slots=True)
class Answer:
    """One answer of a conversation: what was said, when, by whom, and what was read from it."""

    name: str
    kind: str
    text: str
    said_at: datetime
    inbox_id: int
    data: dict[str, Any] = field(default_factory=dict)
    media: list[int] = field(default_factory=list)
    #: "person" gave it as an answer; "prefill" was understood from something else she said
    by: str = "person"
    value: Any = None
    #: the version of the reader that made `value`; 0 = not read yet
    version: int = 0

    @classmethod
    def to(cls, name: str, said: Said) -> "Answer":
        """`said` as the answer to the question `name`."""
        return cls(
            name, said.kind, said.text, said.said_at, said.inbox_id, said.data, list(said.media)
        )

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary; the moment as ISO text."""
        return {
            "name": self.name,
            "kind": self.kind,
            "text": self.text,
            "said_at": self.said_at.astimezone(UTC).isoformat(),
            "inbox_id": self.inbox_id,
            "data": self.data,
            "media": self.media,
            "by": self.by,
            "value": self.value,
            "version": self.version,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Answer":
        """The answer that `to_json` wrote."""
        return cls(**{**data, "said_at": datetime.fromisoformat(data["said_at"])})
