"""What a copy holds: each part, whose rows it takes, and what its columns are called."""

from sqlalchemy import Select, or_, select

from models.assignment import Assignment
from models.audit import Audit, is_reading_of
from models.call_log import CallLog
from models.call_request import CallRequest
from models.consent import Consent
from models.contact import Contact
from models.copied_activities import ACTIVITY_PARTS
from models.copied_part import Part
from models.evaluation import Evaluation
from models.home_enquiry import HomeEnquiry
from models.inbox import Inbox
from models.incident import Incident
from models.media import Media
from models.membership import Membership
from models.opt_out import OptOut
from models.order import Order
from models.outbox import Lane, Outbox
from models.person import ActsFor, Person
from models.qualification import Qualification
from models.relay_line import RelayLine
from models.rights_request import RightsRequest
from models.service_record import ServiceRecord
from models.team import TeamMember
from models.trust import Trust
from models.visit import Visit
from models.volunteer_profile import VolunteerProfile
from models.web import ChatLine
from models.words import N_


def _chats(person_id: int) -> Select[int]:
    return select(Contact.id).where(Contact.person_id == person_id)


def _own_orders(person_id: int) -> Select[int]:
    own = or_(Order.requested_by_id == person_id, Order.served_person_id == person_id)
    return select(Order.id).where(own)


_TIME, _STATE, _KIND, _WORDS = N_("时间"), N_("现在"), N_("哪一种"), N_("原话")
PARTS: tuple[Part, ...] = (
    Part(
        Person,
        N_("您是谁"),
        lambda who: Person.id == who,
        {
            "display_name": N_("称呼"),
            "legal_name": N_("姓名"),
            "phone": N_("电话"),
            "building": N_("楼号"),
            "unit": N_("单元"),
            "room": N_("门牌"),
            "language": N_("语言"),
            "sex": N_("性别"),
            "birth_year": N_("出生年"),
            "is_adult": N_("成年"),
            "care": N_("要当心的"),
            "quiet_from": N_("安静从"),
            "quiet_until": N_("安静到"),
            "hushed_until": N_("别叫我到"),
            "large_text": N_("大字"),
            "created_at": N_("记下的时间"),
        },
    ),
    Part(
        Contact,
        N_("在哪里跟我们说话"),
        lambda who: Contact.person_id == who,
        {"address": N_("地址"), "language": N_("语言"), "created_at": _TIME},
    ),
    Part(
        Membership,
        N_("在社区的身份"),
        lambda who: Membership.person_id == who,
        {"role": N_("身份"), "since": N_("从"), "until": N_("到")},
    ),
    Part(
        Consent,
        N_("同意过的"),
        lambda who: Consent.person_id == who,
        {
            "purpose": N_("同意什么"),
            "notice_version": N_("说法的版本"),
            "manner": N_("怎么说的"),
            "given_at": _TIME,
            "withdrawn_at": N_("撤回"),
        },
    ),
    Part(
        VolunteerProfile,
        N_("志愿者档案"),
        lambda who: VolunteerProfile.person_id == who,
        {
            "number": N_("编号"),
            "skills": N_("会什么"),
            "kinds": N_("愿意帮什么"),
            "slots": N_("哪天有空"),
            "minutes_per_week": N_("一周几分钟"),
            "rests_until": N_("歇到"),
            "since": N_("从"),
        },
    ),
    Part(
        Qualification,
        N_("看过的证书"),
        lambda who: Qualification.person_id == who,
        {"skill": N_("会什么"), "number": N_("编号"), "valid_until": N_("到")},
    ),
    Part(
        Trust,
        N_("托付给您的"),
        lambda who: Trust.person_id == who,
        {"kind": _KIND, "given_at": N_("从"), "until": N_("到")},
    ),
    Part(
        TeamMember,
        N_("队伍"),
        lambda who: TeamMember.person_id == who,
        {"team_id": N_("编号"), "joined_at": N_("从"), "left_at": N_("到")},
    ),
    Part(
        ActsFor,
        N_("替谁说话"),
        lambda who: or_(ActsFor.person_id == who, ActsFor.for_person_id == who),
        {"scope": N_("哪些事"), "agreed_by": N_("谁同意的"), "agreed_at": _TIME},
    ),
    Part(
        Order,
        N_("单子"),
        lambda who: Order.id.in_(_own_orders(who)),
        {
            "number": N_("单号"),
            "state": _STATE,
            "kind": _KIND,
            "raw_text": _WORDS,
            "wish": N_("想要怎样"),
            "door_note": N_("怎么找门"),
            "sensitive": N_("身体情况"),
            "may_tell_health": N_("可告诉来的人"),
            "building": N_("楼号"),
            "unit": N_("单元"),
            "room": N_("门牌"),
            "landmark": N_("地点"),
            "phone": N_("电话"),
            "starts_at": N_("从"),
            "ends_at": N_("到"),
            "reject_reason": N_("办不了的原因"),
            "created_at": N_("发出"),
            "closed_at": N_("办完"),
        },
    ),
    Part(
        Evaluation,
        N_("您说怎么样"),
        lambda who: Evaluation.rater_id == who,
        {
            "outcome": N_("办好了没有"),
            "stars": N_("几颗星"),
            "comment": _WORDS,
            "thanks": N_("谢谢的话"),
            "at": _TIME,
        },
    ),
    Part(
        Assignment,
        N_("您接的单"),
        lambda who: Assignment.person_id == who,
        {"order_id": N_("编号"), "state": _STATE, "answered_at": _TIME, "reason": N_("原因")},
    ),
    Part(
        Visit,
        N_("您去过"),
        lambda who: Visit.person_id == who,
        {"in_at": N_("从"), "in_evidence": N_("怎么知道"), "out_at": N_("到")},
    ),
    Part(
        ServiceRecord,
        N_("做志愿的时长"),
        lambda who: ServiceRecord.person_id == who,
        {
            "served_on": N_("哪天"),
            "minutes": N_("分钟"),
            "evidence": N_("怎么知道"),
            "state": _STATE,
        },
    ),
    *ACTIVITY_PARTS,
    Part(
        RelayLine,
        N_("请我们转的话"),
        lambda who: or_(RelayLine.from_person_id == who, RelayLine.to_person_id == who),
        {"text": _WORDS, "at": _TIME},
    ),
    Part(
        CallLog,
        N_("社区打的电话"),
        lambda who: CallLog.order_id.in_(_own_orders(who)),
        {"purpose": N_("为什么"), "outcome": N_("怎么说的"), "note": N_("记的话"), "at": _TIME},
    ),
    Part(
        CallRequest,
        N_("您找过社区"),
        lambda who: or_(CallRequest.person_id == who, CallRequest.contact_id.in_(_chats(who))),
        {"why": N_("为什么"), "at": _TIME, "done_at": N_("回了")},
    ),
    Part(
        HomeEnquiry,
        N_("上门问过"),
        lambda who: HomeEnquiry.person_id == who,
        {
            "building": N_("楼号"),
            "unit": N_("单元"),
            "room": N_("门牌"),
            "outcome": N_("怎么样"),
            "at": _TIME,
        },
    ),
    Part(
        Incident,
        N_("您报过的事"),
        lambda who: Incident.reported_by_id == who,
        {"kind": _KIND, "text": _WORDS, "state": _STATE, "at": _TIME},
    ),
    Part(
        OptOut,
        N_("不想收的通知"),
        lambda who: OptOut.person_id == who,
        {"kind": _KIND, "at": _TIME},
    ),
    Part(
        RightsRequest,
        N_("您要过的"),
        lambda who: RightsRequest.person_id == who,
        {"kind": _KIND, "state": _STATE, "at": _TIME, "done_at": N_("办完")},
    ),
    Part(
        Media,
        N_("照片、语音、文件"),
        lambda who: Media.contact_id.in_(_chats(who)),
        {"kind": _KIND, "size": N_("大小"), "state": _STATE, "created_at": _TIME},
    ),
    Part(
        Inbox,
        N_("您写来的"),
        lambda who: Inbox.contact_id.in_(_chats(who)),
        {"payload": _WORDS, "said_at": _TIME},
    ),
    Part(
        Outbox,
        N_("我们回您的"),
        lambda who: Outbox.contact_id.in_(_chats(who)) & (Outbox.lane == Lane.REPLY),
        {"content": _WORDS, "created_at": _TIME},
    ),
    Part(
        ChatLine,
        N_("网页上的聊天"),
        lambda who: ChatLine.contact_id.in_(_chats(who)),
        {"direction": N_("谁说的"), "content": _WORDS, "at": _TIME},
    ),
    Part(
        Audit,
        N_("您看过、做过的"),
        lambda who: Audit.actor_id == who,
        {"action": N_("做什么"), "at": _TIME},
    ),
    Part(
        Audit,
        N_("谁看过您的"),
        is_reading_of,
        {"action": N_("看了什么"), "subject": N_("为什么"), "at": _TIME},
        "read_by_others",
    ),
)
