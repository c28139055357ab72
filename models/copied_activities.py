"""What a copy holds of activities: what somebody signed up for, when they were there."""

from sqlalchemy import Select, select

from models.activity import Activity
from models.companion import Companion
from models.part import Part, of
from models.same_person import person_ids_of
from models.sign_up import Attendance, SignUp
from models.words import N_


def _sign_ups(person_id: int) -> Select[int]:
    return select(SignUp.id).where(SignUp.person_id.in_(person_ids_of(person_id)))


ACTIVITY_PARTS: tuple[Part, ...] = (
    Part(
        SignUp,
        N_("您报的活动"),
        of(SignUp.person_id),
        {
            "activity_id": N_("编号"),
            "state": N_("现在"),
            "applied_at": N_("时间"),
            "excuse": N_("请假的话"),
            "story": N_("写的两句"),
        },
    ),
    Part(
        Companion,
        N_("您带的人"),
        lambda who: Companion.sign_up_id.in_(_sign_ups(who)),
        {"sign_up_id": N_("活动"), "name": N_("名字"), "is_minor": N_("没满18岁")},
    ),
    Part(
        Attendance,
        N_("您到过的活动"),
        of(Attendance.person_id),
        {"activity_id": N_("编号"), "in_at": N_("从"), "out_at": N_("到")},
    ),
    Part(
        Activity,
        N_("您领队的活动"),
        of(Activity.leader_id),
        {"number": N_("编号"), "title": N_("名字"), "starts_at": N_("从"), "ends_at": N_("到")},
    ),
)
