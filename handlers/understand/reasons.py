"""Why a message was read as it was, field by field, for whoever mends a wrong reading."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from handlers.understand.kind import KindReading

if TYPE_CHECKING:
    from handlers.understand.reading import Reading


@dataclass(frozen=True, slots=True)
class Reason:
    """A field, what it was read as, and the words or the rule that decided."""

    field: str
    value: str
    why: str


def reasons_of(reading: "Reading", kind: KindReading | None) -> tuple[Reason, ...]:
    """The reasons of every field that was found."""
    found = [
        Reason("intent", reading.intent.intent.value, _cues(reading)),
        Reason("urgency", reading.urgency.level, reading.urgency.reason),
    ]
    if reading.need_type:
        found.insert(1, Reason("kind", reading.need_type, _words(kind)))
    if reading.start is not None:
        until = f" to {reading.end:%Y-%m-%d %H:%M}" if reading.end else ""
        when = f"{reading.start:%a %Y-%m-%d %H:%M}{until} {reading.rrule}".rstrip()
        found.append(
            Reason("time", when, f"“{reading.time_words}”" if reading.time_words else "at once")
        )
    elif reading.rrule:
        found.append(Reason("time", reading.rrule, f"“{reading.time_words}”"))
    place = ", ".join(f"{part} {words}" for part, words in reading.address.parts().items() if words)
    found += [
        Reason(field, value, why)
        for field, value, why in (
            ("place", place, "as written"),
            ("people", str(reading.people or ""), "how many are asked for"),
            ("phone", reading.phone, "the digits, however written"),
            ("for whom", reading.other.code if reading.other else "", "named in the message"),
            (
                "sensitive",
                reading.health.quoted if reading.health else "",
                "asks a consent of its own",
            ),
            ("money", reading.money, "help costs nothing"),
            ("emergency", reading.emergency.code if reading.emergency else "", "before everything"),
        )
        if value
    ]
    return tuple(found)


def _cues(reading: "Reading") -> str:
    told = [
        f"{cue.name} “{cue.words}” {cue.intent} {cue.weight:+.1f}" for cue in reading.intent.cues
    ]
    return ", ".join(told) or "likeness to examples alone"


def _words(kind: KindReading | None) -> str:
    if kind is None:
        return "no word and no example fits"
    like = f"like {' '.join(kind.like)}" if kind.like else ""
    return "; ".join(each for each in ("、".join(f"“{w}”" for w in kind.words), like) if each)
