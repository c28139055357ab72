"""One turn: what a message means where the chat stands, and what is said and kept after it.

The order of understanding: an emergency before everything; a pressed button; words that work
everywhere; the open question; and, when nothing is open, the beginning of something.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Protocol

from handlers.content import Content
from handlers.engine import lines
from handlers.engine.buttons import Bearer, find_action, with_actions, with_options
from handlers.engine.chat import EDIT, Asked, Told
from handlers.engine.choices import NO_WORDS, choose, plain
from handlers.engine.hearer import Hearer
from handlers.engine.playing import Played, Player, Script
from handlers.engine.said import Answer, Said
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

    scripts: Mapping[str, Script]

    def alarm(self, hearer: Hearer, said: Said) -> tuple[Content, list[Told]] | None:
        """The answer to an emergency, or None."""

    def command(self, hearer: Hearer, text: str) -> Command | None:
        """What these words start in any state, if anything."""

    def first(self, hearer: Hearer, said: Said) -> Command:
        """The script that takes a message when nothing is open."""


@dataclass(slots=True)
class Outcome:
    """What a turn leaves behind, for receiving to write down."""

    state: State
    messages: list[Content] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


class Turn:
    """Handles one message. Make one per message; it is not used twice."""

    def __init__(
        self, desk: Desk, hearer: Hearer, state: State, said: Said, new_code: Callable[[], str]
    ) -> None:
        """`state` is changed in place and comes back in the outcome."""
        self._desk, self._hearer, self._state, self._said = desk, hearer, state, said
        self._player = Player(desk.scripts, hearer, said, new_code)
        self._lines: list[str] = []
        self._question: Content | None = None
        self._outcome = Outcome(state)

    def take(self) -> Outcome:
        """Handle the message."""
        alarm = self._desk.alarm(self._hearer, self._said)
        if alarm is not None:
            self._outcome.messages.append(alarm[0])
            self._outcome.told.extend(alarm[1])
            return self._outcome
        self._put_aside_what_is_old()
        self._understand()
        if self._state.open is not None:
            self._state.open.touched_at = self._said.said_at
        self._speak()
        return self._outcome

    def _understand(self) -> None:
        talk = self._state.open
        if talk is not None and talk.script not in self._desk.scripts:
            self._lines.append(lines.script_is_gone())
            self._state.open = talk = None
        question = talk.question if talk else None
        option = choose(question, self._said) if question else None
        if talk is not None and question is not None and option is not None:
            self._chosen(talk, question, option.key)
        elif self._said.token:
            self._pressed()
        elif (command := self._desk.command(self._hearer, self._said.text)) is not None:
            self._obey(command)
        elif talk is not None and question is not None:
            self._answered(talk, question)
        else:
            first = self._desk.first(self._hearer, self._said)
            self._begin(Talk(first.script, first.subject, Answer.to("", self._said)))

    # --- answers ---------------------------------------------------------------------------

    def _chosen(self, talk: Talk, question: Question, key: str) -> None:
        if key.startswith(EDIT):
            talk.replaced = talk.drop(key.removeprefix(EDIT))
        else:
            answer = Answer.to(question.name, self._said)
            answer.kind = "option"
            answer.data = {"option": key, "digest": question.digest}
            if question.digest:
                answer.value = key
            talk.put(answer)
        self._go_on(talk)

    def _answered(self, talk: Talk, question: Question) -> None:
        if self._said.media and question.name != "photo":
            talk.media.extend(self._said.media)
            self._lines.append(lines.media_kept(self._said.kind))
            self._go_on(talk)
        elif question.digest:
            self._corrected(talk, question)
        elif plain(self._said.text) in NO_WORDS and plain(self._said.text) == "算了":
            self._cancel()
        else:
            talk.put(Answer.to(question.name, self._said))
            self._go_on(talk)

    def _corrected(self, talk: Talk, question: Question) -> None:
        """Words typed at a card: change the one line they are about, or ask again."""
        readers = self._player.play(talk).chat.readers
        answer = Answer.to("", self._said)
        for name, reader in readers.items():
            value = reader.spot(answer)
            if value is not None:
                talk.put(replace(answer, name=name, value=value, version=reader.version))
                self._go_on(talk, changed=name)
                return
        question.misses += 1
        self._lines.append(lines.card_not_understood(question.misses))
        self._go_on(talk)

    # --- words and presses that are not answers ----------------------------------------------

    def _pressed(self) -> None:
        action = find_action(self._hearer.session, self._hearer.contact_id, self._said.token)
        self._hearer.undo()
        if action is not None and action[0] in self._desk.scripts:
            self._begin(Talk(*action))
        else:
            self._lines.append(lines.old_button())
            self._repeat()

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
            case _:
                self._begin(Talk(command.script, command.subject))

    def _back(self) -> None:
        talk = self._state.open
        if talk is None:
            self._lines.append(lines.nothing_open())
            return
        if talk.replaced is not None:
            talk.put(talk.replaced)
            talk.replaced = None
        else:
            given = [answer for answer in talk.answers if answer.by == "person"]
            if given:
                talk.answers.remove(given[-1])
            self._lines.append(lines.went_back(given[-1] if given else None))
        self._go_on(talk)

    def _cancel(self) -> None:
        if self._state.open is None:
            self._lines.append(lines.nothing_open())
            return
        self._state.open = None
        self._lines.append(lines.cancelled())
        self._take_up_parked()

    def _resume_draft(self) -> None:
        if self._state.open is not None or not self._state.drafts:
            self._lines.append("" if self._state.open else lines.no_draft())
            self._repeat()
            return
        self._state.open = self._state.drafts.pop(0)
        self._lines.append(lines.going_on())
        self._repeat()

    def _put_aside_what_is_old(self) -> None:
        talk = self._state.open
        if talk is None or talk.touched_at is None:
            return
        if self._said.said_at - talk.touched_at > OLD_AFTER and not self._said.token:
            question = talk.question
            if question is None or choose(question, self._said) is None:
                self._state.keep_draft(talk)
                self._state.open, self._state.parked = self._state.parked, None
                self._lines.append(lines.draft_waits())

    # --- playing ---------------------------------------------------------------------------

    def _begin(self, talk: Talk) -> None:
        """Start something. What was open waits behind it if it asks, else goes on at once."""
        before = self._state.open
        if talk.opening is not None and self._said.media:
            talk.media.extend(self._said.media)
        self._state.open = talk
        if not self._play_to_the_end(talk):
            if before is not None:
                if self._state.parked is not None:
                    self._state.keep_draft(self._state.parked)
                self._state.parked = before
        elif before is not None:
            self._state.open = before
            self._lines.append(lines.back_to_it())
            self._repeat()
        else:
            self._take_up_parked()

    def _go_on(self, talk: Talk, changed: str = "") -> None:
        if self._play_to_the_end(talk, changed):
            self._take_up_parked()

    def _take_up_parked(self) -> None:
        self._state.open, self._state.parked = self._state.parked, None
        if self._state.open is not None:
            self._lines.append(lines.back_to_it())
            self._repeat()

    def _repeat(self) -> None:
        if self._state.open is not None:
            self._go_on(self._state.open)

    def _play_to_the_end(self, talk: Talk, changed: str = "") -> bool:
        """Play, and what it leads to; True when nothing of it is open any more."""
        played = self._player.play(talk)
        if played.asked is not None:
            self._ask(talk, played, played.asked, changed)
            return False
        self._state.open = None
        self._gather(played)
        after = played.gathered.then
        if after is None:
            return True
        self._state.open = after
        return self._play_to_the_end(after)

    def _ask(self, talk: Talk, played: Played, asked: Asked, changed: str) -> None:
        old = talk.question if talk.question and talk.question.name == asked.name else None
        same = old is not None and (old.options, old.digest) == (list(asked.options), asked.digest)
        question = Question(
            asked.name,
            old.token if old and same else self._hearer.new_token(),
            list(asked.options),
            misses=old.misses if old else 0,
            last_why=old.last_why if old else "",
            digest=asked.digest,
        )
        talk.question = question
        if asked.digest:
            talk.replaced = None  # back at the card: the change is made
        self._lines.extend(played.gathered.lines)
        if played.why:
            question.misses += 1
            self._lines.append(lines.missed(question, played.why))
            question.last_why = played.why
        content = asked.content
        if changed:
            self._lines.append(lines.changed(content, EDIT + changed))
        self._question = with_options(content, question.options, question.token)

    def _gather(self, played: Played) -> None:
        self._lines.extend(played.gathered.lines)
        if played.refused:
            self._lines.append(played.refused)
        bearer = Bearer(self._hearer.contact_id, self._hearer.community_id, self._hearer.new_token)
        for content, actions in played.gathered.shown:
            if actions:
                session, at = self._hearer.session, self._said.said_at
                content = with_actions(session, content, actions, bearer, at)
            self._outcome.messages.append(content)
        self._hearer.settle()
        self._outcome.told.extend(played.gathered.told)

    def _speak(self) -> None:
        """Put the turn's lines and its question into one bubble."""
        question = self._question
        texts = [*self._lines, question.text if question else ""]
        text = "\n".join(each for each in texts if each)
        if question is not None:
            self._outcome.messages.append(replace(question, text=text))
        elif text:
            self._outcome.messages.insert(0, Content(text=text))
