"""One turn: what a message means where the chat stands.

The order of understanding: an emergency before everything; the open question's options; a pressed
button; words that work everywhere; the open question; and, when nothing is open, the beginning of
something.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Protocol

from handlers.engine import lines
from handlers.engine.buttons import find_action
from handlers.engine.chat import EDIT
from handlers.engine.choices import choose, plain
from handlers.engine.hearer import Hearer
from handlers.engine.playing import Player, Script
from handlers.engine.reader import Reader
from handlers.engine.said import Answer, Said
from handlers.engine.stage import Alarm, Outcome, Stage
from handlers.engine.state import Question, State, Talk

#: an unfinished conversation becomes a draft after this long without a word
OLD_AFTER = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Command:
    """A word that works everywhere: `control` is the engine's own, else a script to start."""

    script: str = ""
    subject: str = ""
    control: str = ""


class Desk(Protocol):
    """What the engine needs to know of the conversations: handlers.desk gives it."""

    @property
    def scripts(self) -> Mapping[str, Script]:
        """Every conversation by name."""

    def alarm(self, hearer: Hearer, said: Said) -> Alarm | None:
        """The answer to an emergency, or None."""

    def command(self, hearer: Hearer, text: str) -> Command | None:
        """What these words start in any state, if anything."""

    def first(self, hearer: Hearer, said: Said) -> Command:
        """What takes a message when nothing is open."""


class Turn:
    """Handles one message. Make one per message; it is not used twice."""

    def __init__(
        self, desk: Desk, hearer: Hearer, state: State, said: Said, new_code: Callable[[], str]
    ) -> None:
        """`state` is changed in place and comes back in the outcome."""
        self._desk, self._hearer, self._state, self._said = desk, hearer, state, said
        self._player = Player(desk.scripts, hearer, said, new_code)
        self._stage = Stage(desk.scripts, self._player, hearer, state, said)
        self._lines = self._stage.lines

    def take(self) -> Outcome:
        """Handle the message."""
        alarm = self._desk.alarm(self._hearer, self._said)
        if alarm is not None:
            return self._stage.sound(alarm)
        command = self._command()
        about_alarm = self._about_alarm(command)
        if about_alarm is not None:
            self._stage.answer_alarm(about_alarm)
            return self._stage.speak()
        self._put_aside_what_is_old(command)
        if self._stage.clear_away() or command is not None or self._said.token:
            self._understand(command)
        else:
            self._lines.append(lines.script_is_gone())
            self._stage.take_up_parked()
        return self._stage.speak()

    def _about_alarm(self, command: Command | None) -> Talk | None:
        """The alarm whose question these words answer."""
        talk = self._state.alarm
        if talk is None or self._said.token or command is not None or not self._said.text:
            return None
        if talk.touched_at is None or self._said.said_at - talk.touched_at > OLD_AFTER:
            self._state.alarm = None
            return None
        return talk

    def _command(self) -> Command | None:
        if self._said.kind == "start":
            return self._desk.first(self._hearer, self._said)
        if self._said.token or not self._said.text:
            return None
        talk = self._state.open
        if talk is not None and talk.question and choose(talk.question, self._said) is not None:
            return None
        return self._desk.command(self._hearer, self._said.text)

    def _put_aside_what_is_old(self, command: Command | None) -> None:
        """Half a day later she means something new, unless she speaks to what is open."""
        aside = False
        while (talk := self._state.open) is not None and self._is_old(talk, command):
            self._stage.put_aside()
            aside = True
        if aside:
            self._lines.append(lines.draft_waits())

    def _is_old(self, talk: Talk, command: Command | None) -> bool:
        if talk.touched_at is None or self._said.said_at - talk.touched_at <= OLD_AFTER:
            return False
        if self._said.token or (command is not None and command.control):
            return False
        return talk.question is None or choose(talk.question, self._said) is None

    def _understand(self, command: Command | None) -> None:
        talk = self._state.open
        question = talk.question if talk else None
        if talk is not None and question is not None and self._is_beside(question):
            self._stage.keep_media(talk)
            if not self._said.text:
                self._stage.go_on(talk)
                return
        option = choose(question, self._said) if question else None
        if talk is not None and question is not None and option is not None:
            self._chosen(talk, question, option.key, option.label)
        elif self._said.token:
            self._pressed()
        elif command is not None:
            self._obey(command)
        elif talk is not None and question is not None:
            self._answered(talk, question)
        else:
            self._first()

    def _is_beside(self, question: Question) -> bool:
        return bool(self._said.media) and question.name != "photo"

    def _first(self) -> None:
        first = self._desk.first(self._hearer, self._said)
        if first.control:
            self._obey(first)
        else:
            opening = Answer.to("", self._said)
            self._stage.begin(Talk(first.script, first.subject, opening))

    # --- answers ---------------------------------------------------------------------------

    def _chosen(self, talk: Talk, question: Question, key: str, label: str) -> None:
        self._stage.chosen = True
        talk.first_time("_heard", self._said.inbox_id)
        if key.startswith(EDIT):
            talk.replaced = talk.drop(key.removeprefix(EDIT))
        else:
            answer = Answer.to(question.name, self._said)
            answer.kind, answer.text = "option", label
            answer.data = {"option": key, "digest": question.digest}
            if question.digest:
                answer.value = key
            talk.put(answer)
        self._stage.go_on(talk)

    def _answered(self, talk: Talk, question: Question) -> None:
        if question.digest:
            self._corrected(talk, question)
        elif plain(self._said.text) == "算了":
            self._stage.leave()
        else:
            talk.put(Answer.to(question.name, self._said))
            self._stage.go_on(talk)

    def _corrected(self, talk: Talk, question: Question) -> None:
        """Words typed at a card: change just the lines they are about, or ask again."""
        played = self._player.play(talk)
        if played.asked is None or not played.asked.digest:
            self._stage.end(talk, played)  # the script has changed: there is no card any more
            return
        changes = self._changes(talk, played.chat.readers)
        for change in changes:
            talk.put(change)
        if changes:
            question.misses = 0
            self._stage.go_on(talk, tuple(change.name for change in changes))
            return
        question.misses += 1
        self._lines.append(lines.card_not_understood(question.misses))
        self._stage.go_on(talk)

    def _changes(self, talk: Talk, readers: Mapping[str, Reader[Any]]) -> list[Answer]:
        """What is said anew; a reader that only guesses is heard when no other one is."""
        answer = Answer.to("", self._said)
        found: list[Answer] = []
        for name, reader in sorted(readers.items(), key=lambda each: not each[1].is_sure):
            old, value = talk.answer(name), reader.spot(answer)
            if value is None or (old is not None and old.value == value):
                continue
            if reader.is_sure or not found:
                found.append(replace(answer, name=name, value=value, version=reader.version))
        return found

    # --- words and presses that are not answers ----------------------------------------------

    def _pressed(self) -> None:
        action = find_action(self._hearer.session, self._hearer.contact_id, self._said.token)
        self._hearer.undo()
        if action is not None and action[0] in self._desk.scripts:
            self._stage.begin(Talk(*action))
            return
        talk = self._state.open
        question = talk.question if talk else None
        text = lines.old_button(again=False)
        if question is not None:
            again = question.last_why == text
            question.last_why = "" if again else text
            text = lines.old_button(again=again)
        self._lines.append(text)
        self._stage.repeat()

    def _obey(self, command: Command) -> None:
        match command.control:
            case "back":
                self._back()
            case "cancel":
                self._cancel()
            case "resume":
                self._resume_draft()
            case "wait":
                self._lines.append(lines.no_hurry())
            case "thanks":
                self._lines.append(lines.not_at_all())
            case "nothing":
                self._lines.append(lines.nothing_open())
            case _:
                self._stage.begin(Talk(command.script, command.subject))

    def _back(self) -> None:
        talk = self._state.open
        if talk is None:
            self._lines.append(lines.nothing_open())
            return
        if talk.replaced is not None:
            talk.put(talk.replaced)
            talk.replaced = None
            self._lines.append(lines.put_back())
        else:
            given = [answer for answer in talk.answers if answer.by == "person"]
            if given:
                talk.answers.remove(given[-1])
            self._lines.append(lines.went_back(given[-1] if given else None))
        self._stage.repeat()

    def _cancel(self) -> None:
        if self._state.open is None:
            self._lines.append(lines.nothing_open())
        else:
            self._stage.leave()

    def _resume_draft(self) -> None:
        if self._state.open is None and self._state.drafts:
            self._state.open = self._state.drafts.pop(0)
            self._lines.append(lines.going_on())
        elif self._state.open is None:
            self._lines.append(lines.no_draft())
        self._stage.repeat()
