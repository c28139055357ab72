"""Who fits a task of an activity: age, the guardian's yes, the skill it takes.

Regulation art. 15: nothing is asked of anybody beyond their age, knowledge, skills and health.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from models.activity import Activity, ActivityRole
from models.community import Community
from models.errors import Refused
from models.membership import Role, roles_of
from models.minors import AGES, goes_accompanied, guardian_of, is_minor, youngest_age
from models.person import Person
from models.qualification import proven
from models.sign_up import COMING, sign_up_of
from models.skill import SKILLS
from models.volunteer_profile import profile_of
from models.words import N_, Label


def check_fit(
    session: Session, activity: Activity, role: ActivityRole, person: Person, at: datetime
) -> None:
    """Raise Refused for who may not take this task, in words that say what would help."""
    if person.community_id != activity.community_id:
        raise Refused(N_("这个活动是别的社区的。"))
    if Role.VOLUNTEER not in roles_of(session, person, at):
        raise Refused(N_("先登记成志愿者，再来报名。\n写“我来帮忙”，两分钟就好。"))
    check_task(session, activity, role, person, at)


def check_task(
    session: Session, activity: Activity, role: ActivityRole, person: Person, at: datetime
) -> None:
    """What the task itself takes of age and skill. Raises Refused."""
    _check_age(session, activity, person, at)
    if role.skill:
        _check_skill(session, activity, role, person)


def _check_age(session: Session, activity: Activity, person: Person, at: datetime) -> None:
    is_young = is_minor(person, at)
    if person.birth_year is not None:
        age = youngest_age(person.birth_year, at)
    else:
        age = AGES.least if is_young else AGES.adult
    if age < activity.min_age and (is_young or person.birth_year is not None):
        raise Refused(N_("这个活动要满 {age} 岁。\n别的活动写“活动”看。"), age=activity.min_age)
    if not is_young:
        return
    guardian = guardian_of(session, person)
    if guardian is None:
        raise Refused(N_("没满 18 岁，要家里大人先同意。\n请家里大人写“我是家长”。"))
    if goes_accompanied(person, at) and not _comes(session, activity, guardian):
        raise Refused(N_("没满 10 岁，要家里大人一起来。\n请家里大人先报这个活动。"))


def _comes(session: Session, activity: Activity, person: Person) -> bool:
    mine = sign_up_of(session, activity.id, person.id)
    return mine is not None and mine.state in COMING


def _check_skill(session: Session, activity: Activity, role: ActivityRole, person: Person) -> None:
    skill = SKILLS.get(role.skill)
    if skill is None:
        return
    label = Label(skill.label)
    if skill.is_licensed:
        community = session.get_one(Community, activity.community_id)
        on = community.local(activity.starts_at).date()
        if role.skill not in proven(session, [person.id], on).get(person.id, set()):
            raise Refused(N_("这一项要有{skill}的证。\n带证给社区看一眼，就能报。"), skill=label)
        return
    profile = profile_of(session, person)
    if profile is None or role.skill not in profile.skills:
        raise Refused(N_("这一项要会{skill}。\n会的话，写“我的资料”添上。"), skill=label)
