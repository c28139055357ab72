"""How somebody who is asked for is spoken of: 您妈妈, 她. Only kin words tell whether she or he."""

from dataclasses import dataclass

from handlers.language import _, pgettext
from handlers.understand.other import Other
from models.words import N_

_WHOM: dict[str, str] = {
    "parents": N_("您爸妈"),
    "mother": N_("您妈妈"),
    "father": N_("您爸爸"),
    "mother_in_law": N_("您家老人"),
    "father_in_law": N_("您家老人"),
    "grandmother": N_("您家老人"),
    "grandfather": N_("您家老人"),
    "spouse": N_("您爱人"),
    "relative": N_("您亲戚"),
    "elder": N_("老人"),
    "neighbour": N_("您邻居"),
}
_SHE = frozenset(("mother", "mother_in_law", "grandmother"))
_HE = frozenset(("father", "father_in_law", "grandfather"))


@dataclass(frozen=True, slots=True)
class They:
    """The words for one person, in the language spoken now."""

    whom: str
    her: str
    button_in_call: str


def they(other: Other) -> They:
    """The words for whom `other` is."""
    whom = _(_WHOM[other.code])
    if other.code in _SHE:
        return They(whom, pgettext("whom", "她"), pgettext("button", "电话里问她"))
    if other.code in _HE:
        return They(whom, pgettext("whom", "他"), pgettext("button", "电话里问他"))
    if other.code == "parents":
        return They(whom, pgettext("whom", "他们"), pgettext("button", "电话里问"))
    return They(whom, pgettext("whom", "人家"), pgettext("button", "电话里问"))
