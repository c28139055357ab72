"""An audience read back in words, Chinese and English; every fact about people has its saying."""

from collections.abc import Iterator
from typing import Any

import pytest

from handlers.audience_words import SAYINGS, say_audience, say_left_out
from handlers.language import speaking
from models.account import ensure_account
from models.activity import Activity
from models.address import Grid
from models.audience_rule import FACTS, Rule, everyone, narrowed
from models.database import Database
from models.directory import DirectoryGroup, GroupKind
from models.need_kind import seed_kinds
from models.team import Team
from tests.models.test_audience import Street
from tests.models.test_orders import MONDAY

HELPERS: Rule = {"role": ["volunteer"]}


@pytest.fixture
def street(sqlite_db: Database) -> Iterator[Street]:
    with sqlite_db.session() as session:
        made = Street(session)
        of: dict[str, Any] = {"community_id": made.community.id, "id": 1}
        session.add_all([Team(**of, name="晨光队"), Grid(**of, name="第一网格")])
        account = ensure_account(session, made.community, "wecom", "main")
        for n, (kind, name) in enumerate((("department", "社工部"), ("tag", "党员")), 1):
            group = {"id": n, "kind": GroupKind(kind), "number": n, "name": name}
            at = {"community_id": made.community.id, "account_id": account.id}
            session.add(DirectoryGroup(**at, **group))
        session.add(
            Activity(
                **of,
                number="1205-01",
                title="义诊",
                starts_at=MONDAY,
                ends_at=MONDAY,
                code_key="k",
                created_at=MONDAY,
            )
        )
        seed_kinds(session, made.community)
        session.flush()
        yield made


def test_every_fact_has_its_saying() -> None:
    assert {*SAYINGS, "community", "role"} == set(FACTS)


SAID: list[tuple[list[Rule], str, str]] = [
    ([], "全体", "everyone"),
    ([HELPERS], "志愿者", "volunteers"),
    (
        [{"building": ["3", "5"]}],
        "住3号楼、5号楼的人",
        "people living in building 3, building 5",
    ),
    (
        [{"skill": ["medical"]}, HELPERS],
        "会“医护”的志愿者",
        "volunteers who can do “nursing”",
    ),
    ([{"team": [1]}], "“晨光队”的人", "people of “晨光队”"),
    (
        [{"department": [1]}, HELPERS],
        "企业微信里“社工部”部门的志愿者",
        "volunteers in the wecom department “社工部”",
    ),
    ([{"tag": [2]}], "企业微信里带“党员”标签的人", "people with the wecom tag “党员”"),
    ([{"grid": [1]}, HELPERS], "住第一网格的志愿者", "volunteers living in 第一网格"),
    (
        [{"activity": {"id": 1, "how": "signed_up"}}],
        "报了“义诊”的人",
        "people signed up for “义诊”",
    ),
    ([{"activity": {"id": 1, "how": "came"}}], "来过“义诊”的人", "people who came to “义诊”"),
    ([{"language": ["en"]}], "说英语的人", "people who speak english"),
    ([{"channel": ["web"]}], "用网页的人", "people who use the web chat"),
    ([{"seen": 30}], "30 天里说过话的人", "people who wrote to us within 30 days"),
    (
        [{"any": [{"building": ["3"]}, HELPERS]}],
        "住3号楼的人，或者志愿者",
        "people living in building 3, or volunteers",
    ),
    (
        [{"all": [HELPERS, {"not": {"seen": 3}}]}],
        "不算3 天里说过话的人",
        "not people who wrote to us within 3 days",
    ),
]


@pytest.mark.parametrize(("parts", "chinese", "english"), SAID)
def test_a_rule_is_said(street: Street, parts: list[Rule], chinese: str, english: str) -> None:
    rule, home_id = narrowed(everyone([street.community.id]), *parts), street.community.id
    assert say_audience(street.session, rule, home_id) == chinese
    with speaking("en"):
        assert say_audience(street.session, rule, home_id).lower() == english


def test_who_is_left_out_is_said_apart(street: Street) -> None:
    here = everyone([street.community.id])
    asked = {"activity": {"id": 1, "how": "not_yet"}}
    rule = narrowed(here, HELPERS, asked, {"not": {"building": ["3"]}})
    assert say_left_out(street.session, rule) == ["已经报名、说过来不了的", "住3号楼的人"]
    assert say_audience(street.session, rule, street.community.id) == "志愿者"


def test_other_communities_are_named(street: Street) -> None:
    there = Street(street.session, "苇湾社区").community.id
    rule = narrowed(everyone([there]), HELPERS)
    assert say_audience(street.session, rule, street.community.id) == "苇湾社区，志愿者"
    both = narrowed(everyone([street.community.id, there]), HELPERS)
    said = "葵园社区、苇湾社区这 2 个社区，志愿者"
    assert say_audience(street.session, both, street.community.id) == said
