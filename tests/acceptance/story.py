"""One order from the first word to the last, told by three people at the web chat.

Every step can be survived: the process may die in it, the page posts again what got no answer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import new_token
from bot.web.doors import make_link
from models.community import Community
from models.membership import Role, grant
from models.person import Person
from tests.acceptance.desk import RunningDesk
from tests.acceptance.people import Browser, Lost
from tests.transcript import MONDAY, ZONE

ARRIVES = datetime(2026, 11, 24, 9, 0, tzinfo=ZONE)
#: 45 minutes after arriving, and time for a death at the door in between
LEAVES = ARRIVES + timedelta(minutes=47)
STAFF = {"worker": ("陈静", Role.WORKER), "volunteer": ("王敏", Role.VOLUNTEER)}


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody says or presses something, and then somebody (not always the same) hears."""

    who: str
    hears: str
    says: str = ""
    presses: str = ""
    at: datetime | None = None

    @property
    def name(self) -> str:
        """For the names of tests."""
        return f"{self.who}:{self.says or self.presses}"


#: what is said there is what the resident reads out from her card
READ_OUT = ("（号码）", "（走的号码）")
STORY = (
    Step("worker", "您好，这里是葵园社区邻里", says="您好"),
    Step("volunteer", "您好，这里是葵园社区邻里", says="您好"),
    Step("resident", "留个电话", says="帮我取个快递，住3号楼2单元501，明天上午"),
    Step("resident", "我念一遍", says="13900000123"),
    Step("resident", "怎么称呼您", presses="发出"),
    Step("resident", "好，王老师。", says="叫我王老师"),
    Step("worker", "通过了", presses="通过"),
    Step("worker", "放开了，先问了 1 位", presses="放开接单"),
    Step("volunteer", "几点到？", presses="接单"),
    Step("volunteer", "出门前打个电话", presses="再说"),
    Step("volunteer", "请居民念 4 位号码", presses="我到了", at=ARRIVES),
    Step("volunteer", "签好了，上午9点", says="（号码）"),
    Step("volunteer", "念走的时候的", presses="我走了", at=LEAVES),
    Step("volunteer", "居民也说好了", says="（走的号码）"),
    Step("volunteer", "好，记上了", says="东西取来了"),
    Step("resident", "谢谢您告诉我们", presses="办好了"),
    Step("volunteer", "现场号码", says="时长"),
)


class Cast:
    """The three people of the story, each at a browser."""

    def __init__(self, desk: RunningDesk) -> None:
        self.desk = desk
        self.people = {name: Browser(name, desk.address) for name in ("resident", *STAFF)}
        #: the code that was read out last
        self._read_out = ""

    def enter(self) -> None:
        """The resident comes as a visitor, the others by their one-time links."""
        self.people["resident"].open()
        for who, (name, role) in STAFF.items():
            self.people[who].open(f"/enter/{self._link(name, role)}")

    def play(self, step: Step, point: str = "") -> None:
        """Play one step; with a `point`, the process dies there and is started again."""
        if step.at is not None:
            self.desk.set_clock(max(step.at, self.desk.now))
        self.desk.pass_time(timedelta(seconds=1))
        fields = self._fields(step)
        if point:
            self.desk.set_fuse(point)
        person = self.people[step.who]
        self._post(person, fields, dies=bool(point))
        person.wait(lambda browser: browser.heard(step.hears))
        self.desk.wait_for_calm()

    def _post(self, person: Browser, fields: dict[str, str], *, dies: bool) -> None:
        key = person.new_key()
        try:
            person.post(key, **fields)
        except Lost:
            assert dies, f"nobody killed it: {self.desk.log}"
            self.desk.wait_for_death()
            self.desk.start_again()
            person.post(key, **fields)
        else:
            if dies:
                self.desk.wait_for_death()
                self.desk.start_again()

    def _fields(self, step: Step) -> dict[str, str]:
        person = self.people[step.who]
        if step.presses:
            person.wait(lambda browser: bool(browser.token(step.presses)))
            return {"press": person.token(step.presses)}
        if step.says in READ_OUT:
            resident = self.people["resident"]
            resident.wait(lambda browser: browser.code not in ("", self._read_out))
            self._read_out = resident.code
            return {"text": resident.code}
        return {"text": step.says}

    def _link(self, name: str, role: Role) -> str:
        token, at = new_token(), self.desk.now
        with self.desk.db.session() as session:
            community = session.query(Community).one()
            person = Person(community_id=community.id, display_name=name, created_at=at)
            session.add(person)
            session.flush()
            grant(session, person, role, at)
            make_link(session.connection(), person, token, at)
        return token

    def texts(self) -> dict[str, list[str]]:
        """What each page shows, bubble by bubble."""
        return {who: person.texts for who, person in self.people.items()}

    def look_again(self) -> None:
        """Load every page anew."""
        for person in self.people.values():
            person.open()

    def close(self) -> None:
        for person in self.people.values():
            person.close()


@contextmanager
def a_story(desk: RunningDesk) -> Iterator[Cast]:
    """The desk is open and the three have come in."""
    desk.set_clock(MONDAY)
    desk.start()
    cast = Cast(desk)
    try:
        cast.enter()
        yield cast
    finally:
        cast.close()


def whole(cast: Cast, point_of: Callable[[Step], str] = lambda _step: "") -> None:
    """Play every step; `point_of` says where the process dies in it, if at all."""
    for step in STORY:
        cast.play(step, point_of(step))
