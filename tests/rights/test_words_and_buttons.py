"""Every word the desk knows, and every button beside an order, tried by everybody."""

import pytest

from handlers import sentences, vocabulary
from handlers.scripts import SCRIPTS
from models.order import OrderState
from tests.filled import Filler
from tests.rights import table, words
from tests.rights.beside import DANGER, LINE, NUMBER, SPOKEN, SPOT, TOLD, Beside, beside
from tests.rights.cast import ROLES, Cast, cast
from tests.rights.reading import beyond
from tests.rights.table import STAFF, Who
from tests.rights.test_who_may import APART, LISTS
from tests.rights.trying import Tried, try_button, try_words
from tests.transcript import World

Judged = tuple[list[str], list[str], list[str]]
#: who may read what stands beside an order
MAY_READ: dict[str, Who] = {
    TOLD: words.COORDINATORS,
    LINE: STAFF,
    NUMBER: STAFF | {"asker"},
    SPOKEN: STAFF | {"asker"},
    **dict.fromkeys((DANGER, SPOT), STAFF),
}


@pytest.fixture
def everybody(small_world: World) -> Cast:
    """Somebody has taken the order; nobody has set out. There is a building to look after."""
    with small_world.db.session() as session:
        Filler(session.connection(), {"community": small_world.community_id}).row(
            "building", number="3"
        )
    return cast(small_world, OrderState.CLAIMED)


@pytest.fixture
def visited(small_world: World) -> Beside:
    """Two are there, and there is a team, a group, a wish to be called, a cry for help."""
    return beside(small_world)


def judged(tried: dict[str, Tried], may: Who) -> Judged:
    """Who could and should not, who should and could not, who read too much."""
    done = {who for who, each in tried.items() if each.changed}
    reads = [f"{who}: {name}" for who, each in tried.items() for name in beyond(who, each.read)]
    reads += [
        f"{who}: {secret}"
        for who, each in tried.items()
        for secret, readers in MAY_READ.items()
        if secret in each.read.replace(" ", "") and who not in readers
    ]
    return sorted(done - may), sorted(may - done), reads


FINE: Judged = ([], [], [])


def test_a_word_does_something_only_for_those_who_may(everybody: Cast) -> None:
    spelt = {script: word for word, script in reversed(vocabulary.WORDS.items())}
    spelt |= {control: word for word, control in reversed(vocabulary.CONTROLS.items())}
    wrong: dict[str, Judged] = {}
    for script, word in spelt.items():
        tried = {who: try_words(everybody, who, word) for who in ROLES}
        found = judged(tried, words.BY_WORD.get(script, frozenset()))
        wrong |= {script: found} if found != FINE else {}
    assert wrong == {}


def test_a_sentence_does_something_only_for_those_who_may(everybody: Cast) -> None:
    wrong: dict[str, Judged] = {}
    for script, (sentence, may) in words.BY_SENTENCE.items():
        found = judged({who: try_words(everybody, who, sentence) for who in ROLES}, may)
        wrong |= {script: found} if found != FINE else {}
    assert wrong == {}


def test_a_button_beside_an_order_does_something_only_for_those_who_may(visited: Beside) -> None:
    nobody: Who = frozenset()
    quiet = {script: (what, nobody) for script, what in words.QUIET_BUTTONS.items()}
    buttons = {**words.BY_BUTTON, **quiet}
    wrong: dict[str, Judged] = {}
    for script, (what, may) in buttons.items():
        subject = visited.subjects.get(what, what)
        found = judged({who: try_button(visited.cast, who, script, subject) for who in ROLES}, may)
        wrong |= {script: found} if found != FINE else {}
    assert wrong == {}


def test_every_word_is_in_the_table() -> None:
    assert set(vocabulary.WORDS.values()) <= {*words.BY_WORD, *words.READING, *LISTS}
    assert set(vocabulary.CONTROLS.values()) == set(words.CONTROLS)
    assert set(sentences.SENTENCES) == set(words.BY_SENTENCE)


def test_every_conversation_is_in_a_table() -> None:
    of_an_order = {*table.MAY_DO, *table.CRIES, *table.QUIET, *APART, *LISTS}
    by_word = {*words.BY_WORD, *words.READING, *words.BY_SENTENCE}
    by_button = {*words.BY_BUTTON, *words.QUIET_BUTTONS}
    assert set(SCRIPTS) == of_an_order | by_word | by_button
