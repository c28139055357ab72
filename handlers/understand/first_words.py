"""What the first words of a chat are about, where they are clearly no request for help."""

from handlers.understand.intent import Intent, IntentReading, read_intent
from handlers.understand.matters import matters
from handlers.understand.normal import normalise

#: how far ahead an intent must be before she is not simply taken to need something
_CLEAR = 2.0
_LONGEST_TALK = 30
_ABOUT_AN_ORDER = frozenset(("cancel", "change", "where"))
_OTHERS = frozenset((Intent.OFFER, Intent.QUERY, Intent.COMPLAINT, Intent.FEEDBACK))


def first_words(text: str) -> str:
    """ "offer", "query", "complaint", "feedback", "chitchat", "running" (about an order that runs),
    or "" when it may be a need."""
    parts = matters(normalise(text))
    if len(parts) > 1:
        meant = [first_words(part) for part in parts]
        return "" if "" in meant else meant[0]
    said = read_intent(text)
    if said.running:
        return "running" if said.running in _ABOUT_AN_ORDER else "chitchat"
    if said.intent is Intent.CHITCHAT:
        return "chitchat" if _is_small_talk(text, said) else ""
    return said.intent.value if said.intent in _OTHERS and said.lead >= _CLEAR else ""


def asks_for_talk(text: str) -> bool:
    """Whether somebody in grief asks for a person to talk to."""
    said = read_intent(text)
    return said.intent is Intent.NEED and said.asks


def _is_small_talk(text: str, said: IntentReading) -> bool:
    has_cue = any(cue.intent is Intent.CHITCHAT for cue in said.cues)
    return has_cue and said.lead >= _CLEAR and len(text) <= _LONGEST_TALK
