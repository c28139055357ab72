"""Every button of an order, pressed by everybody, in every state: only who may does something.

A token belongs to one chat, but a number is known to many: `通过1123-01` can be written by
anybody. So whatever stands between a stranger and an order is the rule behind the button.
"""

import pytest

from handlers.vocabulary import ABOUT
from tests.rights.cast import (
    CARE,
    CODE,
    CODE_OUT,
    DOOR_NOTE,
    NAME,
    PASSWORD,
    PHONE,
    ROLES,
    ROOM,
    STATES,
    WORDS,
    Cast,
    cast,
)
from tests.rights.table import CRIES, MAY_DO, OWN, QUIET, STAFF, Who, may_do
from tests.rights.trying import Tried, try_button
from tests.transcript import World

SECRETS = {
    "name": NAME,
    "room": ROOM,
    "phone": PHONE,
    "words": WORDS,
    "care": CARE,
    "code": CODE,
    "second code": CODE_OUT,
    "password": PASSWORD,
    "door note": DOOR_NOTE,
}
#: what each may read at all, whatever they press and however the order stands
MAY_READ: dict[str, Who] = {
    "name": STAFF | OWN | {"goes"},
    "room": OWN | {"goes"},
    "phone": STAFF | OWN | {"goes"},
    "words": STAFF | OWN,
    "care": STAFF,
    "code": STAFF | OWN,
    "second code": STAFF | OWN,
    "password": STAFF | OWN | {"goes"},
    "door note": STAFF | OWN | {"goes"},
}
#: what is no button of one order, and yet shows what somebody has
LISTS = ("mine", "my_code", "open_tasks", "worklist")
#: claiming signs a stranger up first: shown by tests/chats/test_claiming.py
APART = {"claim"}


@pytest.fixture(params=STATES, ids=lambda state: state.value)
def everybody(request: pytest.FixtureRequest, small_world: World) -> Cast:
    """All who stand in some relation to an order in that state."""
    return cast(small_world, request.param)


def test_only_who_may_does_something_and_nobody_reads_what_is_not_theirs(
    everybody: Cast,
) -> None:
    wrong: dict[str, tuple[list[str], list[str]]] = {}
    leaks: list[tuple[str, str, str]] = []
    for script in (*MAY_DO, *CRIES, *QUIET, *LISTS):
        tried = {who: try_button(everybody, who, script, everybody.order) for who in ROLES}
        leaks += [(script, who, name) for who, each in tried.items() for name in _beyond(who, each)]
        done = {who for who, each in tried.items() if each.changed}
        may = may_do(script, everybody.state)
        if done != may and script not in LISTS:
            wrong[script] = (sorted(done - may), sorted(may - done))
    assert leaks == []
    assert wrong == {}  # script: who could and should not, who should and could not


def _beyond(who: str, tried: Tried) -> list[str]:
    """What they read and may not."""
    read = tried.read.replace(" ", "")
    return [
        name for name, secret in SECRETS.items() if secret in read and who not in MAY_READ[name]
    ]


def test_every_word_about_an_order_is_in_the_table() -> None:
    assert set(ABOUT.values()) - APART <= {*MAY_DO, *CRIES, *QUIET}
