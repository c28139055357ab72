"""对了，楼道灯也坏了: a second matter in the middle of the first is kept and comes next."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.engine.hearer import Hearer
from handlers.engine.said import Answer, Said
from handlers.engine.state import Talk
from handlers.language import _, language
from handlers.readers import words_of
from handlers.understand.kind import KindWords, read_kind
from handlers.understand.matters import further

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
    spoken = new.words[0]
    is_short = len(spoken) <= LONGEST and "…" not in spoken
    kind = next(each for each in hearer.known.kinds if each.code == new.code)
    name = spoken if is_short else kind.title(language())
    return Talk("post_need", opening=Answer.to("", replace(said, text=after))), name


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
