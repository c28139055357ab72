"""Service projects (服务项目): what a community keeps doing, from the project library."""

from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, Key, Owned, named
from models.words import N_


class ProjectState(StrEnum):
    """Project states of the national site (domain.md section 3)."""

    PENDING = "pending"
    RUNNING = "running"
    CLOSED = "closed"


PROJECT_LABELS: dict[ProjectState, str] = {
    ProjectState.PENDING: N_("待启动"),
    ProjectState.RUNNING: N_("运行中"),
    ProjectState.CLOSED: N_("已结项"),
}


class Project(Owned, Base):
    """One project of one community; `category` is a national service category."""

    __tablename__ = "project"
    __table_args__ = (UniqueConstraint("community_id", "title"),)

    id: Mapped[Key]
    title: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(24))
    state: Mapped[ProjectState] = mapped_column(named(ProjectState), default=ProjectState.RUNNING)
    team_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("team.id"))
