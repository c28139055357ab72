"""How the questions about people are reached: sign-up, roles, profile, teams, settings, relay."""

from collections.abc import Callable

from models.membership import Role
from tests.chats.test_start_codes import open_station
from tests.handlers.engine.reached import Reached
from tests.handlers.engine.reaching import claimed
from tests.transcript import Someone, World

Reach = Callable[[World], Reached]


def said_by(name: str, role: Role, good: str, *said: str) -> Reach:
    """Somebody of that role who says these words; 周凯 is a volunteer, 李婶 a resident."""

    def reach(world: World) -> Reached:
        world.known("周凯", Role.VOLUNTEER)
        world.known("李婶", Role.RESIDENT)
        someone = world.known(name, role)
        for words in said:
            someone.say(words)
        return Reached(someone, good)

    return reach


def by_staff(good: str, *said: str) -> Reach:
    return said_by("孙丽", Role.COORDINATOR, good, *said)


def by_volunteer(good: str, *said: str) -> Reach:
    return said_by("何静", Role.VOLUNTEER, good, *said)


def a_minor(world: World) -> tuple[Someone, str]:
    """Who is 15, and the digits for a grown-up."""
    lin = world.someone("小林")
    for words in ("登记", "小林 13900000888", "没满18岁", "2010"):
        lin.say(words)
    said = lin.say("登记")
    return lin, next(line for line in said.splitlines() if line.replace(" ", "").isdecimal())


def minor(good: str, *said: str) -> Reach:
    def reach(world: World) -> Reached:
        lin = world.someone("小林")
        for words in ("登记", "小林 13900000888", *said):
            lin.say(words)
        return Reached(lin, good)

    return reach


def of_age(world: World) -> Reached:
    lin = minor("没满")(world).someone
    lin.press("改年龄")
    return Reached(lin, "没满")


def guardian(good: str, *said: str, worker: bool = False) -> Reach:
    """A parent with the right digits, this far."""

    def reach(world: World) -> Reached:
        _lin, code = a_minor(world)
        mother = world.known("赵倩", Role.WORKER) if worker else world.someone("林妈妈")
        for words in ("我是家长", *(code if each == "code" else each for each in said)):
            mother.say(words)
        return Reached(mother, code if good == "code" else good)

    return reach


def withdraws(world: World) -> Reached:
    mother = guardian("", "code", "林梅", "13900000777", "同意")(world).someone
    mother.say("家长撤回")
    return Reached(mother, "不撤了")


def several(world: World) -> Reached:
    sun = world.known("孙丽", Role.COORDINATOR)
    for address in ("甲", "乙"):
        someone = world.someone(address)
        for words in ("登记", "老周 13900000456", "登记"):
            someone.say(words)
    sun.say("给 老周 队长 到12月31日")
    return Reached(sun, "1")


def a_team(world: World) -> Someone:
    """孙丽 made one that 周凯 leads, and 何静 belongs to it."""
    zhou, he = world.known("周凯", Role.VOLUNTEER), world.known("何静", Role.VOLUNTEER)
    sun = world.known("孙丽", Role.COORDINATOR)
    for words in ("建一支队", "红马甲队", "周凯"):
        sun.say(words)
    he.say("队伍")
    he.press("想加入")
    zhou.press("同意进队")
    return sun


def leave_team(world: World) -> Reached:
    a_team(world)
    he = world.someone("何静")
    he.say("队伍")
    he.press("退队")
    return Reached(he, "不退")


def lead_team(world: World) -> Reached:
    sun = a_team(world)
    sun.say("队伍")
    sun.press("换队长")
    return Reached(sun, "何静")


def station_hours(world: World) -> Reached:
    open_station(world)
    sun = world.known("孙丽", Role.COORDINATOR)
    sun.say("站点")
    sun.press("改开门时间")
    return Reached(sun, "每天 9:00–17:00")


def relay(world: World) -> Reached:
    zhou = claimed(world).zhou
    zhou.press("给对方留话")
    return Reached(zhou, "我九点到")


def relay_more(world: World) -> Reached:
    zhou = relay(world).someone
    zhou.say("我九点到")
    return Reached(zhou, "说完了")


def relay_report(world: World) -> Reached:
    relay_more(world)
    wang = world.someone("王")
    wang.press("举报")
    return Reached(wang, "不用")


def change_profile(part: str, good: str) -> Reach:
    def reach(world: World) -> Reached:
        he = by_volunteer("", "我的资料")(world).someone
        he.press(part)
        return Reached(he, good)

    return reach


GIVE = ("给身份", "周凯", "队长")
CHILD = ("登记孩子", "小小林", "2017", "林梅", "13900000777")
#: functions that ask for the script named
HELPERS = {"enrol_minor": "signup", "_who_says_yes": "guardian"}
#: asked by one function for several scripts
SHARED = {
    "change_profile.kinds",
    "change_profile.skills",
    "change_profile.slots",
    "end_role.role",
    "end_role.whom",
    "give_role.role",
    "give_role.which",
    "give_role.whom",
    "lead_team.whom",
    "make_team.whom",
    "relay.text",
    "relay_more.text",
    "verify_skill.whom",
}
IN_HELPERS = (
    ("_ask_role", "role"),
    ("_one_line", "text"),
    ("ask_whom", "whom"),
    ("ask_whom", "which"),
)
QUESTIONS: dict[str, Reach] = {
    "change_profile.kinds": change_profile("改想帮的", "手机教学"),
    "change_profile.skills": change_profile("改会的", "理发"),
    "change_profile.slots": change_profile("改时间", "周六上午"),
    "end_role.role": by_staff("志愿者", "收回身份", "周凯"),
    "end_role.sure": by_staff("不收了", "收回身份", "周凯", "志愿者"),
    "end_role.whom": by_staff("周凯", "收回身份"),
    "give_role.card": by_staff("给", *GIVE, "12月31日"),
    "give_role.role": by_staff("队长", "给身份", "周凯"),
    "give_role.until": by_staff("12月31日", *GIVE),
    "give_role.which": several,
    "give_role.whom": by_staff("周凯", "给身份"),
    "guardian.card": guardian("同意", "code", "林梅", "13900000777"),
    "guardian.code": guardian("code"),
    "guardian.name": guardian("林梅", "code"),
    "guardian.phone": guardian("13900000777", "code", "林梅"),
    "guardian.who": guardian("家长在旁边", "code", worker=True),
    "guardian_withdraws.which": withdraws,
    "lead_team.whom": lead_team,
    "leave_phone.phone": said_by("李婶", Role.RESIDENT, "13900000123", "留个电话"),
    "leave_role.role": by_volunteer("接着当", "不当了"),
    "leave_team.sure": leave_team,
    "make_team.name": by_staff("绿趣园", "建一支队"),
    "make_team.whom": by_staff("周凯", "建一支队", "绿趣园"),
    "relay.text": relay,
    "relay_more.text": relay_more,
    "relay_report.sure": relay_report,
    "rest.how_long": by_volunteer("一周", "歇一阵"),
    "set_language.language": by_volunteer("中文", "换语言"),
    "set_notices.which": by_volunteer("照旧", "收哪些通知"),
    "set_quiet.hours": by_volunteer("晚上10点到早上7点", "安静时间"),
    "sign_up_child.born": by_staff("2017", *CHILD[:2]),
    "sign_up_child.card": by_staff("同意", *CHILD),
    "sign_up_child.child": by_staff("小小林", *CHILD[:1]),
    "sign_up_child.name": by_staff("林梅", *CHILD[:3]),
    "sign_up_child.phone": by_staff("13900000777", *CHILD[:4]),
    "signup.adult": of_age,
    "signup.born": minor("2010", "没满18岁"),
    "signup.minor_card": minor("登记", "没满18岁", "2010"),
    "station_hours.opening": station_hours,
    "verify_skill.card": by_staff("看过了", "核实资质 周凯 驾照 到2027年6月"),
    "verify_skill.skill": by_staff("驾照", "核实资质", "周凯"),
    "verify_skill.until": by_staff("2027年6月", "核实资质", "周凯", "驾照"),
    "verify_skill.whom": by_staff("周凯", "核实资质"),
}
