"""Names and numbers that a community has written down, found in what somebody writes."""

from collections.abc import Iterable, Sequence

from handlers.understand.normal import plain

#: how many likely numbers are offered
OFFERED = 2
_SHORTEST = 3


def named_in(text: str, names: Iterable[str]) -> str:
    """The longest of `names` that stands in the text; "" for none."""
    words = plain(text).replace(" ", "")
    found = [each for each in names if len(each) >= _SHORTEST and plain(each) in words]
    return max(found, key=len, default="")


def nearest_numbers(number: str, known: Sequence[str]) -> list[str]:
    """The known numbers that a slip of one digit may have turned into `number`."""
    return [each for each in known if _is_one_slip(number, each)][:OFFERED]


def _is_one_slip(said: str, meant: str) -> bool:
    if sorted(said) == sorted(meant):
        return True
    longer, shorter = max(said, meant, key=len), min(said, meant, key=len)
    if len(longer) == len(shorter):
        return sum(a != b for a, b in zip(longer, shorter, strict=True)) == 1
    without = (longer[:at] + longer[at + 1 :] for at in range(len(longer)))
    return len(longer) == len(shorter) + 1 and shorter in without
