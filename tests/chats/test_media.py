"""照片, 语音, 文件: sent in one piece or as an album, kept with the order, shown to few.

Scripts: show_media, post_need, answer_back, call_me.
"""

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.contact import Contact
from models.media import Media, MediaState
from models.membership import Role
from models.order import Order
from tests.handlers.engine.little_desk import talk_of
from tests.transcript import Someone, World

NEED = "厨房灯不亮了，3号楼2单元501，明天上午"
VOICE = "语音存好了。\n社区的人会听，听完回您。\n要紧的别等：110、120、119。"


def media_of(
    world: World, who: Someone, kind: str = "photo", state: MediaState = MediaState.STORED
) -> int:
    """A row as the channel's accepting or the web's upload writes it."""
    with world.db.session() as session:
        row = Media(
            community_id=world.community_id,
            contact_id=session.scalars(select(Contact.id).filter_by(address=who.address)).one(),
            kind=kind,
            content_type="image/jpeg",
            state=state,
            created_at=world.now,
        )
        session.add(row)
        session.flush()
        return row.id


def send(who: Someone, *ids: int, kind: str = "photo", text: str = "", album: str = "") -> str:
    payload: dict[str, object] = {"kind": kind, "media": list(ids), "text": text}
    return who.send({**payload, "data": {"album": album}} if album else payload)


def posted(world: World, *kinds: str, state: MediaState = MediaState.STORED) -> Someone:
    """李婶's order, with something of each kind sent along."""
    li = world.known("李婶", Role.RESIDENT)
    li.say(NEED)
    for kind in kinds:
        send(li, media_of(world, li, kind, state), kind=kind)
    li.say("13900000123")
    assert li.say("行").startswith("发出去了")
    return li


def of_orders(world: World) -> dict[int, int | None]:
    """The order of each row."""
    with world.db.reading() as session:
        return {each.id: each.order_id for each in session.scalars(select(Media))}


def shown(who: Someone) -> tuple[int, ...]:
    """What the newest message shows."""
    return next(each.media for each in reversed(who.messages) if each.media)


def state_now(world: World, state: MediaState) -> None:
    with world.db.session() as session:
        for each in session.scalars(select(Media)):
            each.state = state


# --- seeing and hearing it -------------------------------------------------------------------


def test_staff_see_the_photos_of_an_order_in_one_message(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    posted(world, "photo", "photo")
    assert "看照片" in sun.labels
    world.restart()
    assert sun.press("看照片") == "1123-01 附的，一共 2 个："
    assert shown(sun) == (1, 2)
    with world.db.reading() as session:
        seen = session.scalars(select(Audit).filter_by(action="saw_media")).one()
        assert seen.subject == "order:1"


def test_whoever_asked_sees_their_own_and_nobody_writes_that_down(small_world: World) -> None:
    li = posted(small_world, "photo")
    li.press("看照片")
    assert shown(li) == (1,)
    with small_world.db.reading() as session:
        assert session.scalars(select(Audit).filter_by(action="saw_media")).all() == []


@pytest.mark.parametrize(
    ("kinds", "label"),
    [
        (("voice",), "听录音"),
        (("voice", "voice"), "听录音"),
        (("file",), "看文件"),
        (("photo", "voice"), "看照片"),
        (("voice", "file"), "看照片"),
    ],
)
def test_the_button_says_what_there_is(
    small_world: World, kinds: tuple[str, ...], label: str
) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    posted(small_world, *kinds)
    assert label in sun.labels
    assert sun.press(label) == f"1123-01 附的，一共 {len(kinds)} 个："


def test_without_photos_there_is_no_button_and_the_word_says_so(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    posted(small_world)
    assert "看照片" not in sun.labels
    assert sun.say("看照片1123-01") == "1123-01 没有照片，也没有语音。"


def test_a_volunteer_sees_them_from_the_yes_until_the_order_ends(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    zhou = world.known("周凯", Role.VOLUNTEER)
    ma = world.known("马立国", Role.VOLUNTEER)
    posted(world, "photo")
    sun.press("通过")
    sun.press("放开接单")
    assert "接单" in zhou.labels
    assert "看照片" not in zhou.labels
    refused = "这些只给办这件事的人看。\n有事写“找社区”。"
    assert zhou.say("看照片1123-01") == refused
    zhou.press("接单")
    zhou.press("再说")
    assert zhou.press("看照片") == "1123-01 附的，一共 1 个："
    assert ma.say("看照片1123-01") == refused
    button = zhou.button("看照片")
    with world.db.session() as session:
        session.scalars(select(Order)).one().state = "cancelled"  # type: ignore[assignment]
    assert zhou.send({"kind": "press", "token": button}) == refused
    assert sun.say("看照片1123-01") == "1123-01 附的，一共 1 个："


def test_a_stranger_and_an_unknown_number_get_nothing(small_world: World) -> None:
    posted(small_world, "photo")
    stranger = small_world.someone("过路人")
    assert stranger.say("看照片1123-01").startswith("这些只给办这件事的人看。")
    assert "1124-99" not in stranger.say("看照片1124-99")


def test_what_is_not_here_yet_is_said_to_come_and_what_is_lost_is_not_offered(
    small_world: World,
) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    li = posted(small_world, "photo", state=MediaState.WANTED)
    assert sun.press("看照片") == "还在取，过一会儿再看。"
    state_now(small_world, MediaState.STORED)
    with small_world.db.session() as session:
        session.add(
            Media(
                community_id=small_world.community_id,
                contact_id=session.get_one(Media, 1).contact_id,
                order_id=1,
                kind="photo",
                content_type="image/jpeg",
                state=MediaState.WANTED,
                created_at=small_world.now,
            )
        )
    said = sun.press("看照片")
    assert said == "1123-01 附的，一共 2 个：\n还有 1 个在取，过一会儿再看。"
    button = sun.button("看照片")
    state_now(small_world, MediaState.GONE)
    assert sun.send({"kind": "press", "token": button}) == "1123-01 没有照片，也没有语音。"
    li.say("我的")
    assert "看照片" not in li.labels


def test_an_open_question_is_repeated_below_the_photos(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    posted(small_world, "photo")
    sun.press("问一句")
    said = sun.press("看照片")
    assert said.startswith("1123-01 附的，一共 1 个：\n")
    assert "对方会原样看到" in said


# --- what is sent belongs to the order -------------------------------------------------------


def test_a_photo_sent_while_the_name_is_asked_is_the_orders_at_once(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    wang = small_world.someone("王秀英")
    wang.say(NEED)
    wang.say("13900000123")
    assert "来的人怎么称呼您？" in wang.say("行")
    assert "看照片" not in sun.labels
    said = send(wang, media_of(small_world, wang), album="a")
    assert said == "照片收到了。\n来的人怎么称呼您？不写也行。\n1 不写"
    assert send(wang, media_of(small_world, wang), album="a") == ""
    assert of_orders(small_world) == {1: 1, 2: 1}
    wang.say("叫我王老师")
    assert sun.press("看照片") == "1123-01 附的，一共 2 个："


def test_a_photo_is_an_answer_to_what_the_community_asked(world: World) -> None:
    sun = world.known("孙丽", Role.WORKER)
    li = posted(world)
    sun.press("问一句")
    sun.say("灯是什么样的，拍一张")
    assert send(li, media_of(world, li)) == "照片收到了。\n您写一句，我转给社区。"
    world.restart()
    assert li.say("就是这个").startswith("好，转给社区了。")
    assert of_orders(world) == {1: 1}
    sun.press("看照片")
    assert shown(sun) == (1,)


def test_a_photo_with_words_may_be_something_new(small_world: World) -> None:
    sun = small_world.known("孙丽", Role.WORKER)
    li = posted(small_world)
    sun.press("问一句")
    sun.say("灯是什么样的")
    asked = send(li, media_of(small_world, li), text="水龙头漏水，明天下午", album="a")
    assert asked.startswith("照片收到了。\n“水龙头漏水，明天下午”\n这句是回社区问您的吗？")
    assert send(li, media_of(small_world, li), album="a") == ""
    assert "我念一遍" in li.say("是新的事")
    li.press("发出")
    assert of_orders(small_world) == {1: 2, 2: 2}


# --- albums ----------------------------------------------------------------------------------


def test_an_album_is_answered_once_and_kept_whole(world: World) -> None:
    li = world.known("李婶", Role.RESIDENT)
    ids = [media_of(world, li) for _n in range(3)]
    asked = send(li, ids[0], text=NEED, album="a1")
    assert asked.startswith("照片收到了。\n")
    assert "留个电话吧" in asked
    world.restart()
    assert [send(li, each, album="a1") for each in ids[1:]] == ["", ""]
    card = li.say("13900000123")
    assert card.startswith("我念一遍")
    li.say("行")
    assert of_orders(world) == dict.fromkeys(ids, 1)


def test_words_under_any_of_an_album_are_heard(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    ids = [media_of(small_world, li) for _n in range(3)]
    assert "直接写一句话" in send(li, ids[0], album="a1")
    asked = send(li, ids[1], text=NEED, album="a1")
    assert "收到了" not in asked
    assert "留个电话吧" in asked
    assert send(li, ids[2], album="a1") == ""
    assert talk_of(small_world, "李婶").media == ids


def test_another_album_is_another_answer(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    li.say(NEED)
    ids = [media_of(small_world, li) for _n in range(4)]
    assert send(li, ids[0], album="a1").startswith("照片收到了。")
    assert send(li, ids[1], album="a1") == ""
    assert send(li, ids[2], album="a2").startswith("这个也收到了，一共 3 个。")
    assert send(li, ids[3]).startswith("这个也收到了，一共 4 个。")


def test_an_album_before_the_yes_is_asked_about_once_and_kept_whole(small_far: World) -> None:
    wang = small_far.someone("王秀英")
    assert "您写的先存着" in send(wang, 1, album="a1")
    assert [send(wang, each, album="a1") for each in (2, 3)] == ["", ""]
    assert wang.say("可以").startswith("好。\n都收到了，一共 3 个。\n")
    assert talk_of(small_far, "王秀英").media == [1, 2, 3]


# --- voice, and what is too large ------------------------------------------------------------


def test_a_voice_is_kept_and_never_pretended_to_be_understood(small_world: World) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    first = send(li, media_of(small_world, li, "voice"), kind="voice")
    assert first == VOICE
    assert "8000 0123" in li.say("找社区")
    assert "留个电话吧" in li.say(NEED)


@pytest.mark.parametrize("kind", ["photo", "voice", "file"])
def test_what_is_too_large_is_said_to_be_so_and_costs_nothing(
    small_world: World, kind: str
) -> None:
    li = small_world.known("李婶", Role.RESIDENT)
    too_large = {"kind": kind, "text": "", "data": {"too_large": True, "album": "a"}}
    said = "太大了，收不下。照片小一点再发。\n"
    assert li.send(too_large).startswith(said + "有事要帮忙，直接写一句话。")
    assert "留个电话吧" in li.say(NEED)
    assert li.send(too_large).startswith(said + "留个电话吧")
    assert send(li, media_of(small_world, li), album="a").startswith("照片收到了。")
    assert talk_of(small_world, "李婶").media == [1]
