"""Emergencies are heard in any dress; what only sounds like one is left alone."""

import json
import statistics
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers import emergency, emergency_answers, emergency_rules
from handlers.emergency import Emergency, scan
from handlers.emergency_answers import answer
from handlers.emergency_rules import Numbers, Rules

MESSAGES = [
    json.loads(line)
    for line in Path(__file__)
    .with_name("understand")
    .joinpath("need_messages.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
PHRASES = {
    "119": "着火了 起火了 冒浓烟 烧起来了 家里有焦糊味还冒烟 电动车炸了 电瓶爆炸 困在电梯里 "
    "卡在电梯里 被水困住 有人掉河里 掉冰窟窿里 要跳楼 煤气漏了 燃气泄漏 闻到煤气味 房子塌了",
    "120": "晕倒了 昏过去了 叫不醒 没有呼吸 没气了 胸口疼得厉害 喘不上气 嘴歪了 半边身子动不了 抽搐"
    " 大出血 血止不住 喝农药了 误食药 煤气中毒 被车撞了 摔得起不来 要生了 羊水破了 噎住了",
    "110": "有人打架 拿着刀 抢劫 入室 被打了 家暴 打老婆 打孩子 被跟踪 猥亵 性侵 孩子不见了 "
    "小孩走丢 老人走失 联系不上 几天没出门 被骗转账 正在转账 非法拘禁",
    "12356": "不想活了 想自杀 活着没意思 想死 结束自己 割腕 跳楼 吃安眠药 写好遗书 轻生 撑不下去了",
}


@pytest.mark.parametrize(
    ("phrase", "number"),
    [(phrase, number) for number, phrases in PHRASES.items() for phrase in phrases.split()],
)
def test_each_phrase_alone_has_its_number(phrase, number):
    found = scan(phrase)
    assert found is not None
    assert found.number == number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("快来人，3栋厨房着火了", "fire"),
        ("家里着火了怎么办", "fire"),
        ("怕是着火了", "fire"),
        ("電梯壞了，我妈困在電梯裡", "fire"),
        ("小区里好大煤气味，闻到煤气味头晕", "fire"),
        ("there's a gas leak", "fire"),
        ("我爸突然晕倒了叫不醒", "medical"),
        ("奶奶噎住了脸都紫了", "medical"),
        ("救命啊，我妈没呼吸了", "medical"),
        ("累得晕倒了", "medical"),
        ("隔壁两口子有人打架拿着刀", "police"),
        ("孩子放学没回来，孩子不见了", "police"),
        ("老人被骗转账呢，拦不住", "police"),
        ("救命", "police"),
        ("我真的不想活了，药都买好了", "selfharm"),
        ("不 想 活 了", "selfharm"),
        ("zi sha", "selfharm"),
        ("ｉ　ｗａｎｔ　ｔｏ　ｄｉｅ", "selfharm"),
        ("想死，你们别管我", "selfharm"),
        ("我怕他自杀", "selfharm"),
        ("想死你们别管我", "selfharm_soft"),
        ("想死你们别管我了", "selfharm_soft"),
        ("热得想死", "selfharm_soft"),
        ("有人打我", "police"),
        ("家里进贼了", "police"),
        ("有小偷进屋了", "police"),
        ("有人拿刀", "police"),
        ("有人砸门要打人", "police"),
        ("There is a fire in my kitchen", "fire"),
        ("help, fire!", "fire"),
        ("he fainted", "medical"),
        ("my mother collapsed and can't get up", "medical"),
        ("my chest hurts", "medical"),
        ("I don't want to live", "selfharm"),
        ("my neighbour doesn't answer the door", "welfare_check"),
        ("楼下老张头独居，三天没见他出门了，敲门也没人应", "welfare_check"),
        ("楼下老张头三天没出门了 敲门没人应", "welfare_check"),
    ],
)
def test_an_emergency_is_heard(text, kind):
    found = scan(text)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "这天热死了，有人帮忙装个窗帘吗",
        "想死你了，啥时候再来教我拉二胡",
        "想死你们了，啥时候来玩",
        "社区啥时候办消防演练",
        "给爸领个防走失手环",
        "想报名急救培训",
        "笑死我了你们机器人真逗",
        "有防诈讲座吗",
        "火锅店门口垃圾没人扫",
        "煤气灶打不着火了，能来看看吗",
        "有人打我电话说是社区的",
        "when is the fire drill",
        "is there a fire drill on Saturday",
        "my phone doesn't answer, can someone teach me",
        "火灾逃生讲座几点",
        "预防自杀宣传在哪儿",
        "这两天上火了嗓子冒烟",
        "煤气罐没气了，能帮忙换吗",
        "车胎没气了",
        "给物业打电话一直没人接",
        "快递联系不上",
        "好几天没见你了",
        "我三天没出门了，帮我买点菜",
        "跳楼价甩卖",
        "忙得喘不过气",
        "猫走丢了",
        "教我在手机上转账",
        "您是我的救命恩人",
        "老伴去年中风了，想找人陪着走走",
    ],
)
def test_what_only_sounds_like_an_emergency_is_left_alone(text):
    assert scan(text) is None


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message["id"])
def test_of_the_ordinary_messages_two_are_more_than_that(message):
    """The missing neighbour, and grief, which is asked about softly."""
    found = scan(message["text"])
    wanted = {"INV-05": "welfare_check", "INV-10": "selfharm_soft"}.get(message["id"])
    assert (found.kind if found else None) == wanted


@pytest.mark.parametrize(
    ("text", "about"),
    [("着火了", ""), ("闻到煤气味", "gas"), ("困在电梯里", "lift"), ("有人掉河里", "rescue")],
)
def test_a_call_for_119_knows_what_it_is_about(text, about):
    found = scan(text)
    assert found is not None
    assert (found.kind, found.about) == ("fire", about)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("着火了", "现在打 119。我打不了电话，要您来打。"),
        ("困在电梯里", "现在打 119。我打不了电话，要您来打。"),
        ("闻到煤气味", "到了楼外打 119。我打不了电话，要您来打。"),
        ("晕倒了", "现在打 120。我打不了电话，要您来打。"),
        ("有人打架", "现在打 110。我打不了电话，要您来打。"),
        ("不想活了", "12356 现在就能打，有人听您说。"),
        ("想死你们别管我", "您这句话我放在心上了，想问一句："),
        ("敲门没人应", "没人应，先打 110。听见里面有人喊，打 120。"),
    ],
)
def test_the_answer_is_a_fixed_text(text, first):
    found = scan(text)
    assert found is not None
    assert answer(found).splitlines()[0] == first


def test_every_text_keeps_the_tone():
    texts = [
        answer(found) for phrase in " ".join(PHRASES.values()).split() if (found := scan(phrase))
    ]
    texts.append(answer(Emergency("selfharm_soft", "12356")))
    for text in texts:
        assert not any(mark in text for mark in "！!")
        assert len(text.splitlines()) <= 10
        assert all(
            word not in text for word in ("马上", "尽快", "稍后", "已通知", "别难过", "想开点")
        )


@given(st.text(max_size=5000))
@settings(max_examples=40, deadline=None)
@example("我家" * 2500)
@example("我妈" * 2500)
@example("一天没" * 1600)
def test_any_text_is_heard_without_an_error(text):
    began = time.perf_counter()
    scan(text)
    assert time.perf_counter() - began < 0.25


def test_hearing_a_message_takes_a_tenth_of_a_millisecond():
    spent = []
    for message in MESSAGES * 3:
        began = time.perf_counter()
        scan(message["text"])
        spent.append(time.perf_counter() - began)
    assert statistics.median(spent) <= 0.0001


def test_the_numbers_are_those_of_the_configuration(monkeypatch: pytest.MonkeyPatch):
    rules = Rules(Numbers(fire="112", lift="8000 0110"))
    monkeypatch.setattr(emergency_rules, "rules", lambda: rules)
    for module in (emergency, emergency_answers):
        monkeypatch.setattr(module, "rules", lambda: rules)
    found = scan("我困在电梯里了")
    assert found is not None
    assert found.number == "112"
    said = answer(found, "值班的赵倩我在叫。")
    assert said.startswith("现在打 112。")
    assert "电梯救援电话：8000 0110\n值班的赵倩我在叫。" in said


def test_without_a_word_of_who_is_called_the_answer_promises_nobody():
    found = scan("着火了")
    assert found is not None
    assert "在叫" not in answer(found)
    assert "{" not in answer(found)
