"""What a script sees of a conversation: asking, keeping, confirming, saying, telling others."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from handlers.content import Card, Content, Option
from handlers.engine.answering import stored_value
from handlers.engine.buttons import Action
from handlers.engine.hearer import Hearer
from handlers.engine.reader import Reader
from handlers.engine.said import Answer, Said
from handlers.engine.sheet import NO, YES, Fact, choices_of, digest_of, line_of
from handlers.engine.state import STILL, Talk
from handlers.language import _
from models.community import Community
from models.database import Guard
from models.errors import Refused
from models.outbox import Lane
from models.person import Person
from models.words import N_

T = TypeVar("T")
#: what holds no words of hers
_MUTE = ("press", "start")


class EarlyWrite(Exception):
    """A bug in a script: it wrote before its last question was answered."""


class Asked(BaseException):
    """Stops a script at a question without an answer; not an error, so no `except` sees it."""

    def __init__(self, name: str, content: Content, options: tuple[Option, ...], digest: str = ""):
        """What to ask, with the options in the order they will be shown."""
        super().__init__(name)
        self.name, self.content, self.options, self.digest = name, content, options, digest


@dataclass(frozen=True, slots=True)
class Told:
    """A notice for somebody else, or for a group; worded when it is sent."""

    person_id: int
    notice: str
    values: dict[str, Any]
    subject: str = ""
    lane: Lane = Lane.NOTICE
    not_after: datetime | None = None
    #: instead of a person
    group_id: int = 0
    #: instead of a person: this very chat, whoever it belongs to
    contact_id: int = 0
    #: to every chat this person has, and not only to the one chosen or used last
    everywhere: bool = False


@dataclass(slots=True)
class Gathered:
    """What one run of a script wants to happen besides its domain work."""

    lines: list[str] = field(default_factory=list)
    shown: list[tuple[Content, tuple[Action, ...]]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    notes: dict[str, Callable[[Session], None]] = field(default_factory=dict)
    then: Talk | None = None
    #: what /start brings along when the private chat is opened for the presser; "" = it stays shut
    opens: str = ""


class Chat:
    """One run of a script. Nothing here touches a clock: `now` is the moment of the message."""

    def __init__(
        self, hearer: Hearer, talk: Talk, said: Said, guard: Guard, new_code: Callable[[], str]
    ) -> None:
        """`hearer` is the person at the other end, `said` the message this turn is about."""
        self.hearer = hearer
        self.talk = talk
        self.said = said
        self.out = Gathered()
        #: the readers met on the way, for corrections typed at a card
        self.readers: dict[str, Reader[Any]] = {}
        #: the question whose answer is being read, for the engine when it turns out unreadable
        self.reading = ""
        self._guard = guard
        self._new_code = new_code

    @property
    def session(self) -> Session:
        """The ORM session of this turn."""
        return self.hearer.session

    @property
    def now(self) -> datetime:
        """When this turn's message was said, UTC; what waited for a yes may have been before."""
        return self.hearer.at

    @property
    def community(self) -> Community:
        """Where this chat takes place."""
        return self.hearer.community

    @property
    def person(self) -> Person | None:
        """Who this is, as far as we know."""
        return self.hearer.person

    @property
    def subject_id(self) -> int:
        """The number behind "order:12"; raises ValueError when there is none."""
        return int(self.talk.subject.partition(":")[2])

    @property
    def opening(self) -> Answer | None:
        """The message that began this conversation."""
        return self.talk.opening

    def somebody(self, **told: Any) -> Person:
        """The person of this contact, made now of what was `told` if nobody is known yet."""
        return self.hearer.become_known(self.now, **told)

    def somebody_known(self) -> Person:
        """The person of this contact. Raises Refused while nobody is known."""
        if self.person is None:
            raise Refused(N_("我还不认识您。\n想帮忙，写“我来帮忙”，两分钟登记好。"))
        return self.person

    def hears(self, readers: dict[str, Reader[Any]]) -> None:
        """Let anything she writes fill questions that come later, or never have to be asked."""
        asked = self.talk.question.name if self.talk.question else None
        opening = self.talk.opening
        for answer in (opening, Answer.to("", self.said)):
            if answer is None or not self.talk.first_time("_heard", answer.inbox_id):
                continue
            for name, reader in readers.items():
                self._prefill(name, reader, answer, asked)

    def _prefill(self, name: str, reader: Reader[Any], answer: Answer, asked: str | None) -> None:
        if name == asked or self.talk.answer(name) is not None or answer.kind in _MUTE:
            return
        value = reader.spot(answer)
        if value is None:
            return
        self.talk.put(
            Answer(
                name,
                answer.kind,
                answer.text,
                answer.said_at,
                answer.inbox_id,
                by="prefill",
                value=value,
                version=reader.version,
            )
        )

    def suppose(self, name: str, reader: Reader[Any], value: Any) -> None:
        """Fill `name` with what is known from before, unless she has said something herself."""
        known = self.talk.answer(name) is not None or name in self._changing()
        if value is not None and not known:
            self.talk.put(
                Answer(
                    name,
                    "text",
                    "",
                    self.now,
                    self.said.inbox_id,
                    by="prefill",
                    value=value,
                    version=reader.version,
                )
            )

    def _changing(self) -> tuple[str, ...]:
        refused: list[str] = self.talk.kept.get("_refused", [])
        return (*refused, self.talk.replaced.name) if self.talk.replaced else tuple(refused)

    def ask(self, name: str, prompt: str, reader: Reader[T]) -> T:
        """The answer to the question `name`, or stop here and ask it.

        Raises Invalid (to the engine) when a kept answer cannot be read any more.
        """
        self._no_writes_before(name)
        self.readers[name] = reader
        answer = self.talk.answer(name)
        if answer is None:
            raise Asked(name, Content(text=prompt, ask=reader.ask), reader.options)
        self.reading = name
        value = stored_value(answer, reader)
        self.reading = ""
        if answer.by == "person":
            self.out.lines.clear()
        return reader.load(value)

    def stands(self, sentence: str) -> None:
        """What 取消 is answered with from here on, where something was done before the question."""
        self.talk.kept[STILL] = sentence

    def confirm(self, name: str, title: str, facts: list[Fact], note: str, send: Option) -> bool:
        """Show a card and get a yes to exactly this card; False when she would rather not."""
        return self.choose(name, title, facts, note, [Option(YES, send.label, send.hint)]) != NO

    def choose(
        self, name: str, title: str, facts: list[Fact], note: str, sends: list[Option]
    ) -> str:
        """The key of the yes she pressed under exactly this card; NO when she would rather not.

        A card that would look different now is shown again instead of taken as agreed.
        """
        self._no_writes_before(name)
        card = Card(title=title, lines=tuple(map(line_of, facts)), note=note)
        digest, answer, lead = digest_of(title, note, facts), self.talk.answer(name), ""
        if answer is not None and answer.data.get("digest") == digest:
            self.out.lines.clear()
            return str(answer.value)
        if answer is not None:
            self.talk.drop(name)
            lead = _("有变化，请再看一眼。")
        raise Asked(name, Content(text=lead, card=card), choices_of(facts, sends), digest)

    def keep(self, name: str, make: Callable[[], T]) -> T:
        """Make something that may differ between two runs once, and replay it afterwards."""
        if name not in self.talk.kept:
            # through JSON at once, so that it is the same thing now and on every later run
            self.talk.kept[name] = json.loads(json.dumps(make()))
        kept: T = self.talk.kept[name]
        return kept

    def new_code(self) -> str:
        """Four random digits without a leading 0, the same ones on every run."""
        return self.keep("_code", self._new_code)

    def more_digits(self) -> str:
        """Four more random digits, for `keep`."""
        return self._new_code()

    def say(self, text: str) -> None:
        """A line of this turn's one bubble."""
        self.out.lines.append(text)

    def show(self, content: Content, *actions: Action) -> None:
        """A message of its own after the bubble: a card with its buttons."""
        self.out.shown.append((content, actions))

    def tell(self, person_id: int, notice: str, **values: Any) -> None:
        """Let somebody else know; `notice` is worded for them when it is sent."""
        self.out.told.append(Told(person_id, notice, values))

    def card(self, person_id: int, notice: str, subject: str, **values: Any) -> None:
        """Send or renew the live card of `subject` for somebody."""
        self.out.told.append(Told(person_id, notice, values, subject))

    def tell_chat(self, contact_id: int, notice: str, **values: Any) -> None:
        """Say something in one chat, whoever is there: an answer to what was just done there."""
        told = Told(0, notice, values, lane=Lane.REPLY, contact_id=contact_id)
        self.out.told.append(told)

    def tell_group(self, group_id: int, notice: str, subject: str = "", **values: Any) -> None:
        """Say something in a group, or renew its live card of `subject`; nothing personal."""
        self.out.told.append(Told(0, notice, values, subject, group_id=group_id))

    def open_private(self, start: str) -> None:
        """After a press in a group: lead the presser to the private chat, where they are known.

        `start` is what /start brings along there: at most 64 of A-Z, a-z, 0-9, _ and -.
        """
        self.out.opens = start

    def note(self, key: str, write: Callable[[Session], None]) -> None:
        """Something that must be written even if what follows is refused; once per message."""
        self.out.notes[f"{key}:{self.said.inbox_id}"] = write

    def then(self, script: str, subject: str = "", opening: Answer | None = None) -> None:
        """Go on asking in a script of its own, once this one has written."""
        self.out.then = Talk(script, subject, opening)

    def check_no_early_write(self, where: str) -> None:
        """Raise EarlyWrite when something was written or changed before `where`."""
        self._no_writes_before(where)

    def _no_writes_before(self, where: str) -> None:
        session = self.hearer.open_session
        pending = session is not None and (session.new or session.dirty or session.deleted)
        if self._guard.writes or pending:
            raise EarlyWrite(f"{self.talk.script} wrote before asking {where!r}")
