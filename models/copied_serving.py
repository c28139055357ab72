"""What a copy holds of somebody's service: what they took on, where they went, their hours."""

from models.assignment import Assignment
from models.duty import DutyTurn
from models.hours_objection import HoursObjection
from models.part import Part, of
from models.service_record import ServiceRecord
from models.standing_help import StandingHelp
from models.visit import Visit
from models.words import N_

_TIME, _STATE = N_("时间"), N_("现在")
SERVING: tuple[Part, ...] = (
    Part(
        Assignment,
        N_("您接的单"),
        of(Assignment.person_id),
        {"order_id": N_("单号"), "state": _STATE, "answered_at": _TIME, "reason": N_("原因")},
    ),
    Part(
        Visit,
        N_("您去过"),
        of(Visit.person_id),
        {"in_at": N_("从"), "in_evidence": N_("怎么知道"), "out_at": N_("到")},
    ),
    Part(
        ServiceRecord,
        N_("做志愿的时长"),
        of(ServiceRecord.person_id),
        {
            "served_on": N_("哪天"),
            "minutes": N_("分钟"),
            "evidence": N_("怎么知道"),
            "state": _STATE,
            "reason": N_("为什么"),
        },
    ),
    Part(
        StandingHelp,
        N_("每次都来的"),
        of(StandingHelp.served_person_id),
        {"since": N_("从"), "until": N_("到"), "state": _STATE, "created_at": _TIME},
    ),
    Part(
        DutyTurn,
        N_("您值的班"),
        of(DutyTurn.person_id),
        {"weekday": N_("周几（0 是周一）"), "duty_on": N_("哪天"), "part": N_("白天还是晚上")},
    ),
    Part(
        HoursObjection,
        N_("您说时长不对的"),
        of(HoursObjection.person_id),
        {"text": N_("原话"), "state": _STATE, "answer": N_("怎么回的"), "created_at": _TIME},
    ),
)
