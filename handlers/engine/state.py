"""Where a chat stands, as it is kept in the conversation row between two turns."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.content import Option
from handlers.engine.said import Answer, Said

MAX_DRAFTS = 3
#: kept by a conversation that is over as soon as something else begins
YIELDS = "_yields"


@dataclass(slots=True)
class Question:
    """The open question with its options as they were delivered."""

    name: str
    token: str
    options: list[Option] = field(default_factory=list)
    misses: int = 0
    #: the last thing that could not be read, so that it is never said twice in a row
    last_why: str = ""
    #: what a confirmation card showed; a yes is a yes to exactly this
    digest: str = ""

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        fields["options"] = [
            {"key": each.key, "label": each.label, "hint": each.hint} for each in self.options
        ]
        return fields


#: among what a conversation keeps: the answer to 取消 where something stands already
STILL = "_still"


@dataclass(slots=True)
class Talk:
    """One conversation: a script, what it is about, and the answers so far, in order."""

    script: str
    subject: str = ""
    opening: Answer | None = None
    answers: list[Answer] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    question: Question | None = None
    #: the answer that is being changed from a card; 上一步 puts it back
    replaced: Answer | None = None
    media: list[int] = field(default_factory=list)
    touched_at: datetime | None = None

    @property
    def all_media(self) -> list[int]:
        """What came with the opening and beside the answers, each once."""
        opening = self.opening.media if self.opening else []
        return list(dict.fromkeys([*opening, *self.media]))

    def answer(self, name: str) -> Answer | None:
        """The stored answer to the question `name`."""
        return next((each for each in self.answers if each.name == name), None)

    def is_like(self, other: "Talk") -> bool:
        """Whether the same thing was begun twice by a press or a word."""
        mine = (self.script, self.subject, self.opening)
        return mine == (other.script, other.subject, None)

    def first_time(self, ledger: str, item: Any) -> bool:
        """True once for each item; the ledger is kept with the conversation."""
        known: list[Any] = self.kept.setdefault(ledger, [])
        if item in known:
            return False
        known.append(item)
        return True

    def is_more_of_album(self, said: Said) -> bool:
        """Whether an earlier message of the same album is here: some platforms bring an album as
        many messages. Asked once for each."""
        album = said.data.get("album")
        return bool(album) and not self.first_time("_albums", album)

    def drop(self, name: str) -> Answer | None:
        """Forget the answer to `name`; returns it."""
        found = self.answer(name)
        if found is not None:
            self.answers.remove(found)
        return found

    def put(self, answer: Answer) -> None:
        """Keep an answer, in the place of an older one to the same question."""
        self.drop(answer.name)
        self.answers.append(answer)

    def to_json(self) -> dict[str, Any]:
        """A plain dictionary."""
        return {
            "script": self.script,
            "subject": self.subject,
            "opening": self.opening and self.opening.to_json(),
            "answers": [each.to_json() for each in self.answers],
            "kept": self.kept,
            "question": self.question and self.question.to_json(),
            "replaced": self.replaced and self.replaced.to_json(),
            "media": self.media,
            "touched_at": self.touched_at and self.touched_at.isoformat(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Talk":
        """The conversation that `to_json` wrote."""
        question, touched = data["question"], data["touched_at"]
        return cls(
            script=data["script"],
            subject=data["subject"],
            opening=_answer(data["opening"]),
            answers=[Answer.from_json(each) for each in data["answers"]],
            kept=data["kept"],
            question=question and _question(question),
            replaced=_answer(data["replaced"]),
            media=data["media"],
            touched_at=touched and datetime.fromisoformat(touched),
        )


def _answer(data: dict[str, Any] | None) -> Answer | None:
    return None if data is None else Answer.from_json(data)


def _question(data: dict[str, Any]) -> Question:
    return Question(**{**data, "options": [Option(**each) for each in data["options"]]})


@dataclass(slots=True)
class State:
    """All of one chat: what is open, the one that waits behind it, and unfinished drafts."""

    open: Talk | None = None
    parked: Talk | None = None
    drafts: list[Talk] = field(default_factory=list)
    #: an emergency was answered and its one question is open, beside everything else
    alarm: Talk | None = None

    @property
    def is_idle(self) -> bool:
        """Nothing to keep."""
        return not (self.open or self.parked or self.drafts or self.alarm)

    @property
    def asked(self) -> tuple[str, str]:
        """The open script and its question; empty words for none."""
        talk = self.open
        return (talk.script, talk.question.name if talk.question else "") if talk else ("", "")

    def keep_only(self, scripts: Container[str]) -> bool:
        """Forget conversations of other scripts; False when the open one was among them."""
        self.drafts = [each for each in self.drafts if each.script in scripts]
        if self.parked is not None and self.parked.script not in scripts:
            self.parked = None
        if self.open is None or self.open.script in scripts:
            return True
        self.open = None
        return False

    def forget(self) -> None:
        """Drop what is open, what waits behind it and all that is half written."""
        self.open = self.parked = None
        self.drafts = []

    def keep_draft(self, talk: Talk) -> None:
        """Put an unfinished conversation aside, newest first."""
        self.drafts = [talk, *self.drafts][:MAX_DRAFTS]

    def wait(self, talk: Talk, line: str) -> str:
        """Put something behind what is open; returns `line`, which says so."""
        if self.parked is None:
            self.parked = talk
        else:
            self.keep_draft(talk)
        return line

    def to_json(self) -> dict[str, Any] | None:
        """A plain dictionary, or None when idle."""
        if self.is_idle:
            return None
        return {
            "open": self.open and self.open.to_json(),
            "parked": self.parked and self.parked.to_json(),
            "drafts": [each.to_json() for each in self.drafts],
            "alarm": self.alarm and self.alarm.to_json(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> "State":
        """The state that `to_json` wrote."""
        if data is None:
            return cls()
        return cls(
            open=data["open"] and Talk.from_json(data["open"]),
            parked=data["parked"] and Talk.from_json(data["parked"]),
            drafts=[Talk.from_json(each) for each in data["drafts"]],
            alarm=data["alarm"] and Talk.from_json(data["alarm"]),
        )
