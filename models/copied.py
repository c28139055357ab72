"""What a copy holds: each part, whose rows it takes, and what its columns are called."""

from sqlalchemy import or_

from models.alert import Alert
from models.audit import Audit, is_reading_of
from models.call_log import CallLog
from models.call_request import CallRequest
from models.consent import Consent
from models.contact import Contact
from models.copied_activities import ACTIVITY_PARTS
from models.copied_directory import LISTED
from models.copied_serving import SERVING
from models.evaluation import Evaluation
from models.hand_over import HandOver
from models.home_enquiry import HomeEnquiry
from models.inbox import Inbox
from models.incident import Incident
from models.media import Media
from models.membership import Membership
from models.opt_out import OptOut
from models.order import Order
from models.outbox import Lane, Outbox
from models.part import Part, chats, in_chats, of, own_orders
from models.person import ActsFor, Person
from models.qualification import Qualification
from models.relay_line import RelayLine
from models.rights_request import RightsRequest
from models.suggestion import Suggestion
from models.team import TeamMember
from models.trust import Trust
from models.volunteer_profile import VolunteerProfile
from models.web import ChatLine
from models.words import N_

_TIME, _STATE, _KIND, _WORDS = N_("时间"), N_("现在"), N_("哪一种"), N_("原话")
_FROM, _UNTIL = N_("从"), N_("到")
_DOOR = {"building": N_("楼号"), "unit": N_("单元"), "room": N_("门牌")}


PARTS: tuple[Part, ...] = (
    Part(
        Person,
        N_("您是谁"),
        of(Person.id),
        {
            "display_name": N_("称呼"),
            "legal_name": N_("姓名"),
            "phone": N_("电话"),
            **_DOOR,
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
        of(Contact.person_id),
        {
            "account_id": N_("在哪里"),
            "address": N_("地址"),
            "language": N_("语言"),
            "created_at": _TIME,
        },
    ),
    LISTED,
    Part(
        Membership,
        N_("在社区的身份"),
        of(Membership.person_id),
        {"role": N_("身份"), "since": _FROM, "until": _UNTIL},
    ),
    Part(
        Consent,
        N_("同意过的"),
        of(Consent.person_id),
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
        of(VolunteerProfile.person_id),
        {
            "number": N_("编号"),
            "skills": N_("会什么"),
            "kinds": N_("愿意帮什么"),
            "slots": N_("哪天有空"),
            "minutes_per_week": N_("一周几分钟"),
            "rests_until": N_("歇到"),
            "since": _FROM,
        },
    ),
    Part(
        Qualification,
        N_("看过的证书"),
        of(Qualification.person_id),
        {"skill": N_("会什么"), "number": N_("编号"), "valid_until": _UNTIL},
    ),
    Part(
        Trust,
        N_("托付给您的"),
        of(Trust.person_id),
        {"kind": _KIND, "given_at": _FROM, "until": _UNTIL},
    ),
    Part(
        TeamMember,
        N_("队伍"),
        of(TeamMember.person_id),
        {"team_id": N_("哪一队"), "joined_at": _FROM, "left_at": _UNTIL},
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
        lambda who: Order.id.in_(own_orders(who)),
        {
            "number": N_("单号"),
            "state": _STATE,
            "kind": _KIND,
            "raw_text": _WORDS,
            "wish": N_("想要怎样"),
            "door_note": N_("怎么找门"),
            "papers": N_("材料"),
            "sensitive": N_("身体情况"),
            "may_tell_health": N_("可告诉来的人"),
            **_DOOR,
            "landmark": N_("地点"),
            "phone": N_("电话"),
            "starts_at": _FROM,
            "ends_at": _UNTIL,
            "reject_reason": N_("办不了的原因"),
            "created_at": N_("发出"),
            "closed_at": N_("办完"),
        },
    ),
    Part(
        HandOver,
        N_("您的材料"),
        lambda who: HandOver.order_id.in_(own_orders(who)),
        {
            "way": _KIND,
            "what": N_("材料"),
            "at": _TIME,
            "is_right": N_("您说对不对"),
            "answered_at": N_("回话"),
        },
    ),
    Part(
        Evaluation,
        N_("您说怎么样"),
        of(Evaluation.rater_id),
        {
            "outcome": N_("办好了没有"),
            "stars": N_("几颗星"),
            "comment": _WORDS,
            "thanks": N_("谢谢的话"),
            "at": _TIME,
        },
    ),
    *SERVING,
    *ACTIVITY_PARTS,
    Part(
        RelayLine,
        N_("请我们转的话"),
        lambda who: or_(of(RelayLine.from_person_id)(who), of(RelayLine.to_person_id)(who)),
        {"text": _WORDS, "at": _TIME},
    ),
    Part(
        CallLog,
        N_("社区打的电话"),
        lambda who: CallLog.order_id.in_(own_orders(who)),
        {"purpose": N_("为什么"), "outcome": N_("怎么说的"), "note": N_("记的话"), "at": _TIME},
    ),
    Part(
        CallRequest,
        N_("您找过社区"),
        lambda who: or_(of(CallRequest.person_id)(who), CallRequest.contact_id.in_(chats(who))),
        {"why": N_("为什么"), "heard": N_("听到的"), "at": _TIME, "done_at": N_("回了")},
    ),
    Part(
        HomeEnquiry,
        N_("上门问过"),
        of(HomeEnquiry.person_id),
        {
            **_DOOR,
            "outcome": N_("怎么样"),
            "at": _TIME,
        },
    ),
    Part(
        Incident,
        N_("您报过的事"),
        of(Incident.reported_by_id),
        {"kind": _KIND, "text": _WORDS, "state": _STATE, "at": _TIME},
    ),
    Part(
        Alert,
        N_("您写过的急事"),
        lambda who: or_(of(Alert.person_id)(who), Alert.contact_id.in_(chats(who))),
        {
            "kind": _KIND,
            "words": _WORDS,
            "place": N_("在哪儿"),
            "state": _STATE,
            "raised_at": _TIME,
        },
    ),
    Part(
        OptOut,
        N_("不想收的通知"),
        of(OptOut.person_id),
        {"kind": _KIND, "at": _TIME},
    ),
    Part(
        RightsRequest,
        N_("您要过的"),
        of(RightsRequest.person_id),
        {"kind": _KIND, "state": _STATE, "at": _TIME, "done_at": N_("办完")},
    ),
    Part(
        Suggestion,
        N_("您提的建议和问题"),
        of(Suggestion.author_id),
        {
            "about": _KIND,
            "text": _WORDS,
            "answer": N_("怎么回的"),
            "result": N_("结果"),
            "created_at": _TIME,
        },
    ),
    Part(
        Media,
        N_("照片、语音、文件"),
        in_chats(Media.contact_id),
        {"kind": _KIND, "size": N_("大小"), "state": _STATE, "created_at": _TIME},
    ),
    Part(
        Inbox,
        N_("您写来的"),
        in_chats(Inbox.contact_id),
        {"payload": _WORDS, "said_at": _TIME},
    ),
    Part(
        Outbox,
        N_("我们回您的"),
        lambda who: Outbox.contact_id.in_(chats(who)) & (Outbox.lane == Lane.REPLY),
        {"content": _WORDS, "created_at": _TIME},
    ),
    Part(
        ChatLine,
        N_("网页上的聊天"),
        in_chats(ChatLine.contact_id),
        {"direction": N_("谁说的"), "content": _WORDS, "at": _TIME},
    ),
    Part(
        Audit,
        N_("您看过、做过的"),
        of(Audit.actor_id),
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
