"""What goes out to members: cards, pages, changes; and what each refusal means for the row."""

from datetime import timedelta
from typing import Any

import pytest

from bot.channels.contract import SendError, Trouble
from bot.channels.wecom import errors
from bot.channels.wecom.cards import AS_TEXT, Codes
from bot.channels.wecom.sending import WeCom
from handlers.content import Button, Content
from tests.channels.wecom.conftest import Watch, outgoing
from tests.wechat_api.calls import Refused
from tests.wecom_api import SEND, WeComApi, Wrong
from tests.wecom_api.state import State

QUESTION = Content("通过这张吗？", (Button("通过", "abc.0"), Button("退回", "abc.1")))
CHANGE = "message/update_template_card"


async def _fails(sending: Any) -> SendError:
    with pytest.raises(SendError) as caught:
        await sending
    return caught.value


def _shown(api: WeComApi, userid: str = "ChenJing") -> list[str]:
    return [each.text for each in api.state.chats[userid].heard]


async def test_a_question_is_shown_as_a_card_and_counts_once_however_often_it_is_sent(
    api: WeComApi, wecom: WeCom
) -> None:
    api.plan(Wrong.LOST)
    assert (await _fails(wecom.send(outgoing(QUESTION)))).trouble is Trouble.UNCERTAIN
    known = await wecom.send(outgoing(QUESTION))
    assert known.startswith("code-")
    assert _shown(api) == ["通过这张吗？"]
    await wecom.send(outgoing(QUESTION, outbox_id=2))
    assert _shown(api) == ["通过这张吗？"] * 2
    assert api.violations == []


async def test_a_long_text_goes_in_pages_with_the_members_pace_between(
    api: WeComApi, wecom: WeCom
) -> None:
    waited: list[float] = []

    async def rest(seconds: float) -> None:
        waited.append(seconds)

    wecom._rest = rest
    await wecom.send(outgoing(Content("一段很长的话。" * 300)))
    assert "".join(_shown(api)) == "一段很长的话。" * 300
    assert waited == [1 / 0.48] * (len(_shown(api)) - 1)
    assert api.violations == []


async def test_a_part_that_arrived_makes_the_rest_a_doubt(api: WeComApi, wecom: WeCom) -> None:
    fault = api.plan(Wrong.BROKEN, every=2)
    fault.seen["ChenJing"] = 1  # the second part is struck
    error = await _fails(wecom.send(outgoing(Content("一段很长的话。" * 300))))
    assert error.trouble is Trouble.UNCERTAIN


async def test_who_is_not_in_the_directory_is_blocked_and_who_has_no_licence_is_refused(
    api: WeComApi, wecom: WeCom
) -> None:
    assert (await _fails(wecom.send(outgoing(QUESTION, to="Nobody")))).trouble is Trouble.BLOCKED
    api.state.chats["WangMin"].is_visible = False
    error = await _fails(wecom.send(outgoing(Content("好"), to="WangMin")))
    assert error.trouble is Trouble.BLOCKED
    api.state.chats["ChenJing"].is_licensed = False
    assert (await _fails(wecom.send(outgoing(Content("好"))))).trouble is Trouble.REJECTED


def test_of_a_batch_only_those_who_were_named_have_trouble() -> None:
    said = {"invaliduser": "wangmin|lishen", "unlicenseduser": "zhou"}
    assert errors.refused_members(said) == {
        "wangmin": Trouble.BLOCKED,
        "lishen": Trouble.BLOCKED,
        "zhou": Trouble.REJECTED,
    }
    assert errors.refused_members({"invaliduser": [], "errcode": 0}) == {}


@pytest.mark.parametrize(
    ("kind", "trouble", "wait"),
    [
        (Wrong.BUSY, Trouble.BUSY, False),
        (Wrong.DAY, Trouble.BUSY, True),
        (Wrong.BROKEN, Trouble.BUSY, False),
        (Wrong.DROPPED, Trouble.UNCERTAIN, False),
        (Wrong.LOST, Trouble.UNCERTAIN, False),
    ],
)
async def test_each_kind_of_failure_means_what_it_is(
    api: WeComApi, wecom: WeCom, kind: Wrong, trouble: Trouble, wait: bool
) -> None:
    api.plan(kind)
    error = await _fails(wecom.send(outgoing(Content("好"))))
    assert (error.trouble, error.retry_after > 0) == (trouble, wait)


@pytest.mark.parametrize("kind", [Wrong.EXPIRED, Wrong.BAD_TOKEN])
async def test_a_token_that_is_refused_is_renewed_once(
    api: WeComApi, wecom: WeCom, kind: Wrong
) -> None:
    api.plan(kind)
    await wecom.send(outgoing(Content("好")))
    assert (api.state.fetched, _shown(api)) == (2, ["好"])
    api.plan(kind, times=2)
    assert (await _fails(wecom.send(outgoing(Content("好"))))).trouble is Trouble.BUSY
    assert api.state.fetched == 3


async def test_a_wrong_secret_waits_for_the_operator_and_says_so_once(
    api: WeComApi, wecom: WeCom, capsys: pytest.CaptureFixture[str]
) -> None:
    api.plan(Wrong.BAD_TOKEN, path="gettoken", times=2)
    for _try in range(2):
        error = await _fails(wecom.send(outgoing(Content("好"))))
        assert (error.trouble, error.retry_after) == (Trouble.BUSY, 300)
    assert capsys.readouterr().out.count("copy [wecom] secret") == 1


async def test_a_card_is_changed_once_for_each_code_and_then_comes_anew(
    api: WeComApi, wecom: WeCom
) -> None:
    known = await wecom.send(outgoing(QUESTION))
    done = Content("通过了。")
    await wecom.edit(known, outgoing(done, outbox_id=2))
    (shown,) = api.state.chats["ChenJing"].heard
    assert (shown.text, shown.grey) == ("通过了。", "不用按了")
    assert (await _fails(wecom.edit(known, outgoing(done, 3)))).trouble is Trouble.REJECTED
    wecom.codes.pressed(shown.task, api.state.new_code(shown))
    await wecom.edit(known, outgoing(Content("又变了。"), outbox_id=4))
    assert _shown(api) == ["又变了。"]
    assert api.violations == []


async def test_a_code_is_good_for_seventy_two_hours(wecom: WeCom, watch: Watch) -> None:
    known = await wecom.send(outgoing(QUESTION))
    watch.now += timedelta(hours=72, seconds=1)
    error = await _fails(wecom.edit(known, outgoing(Content("通过了。"), 2)))
    assert error.trouble is Trouble.REJECTED


async def test_a_change_that_never_left_keeps_its_code(api: WeComApi, wecom: WeCom) -> None:
    known = await wecom.send(outgoing(QUESTION))
    api.plan(Wrong.BROKEN, path=CHANGE)
    error = await _fails(wecom.edit(known, outgoing(Content("通过了。"), 2)))
    assert error.trouble is Trouble.BUSY
    await wecom.edit(known, outgoing(Content("通过了。"), 2))
    assert _shown(api) == ["通过了。"]


async def test_another_process_can_change_a_card_that_this_one_sent(
    api: WeComApi, wecom: WeCom
) -> None:
    known = await wecom.send(outgoing(QUESTION))
    wecom.codes = Codes()  # as after a restart
    await wecom.edit(known, outgoing(Content("通过了。"), 2))
    assert _shown(api) == ["通过了。"]


async def test_what_a_member_sent_is_fetched_while_wecom_has_it(
    api: WeComApi, wecom: WeCom
) -> None:
    api.state.media["M-1"] = b"\xff\xd8\xff"
    assert await wecom.fetch('{"media_id": "M-1"}', 10) == b"\xff\xd8\xff"
    for source, most in [('{"media_id": "M-2"}', 10), ('{"media_id": "M-1"}', 2), ("x", 10)]:
        assert (await _fails(wecom.fetch(source, most))).trouble is Trouble.REJECTED


async def test_every_call_names_one_member_and_the_app(api: WeComApi, wecom: WeCom) -> None:
    await wecom.send(outgoing(Content("好")))
    (body,) = api.bodies(SEND)
    assert (body["touser"], body["agentid"]) == ("ChenJing", api.state.setup.agentid)


def test_one_page_of_text_goes_to_many_and_nothing_else_does(wecom: WeCom) -> None:
    assert wecom.together(Content("停水")) == 200
    assert wecom.together(QUESTION) == 1
    assert wecom.together(Content("停水" * 1000)) == 1
    assert wecom.together(Content("停水", media=(1,))) == 1


@pytest.mark.parametrize("code", [40003, 46004, 60111])
async def test_a_call_refused_because_of_somebody_unnamed_is_made_for_each_alone(
    api: WeComApi, wecom: WeCom, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = api.calls[SEND]

    def refuses(state: State, body: dict[str, Any]) -> dict[str, Any]:
        if "Nobody" in body["touser"].split("|"):
            raise Refused(code)
        return send(state, body)

    monkeypatch.setattr(WeComApi, "calls", {**api.calls, SEND: refuses})
    both = [outgoing(Content("停水"), 1), outgoing(Content("停水"), 2, to="Nobody")]
    troubles = await wecom.send_together(both)
    assert {outbox: error.trouble for outbox, error in troubles.items()} == {2: Trouble.BLOCKED}
    assert _shown(api) == ["停水"]


async def test_who_is_named_in_small_letters_is_the_member_it_is_about(
    api: WeComApi, wecom: WeCom
) -> None:
    api.state.chats["WangMin"].is_visible = False
    both = [outgoing(Content("停水"), 1), outgoing(Content("停水"), 2, to="WangMin")]
    assert set(await wecom.send_together(both)) == {2}
    assert _shown(api) == ["停水"]
    assert api.violations == []


def test_what_was_sent_as_text_is_no_card_to_be_changed() -> None:
    assert Codes().take(f"{AS_TEXT}msg-15") == ""
    assert Codes().take("a-code-of-another-process") == "a-code-of-another-process"
