"""What a copy holds of activities: what somebody signed up for, when they were there."""

from models.activity import Activity
from models.part import Part, of
from models.sign_up import Attendance, SignUp
from models.words import N_

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
