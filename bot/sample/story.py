"""Plays one order as it happened: the models' own functions, at moments that have passed.

So every rule holds for the sample too, and every order has the events that led to its state.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.sample.people import Cast
from handlers.leaving import UNRATED_AFTER
from models import assignment, inviting, posting, visit_rules, visiting
from models.codes import give_codes
from models.community import Community
from models.evaluation import Outcome, close_unrated, rate
from models.need_kind import NeedKind
from models.order import Order, OrderState
from models.person import Person
from models.timer import set_timer
from models.trust import ALONE, CHILDREN, give_trust

LOOKED_AT_AFTER = timedelta(minutes=35)
OPENED_AFTER = timedelta(minutes=5)
CLAIMED_EVERY = timedelta(minutes=20)
ARRIVED_EVERY = timedelta(minutes=2)
SPOKE_AFTER = timedelta(hours=2)
TRUSTED_FOR = timedelta(days=365)
#: where a kind of help that is given at the station takes place
STATION = "葵园站"


@dataclass(frozen=True, slots=True)
class Story:
    """One order and how far it has come. `asker` and `helpers` count neighbours and volunteers."""

    until: OrderState
    kind: str
    text: str
    asker: int
    posted: datetime
    starts: datetime
    #: None: she named the minute
    ends: datetime | None = None
    helpers: tuple[int, ...] = ()
    #: how long each helper stayed
    minutes: int = 0
    #: what she said of it; None: nothing
    outcome: Outcome | None = None
    #: her comment, or the worker's question or reason
    words: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the stories are played."""

    session: Session
    community: Community
    kinds: dict[str, NeedKind]
    cast: Cast


@dataclass(frozen=True, slots=True)
class Scene:
    """One story being played."""

    stage: Stage
    story: Story
    order: Order
    worker: Person

    @property
    def session(self) -> Session:
        """The transaction of the whole sample."""
        return self.stage.session

    @property
    def asker(self) -> Person:
        """Whose need it is."""
        return self.stage.cast.neighbours[self.story.asker]

    @property
    def looked_at(self) -> datetime:
        """When a worker saw it."""
        return self.story.posted + LOOKED_AT_AFTER

    @property
    def helpers(self) -> list[tuple[int, Person]]:
        """Who goes, counted from 0."""
        return list(enumerate(self.stage.cast.volunteers[i] for i in self.story.helpers))

    def arrives(self, place: int) -> datetime:
        """When the helper of that place is at the door."""
        return self.story.starts + place * ARRIVED_EVERY

    def leaves(self, place: int) -> datetime:
        """When that helper has done."""
        return self.arrives(place) + timedelta(minutes=self.story.minutes)

    @property
    def is_over_at(self) -> datetime:
        """When the last helper has left."""
        return self.leaves(len(self.story.helpers) - 1)


def play(stage: Stage, stories: Sequence[Story]) -> None:
    """Play all stories, the earliest posted first, so that numbers run as they would have."""
    workers = stage.cast.staff
    for index, story in enumerate(sorted(stories, key=lambda story: story.posted)):
        order = _post(stage, story, code=str(1000 + index * 373 % 9000))
        scene = Scene(stage, story, order, workers[index % len(workers)])
        for act in _acts(story):
            act(scene)
    stage.session.flush()


def _post(stage: Stage, story: Story, code: str) -> Order:
    asker, kind = stage.cast.neighbours[story.asker], stage.kinds[story.kind]
    place = posting.Place(asker.building, asker.unit, asker.room or "")
    need = posting.Need(
        text=story.text,
        kind=kind,
        starts_at=story.starts,
        ends_at=story.ends,
        precision="part" if story.ends else "minute",
        place=posting.Place(landmark=STATION) if kind.place == "station" else place,
        phone=asker.phone or "",
        people=kind.people,
    )
    return posting.post(stage.session, stage.community, asker, need, code, story.posted)


def _wait(scene: Scene) -> None:
    order = scene.order
    set_timer(scene.session, order.community_id, "review_due", order.subject, order.review_due_at)


def _ask_back(scene: Scene) -> None:
    posting.ask_back(scene.session, scene.order, scene.worker, scene.story.words, scene.looked_at)


def _reject(scene: Scene) -> None:
    posting.reject(scene.session, scene.order, scene.worker, scene.story.words, scene.looked_at)


def _approve(scene: Scene) -> None:
    posting.approve(scene.session, scene.order, scene.worker, scene.looked_at)


def _cancel(scene: Scene) -> None:
    posting.cancel(scene.session, scene.order, scene.asker, scene.looked_at + SPOKE_AFTER)


def _open(scene: Scene) -> None:
    at = scene.looked_at + OPENED_AFTER
    if scene.order.only_named:  # for a quarrel people are asked by name
        for _place, helper in scene.helpers:
            inviting.invite(scene.session, scene.order, helper, scene.worker, at)
        return
    posting.open_for_claiming(scene.session, scene.order, scene.worker, at)


def _claim(scene: Scene) -> None:
    for place, helper in scene.helpers:
        at = scene.looked_at + OPENED_AFTER + (place + 1) * CLAIMED_EVERY
        _trust(scene, helper)
        assignment.claim(scene.session, scene.order, helper, at)
    if scene.order.state is S.CLAIMED:
        digits = str(9999 - int(scene.order.code) % 8000)
        give_codes(scene.session, scene.order, digits, scene.order.code)


def _trust(scene: Scene, helper: Person) -> None:
    """Who goes alone, or where a child is, was trusted with it before."""
    kind, until = scene.stage.kinds[scene.story.kind], scene.looked_at + TRUSTED_FOR
    at_home = visit_rules.venue_of(kind, scene.order) == visit_rules.HOME
    if kind.for_child:
        give_trust(scene.session, helper, CHILDREN, until, scene.worker, scene.looked_at)
    elif at_home and scene.order.people_needed == 1:
        give_trust(scene.session, helper, ALONE, until, scene.worker, scene.looked_at)


def _arrive(scene: Scene) -> None:
    for place, helper in scene.helpers:
        code, at = scene.order.code, scene.arrives(place)
        visiting.check_in(scene.session, scene.order, helper, code, at)


def _leave(scene: Scene) -> None:
    for place, helper in scene.helpers:
        at = scene.leaves(place)
        visiting.check_out(scene.session, scene.order, helper, at)


def _speak(scene: Scene) -> None:
    """She says how it was, or the seven days pass, or they still run."""
    story, order = scene.story, scene.order
    if story.outcome is not None:
        at = scene.is_over_at + SPOKE_AFTER
        rate(scene.session, order, scene.asker, story.outcome, story.words, at)
    elif story.until is OrderState.CLOSED:
        close_unrated(scene.session, order, scene.is_over_at + UNRATED_AFTER)
    else:
        due = scene.is_over_at + UNRATED_AFTER
        set_timer(scene.session, order.community_id, "close_unrated", order.subject, due)


Act = Callable[[Scene], None]
S = OrderState
_CLAIMED: tuple[Act, ...] = (_approve, _open, _claim)
_SPOKEN: tuple[Act, ...] = (*_CLAIMED, _arrive, _leave, _speak)
_ACTS: dict[OrderState, tuple[Act, ...]] = {
    S.SUBMITTED: (_wait,),
    S.NEED_INFO: (_ask_back,),
    S.REJECTED: (_reject,),
    S.APPROVED: (_approve,),
    S.CANCELLED: (_approve, _cancel),
    S.DISPATCHED: _CLAIMED,
    S.CLAIMED: _CLAIMED,
    S.IN_SERVICE: (*_CLAIMED, _arrive),
    S.DONE: _SPOKEN,
    S.RATED: _SPOKEN,
    S.CLOSED: _SPOKEN,
}


def _acts(story: Story) -> tuple[Act, ...]:
    return _ACTS[story.until]
