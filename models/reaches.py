"""When somebody on a channel has what is sent to them: each channel says which of three."""

from enum import StrEnum


class Reaches(StrEnum):
    """The answer of a channel to "may this chat be reached now?".

    at_once: always, unless it was stopped; in_window: only while the platform lets us write first
    (`contact.window_until`), else held until they do something; when_open: it is there when they
    next look, at once only while a page is open (`contact.window_until`, too).
    """

    AT_ONCE = "at_once"
    IN_WINDOW = "in_window"
    WHEN_OPEN = "when_open"
