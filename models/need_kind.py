"""Kinds of help (需求类型): what we do, in which words people ask for it, what it takes.

The seed comes from need_kinds.json; afterwards the rows are the community's own to edit.
"""

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

from sqlalchemy import JSON, Boolean, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Key, Owned
from models.community import Community


class NeedKind(Owned, Base):
    """One kind of help in one community."""

    __tablename__ = "need_kind"
    __table_args__ = (UniqueConstraint("community_id", "code"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(24))
    name_en: Mapped[str] = mapped_column(String(40))
    #: everyday words by which a message is recognised
    words: Mapped[list[str]] = mapped_column(JSON)
    #: "home", "station", "outside" or "either"
    place: Mapped[str] = mapped_column(String(16))
    minutes: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer, default=1)
    #: U0..U3 (domain.md section 6), used when the message names no time
    urgency: Mapped[str] = mapped_column(String(2))
    #: told to volunteers before they claim (Regulation art. 12: risks must be named)
    caution: Mapped[str] = mapped_column(String(80), default="")
    caution_en: Mapped[str] = mapped_column(String(120), default="")
    #: told to the resident at once
    tip: Mapped[str] = mapped_column(String(80), default="")
    tip_en: Mapped[str] = mapped_column(String(120), default="")
    #: the pool shows only that somebody wants to talk
    is_private: Mapped[bool] = mapped_column(Boolean, default=False)
    #: skills that make somebody fit for it (models.skill)
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: only who has shown a licence for one of `skills` may go (Regulation art. 16)
    needs_proof: Mapped[bool] = mapped_column(Boolean, default=False)
    #: a child is involved: two vetted adults and a guardian
    for_child: Mapped[bool] = mapped_column(Boolean, default=False)
    #: one person is enough, where the community allows visits alone
    may_be_alone: Mapped[bool] = mapped_column(Boolean, default=False)
    #: what else is asked, and how it is handled: "hazard" (photo and place), "private" (only named
    #: people see it); "" as usual
    form: Mapped[str] = mapped_column(String(16), default="")
    sort: Mapped[int] = mapped_column(Integer, default=0)

    def title(self, language: str) -> str:
        """The name in the reader's language."""
        return self.name_en if language == "en" else self.name


def kinds_of(session: Session, community_id: int) -> list[NeedKind]:
    """All kinds of help of a community in their order."""
    rows = select(NeedKind).filter_by(community_id=community_id)
    return list(session.scalars(rows.order_by(NeedKind.sort, NeedKind.id)))


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What the rules of visits ask first; a whole row with its word list costs far more."""

    code: str
    place: str
    for_child: bool


def kind_facts(session: Session, community_id: int) -> dict[str, KindFacts]:
    """The kinds of help of a community by their code."""
    rows = select(NeedKind.code, NeedKind.place, NeedKind.for_child)
    found = session.execute(rows.where(NeedKind.community_id == community_id))
    return {row.code: KindFacts(row.code, row.place, row.for_child) for row in found}


def kind_of(session: Session, community_id: int, code: str) -> NeedKind:
    """One kind by its code; raises NoResultFound when the community has no such kind."""
    rows = select(NeedKind).filter_by(community_id=community_id, code=code)
    return session.scalars(rows).one()


def seed_rows() -> list[dict[str, Any]]:
    """The kinds everybody starts with, as written in need_kinds.json."""
    source = resources.files("models").joinpath("need_kinds.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(source)
    return rows


def seed_kinds(session: Session, community: Community) -> None:
    """Give a new community the kinds everybody starts with."""
    for sort, row in enumerate(seed_rows()):
        session.add(NeedKind(community_id=community.id, sort=sort, **row))
