"""Bad input of every kind, at every question of every conversation of the desk (rule 6).

The reply is never empty and never the same sentence twice in a row; what was said before stays;
nothing is written; after three misses a person is offered; a good answer still goes through.
"""

import ast
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from handlers.scripts import SCRIPTS
from models.assignment import Assignment
from models.order import Order
from models.order_event import OrderEvent
from models.person import Person
from models.visit import Visit
from tests.handlers.engine import (
    reaching,
    reaching_activities,
    reaching_asking,
    reaching_counting,
    reaching_doors,
    reaching_duty,
    reaching_groups,
    reaching_hours,
    reaching_notices,
    reaching_people,
    reaching_rights,
)
from tests.handlers.engine.little_desk import failed, state_of
from tests.handlers.engine.reaching_visits import VISITS
from tests.house.tree import ROOT
from tests.transcript import Someone, World

Payload = dict[str, object]
QUESTIONS = {
    **reaching.QUESTIONS,
    **reaching_asking.QUESTIONS,
    **VISITS,
    **reaching_people.QUESTIONS,
    **reaching_duty.QUESTIONS,
    **reaching_rights.QUESTIONS,
    **reaching_doors.QUESTIONS,
    **reaching_counting.QUESTIONS,
    **reaching_hours.QUESTIONS,
    **reaching_notices.QUESTIONS,
    **reaching_groups.QUESTIONS,
    **reaching_activities.QUESTIONS,
}
#: functions that ask for one script, and questions that one function asks for several
OF_PEOPLE, SHARED = reaching_people.HELPERS, reaching_people.SHARED
#: what a conversation asks in files of its own
PARTS = {
    **dict.fromkeys(("for_somebody", "health_yes", "need_basics", "need_card"), "post_need"),
    **dict.fromkeys(("post_need", "same_door"), "post_need"),
    **{each: each for each in ("door_contacts", "doorstep", "own_yes")},
    **reaching_hours.PARTS,
    **reaching_duty.PARTS,
    **reaching_groups.PARTS,
}


#: asked only where a second channel is on; see test_link.py and test_link_two_records.py
LINKING = {
    *("link_here.code", "link_here.name", "reach_me.where", "where_to_hear.where"),
    *("join_people.card", "part_people.which", "_chosen.link"),
}


def text(words: str) -> Payload:
    return {"kind": "text", "text": words}


#: nothing can be read from these anywhere
UNREADABLE: dict[str, Payload] = {
    "emoji": text("👍🏻👨‍👩‍👧😂"),
    "spaces": text(" \u3000\t\n "),
    "nothing": text(""),
    "marks": text("。。。？？？"),
    "control": text("\x00\x07\x1b\x9f\u202e"),
    "half": text("\ud83d"),
    "empty-press": {"kind": "press", "token": ""},
}
#: these are words, where words are asked for
WORDS: dict[str, Payload] = {
    "long": text("这话说来就长了" * 715),
    "digits": text("999999999999999"),
    "sql": text("'; DROP TABLE service_order; -- \" OR 1=1"),
    "xml": text('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
    "braces": text("{number} %s {0.__class__} {{"),
}
#: these are kept or turned away, and are no misses
BESIDE: dict[str, Payload] = {
    "photo": {"kind": "photo", "media": [901]},
    "voice": {"kind": "voice", "media": [902]},
    "stale-press": {"kind": "press", "token": "old.0"},
}
LOCATION: Payload = {"kind": "place", "data": {"lat": 31.2, "lon": 121.5}}
TAKE_WORDS = {
    "answer_back.answer",
    "ask_again.words",
    "ask_back.question",
    "close_alert.outcome",
    "door_note.words",
    "edit_limit.line",
    "post_need.kind",
    "post_need.place",
    "post_need.what",
    "post_need.wish",
    "rate_not_done.comment",
    "rate_stars.comment",
    "reject.reason",
    "relay.text",
    "relay_more.text",
    *reaching_activities.TAKE_WORDS,
    *reaching_doors.TAKE_WORDS,
    *reaching_groups.TAKE_WORDS,
    *reaching_counting.TAKE_WORDS,
    *reaching_hours.TAKE_WORDS,
    *reaching_notices.TAKE_WORDS,
    *reaching_rights.TAKE_WORDS,
    "report_incident.text",
    "settle_incident.outcome",
    "thank.words",
    "write_down.words",
}
TAKE_PLACES = {"post_need.place", "post_need.card"}
PAYLOADS = {**UNREADABLE, **WORDS, **BESIDE, "location": LOCATION}


def misses_at(question: str) -> list[str]:
    """The kinds of input that this question cannot read."""
    words = [] if question in TAKE_WORDS else list(WORDS)
    places = [] if question in TAKE_PLACES else ["location"]
    return [*UNREADABLE, *words, *places]


def answers(world: World, someone: Someone) -> dict[str, Any]:
    """Earlier answers, whole, by name."""
    talk = state_of(world, someone.address).open
    assert talk is not None
    return {answer.name: answer.to_json() for answer in talk.answers}


def written(world: World) -> list[Any]:
    """Everything that a script could have written about orders."""
    with world.db.reading() as session:
        orders = select(Order.id, Order.state, Order.raw_text, Order.places_left, Order.changed_at)
        return [
            *session.execute(orders).all(),
            *session.execute(select(OrderEvent.id, OrderEvent.what)).all(),
            *session.execute(select(Assignment.id, Assignment.state, Assignment.wrong_codes)).all(),
            *session.execute(select(Visit.id, Visit.out_at)).all(),
            *session.execute(select(Person.id, Person.display_name)).all(),
        ]


def open_question(world: World, someone: Someone) -> str:
    talk = state_of(world, someone.address).open
    return f"{talk.script}.{talk.question.name}" if talk and talk.question else ""


def test_every_question_that_the_desk_asks_is_in_this_test() -> None:
    functions = {script.__name__: name for name, script in SCRIPTS.items()}
    asked: set[str] = set()
    helpers = {
        "which_order": "",
        "is_not_ours": "post_need",
        "_is_time": "check_in",
        "_checked": "rate_stars",
        "_order_meant": "door_note",
        "_whom": "give_trust",
        "_kind": "give_trust",
        "_ask_what": "report_incident",
        **OF_PEOPLE,
        **reaching_notices.HELPERS,
        **{f"_correct_{each}": "correct" for each in ("name", "phone", "door", "hours")},
    }
    for path in (ROOT / "handlers").glob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                named = functions.get(node.name, helpers.get(node.name, node.name))
                script = PARTS.get(path.stem, named)
                asked |= {f"{script}.{name}" for name in _names(node)}
    asked -= {".which"}  # asked for two scripts by their helper
    in_helpers = (*reaching_people.IN_HELPERS, *reaching_hours.IN_HELPERS)
    asked -= {f"{name}.{each}" for name, each in in_helpers}
    asked -= {"where_it_is.where"}  # takes anything as it is; see test_emergency_everywhere
    asked -= {"other_words.what"}  # takes what is no option as something new; see test_first_words
    asked -= LINKING
    # `doorstep.aloud` is read anew until it is right, which `ask` does not do
    shared = {"check_in.which", "check_out.which", "doorstep.aloud", *SHARED}
    shared |= {"correct_hours.which", "keep_hours.which", "make_up_hours.whom"}
    shared |= {"hours_waiting.reason"}  # asked by handlers/long_days.py
    shared |= reaching_notices.SHARED | reaching_duty.SHARED | reaching_groups.SHARED
    assert asked | shared == set(QUESTIONS) - set(reaching_activities.QUESTIONS)


def _names(function: ast.FunctionDef) -> set[str]:
    """The names of the questions that a function asks."""
    return {
        str(node.args[0].value)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("ask", "confirm")
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_reached_and_takes_a_good_answer(
    small_world: World, question: str
) -> None:
    reached = QUESTIONS[question](small_world)
    assert open_question(small_world, reached.someone) == question
    assert reached.someone.say(reached.good)
    assert open_question(small_world, reached.someone) != question
    assert failed(small_world) == 0


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_cannot_be_read_costs_nothing_and_a_good_answer_still_counts(
    small_world: World, question: str
) -> None:
    reached = QUESTIONS[question](small_world)
    someone = reached.someone
    before, rows = answers(small_world, someone), written(small_world)
    replies: list[str] = []
    for bad in misses_at(question):
        replies += [someone.send(PAYLOADS[bad]) for _ in range(3)]
        assert open_question(small_world, someone) == question, bad
        after = answers(small_world, someone)
        assert {name: after[name] for name in before} == before, bad
        assert failed(small_world) == 0, bad
    _is_kind(replies)
    assert written(small_world) == rows
    assert someone.say(reached.good)
    assert open_question(small_world, someone) != question


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_third_miss_offers_a_person(small_world: World, question: str) -> None:
    someone = QUESTIONS[question](small_world).someone
    replies = [someone.send(PAYLOADS["emoji"]) for _ in range(3)]
    assert ["找社区" in reply for reply in replies] == [False, False, True]


@pytest.mark.parametrize("question", QUESTIONS)
def test_what_comes_beside_an_answer_costs_nothing(small_world: World, question: str) -> None:
    reached = QUESTIONS[question](small_world)
    someone = reached.someone
    before, rows = answers(small_world, someone), written(small_world)
    _is_kind([someone.send(PAYLOADS[bad]) for bad in BESIDE for _ in range(4)])
    assert open_question(small_world, someone) == question
    assert answers(small_world, someone) == before
    assert written(small_world) == rows
    assert failed(small_world) == 0
    assert someone.say(reached.good)
    assert open_question(small_world, someone) != question


def _is_kind(replies: list[str]) -> None:
    """Never empty, never the same sentence twice in a row, never a word we do not say."""
    assert all(reply.strip() for reply in replies)
    firsts = [reply.splitlines()[0] for reply in replies]
    assert all(one != two for one, two in pairwise(firsts)), firsts
    for word in ("输入有误", "无效", "非法", "错误", "格式", "重新输入", "None", "{"):
        assert not any(word in first for first in firsts)
