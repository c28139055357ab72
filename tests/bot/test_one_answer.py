"""A turn's messages as one, where a platform counts them."""

from bot.channels.plain import as_text
from bot.one_answer import joined
from handlers.content import Button, Card, Content

MOST = 2048
QUESTION = Content(text="要哪一张？", buttons=(Button("换灯", "t.0"), Button("取药", "t.1")))


def test_what_is_shown_stands_before_the_question() -> None:
    card = Content(card=Card("换灯", "单号 1123-07"), buttons=(Button("接单", "token"),))
    (one,) = joined([Content(text="附近有 2 张单。"), card, QUESTION], MOST)
    assert as_text(one).splitlines() == [
        "附近有 2 张单。",
        "",
        "换灯  单号 1123-07",
        "可以写：“接单1123-07”",
        "",
        "要哪一张？",
        "1 换灯",
        "2 取药",
    ]
    assert one.buttons == QUESTION.buttons


def test_one_message_and_none_stay_what_they_are() -> None:
    assert joined([], MOST) == []
    assert joined([QUESTION], MOST) == [QUESTION]


def test_what_does_not_fit_and_pictures_stay_apart() -> None:
    long = Content(text="长" * 700)
    assert joined([long, QUESTION], MOST) == [long, QUESTION]
    photo = Content(text="照片", media=(1,))
    assert joined([photo, QUESTION], MOST) == [photo, QUESTION]
