"""Who may do what by a word of the desk, and by a button of something beside an order.

Whatever is not here changes nothing, whoever writes or presses it; their own settings, which
are columns of `person` and `contact`, are anybody's to change.
"""

from collections.abc import Mapping

from tests.rights.cast import ROLES
from tests.rights.table import GOES, OWN, STAFF, Who

ALL: Who = frozenset(ROLES)
KNOWN: Who = ALL - {"stranger"}
VOLUNTEERS: Who = frozenset({"volunteer", "invited", "declined", "gave_back", "goes", "leader"})
COORDINATORS: Who = frozenset({"coordinator", "admin"})

#: the word's script: who changes something by it while the order has somebody who goes
BY_WORD: Mapping[str, Who] = {
    "broadcast": COORDINATORS,
    "check_in": GOES,
    "correct": KNOWN,
    "dedication_rule": COORDINATORS,
    "door_note": OWN,
    "doorstep": STAFF,
    "export": KNOWN,
    "family_off": frozenset({"served"}),
    "family_on": frozenset({"served"}),
    "find_human": ALL,
    "end_role": COORDINATORS,
    "give_role": COORDINATORS,
    "give_trust": STAFF,
    "leave": KNOWN,
    "leave_phone": ALL,
    "leave_role": VOLUNTEERS | {"auditor", "worker"},  # there is no second coordinator or admin
    "make_team": COORDINATORS,
    "move_device": ALL,
    "no_code": GOES,
    "not_alone": GOES,
    "open_tasks": ALL - VOLUNTEERS,  # signs them up first
    "post_need": ALL,
    "privacy": KNOWN,
    "figures_file": STAFF,
    "hours_wrong": KNOWN,
    "my_calendar": KNOWN,
    "my_profile": VOLUNTEERS,
    "party_goal": KNOWN,
    "quieter": KNOWN,
    "rest": KNOWN,
    "set_notices": KNOWN,
    "signup": ALL - VOLUNTEERS,
    # of staff it is about theirs; of anybody else, that they want no more of them
    "stop_notice": KNOWN - STAFF,
}
#: the words whose scripts change nothing then
READING = (
    "activities",
    "activity_figures",
    "add_walk_in",
    "approve_notice",
    "back_again",
    "call_off_activity",
    "call_roll",
    "call_to_activity",
    "change_activity",
    "check_out",
    "close_goal",
    "correct_hours",
    "door_contacts",
    "door_round",
    "each_time",
    "end_standing",
    "end_trust",
    "groups",
    "guardian",
    "guardian_withdraws",
    "headcount",
    "help",
    "holidays",
    "hours_waiting",
    "hush",
    "incidents",
    "keep_hours",
    "left_earlier",
    "limits",
    "louder",
    "make_activity",
    "make_up_hours",
    "mine",
    "my_code",
    "my_hours",
    "near_activities",
    "not_yet",
    "notice_names",
    "notice_progress",
    "objections",
    "overview",
    "pause_notice",
    "pause_standing",
    "read_stories",
    "refuse_notice",
    "relay",
    "relay_report",
    "resume_notice",
    "resume_standing",
    "roles",
    "roster",
    "set_language",
    "set_letters",
    "set_quiet",
    "settings",
    "settle_activity",
    "sign_in_code",
    "sign_up",
    "sign_up_child",
    "small_tasks",
    "standing",
    "stations",
    "stay",
    "stop_rule",
    "teams",
    "thank_notice",
    "theme",
    "this_month",
    "this_week",
    "this_year",
    "unhush",
    "verify_skill",
    "welcome",
    "who_read",
    "withdraw",
    "worklist",
)
#: 上一步, 取消, 继续, 等会儿 with nothing open
CONTROLS = ("back", "cancel", "resume", "wait")
#: sentences that hold their own answers: an example, and who changes something by it
BY_SENTENCE: Mapping[str, tuple[str, Who]] = {
    # of anybody else these are wishes for help
    "broadcast": ("通知 下周三上午停水", ALL),
    "door_contacts": ("楼门 3号楼1门", ALL),
    "doorstep": ("询单 6号楼3门102 张德福 想理发 这周都行", STAFF),
    "end_role": ("收回 某volunteer 的志愿者", COORDINATORS),
    "end_trust": ("收回信任 某volunteer 单独上门", frozenset()),  # there is none
    "give_role": ("给 某neighbour 协调员", frozenset({"admin"})),
    "give_trust": ("信任 某volunteer 单独上门", STAFF),
    "activities": ("活动 周六", frozenset()),
    "each_time": ("2026-11-01以前", frozenset()),
    "headcount": ("人次 12", frozenset()),
    "make_activity": ("做活动 周六上午9点 擦窗 葵园广场", frozenset()),
    "make_up_hours": ("补记 某volunteer 1123-01", frozenset()),
    "pause_standing": ("停一阵 到下周", frozenset()),
    "theme": ("主题 12月 暖冬", COORDINATORS),
    "verify_skill": ("核实资质 某volunteer 水电", STAFF),
}
#: buttons of what stands beside an order during its visit: what they name, and who changes
#: something by them
BY_BUTTON: Mapping[str, tuple[str, Who]] = {
    "accept_member": ("applicant", frozenset({"leader"})),
    "adopt_group": ("group", STAFF),
    "called": ("call", STAFF),
    "change_profile": ("part:slots", ALL),  # their own
    "deny_arrival": ("visit", STAFF),
    "lead_team": ("team", COORDINATORS),
    "edit_limit": ("limit:gas", STAFF),
    "leave_team": ("team", GOES),
    "look_incident": ("told", COORDINATORS),
    "next_door": ("building:6", STAFF),
    "profile_question": ("part:slots", ALL),  # their own
    "no_more_news": ("activity:0", KNOWN),  # their own
    "settle_incident": ("told", COORDINATORS),
    "still_here": ("visit", GOES),
    "take_help": ("cry", STAFF),
    "vouch": ("visit", frozenset({"leader"})),
}
#: the same, but they change nothing then
QUIET_BUTTONS: Mapping[str, str] = {
    # of activities, hours and notices: tried with one that is not there
    "agree_minutes": "activity:0",
    "attend": "activity:0",
    "join_role": "activity:0",
    "make_up_for": "activity:0",
    "not_attending": "activity:0",
    "notice_sample": "activity:0",
    "publish_activity": "activity:0",
    "recheck_fails": "activity:0",
    "rechecked": "activity:0",
    "report_at_activity": "activity:0",
    "roll_numbers": "activity:0",
    "see_activity": "activity:0",
    "settle_steps": "activity:0",
    "sign_in_activity": "activity:0",
    "sign_out_activity": "activity:0",
    "take_in": "activity:0",
    "take_place": "activity:0",
    "write_story": "activity:0",
    "all_well": "order",
    "anybody": "order",
    "call_me": "order",
    "change_stars": "order",
    "claim_here": "order",
    "confirm_arrival": "visit",
    "hello_first": "",
    "invite": "invited",
    "join_team": "team",
    "left_earlier": "visit",
    "not_vouch": "visit",
    "not_well": "order",
    "overseas": "",
    "rather_wait": "order",
    "relay": "line",
    "relay_more": "line",
    "relay_read": "line",
    "relay_report": "line",
    "see_number": "call",
    "station_hours": "station",
    "team_members": "team",
    "where_it_is": "",
}
