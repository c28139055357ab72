"""What the engine needs to know of the conversations: handlers.desk gives it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from handlers.content import Content
from handlers.engine.chat import Told
from handlers.engine.gate import Gate
from handlers.engine.hearer import Hearer
from handlers.engine.playing import Script
from handlers.engine.said import Answer, Said
from handlers.engine.state import Talk


@dataclass(frozen=True, slots=True)
class Command:
    """A word that works everywhere: `control` is the engine's own, else a script to start."""

    script: str = ""
    subject: str = ""
    control: str = ""
    #: what is open or half written is dropped first
    clears: bool = False
    #: the script reads the message itself: it says more than which script it begins
    is_heard: bool = False
    #: the part of first words that it is about; "" is all of them
    about: str = ""
    #: what else first words are about, and what is said of that
    waits: tuple[Talk, str] | None = None

    def opened(self, said: Said) -> Talk:
        """The conversation it begins, with what was said of it."""
        about = replace(said, text=self.about) if self.about else said
        return Talk(self.script, self.subject, Answer.to("", about))


@dataclass(frozen=True, slots=True)
class Alarm:
    """The answer to an emergency: said at once, with its own question, heard by `told`."""

    content: Content
    told: list[Told]
    #: takes the answer to the question that the text ends with
    script: str
    #: what that answer is about
    subject: str = ""


class Desk(Protocol):
    """Every conversation, and who takes which message."""

    @property
    def scripts(self) -> Mapping[str, Script]:
        """Every conversation by name."""

    def alarm(self, hearer: Hearer, said: Said, asked: tuple[str, str]) -> Alarm | None:
        """The answer to an emergency, or None; `asked` names the open script and its question."""

    def unheard(self, said: Said) -> str:
        """The script that takes note of what only a human can hear; "" for everything else."""

    def gate(self, hearer: Hearer, said: Said) -> Gate | None:
        """What has to be agreed to before this message is used, or None."""

    def command(self, hearer: Hearer, text: str) -> Command | None:
        """What these words start in any state, if anything."""

    def another(self, hearer: Hearer, talk: Talk, said: Said) -> tuple[Talk, str] | None:
        """A second matter that comes up while `talk` is open, and what to say of it."""

    def first(self, hearer: Hearer, said: Said) -> Command:
        """What takes a message when nothing is open."""
