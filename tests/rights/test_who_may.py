"""Every button of an order, pressed by everybody, in every state: only who may does something.

A token belongs to one chat, but a number is known to many: `通过1123-01` can be written by
anybody. So whatever stands between a stranger and an order is the rule behind the button.
"""

from collections.abc import Callable, Collection

import pytest

from handlers.vocabulary import ABOUT
from tests.rights.cast import ALIKE, ROLES, STATES, Cast, cast
from tests.rights.reading import beyond
from tests.rights.table import CRIES, MAY_DO, QUIET, may_do
from tests.rights.trying import try_button
from tests.transcript import World

#: what is no button of one order, and yet shows what somebody has
LISTS = ("mine", "my_code", "open_tasks", "worklist")
#: claiming signs a stranger up first: shown by tests/chats/test_claiming.py; other words lead on to
#: what is tried by itself: shown by tests/chats/test_first_words.py
APART = {"claim", "other_words"}
SCRIPTS = (*MAY_DO, *CRIES, *QUIET, *LISTS)


@pytest.fixture(params=STATES, ids=lambda state: state.value)
def everybody(request: pytest.FixtureRequest, small_world: World) -> Cast:
    """All who stand in some relation to an order in that state."""
    return cast(small_world, request.param)


def test_only_who_may_does_something_and_nobody_reads_what_is_not_theirs(
    everybody: Cast,
) -> None:
    """One of each kind of people, another one for each script and state."""
    first = STATES.index(everybody.state)
    try_all(everybody, lambda n: {each[(n + first) % len(each)] for each in ALIKE})


@pytest.mark.soak
def test_so_it_is_for_everybody_without_exception(everybody: Cast) -> None:
    try_all(everybody, lambda _n: ROLES)


def try_all(everybody: Cast, who_tries: Callable[[int], Collection[str]]) -> None:
    """Press every button as those `who_tries` names for the n-th script."""
    wrong: dict[str, tuple[list[str], list[str]]] = {}
    leaks: list[tuple[str, str, str]] = []
    for n, script in enumerate(SCRIPTS):
        trying = who_tries(n)
        tried = {who: try_button(everybody, who, script, everybody.order) for who in trying}
        leaks += [(script, who, x) for who, each in tried.items() for x in beyond(who, each.read)]
        done = {who for who, each in tried.items() if each.changed}
        may = may_do(script, everybody.state).intersection(trying)
        if done != may and script not in LISTS:
            wrong[script] = (sorted(done - may), sorted(may - done))
    assert leaks == []
    assert wrong == {}  # script: who could and should not, who should and could not


def test_every_word_about_an_order_is_in_the_table() -> None:
    assert set(ABOUT.values()) - APART <= {*MAY_DO, *CRIES, *QUIET}


def test_everybody_is_of_one_kind() -> None:
    assert sorted(who for each in ALIKE for who in each) == sorted(ROLES)
