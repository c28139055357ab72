"""Who the crowd are: person `index` of a seed is always the same, whoever is written before them.

Nothing here touches a database. Their phone numbers begin with 100, as no mobile's does.
"""

import random
from dataclasses import dataclass

from bot.sample.past import ASKED
from bot.sample.places import BUILDINGS_IN_A_GRID, FLATS_ON_A_FLOOR, GRIDS

#: one in twelve or thirteen has registered
VOLUNTEERS = 0.08
#: the crowd lives behind the sample's own buildings, in houses with three doors and six floors
FIRST_BUILDING = len(GRIDS) * BUILDINGS_IN_A_GRID + 1
DOORS, FLOORS = 3, 6
FLATS = DOORS * FLOORS * FLATS_ON_A_FLOOR
PEOPLE_IN_A_BUILDING = 180
#: kinds of help that one volunteer gives alone, in the afternoon
KINDS = ("errand", "digital_help", "tutoring")
#: how many orders a volunteer has behind them: two each on average
DONE_BEFORE = (0, 0, 1, 1, 2, 2, 3, 3, 4, 4)
DAYS_BETWEEN = 30
#: everybody came so many days ago, before the first of those orders
CAME = (300, 900)
#: what one in two or three of them named when they were asked
SKILLS = ("lifting", "computer", "haircut", "teaching", "appliance", "cooking", "languages")
LIKED = ("errand", "digital_help", "haircut", "cleaning", "companionship", "labour_help")
DAYS, PARTS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ("am", "pm", "eve")
MINUTES = (None, None, 60, 120, 180, 240)
OUTCOMES = ("", "", "多谢。", "很耐心。", "下回还找这位。", "准时，和气。")

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜"
FIRST = "建秀玉志桂春国海晓文永丽明立雪冬小家宝思"
SECOND = "英华兰平珍芳军云林凤梅生强红霞东伟静敏涛"


@dataclass(frozen=True, slots=True)
class Visited:
    """One order that a volunteer has behind them, `days` before today."""

    days: int
    kind: str
    text: str
    minutes: int
    words: str
    #: who asked, as a share of those before the volunteer in the same block
    asker: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What a volunteer told of themselves; empty parts were not said."""

    number: str
    skills: tuple[str, ...]
    kinds: tuple[str, ...]
    slots: tuple[str, ...]
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Invented:
    """One of the crowd. `days` is how long ago they came."""

    index: int
    name: str
    phone: str
    building: str
    unit: str
    room: str
    days: int
    visited: tuple[Visited, ...]
    is_volunteer: bool


def invent(seed: int, index: int, volunteers: float = VOLUNTEERS) -> Invented:
    """Person `index` of that seed; `volunteers` is the share of all who help."""
    chance = random.Random(f"{seed}/{index}")  # noqa: S311 - invents people, guards nothing
    flat = index % PEOPLE_IN_A_BUILDING * FLATS // PEOPLE_IN_A_BUILDING
    door, flat = divmod(flat, FLOORS * FLATS_ON_A_FLOOR)
    floor, place = divmod(flat, FLATS_ON_A_FLOOR)
    name = chance.choice(SURNAMES) + chance.choice(FIRST) + chance.choice(SECOND)
    days = chance.randrange(*CAME)
    is_volunteer = chance.random() < volunteers
    return Invented(
        index,
        name,
        f"100{index:08d}",
        str(FIRST_BUILDING + index // PEOPLE_IN_A_BUILDING),
        str(door + 1),
        f"{floor + 1}{place + 1:02d}",
        days,
        _visited(chance) if is_volunteer else (),
        is_volunteer,
    )


def profile_of(seed: int, index: int) -> Profile:
    """What volunteer `index` of that seed told; apart, so that nobody else changes by it."""
    chance = random.Random(f"{seed}/{index}/profile")  # noqa: S311 - invents people
    slots = [f"{day}_{part}" for day in DAYS for part in PARTS]
    return Profile(
        f"9{index:07d}",
        tuple(chance.sample(SKILLS, chance.choice((0, 0, 1, 2)))),
        tuple(chance.sample(LIKED, chance.choice((0, 1, 2)))),
        tuple(chance.sample(slots, chance.choice((0, 4, 8, 12)))),
        chance.choice(MINUTES),
    )


def _visited(chance: random.Random) -> tuple[Visited, ...]:
    """Never two on one day."""
    done = []
    for turn in range(chance.choice(DONE_BEFORE)):
        kind = chance.choice(KINDS)
        done.append(
            Visited(
                10 + turn * DAYS_BETWEEN + chance.randrange(DAYS_BETWEEN),
                kind,
                chance.choice(ASKED[kind]),
                chance.randrange(30, 120, 5),
                chance.choice(OUTCOMES),
                chance.random(),
            )
        )
    return tuple(done)
