"""An emergency while the database is away: answered by a direct call, and nobody is promised."""

from sqlalchemy.exc import OperationalError
from telegram.error import TimedOut

from bot.accepting import Inbound
from tests.channels.telegram.arriving import message
from tests.channels.telegram.test_hook import Posting


async def test_an_emergency_is_answered_while_the_database_is_away_and_only_once() -> None:
    def away(_inbound: Inbound) -> None:
        raise OperationalError("insert", {}, Exception("server closed the connection"))

    posting = Posting(away)
    for _ in range(3):
        assert (await posting.post(message(text="着火了，全是烟"))).status_code == 503
    await posting.way.errands.stop()
    ((chat, text),) = posting.way.telegram.bot.texts
    assert chat == 4242
    assert "现在打 119" in text
    assert "Call 119" in text


async def test_while_the_database_is_away_the_alert_addresses_are_called_without_her_words() -> (
    None
):
    def away(_inbound: Inbound) -> None:
        raise OperationalError("insert", {}, Exception("server closed the connection"))

    posting = Posting(away, alert=(77,))
    await posting.post(message(text="着火了，3号楼全是烟"))
    await posting.way.errands.stop()
    (_chat, told), (called, alert) = posting.way.telegram.bot.texts
    assert "社区值班的人我在叫。" in told
    assert called == 77
    assert "有人写来急事（119）。\n请现在联系：tg://user?id=4242" in alert
    assert "3号楼" not in alert


async def test_while_the_database_is_away_nobody_is_promised_who_is_not_called() -> None:
    def away(_inbound: Inbound) -> None:
        raise OperationalError("insert", {}, Exception("server closed the connection"))

    posting = Posting(away)
    await posting.post(message(text="着火了，全是烟"))
    await posting.way.errands.stop()
    ((_chat, told),) = posting.way.telegram.bot.texts
    assert "社区这会儿没有人能叫到，先打电话。" in told
    assert "我在叫" not in told


async def test_an_emergency_that_could_not_be_answered_is_tried_again_when_it_comes_again() -> None:
    def away(_inbound: Inbound) -> None:
        raise OperationalError("insert", {}, Exception("server closed the connection"))

    posting = Posting(away)
    posting.way.telegram.bot.failures = [TimedOut()]
    for texts in (0, 1, 1):
        await posting.post(message(text="着火了，全是烟"))
        await posting.way.errands.stop()
        assert len(posting.way.telegram.bot.texts) == texts
