"""The cues by which an intent is told: what it is called and its pattern; its weight is learned.

Patterns read plain text (normal.plain): folded, lower case, regional words in their common form.
A new way of saying something is one more alternative in the cue it belongs to; then `make learn`.
"""

import re

from handlers.understand.asking_words import NEED, OFFER, QUERY
from handlers.understand.running_words import RUNNING
from handlers.understand.telling_words import CHITCHAT, COMPLAINT, FEEDBACK, REPORT

_CUE_TABLES = {
    "need": NEED,
    "offer": OFFER,
    "query": QUERY,
    "report": REPORT,
    "complaint": COMPLAINT,
    "feedback": FEEDBACK,
    "chitchat": CHITCHAT,
}
CUES: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (intent, name, re.compile(pattern))
    for intent, table in _CUE_TABLES.items()
    for name, pattern in table
)
ABOUT_RUNNING = tuple((name, re.compile(pattern)) for name, pattern in RUNNING)
