"""Days of the year that many communities keep, with what is usually done: to begin from.

domain.md section 10: 3·5, the week of 18 March, 12·5, 重阳, and the monthly 奉献日.
"""

from dataclasses import dataclass
from datetime import time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activity_rule import ActivityRule, ActivityTemplate
from models.occasions import DEDICATION
from models.words import N_


@dataclass(frozen=True, slots=True)
class Seed:
    """One kind of day: what it is called, when it is, what a template of it says."""

    occasion: str
    title: str
    #: columns of the rule; the monthly day is the community's own choice
    rule: dict[str, Any] | None
    about: str
    risk_note: str
    roles: tuple[tuple[str, int], ...]
    starts: time = time(9)
    minutes: int = 150
    shift: str = "keep"


SEEDS: tuple[Seed, ...] = (
    Seed(
        DEDICATION,
        N_("奉献日"),
        None,
        "为老人擦窗、修小家电、量血压",
        "擦窗只擦里面，不登高",
        (("擦窗", 10), ("修小家电", 10), ("量血压", 10)),
        shift="rest_day",
    ),
    Seed(
        "lei_feng",
        N_("学雷锋日"),
        {"kind": "date", "month": 3, "day": 5},
        "在广场摆摊：修理、理发、咨询",
        "剪刀和电线当心，看好孩子",
        (("摆摊服务", 12), ("引导", 6)),
    ),
    Seed(
        "service_week",
        N_("3·18活动周"),
        {"kind": "week", "month": 3, "day": 18},
        "一周里每天有一场，这是头一场",
        "路上车多，结伴走",
        (("布置", 8), ("服务", 12)),
    ),
    Seed(
        "volunteer_day",
        N_("国际志愿者日"),
        {"kind": "date", "month": 12, "day": 5},
        "说说这一年，认认新朋友",
        "天冷路滑，慢点走",
        (("接待", 6), ("服务", 14)),
    ),
    Seed(
        "double_ninth",
        N_("重阳"),
        {"kind": "lunar", "month": 9, "day": 9},
        "陪老人过节，照相、包饺子",
        "老人走动要扶稳，热水当心",
        (("陪伴", 12), ("包饺子", 8)),
    ),
)


def seed_named(occasion: str) -> Seed:
    """The seed of an occasion. Raises KeyError for one that has none."""
    return {each.occasion: each for each in SEEDS}[occasion]


def blank_from(seed: Seed) -> ActivityTemplate:
    """What the seed says as a template, not yet written down."""
    return ActivityTemplate(
        title=seed.title,
        about=seed.about,
        occasion=seed.occasion,
        category="",
        place="",
        starts=seed.starts,
        minutes=seed.minutes,
        risk_note=seed.risk_note,
        roles=[{"name": name, "places": n, "skill": ""} for name, n in seed.roles],
        min_age=0,
        is_easy=True,
    )


def rule_named(session: Session, community_id: int, name: str) -> ActivityRule | None:
    """The rule of that name."""
    return session.scalar(select(ActivityRule).filter_by(community_id=community_id, name=name))


def template_of(session: Session, community_id: int, seed: Seed) -> ActivityTemplate:
    """What the rule of that seed is held like; the seed's own words where there is none yet."""
    rule = rule_named(session, community_id, seed.title)
    return session.get_one(ActivityTemplate, rule.template_id) if rule else blank_from(seed)


def rule_from(
    session: Session, community_id: int, seed: Seed, columns: dict[str, Any] | None = None
) -> ActivityRule:
    """The rule of that seed, made or set anew; `columns` where the seed leaves the day open."""
    rule = rule_named(session, community_id, seed.title)
    if rule is None:
        template = blank_from(seed)
        template.community_id = community_id
        session.add(template)
        session.flush()
        rule = ActivityRule(name=seed.title, template_id=template.id, shift=seed.shift)
        rule.community_id = community_id
        session.add(rule)
    rule.month, rule.day, rule.nth, rule.weekday = None, 0, 0, 0
    for name, value in (columns or seed.rule or {}).items():
        setattr(rule, name, value)
    rule.is_on = True
    session.flush()
    return rule
