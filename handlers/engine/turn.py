"""One turn: what a message means where the chat stands.

The order of understanding: an emergency before everything; a question that has to have its yes
first; the open question's options; a pressed button; words that work everywhere; the open
question; and, when nothing is open, the beginning of something.
"""

from collections.abc import Callable
from datetime import timedelta

from handlers.content import Content
from handlers.engine import lines
from handlers.engine.answering import said_anew
from handlers.engine.buttons import find_action
from handlers.engine.choices import LEAVE_WORDS, choose, plain
from handlers.engine.contract import Command, Desk
from handlers.engine.gate import Gate, as_one, held, hold, is_full, opened
from handlers.engine.hearer import Hearer
from handlers.engine.playing import Player
from handlers.engine.said import Answer, Said
from handlers.engine.sheet import EDIT, NO
from handlers.engine.stage import Outcome, Stage
from handlers.engine.state import Question, State, Talk
from models.group_chat import group_button

__all__ = ["Command", "Desk", "Turn"]
#: an unfinished conversation becomes a draft after this long without a word
OLD_AFTER = timedelta(hours=12)


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
        self._new_code = new_code

    def take(self) -> Outcome:
        """Handle the message."""
        alarm = self._desk.alarm(self._hearer, self._said, self._state.asked)
        if alarm is not None:
            return self._stage.sound(alarm)
        gate = self._desk.gate(self._hearer, self._said)
        if self._said.data.get("group"):
            return self._pressed_in_group(gate)
        is_code = gate is not None and self._said.kind == "start"
        command = None if is_code else self._command()
        about_alarm = self._about_alarm(command)
        if about_alarm is not None:
            self._stage.answer_alarm(about_alarm)
            return self._stage.speak()
        if gate is not None:
            return self._at_the_gate(gate, command)
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
            is_news = self._stage.keep_media(talk)
            if not self._said.text:
                self._stage.beside(self._desk.unheard(self._said))
                if is_news:
                    self._stage.go_on(talk)
                else:
                    self._player.play(talk)  # nothing is said; what the script notes is written
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
        comes = bool(self._said.media) or self._said.is_too_large
        return comes and question.name != "photo"

    def _first(self) -> None:
        first = self._desk.first(self._hearer, self._said)
        if first.control:
            self._obey(first)
        else:
            if first.waits is not None:
                self._lines.append(self._state.wait(*first.waits))
            self._stage.begin(first.opened(self._said))

    # --- a question that has to have its yes first -------------------------------------------

    def _at_the_gate(self, gate: Gate, command: Command | None) -> Outcome:
        """Put the question; whatever else she writes waits for the yes."""
        self._stage.clear_away()
        talk = self._state.open
        question = talk.question if talk is not None and talk.script == gate.script else None
        option = choose(question, self._said) if question is not None else None
        leaves = (command is not None and command.control == "cancel") or (
            plain(self._said.text) in LEAVE_WORDS
        )
        is_free = command is not None and (command.control or command.script) in gate.free
        if talk is not None and question is not None and (option is not None or leaves):
            return self._past_the_gate(talk, question, option.key if option else NO)
        if command is not None and is_free and (talk is None or question is not None):
            self._obey(command)
        elif self._said.token and not gate.waits:
            self._pressed()
        elif talk is None or question is None:
            self._stage.begin(opened(gate, self._said))
        elif gate.waits and not is_full(talk):
            if hold(talk, self._said):
                self._stage.go_on(talk)
        else:
            self._answered(talk, question)
        return self._stage.speak()

    def _past_the_gate(self, talk: Talk, question: Question, key: str) -> Outcome:
        """After a yes what waited is taken up; after a no nothing of hers is left."""
        waiting = as_one(held(talk), self._is_word)
        if key == NO:
            self._state.forget()
        self._chosen(talk, question, key, self._said.text)
        stands = self._desk.gate(self._hearer, self._said) is not None
        if stands or (waiting is None and self._state.open is not None):
            return self._stage.speak()
        said = waiting or Said("start", self._said.said_at, self._said.inbox_id)
        turn = Turn(self._desk, self._hearer, self._state, said, self._new_code)
        turn._stage.outcome = self._stage.outcome
        turn._lines.extend(self._lines)
        turn._understand(turn._command())
        return turn._stage.speak()

    def _is_word(self, said: Said) -> bool:
        return self._desk.command(self._hearer, said.text) is not None

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
        if another := self._desk.another(self._hearer, talk, self._said):
            self._stage.keep_for_later(*another)
        elif question.digest:
            self._corrected(talk, question)
        elif plain(self._said.text) == "算了":
            self._stage.leave()
        else:
            talk.put(Answer.to(question.name, self._said))
            self._stage.go_on(talk)

    def _corrected(self, talk: Talk, question: Question) -> None:
        """Words typed at a card: change just the lines they are about, or ask again."""
        played = self._player.play(talk)
        card = played.asked
        if card is None or not card.digest or card.name != question.name:
            # the script has changed, or these words led past the card
            self._stage.end(talk, played)
            return
        changes = said_anew(talk, self._said, played.chat.readers)
        for change in changes:
            talk.put(change)
        if changes:
            question.misses = 0
            self._stage.go_on(talk, tuple(change.name for change in changes))
            return
        question.misses += 1
        self._lines.append(lines.card_not_understood(question.misses))
        self._stage.go_on(talk)

    def _pressed(self) -> None:
        action = find_action(self._hearer.session, self._hearer.contact_id, self._said.token)
        self._hearer.undo()
        if action is not None and action[0] in self._desk.scripts:
            self._stage.begin(Talk(*action))
            return
        self._stage.point_out_old_button()

    def _pressed_in_group(self, gate: Gate | None) -> Outcome:
        """One line, for the presser alone; it has nothing to do with their private chat."""
        button = group_button(self._hearer.session, self._said.token)
        action = (button.script, button.subject) if button else ("", "")
        if button is not None and gate is not None:
            action = (gate.in_group, "")
        self._hearer.undo()
        if action[0] in self._desk.scripts:
            return self._stage.aside(Talk(*action))
        return Outcome(self._state, [Content(text=lines.old_call())])

    def _obey(self, command: Command) -> None:
        match command.control:
            case "back":
                self._back()
            case "cancel":
                self._stage.cancel()
            case "resume":
                self._resume_draft()
            case "wait":
                self._lines.append(lines.no_hurry())
            case "thanks":
                self._lines.append(lines.not_at_all())
            case "nothing":
                self._lines.append(lines.nothing_open())
            case _:
                talk = self._state.open
                self._hearer.misses = talk.question.misses if talk and talk.question else 0
                if command.clears:
                    self._state.forget()
                opening = Answer.to("", self._said) if command.is_heard else None
                self._stage.begin(Talk(command.script, command.subject, opening))

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

    def _resume_draft(self) -> None:
        if self._state.open is None and self._state.drafts:
            self._state.open = self._state.drafts.pop(0)
            self._lines.append(lines.going_on())
        elif self._state.open is None:
            self._lines.append(lines.no_draft())
        self._stage.repeat()
