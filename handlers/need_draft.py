"""What has been read from somebody who asks, before it is an order."""

from dataclasses import dataclass

from handlers.need_readers import STATION
from handlers.understand.health import Health
from handlers.understand.helped import read_helped
from handlers.understand.other import Other
from handlers.understand.place import Place
from handlers.understand.span import TimeSpan
from handlers.understand.whose import read_whose
from handlers.understand.wish import Wish
from models import posting
from models.need_kind import NeedKind

#: the kind whose caution promises a woman among those who go along
ESCORT = "medical_escort"


@dataclass(frozen=True, slots=True)
class Basics:
    """When and where, how to reach whoever is served, and their name if somebody else asks."""

    span: TimeSpan
    place: Place
    phone: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A need as it stands on the card."""

    text: str
    kind: NeedKind
    basics: Basics
    wish: Wish
    #: whom it is for, when not for whoever writes
    other: Other | None = None
    health: Health | None = None
    #: whether whoever goes may know: "yes", "no", or "call" to ask them in the call
    tells: str = ""
    #: how many have to go at least
    people: int = 1
    #: she says that it cannot wait
    is_pressing: bool = False
    #: of an errand at an office: its papers
    papers: str | None = None
    #: who may see it, where that is not all staff
    keepers: tuple[int, ...] = ()

    @property
    def span(self) -> TimeSpan:
        """When."""
        return self.basics.span

    @property
    def place(self) -> Place:
        """Where."""
        return self.basics.place

    @property
    def venue(self) -> str:
        """Where it happens."""
        if self.place.words == STATION:
            return "station"
        if self.kind.place == "either":
            return "home" if self.place.building else "outside"
        return self.kind.place

    @property
    def wants_woman(self) -> bool:
        """Her wish, or what is promised whenever somebody is taken to the doctor for another."""
        return self.wish.woman or (self.other is not None and self.kind.code == ESCORT)

    @property
    def helped(self) -> int:
        """How many people it helps."""
        return read_helped(self.text)

    def need(self, for_whom: posting.ForWhom | None) -> posting.Need:
        """The same for the models."""
        place, span = self.place, self.span
        return posting.Need(
            text=self.text,
            kind=self.kind,
            starts_at=span.start,
            ends_at=span.end,
            precision=span.precision,
            place=posting.Place(place.building, place.unit, place.room, place.landmark),
            phone=self.basics.phone,
            people=self.people,
            bound=span.bound,
            for_whom=for_whom,
            venue=self.venue,
            wish=self.wish.words,
            wants_woman=self.wants_woman,
            wants_person_id=self.wish.person_id,
            sensitive=self.health.sensitive if self.health else "",
            may_tell_health=self.tells == "yes",
            served_count=self.helped,
            whose=read_whose(self.text, self.other, for_child=self.kind.for_child),
            is_pressing=self.is_pressing,
            papers=self.papers,
            keepers=self.keepers,
        )
