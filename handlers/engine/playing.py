"""Runs a script until it asks, ends or is refused, inside a savepoint of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handlers.engine.chat import Asked, Chat, Gathered
from handlers.engine.hearer import Hearer
from handlers.engine.said import Said
from handlers.engine.state import Talk
from handlers.language import say_error
from models.database import Guard, guarded
from models.errors import Invalid, Refused

Script = Callable[[Chat], None]
MAX_REFUSALS = 5


class ScriptFault(Exception):
    """A bug in a script: it refuses its own answers without end."""


@dataclass(slots=True)
class Played:
    """How a run ended: with a question (`asked`), or for good."""

    chat: Chat
    gathered: Gathered
    asked: Asked | None
    #: why the last answer was not taken; said before the question
    why: str = ""
    #: the text of a refusal that ended the conversation
    refused: str = ""


class Player:
    """Plays the scripts of one turn."""

    def __init__(
        self,
        scripts: Mapping[str, Script],
        hearer: Hearer,
        said: Said,
        new_code: Callable[[], str],
    ) -> None:
        """`scripts` is the registry; `new_code` gives four random digits."""
        self._scripts = scripts
        self._hearer = hearer
        self._said = said
        self._new_code = new_code

    def play(self, talk: Talk) -> Played:
        """Run the script of `talk`; a refused answer is dropped and its question asked again.

        Raises whatever the script raises that is no answer to the person: a bug.
        """
        why = ""
        for _attempt in range(MAX_REFUSALS + len(talk.answers)):
            played = self._once(talk)
            if played.refused or not played.why:
                played.why = why
                return played
            why = played.why
        raise ScriptFault(f"{talk.script} refuses its own answers without end")

    def _once(self, talk: Talk) -> Played:
        with guarded(self._hearer.connection) as guard:
            chat = Chat(self._hearer, talk, self._said, guard, self._new_code)
            try:
                self._scripts[talk.script](chat)
                self._hearer.settle()
                played = Played(chat, chat.out, None)
            except Asked as stop:
                chat.check_no_early_write(stop.name)
                self._hearer.undo()
                played = Played(chat, chat.out, stop)
            except Invalid as error:
                self._undo(guard)
                played = self._again(chat, chat.reading or _last_asked(talk), say_error(error))
            except Refused as error:
                self._undo(guard)
                played = self._again(chat, error.ask, say_error(error))
        self._write_notes(talk, chat)
        return played

    def _undo(self, guard: Guard) -> None:
        self._hearer.undo()
        guard.undo()

    def _again(self, chat: Chat, name: str, text: str) -> Played:
        """Drop the answer to `name` and run once more; without one, the refusal is the end."""
        if name and chat.talk.drop(name) is not None:
            chat.talk.first_time("_refused", name)  # not to be supposed again
            return Played(chat, Gathered(), None, why=text)
        return Played(chat, Gathered(), None, refused=text)

    def _write_notes(self, talk: Talk, chat: Chat) -> None:
        """Write what must outlive a refusal, each once however often the script is rerun."""
        for key, write in chat.out.notes.items():
            if talk.first_time("_noted", key):
                write(self._hearer.session)
        self._hearer.settle()


def _last_asked(talk: Talk) -> str:
    given = [answer.name for answer in talk.answers if answer.by == "person"]
    return given[-1] if given else ""
