"""The same story with real processes: a desk that is killed, and a stand-in that is not.

The clock stands in a file that both read; the pace is left to the stories of one process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from sqlalchemy import func, select

from models.inbox import Inbox
from models.order_event import OrderEvent
from models.outbox import GaveUp, Outbox
from tests.acceptance.desk import Nursery, RunningDesk
from tests.acceptance.ending import bare, check_domain
from tests.acceptance.people import DEADLINE
from tests.acceptance.stage import IDS, NAMES, know
from tests.acceptance.story import READ_OUT, STAFF, STORY, Step
from tests.acceptance.telegram_ending import Ending, Told, is_said, rode
from tests.acceptance.telegram_people import CODE
from tests.telegram_api.remote import TOKEN, Remote, RemotePerson, running
from tests.transcript import MONDAY

HIGH = {"bot": 1000, "chat": 1000, "group": 1000}


class RemoteCast:
    """The three people at a stand-in elsewhere."""

    def __init__(self, desk: RunningDesk, api: Remote) -> None:
        """The desk runs."""
        self.desk, self.api = desk, api
        self.people = {who: api.person(number, NAMES[who]) for who, number in IDS.items()}

    def enter(self) -> None:
        """Write to the bot; who works here is known by that chat from then on."""
        for who, person in self.people.items():
            person.start()
            person.reads("您好")
            self.settle()
            if who in STAFF:
                know(self.desk.db, who, str(person.id), self.desk.now)

    def play(self, step: Step, point: str = "") -> None:
        """One step; the process dies where it first comes to `point` in it, and starts again."""
        if step.at is not None:
            self.desk.set_clock(max(step.at, self.desk.now))
        self.desk.pass_time(timedelta(seconds=1))
        person = self.people[step.who]
        if step.presses:
            self._until(lambda: step.presses in person.labels, f"no {step.presses}")
        said = self._code() if step.says in READ_OUT else step.says
        if point:
            self.desk.set_fuse(point)
        if step.presses:
            person.press(step.presses)
        else:
            person.say(said)
        if point:
            self._until(lambda: not self.desk.plan.fuse.exists() or self._is_over(step), point)
            if self.desk.burns_fuse():
                self.desk.wait_for_death()
                self.desk.start_again()
        person.reads(step.hears)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is left to be handled, said or posted."""
        self.desk.wait_for_calm()
        self.api.calm()

    def _is_over(self, step: Step) -> bool:
        heard = any(step.hears in each for each in self.people[step.who].texts[-3:])
        return heard and self.desk.is_calm and bool(self.api.state["calm"])

    def _code(self) -> str:
        person = self.people["resident"]
        self._until(lambda: bool(_codes(person)), "no code")
        return _codes(person)[-1]

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        deadline, pause = monotonic() + DEADLINE, Event()
        while not is_so():
            assert monotonic() < deadline, f"{what} never came: {self.desk.log}"
            pause.wait(0.02)

    # how it ended

    def check_ending(self, as_told: Ending) -> None:
        """As undisturbed, but for what was said twice and is marked."""
        self.settle()
        check_domain(self.desk.db)
        assert not self.api.violations, self.api.violations
        assert "Traceback" not in self.desk.log, self.desk.log
        with self.desk.db.reading() as session:
            events = list(session.scalars(select(OrderEvent.what).order_by(OrderEvent.id)))
            inbox = session.scalar(select(func.count()).select_from(Inbox))
            reasons = set(session.scalars(select(Outbox.reason)))
        assert events == as_told.events
        assert inbox == len(STORY) + len(IDS), "a message came in twice, or not at all"
        assert reasons <= {None, GaveUp.TOO_OLD}
        late = rode(self.desk.db)  # the platform posts again when it likes
        more = 0
        for who, wanted in as_told.chats.items():
            told = self._told(self.people[who])
            more += len(told) - len(wanted)
            assert is_said(wanted, told, late), f"{who} was told {told} instead of {wanted}"
        assert more <= self.doubts

    @property
    def doubts(self) -> int:
        """How many messages may have been said twice."""
        with self.desk.db.read.connect() as connection:
            return connection.scalar(select(func.count()).where(Outbox.doubts > 0)) or 0

    @property
    def sent(self) -> list[dict[str, Any]]:
        """Every message that was sent, oldest first."""
        sent = [each for each in self.api.ask("calls") if each["method"] == "sendMessage"]
        return [each for each in sent if each["carried_out"]]

    def _told(self, person: RemotePerson) -> list[Told]:
        again = self._repeated(person)
        return [Told(bare(each["text"]), each["id"] in again) for each in person.heard]

    def _repeated(self, person: RemotePerson) -> set[int]:
        """Ids of messages that were sent with the same words one after the other."""
        sent = [each for each in self.sent if each["chat"] == person.id]
        return {
            number
            for one, following in pairwise(sent)
            if one["params"]["text"] == following["params"]["text"]
            for number in (one["message_id"], following["message_id"])
        }


def _codes(person: RemotePerson) -> list[str]:
    return [found[1] for each in person.texts if (found := CODE.search(each))]


@contextmanager
def a_remote_story(nursery: Nursery, url: str, folder: Path, mode: str) -> Iterator[RemoteCast]:
    """The desk is open and the three have come in."""
    clock = folder / "clock"
    clock.write_text(MONDAY.isoformat(), encoding="ascii")
    waits = {"first": 0.02, "most": 0.1}
    with running(rates=HIGH, waits=waits, clock=str(clock)) as api:
        section = {
            "token": TOKEN,
            "mode": mode,
            "api_base": api.base,
            "file_base": api.file_base,
            "overseas_notice": False,
            "pace": 1000,
            "chat_pace": 0,
        }
        desk = RunningDesk(nursery, url, folder, section)
        try:
            desk.start()
            cast = RemoteCast(desk, api)
            cast.enter()
            yield cast
        finally:
            desk.close()
