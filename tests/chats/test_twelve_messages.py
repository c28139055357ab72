"""First messages in many voices become a published order with two questions at most.

For somebody else four are allowed. Scripts: post_need.
"""

import re

import pytest

from models.media import Media
from models.membership import Role
from models.order import Order
from tests.chats.test_media import media_of, send
from tests.transcript import Someone, World

#: what is asked, and what she answers
CONSENT = "单独问您"
ANSWERS = (
    (CONSENT, "1"),
    ("门牌和电话", "3号楼2单元501，13900000123"),
    ("知道您在替", "1"),
    ("电话、名字、门牌", "陈桂芳 5号楼1单元201 13900000456"),
    ("电话是多少？名字", "陈桂芳 13900000456"),
    ("几点从家里出发", "1"),
    ("什么时候", "1"),
    ("拍张照片", "没有照片"),
    ("在什么地方", "3号楼2单元楼道"),
    ("电话", "13900000123"),
    ("门牌", "3号楼2单元501"),
    ("哪里见面", "1"),
    ("告诉来的人", "1"),
    ("告诉", "1"),
    ("When", "1"),
    ("phone", "13900000123"),
    ("meet", "1"),
    ("哪一类", "1"),
)
OWN = {
    "灯": "我是六号楼的老赵 卫生间灯绳拽断了黑灯瞎火的 "
    "明儿个下午来个懂电的给接上中不 6号楼1单元203",
    "粤语": "門鎖壞咗，鎖匙擰唔郁，聽日朝早有冇人幫手睇下？平安里9號樓1204室",
    "四川": "我们屋头的下水道又堵起了，脏水都漫出来喽，"
    "今天晚上之前能不能喊个师傅来通哈，4栋2单元703",
    "手机": "微信里头咋给孙子发视频啊，教了好几回记不住，谁有耐心能再来教教我，礼拜五下午三点",
    "搬家": "衣柜要从卧室挪到客厅，死沉死沉的，需要三个有劲儿的，下周六上午9点，5栋1单元1402",
    "取药": "能帮忙去药房把降压药拿回来不，崴了脚，中午前要吃，3-1-602",
    "心里话": "夜里老睡不着，心里堵得慌，想找个懂心理的说说",
    "两件事": "楼上漏水把我家天花板泡了，今晚就得看看，另外想问问哪天有理发，3号楼502",
    "英语": "Hi, my washing machine is leaking. "
    "Can someone come this afternoon? Building 3, Room 1502",
    "隐患": "9号楼3单元楼梯扶手松了，一摸就晃，昨天我差点栽下去",
}
TWO = "水龙头漏水，明天上午来修，另外想请人周五下午来教我用微信视频，7号楼1单元1308，13900000078"
FOR_OTHERS = {
    "女儿在国外": "我在悉尼，我爸一个人住翠湖苑6号楼1单元301，手机老收不到验证码，"
    "今天下午能有人上门看看吗",
    "女儿": "我妈一个人在葵园，这周五上午去区医院复查，腿脚不好，能找人陪一趟吗？我在深圳",
    "邻居": "对门李奶奶想剪个头发，她下不了楼，这礼拜哪天都行，住8号楼2单元301",
}


def _until_the_card(someone: Someone, text: str) -> int:
    """How many questions were asked before the card; each is answered as it is asked.

    What is asked apart, about health, is a consent and no question of the form.
    """
    return _asked_before_the_card(someone, someone.say(text))


def _asked_before_the_card(someone: Someone, said: str) -> int:
    asked = 0
    while not {"发出", "Send"}.intersection(someone.labels):
        answer = next((reply for words, reply in ANSWERS if words in said), None)
        assert answer is not None, said
        asked += CONSENT not in said
        assert asked <= 6, said
        said = someone.say(answer)
    return asked


def _publish(world: World, someone: Someone, orders: int = 1) -> str:
    said = someone.press("Send" if "Send" in someone.labels else "发出")
    match = re.search(r"\d{4}-\d\d", said)
    assert match is not None, said
    with world.db.reading() as session:
        assert session.query(Order).count() == orders
    return match.group()


@pytest.mark.row("O3")
@pytest.mark.parametrize("text", OWN.values(), ids=OWN)
def test_her_own_words_need_two_questions_at_most(small_world: World, text: str) -> None:
    someone = small_world.someone("她")
    assert _until_the_card(someone, text) <= 2
    assert _publish(small_world, someone) == "1123-01"


@pytest.mark.parametrize("text", FOR_OTHERS.values(), ids=FOR_OTHERS)
def test_for_somebody_else_four_are_enough(small_world: World, text: str) -> None:
    someone = small_world.someone("刘敏")
    assert _until_the_card(someone, text) <= 4
    _publish(small_world, someone)


@pytest.mark.row("O3")
def test_a_voice_with_a_few_words_goes_with_the_order(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    first = send(li, media_of(small_world, li, "voice"), kind="voice")
    assert "社区的人会听" in first
    assert _until_the_card(li, "家里灯坏了，3号楼2单元501") <= 2
    _publish(small_world, li)
    with small_world.db.reading() as session:
        assert session.query(Media).one().order_id is not None


@pytest.mark.row("O3")
def test_two_matters_at_once_are_two_orders(small_world: World) -> None:
    li = small_world.someone("李婶")
    assert _until_the_card(li, TWO) <= 2
    _publish(small_world, li)
    assert _asked_before_the_card(li, li.press("不写")) <= 2
    _publish(small_world, li, orders=2)
