"""What is open in a chat and what waits behind it: beginning, going on, asking, taking up again.

A turn decides what a message means; the stage plays it and gathers what is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from handlers.content import Content
from handlers.engine import lines
from handlers.engine.buttons import Bearer, with_actions, with_options
from handlers.engine.chat import Asked, Told
from handlers.engine.choices import LEAVE_WORDS, plain
from handlers.engine.contract import Alarm
from handlers.engine.hearer import Hearer
from handlers.engine.playing import Played, Player, Script, ScriptFault
from handlers.engine.said import Answer, Said
from handlers.engine.sheet import EDIT
from handlers.engine.state import STILL, YIELDS, Question, State, Talk


@dataclass(slots=True)
class Outcome:
    """What a turn leaves behind, for receiving to write down."""

    state: State
    messages: list[Content] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    #: after a press in a group: open the private chat with this /start payload
    opens: str = ""


class Stage:
    """The conversations of one chat during one turn."""

    def __init__(
        self,
        scripts: Mapping[str, Script],
        player: Player,
        hearer: Hearer,
        state: State,
        said: Said,
    ) -> None:
        """`state` is changed in place and comes back in the outcome."""
        self._scripts, self._player = scripts, player
        self._hearer, self._said = hearer, said
        self.state = state
        self.outcome = Outcome(state)
        self.lines: list[str] = []
        #: she chose what was offered: whatever follows is no misunderstanding of hers
        self.chosen = False
        self._question: Content | None = None

    def put_aside(self) -> None:
        """The open conversation becomes a draft; the one behind it comes forward."""
        if self.state.open is not None:
            self.state.keep_draft(self.state.open)
        self.state.open, self.state.parked = self.state.parked, None

    def clear_away(self) -> bool:
        """Forget conversations whose script is gone; False when the open one was among them."""
        return self.state.keep_only(self._scripts)

    def sound(self, alarm: Alarm) -> Outcome:
        """Answer an emergency before anything else; what is open stays as it is."""
        self.state.alarm = Talk(alarm.script, alarm.subject, touched_at=self._said.said_at)
        return Outcome(self.state, [alarm.content], alarm.told)

    def answer_alarm(self, talk: Talk) -> None:
        """Whatever she writes next answers the alarm's question; then the open one is repeated."""
        self.state.alarm = None
        asked = self._player.play(talk).asked
        if asked is not None:
            talk.put(Answer.to(asked.name, self._said))
        self._gather(self._player.play(talk))
        if self.state.open is not None:
            self.lines.append(lines.back_to_it())
            self.repeat()

    def begin(self, talk: Talk) -> None:
        """Start something. What was open waits behind it if it asks, else goes on at once."""
        before, lines_before = self.state.open, len(self.lines)
        if before is not None and before.kept.get(YIELDS):
            before = None
        if talk.opening is not None and (self._said.media or self._said.is_too_large):
            self.keep_media(talk)
        self.state.open = talk
        if not self._play_to_the_end(talk):
            if before is not None:
                self._park(before, lines_before)
        elif before is not None:
            self.state.open = before
            self.lines.append(lines.back_to_it())
            self.repeat()
        else:
            self.take_up_parked()

    def aside(self, talk: Talk) -> Outcome:
        """Play what asks nothing and say one thing; what is open is neither heard nor repeated.

        Raises ScriptFault when it asks after all: in a group nobody can be asked.
        """
        played = self._player.play(talk)
        if played.asked is not None:
            raise ScriptFault(f"{talk.script} asks in a group")
        self._gather(played)
        self._flush()
        self.outcome.opens = played.gathered.opens
        return self.outcome

    def _park(self, before: Talk, lines_before: int) -> None:
        """`before` waits behind what is open now; a doubled press starts nothing twice."""
        begun, parked = self.state.open, self.state.parked
        if begun is not None and begun.is_like(before):
            self.state.open = before
        elif begun is not None and parked is not None and begun.is_like(parked):
            self.state.open, self.state.parked = parked, before
        else:
            if parked is not None:
                self.state.keep_draft(parked)
            self.state.parked = before
            return
        del self.lines[lines_before:]
        self.lines.append(lines.back_to_it())
        self.repeat()

    def beside(self, script: str) -> None:
        """Play what asks nothing and writes, if anything; what is open stays open."""
        if script:
            self._gather(self._player.play(Talk(script, "beside", Answer.to("", self._said))))

    def keep_media(self, talk: Talk) -> bool:
        """What came beside the words stays with the conversation; False for more of an album,
        whose first message has had its answer."""
        if self._said.is_too_large:
            self.lines.append(lines.too_large())
            return True
        talk.media.extend(self._said.media)
        if talk.is_more_of_album(self._said):
            return False
        new = len(self._said.media)
        self.lines.append(lines.media_kept(self._said.kind, len(talk.media), new))
        return True

    def go_on(self, talk: Talk, changed: tuple[str, ...] = ()) -> None:
        """Play `talk` with the answers it has now."""
        if self._play_to_the_end(talk, changed):
            self.take_up_parked()

    def end(self, talk: Talk, played: Played) -> None:
        """Go on from a run of `talk` that was played already."""
        if self._take(talk, played, ()):
            self.take_up_parked()

    def repeat(self) -> None:
        """Ask the open question again. This message was not for it to hear."""
        if self.state.open is not None:
            self.state.open.first_time("_heard", self._said.inbox_id)
            self.go_on(self.state.open)

    def keep_for_later(self, talk: Talk, line: str) -> None:
        """Something else of hers has its turn when the open conversation is over."""
        self.lines.append(self.state.wait(talk, line))
        self.repeat()

    def point_out_old_button(self) -> None:
        """A press of what has moved on changes nothing; not said in the same words twice."""
        question = self.state.open.question if self.state.open else None
        text = lines.old_button(again=False)
        if question is not None:
            again = question.last_why == text
            question.last_why = "" if again else text
            text = lines.old_button(again=again)
        self.lines.append(text)
        self.repeat()

    def take_up_parked(self) -> None:
        """The conversation that waited goes on."""
        self.state.open, self.state.parked = self.state.parked, None
        if self.state.open is not None:
            self.lines.append(lines.back_to_it())
            self.repeat()

    def cancel(self) -> None:
        """取消: the alarm's question, else what is open, is left; the alarm itself stands."""
        if self.state.alarm is not None:
            self.state.alarm = None
            self.lines.append(lines.alarm_stands())
        elif self.state.open is None:
            self.lines.append(lines.nothing_open())
        else:
            self.leave()

    def leave(self) -> None:
        """She would rather not: the open conversation ends."""
        kept = self.state.open.kept if self.state.open else {}
        self.state.open = None
        self.lines.append(kept.get(STILL, "") or lines.cancelled())
        self.take_up_parked()

    def _play_to_the_end(self, talk: Talk, changed: tuple[str, ...] = ()) -> bool:
        """Play, and what it leads to; True when nothing of it is open any more."""
        return self._take(talk, self._player.play(talk), changed)

    def _take(self, talk: Talk, played: Played, changed: tuple[str, ...]) -> bool:
        if played.asked is not None:
            if played.why and not self.chosen and plain(self._said.text) in LEAVE_WORDS:
                self.leave()
            else:
                self._ask(talk, played, played.asked, changed)
            return False
        self.state.open = None
        self._gather(played)
        after = played.gathered.then
        if after is None:
            return True
        self.state.open = after
        return self._play_to_the_end(after)

    def _ask(self, talk: Talk, played: Played, asked: Asked, changed: tuple[str, ...]) -> None:
        question = _question(talk.question, asked, self._hearer)
        talk.question = question
        if asked.digest:
            talk.replaced = None  # back at the card: the change is made
        # what went out with an earlier question of this conversation is not said again
        self.lines.extend(line for line in played.gathered.lines if talk.first_time("_said", line))
        if played.why:
            self._say_why(question, played.why)
        if changed:
            self.lines.append(lines.changed(asked.content, tuple(EDIT + each for each in changed)))
        if played.gathered.shown and talk.first_time("_shown", asked.name):
            self._show(played)  # what the question is about, such as a sample; above it
        self._question = with_options(asked.content, question.options, question.token)

    def _say_why(self, question: Question, why: str) -> None:
        if self.chosen:
            self.lines.append(lines.just_write() if why == question.last_why else why)
        else:
            question.misses += 1
            self.lines.append(lines.missed(question, why))
        question.last_why = why

    def _gather(self, played: Played) -> None:
        self.lines.extend(played.gathered.lines)
        if played.refused:
            self.lines.append(played.refused)
        if played.gathered.shown:
            self._flush()
        self._show(played)
        self._hearer.settle()
        self.outcome.told.extend(played.gathered.told)

    def _show(self, played: Played) -> None:
        bearer = Bearer(self._hearer.contact_id, self._hearer.community_id, self._hearer.new_token)
        for content, actions in played.gathered.shown:
            if actions:
                session, at = self._hearer.session, self._hearer.at
                content = with_actions(session, content, actions, bearer, at)
            self.outcome.messages.append(content)

    def _flush(self) -> None:
        """Lines that belong above a card go out before it."""
        text = _bubble(self.lines)
        if text:
            self.outcome.messages.append(Content(text=text))
        self.lines.clear()

    def speak(self) -> Outcome:
        """Put the turn's lines and its question into one bubble."""
        if self.state.open is not None:
            self.state.open.touched_at = self._hearer.at
        question = self._question if self.state.open is not None else None
        if question is not None:
            text = _bubble([*self.lines, question.text])
            self.outcome.messages.append(replace(question, text=text))
        else:
            self._flush()
        return self.outcome


def _question(old: Question | None, asked: Asked, hearer: Hearer) -> Question:
    """The question as it is asked now. The same options keep their buttons' token."""
    options = list(asked.options)
    if old is None or old.name != asked.name:
        return Question(asked.name, hearer.new_token(), options, digest=asked.digest)
    same = (old.options, old.digest) == (options, asked.digest)
    return replace(
        old,
        token=old.token if same else hearer.new_token(),
        options=options,
        digest=asked.digest,
    )


def _bubble(texts: list[str]) -> str:
    return "\n".join(each for each in texts if each)
