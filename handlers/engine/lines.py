"""The engine's own sentences: going back, cancelling, not understanding. One place to read them."""

from handlers.content import Content
from handlers.engine.said import Answer
from handlers.engine.state import Question
from handlers.language import _

SHOWN = 40  # characters of her own words that are repeated to her


def script_is_gone() -> str:
    """The script of an open conversation no longer exists."""
    return _("刚才那件事的问法变了，对不起。\n有事再写一句就行。")


def media_kept(kind: str, count: int, new: int) -> str:
    """Photos, voice or files came beside an answer: `new` of the `count` that are kept by now."""
    if kind == "voice":
        text = _("语音存好了。") if count == 1 else _("这段也存好了，一共 {n} 段。")
        return text.format(n=count)
    if count > 1:
        text = _("都收到了，一共 {n} 个。") if new == count else _("这个也收到了，一共 {n} 个。")
        return text.format(n=count)
    return _("照片收到了。") if kind == "photo" else _("收到了，存好了。")


def too_large() -> str:
    """A file that the platform does not give away."""
    return _("太大了，收不下。照片小一点再发。")


def old_button(*, again: bool) -> str:
    """A button of a card that has moved on."""
    if again:
        return _("还是那张旧卡，按了没有变化。")
    return _("这张卡过了时间，按了没有变化。\n想看现在的，写“我的”。")


def old_call() -> str:
    """A button in a group that leads nowhere any more; one line, for the presser alone."""
    return _("这条过了时间，按了没有变化。")


def no_hurry() -> str:
    """等会儿."""
    return _("好，不急。写过的都在。")


def not_at_all() -> str:
    """谢谢."""
    return _("不客气。有事再写一句就行。")


def put_back() -> str:
    """上一步 while a line of the card was being changed."""
    return _("没改，还是原来的。")


def just_write() -> str:
    """The same choice, which leads to writing, was made twice."""
    return _("直接写给我就行，前面写的都在。")


def nothing_open() -> str:
    """取消 or 上一步 with nothing open."""
    return _("现在没有办到一半的事。\n有事要帮忙，直接写一句话。")


def alarm_stands() -> str:
    """取消 behind an emergency: whether all is well is for a person to find out."""
    return _("好，地方先不问了。社区的人还会问您一声，\n没事就跟他说没事。真有事，先打电话。")


def cancelled() -> str:
    """取消."""
    return _("好，这件先不办了。\n想办了，再写一句就行。")


def no_draft() -> str:
    """继续 with no draft."""
    return _("没有写到一半的事。")


def going_on() -> str:
    """继续."""
    return _("接着上次的，您写的都在。")


def draft_waits() -> str:
    """An unfinished conversation was put aside."""
    return _("上次写到一半的还在，写“继续”就接着办。")


def back_to_it() -> str:
    """The conversation that waited goes on."""
    return _("接着刚才的：")


def went_back(taken: Answer | None) -> str:
    """上一步."""
    if taken is None:
        return _("这是第一步了。")
    words = taken.text[:SHOWN]
    return (
        _("回到上一步。您刚才写的是：{words}").format(words=words) if words else _("回到上一步。")
    )


def missed(question: Question, why: str) -> str:
    """What could not be read; never the same sentence twice in a row, and soon a human."""
    repeated, misses = why == question.last_why, question.misses
    if misses >= 3 and misses % 2:
        text = _("要不请社区打给您？写“找社区”就行。")
        return text if repeated else f"{why}\n{text}"
    if repeated:
        return _("还是没看懂，前面写的都在。")
    return why if misses == 1 else f"{why}\n" + _("前面写的都在。")


def card_not_understood(misses: int) -> str:
    """Words typed at a card that change none of its lines."""
    if misses >= 3 and misses % 2:
        return _("这句我不敢猜，写的都在。\n要不请社区打给您？写“找社区”就行。")
    if misses > 1:
        return _("还是没看懂，写的都在。\n按一下要改的那行，或者直接发出。")
    return _("这句没看懂。要改哪里，写出来就行，\n比如“改成周三上午”。")


def changed(content: Content, edits: tuple[str, ...]) -> str:
    """Lines of the card were corrected by what she typed."""
    lines = content.card.lines if content.card else ()
    values = [line.value for line in lines if line.edit in edits]
    return _("改成 {value} 了，别的没动。").format(value=_("、").join(values)) if values else ""
