"""The codes that change a card where it stands: each once, and within 72 hours.

WeCom gives one with every card that is sent, and a further one with each press of it. A card is
known by the first of them, so that it can be changed after a restart and by any process; what
comes later is remembered here. A code that was used elsewhere is refused, and the card comes anew.
"""

from collections import OrderedDict

#: cards remembered
KEPT = 10_000
#: what the platform's id of a message may hold (models/outbox.py)
LONGEST_ID = 64


#: so begins what is known of a message that was text and no card: nothing changes it
AS_TEXT = "text:"


class Codes:
    """The codes that one process knows of."""

    def __init__(self) -> None:
        """None yet."""
        #: by the card's id; "" for one whose last code is used up
        self._fresh: OrderedDict[str, str] = OrderedDict()
        self._cards: OrderedDict[str, str] = OrderedDict()

    def sent(self, task: str, code: str) -> str:
        """A card was sent under this task id; returns the id by which it is known."""
        card = code if 0 < len(code) <= LONGEST_ID else task
        self._keep(self._fresh, card, code)
        self._keep(self._cards, task, card)
        return card

    def pressed(self, task: str, code: str) -> None:
        """A button of it was pressed, and that came with this code."""
        if code and task in self._cards:
            self._keep(self._fresh, self._cards[task], code)

    def take(self, card: str) -> str:
        """A code that changes it, for one use; "" when none is left."""
        code = "" if card.startswith(AS_TEXT) else self._fresh.get(card, card)
        self._keep(self._fresh, card, "")
        return code

    def put_back(self, card: str, code: str) -> None:
        """It was not used: the call never reached WeCom."""
        if not self._fresh.get(card):
            self._keep(self._fresh, card, code)

    def changed(self, card: str, task: str) -> None:
        """It was changed, and goes by this task id from now on."""
        self._keep(self._cards, task, card)

    @staticmethod
    def _keep(kept: OrderedDict[str, str], key: str, value: str) -> None:
        kept.pop(key, None)
        kept[key] = value
        while len(kept) > KEPT:
            kept.popitem(last=False)
