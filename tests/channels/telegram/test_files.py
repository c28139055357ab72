"""Files from Telegram over real HTTP: what is fetched, what is refused, what is never said."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.contract import SendError, Trouble
from bot.channels.stored import stored_media
from bot.channels.telegram.sending import Telegram
from bot.config import TelegramAccount
from bot.storage import Storage
from models.contact import meet
from models.media import Media, MediaState
from models.vault import Vault
from tests import sent_files
from tests.telegram_api import BotApi, Rates, Setup, Wrong
from tests.telegram_api.chats import StoredFile
from tests.transcript import World

MEGABYTE = 1024 * 1024
LIMIT = 20 * MEGABYTE


@pytest.fixture
async def strict() -> AsyncIterator[BotApi]:
    """A stand-in that takes as many calls as come."""
    async with BotApi(Setup(rates=Rates.high())) as api:
        yield api


@pytest.fixture
async def telegram(strict: BotApi) -> AsyncIterator[Telegram]:
    """A channel that calls it."""
    bases: Any = {"api_base": strict.base, "file_base": strict.file_base}
    channel = Telegram(TelegramAccount(token=SecretStr(strict.token), **bases))
    await channel.open()
    yield channel
    await channel.close()


def kept(api: BotApi, data: bytes, size: int = -1) -> StoredFile:
    """A file that Telegram has."""
    return api.world.keep("photos", "p.jpg", "image/jpeg", data, size)


def source_of(file_id: str) -> str:
    return json.dumps({"file_id": file_id, "name": "p.jpg"})


async def refused(telegram: Telegram, source: str, most: int = LIMIT) -> SendError:
    with pytest.raises(SendError) as caught:
        await telegram.fetch(source, most)
    return caught.value


async def test_a_file_is_asked_for_and_downloaded(strict: BotApi, telegram: Telegram) -> None:
    data = sent_files.photo(size=(2000, 1500))
    file = kept(strict, data)
    assert await telegram.fetch(source_of(file.id), LIMIT) == data
    assert [call.method for call in strict.calls] == ["getFile"]
    assert strict.violations == []


async def test_what_telegram_does_not_know_is_gone(telegram: Telegram) -> None:
    assert (await refused(telegram, source_of("none"))).trouble is Trouble.REJECTED


@pytest.mark.parametrize("source", ["", "nonsense", "[]", "{}", '"F1"', '{"name": "p.jpg"}'])
async def test_a_reference_that_is_none_is_gone(
    strict: BotApi, telegram: Telegram, source: str
) -> None:
    assert (await refused(telegram, source)).trouble is Trouble.REJECTED
    assert strict.calls == []


async def test_telegrams_word_for_unknown_and_for_not_now_is_tried_again(
    strict: BotApi, telegram: Telegram
) -> None:
    words = "Bad Request: wrong file_id or the file is temporarily unavailable"
    file = kept(strict, b"data")
    strict.faults.add(Wrong.BAD, method="getFile", description=words)
    assert (await refused(telegram, source_of(file.id))).trouble is Trouble.BUSY
    assert await telegram.fetch(source_of(file.id), LIMIT) == b"data"


@pytest.mark.parametrize("said", [-1, 0, 1000])
async def test_a_file_of_25_megabytes_is_never_read_to_its_end(
    strict: BotApi, telegram: Telegram, said: int
) -> None:
    file = kept(strict, b"\x00" * (25 * MEGABYTE), said)
    assert (await refused(telegram, source_of(file.id))).trouble is Trouble.REJECTED
    assert strict.violations == []


async def test_the_limit_of_a_voice_is_its_own(strict: BotApi, telegram: Telegram) -> None:
    file = kept(strict, b"\x00" * 101)
    assert (await refused(telegram, source_of(file.id), 100)).trouble is Trouble.REJECTED
    assert len(await telegram.fetch(source_of(file.id), 101)) == 101


@pytest.mark.parametrize("method", ["getFile", "download"])
@pytest.mark.parametrize(
    "wrong", [Wrong.BROKEN, Wrong.GATEWAY, Wrong.DROPPED, Wrong.TOO_MANY, Wrong.FORBIDDEN]
)
async def test_trouble_on_the_way_passes_and_the_token_is_never_said(
    strict: BotApi,
    telegram: Telegram,
    method: str,
    wrong: Wrong,
    capfd: pytest.CaptureFixture[str],
) -> None:
    file = kept(strict, b"data")
    strict.faults.add(wrong, method=method, times=2)  # a connection that drops is tried twice
    error = await refused(telegram, source_of(file.id))
    assert error.trouble is not Trouble.REJECTED
    said = "".join(capfd.readouterr()) + repr(error) + repr(error.__cause__)
    assert strict.token.partition(":")[2] not in said
    if wrong is Wrong.TOO_MANY and method == "getFile":
        assert error.retry_after == 1


async def test_a_file_that_has_moved_away_is_asked_for_again(
    strict: BotApi, telegram: Telegram
) -> None:
    file = kept(strict, b"data")
    where = strict.world.paths.pop(file.path)
    assert (await refused(telegram, source_of(file.id))).trouble is Trouble.BUSY
    strict.world.paths[file.path] = where
    assert await telegram.fetch(source_of(file.id), LIMIT) == b"data"


async def test_where_nobody_is_it_is_tried_again(strict: BotApi) -> None:
    away: Any = {"api_base": strict.base, "file_base": "http://127.0.0.1:9/file/bot"}
    channel = Telegram(TelegramAccount(token=SecretStr(strict.token), **away))
    await channel.open()
    file = kept(strict, b"data")
    assert (await refused(channel, source_of(file.id))).trouble is Trouble.BUSY
    await channel.close()


async def test_a_call_waits_for_its_moment(strict: BotApi, telegram: Telegram) -> None:
    turns = []

    async def turn() -> None:
        turns.append(len(strict.calls))

    telegram.turn = turn
    await telegram.fetch(source_of(kept(strict, b"data").id), LIMIT)
    assert turns == [0]


@pytest.mark.parametrize(
    ("state", "is_there"),
    [(MediaState.STORED, True), (MediaState.WANTED, False), (MediaState.GONE, False)],
)
async def test_what_is_kept_is_read_to_be_sent(
    small_world: World, tmp_path: Path, vault: Vault, state: MediaState, is_there: bool
) -> None:
    storage = Storage(tmp_path, vault)
    name = storage.keep(sent_files.OGG)
    at, account = small_world.now, small_world.account_id
    with small_world.db.session() as session:
        contact_id = meet(session.connection(), small_world.community_id, account, "1", at)
        row = Media(
            community_id=small_world.community_id,
            contact_id=contact_id,
            kind="voice",
            content_type="audio/ogg",
            state=state,
            sha256=name,
            created_at=at,
        )
        session.add(row)
        session.flush()
        media_id = row.id
    load = stored_media(small_world.db, small_world.runner, storage)
    found = await load(media_id)
    assert (found is not None) is is_there
    if found is not None:
        assert (found.kind, found.content_type) == ("voice", "audio/ogg")
        assert found.data == sent_files.OGG
    storage.drop(name)
    assert await load(media_id) is None
    assert await load(media_id + 1) is None
