"""Whether a message asks for something that we do not do (models/kind_limit.py)."""

from collections.abc import Iterable

from handlers.understand.kind import says_one_of
from handlers.understand.normal import plain
from models.kind_limit import Limit


def read_limit(text: str, kind: str, limits: Iterable[Limit]) -> Limit | None:
    """The first limit the words fall under; `kind` is the kind of help that was read in them."""
    words = plain(text)
    for limit in limits:
        is_meant = not limit.is_off and kind in limit.kinds and says_one_of(words, limit.words)
        if is_meant and not any(each in words for each in limit.besides):
            return limit
    return None
