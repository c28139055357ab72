"""对了，楼道灯也坏了: a second matter is kept and comes next, in first words and in the middle."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.engine.contract import Command
from handlers.engine.hearer import Hearer
from handlers.engine.said import Answer, Said
from handlers.engine.state import Talk
from handlers.language import _, language
from handlers.readers import words_of
from handlers.understand.intent import Intent, read_intent
from handlers.understand.kind import KindReading, KindWords, read_kind
from handlers.understand.matters import further, matters
from handlers.understand.normal import fold
from handlers.understand.phone import Found as Phone
from handlers.understand.phone import read_phone
from handlers.understand.place import find_door

_AROUND = " ，,。;；!！"
#: the word for it is said back; longer, or with a gap, the name of the kind is
LONGEST = 6


def another_matter(hearer: Hearer, talk: Talk, said: Said) -> tuple[Talk, str] | None:
    """What waits for its turn and how it is called; None when this is about the open matter."""
    after = further(said.text)
    if talk.script != "post_need" or not after:
        return None
    words = words_of(hearer.known)
    new = read_kind(after, words)
    if new is None or new.code == _kind_of(talk, words):
        return None
    return Talk("post_need", opening=Answer.to("", replace(said, text=after))), _name(hearer, new)


def two_matters(hearer: Hearer, said: Said) -> Command | None:
    """灯坏了，另外想请人陪我妈看病: two needs in first words become two drafts, in that order.

    Door and phone are said once for both. None when there is only one, or the other is no need.
    """
    words = words_of(hearer.known)
    parts = [part.strip(_AROUND) for part in matters(said.text)]
    if len(parts) != 2:
        return None
    kinds = [read_kind(part, words) for part in parts]
    first, second = kinds
    if first is None or second is None or first.code == second.code:
        return None
    meant = [read_intent(part) for part in parts]
    if any(each.intent not in (Intent.NEED, Intent.REPORT) or each.running for each in meant):
        return None
    about, later = (part + _said_once(said.text, part) for part in parts)
    talk = Talk("post_need", opening=Answer.to("", replace(said, text=later, media=())))
    waits = (talk, kept_for_later(_name(hearer, second)))
    return Command("post_need", about=about, waits=waits)


def _said_once(text: str, part: str) -> str:
    """Door and phone of the whole message that the part does not hold, to be read with it."""
    phone = read_phone(text)
    has_phone = isinstance(phone, Phone) and not isinstance(read_phone(part), Phone)
    digits = f"，{phone.digits}" if isinstance(phone, Phone) and has_phone else ""
    door, of_part = find_door(fold(text)), find_door(fold(part))
    where = f"，{text[door.start() : door.end()]}" if door is not None and of_part is None else ""
    return where + digits


def _name(hearer: Hearer, new: KindReading) -> str:
    """The word of hers that names the matter, or the kind of help."""
    spoken = new.words[0]
    is_short = len(spoken) <= LONGEST and "…" not in spoken
    kind = next(each for each in hearer.known.kinds if each.code == new.code)
    return spoken if is_short else kind.title(language())


def _kind_of(talk: Talk, words: Sequence[KindWords]) -> str:
    """The kind of the open matter: chosen, or as her first words say."""
    chosen, what = talk.answer("kind"), talk.answer("what") or talk.opening
    if chosen is not None and isinstance(chosen.value, str):
        return chosen.value
    found = read_kind(what.text, words) if what is not None else None
    return found.code if found else ""


def kept_for_later(name: str) -> str:
    """That it is not lost."""
    return _("{name}记下了，等这张办好就说它。").format(name=name)
