"""Every page, opened by everybody: who gets in, and what of an order they read there.

The list of pages is the router's own: a new one without a line here fails.
"""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
from starlette.routing import Mount, Route

from models.order import OrderState
from tests.rights.browsing import Browsing, pages_of
from tests.rights.cast import ROLES, cast
from tests.rights.reading import beyond
from tests.rights.table import OWN, STAFF, Who
from tests.transcript import World

ALL: Who = frozenset(ROLES)
STATES = (OrderState.SUBMITTED, OrderState.CLAIMED, OrderState.CLOSED)
#: page: who is answered with it (200, or led on); everybody else is sent away
PAGES: Mapping[tuple[str, str], Who] = {
    ("GET", "/"): ALL,
    ("GET", "/try"): frozenset(),  # outside the sample community there is none
    ("POST", "/doors/{who}"): ALL,
    ("GET", "/enter/{token}"): frozenset(),  # a guessed one
    ("GET", "/board"): STAFF,
    ("GET", "/move"): ALL,
    ("POST", "/move"): frozenset(),  # a guessed code
    ("GET", "/chat"): ALL,
    ("POST", "/chat/say"): frozenset(),  # without the proof of one's own page
    ("GET", "/chat/events"): ALL,
    ("GET", "/export/{token}"): frozenset({"asker", "stranger"}),  # whoever has the link
    ("POST", "/export/{token}"): frozenset({"asker", "stranger"}),
    ("GET", "/media/{id:int}"): OWN | STAFF | {"goes"},
    ("GET", "/slip/{token}"): frozenset({"worker"}),  # whose button it is
    ("GET", "/calendar/{token}.ics"): frozenset(),  # a guessed one
    ("GET", "/figures/{kind}/{first}/{token}"): frozenset(),  # the same
    ("GET", "/group/{name}"): frozenset(),  # no number; it is drawn of nothing else
    ("GET", "/here/{number}/{key}"): frozenset(),  # a guessed one
    ("GET", "/healthz"): ALL,
    ("GET", "/readyz"): ALL,
    ("GET", "/metrics"): frozenset(),  # from outside; on this machine there are figures alone
    ("POST", "/telegram"): frozenset(),  # without the platform's secret
}
#: a whole copy, and a picture: whoever gets in reads all of it
TOLD_ALL = ("/export/{token}", "/media/{id:int}")
#: what is not there in every state
NOT_THEN: Mapping[tuple[str, OrderState], Who] = {
    ("/media/{id:int}", OrderState.SUBMITTED): frozenset({"goes"}),  # nobody goes yet
    ("/media/{id:int}", OrderState.CLOSED): frozenset({"goes"}),  # nor any more
    ("/slip/{token}", OrderState.CLOSED): ALL,
}


@pytest.fixture(params=STATES, ids=lambda state: state.value)
async def browsing(
    request: pytest.FixtureRequest, small_world: World, tmp_path: Path
) -> AsyncIterator[Browsing]:
    """Everybody at a browser, with an order in that state."""
    made = Browsing(cast(small_world, request.param), tmp_path)
    await made.enter()
    yield made
    made.desk.ground.db.close()


async def test_only_who_may_gets_in_and_nobody_reads_what_is_not_theirs(
    browsing: Browsing,
) -> None:
    wrong: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    leaks: list[tuple[str, str, str]] = []
    for page, those in PAGES.items():
        may = those - NOT_THEN.get((page[1], browsing.state), frozenset())
        opened = {who: await browsing.open(who, *page) for who in sorted(ALL)}
        inside = {who for who, each in opened.items() if each.lets_in}
        readers = may if page[1] in TOLD_ALL else frozenset[str]()
        for who in opened.keys() - readers:
            leaks += [(page[1], who, name) for name in beyond(who, opened[who].text)]
        if inside != may:
            wrong[page] = (sorted(inside - may), sorted(may - inside))
    assert leaks == []
    assert wrong == {}  # page: who got in and should not, who should and did not


async def test_every_page_is_in_the_table(browsing: Browsing) -> None:
    assert pages_of(browsing.routes) == set(PAGES)
    beside = [each for each in browsing.routes if not isinstance(each, Route)]
    assert [each.path for each in beside if isinstance(each, Mount)] == ["/static"]
    assert len(beside) == 1


@pytest.mark.parametrize(
    "read", ["2917", "2单元2917室", "去 2917，", "到了念4826。", "139 0000 0788"]
)
def test_a_room_a_code_and_a_phone_are_found_wherever_they_stand(read: str) -> None:
    assert len(beyond("stranger", read)) == 1


@pytest.mark.parametrize("read", ["k29174x", "token=a-2917_b", "12917", "2026-11-24826"])
def test_four_digits_in_a_token_are_neither_room_nor_code(read: str) -> None:
    assert beyond("stranger", read) == []
