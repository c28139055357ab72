"""What comes with a message is written with it, once, and its turn knows where it is."""

from sqlalchemy import func, select

from bot.accepting import Inbound, WantedMedia, accept
from models.inbox import Inbox
from models.media import Media, MediaState
from tests.transcript import World

PHOTO = WantedMedia("photo", "image/jpeg", '{"file_id": "F1"}', 300_000)
VOICE = WantedMedia("voice", "audio/ogg", '{"file_id": "F2"}', 9_000, 12)


def test_media_become_rows_and_their_ids_the_messages(world: World) -> None:
    payload = {"kind": "photo", "text": "厨房", "data": {"album": "a"}}
    where = (world.account_id, world.community_id, "4242")
    inbound = Inbound(*where, "u1", 1, world.now, payload, (PHOTO, VOICE))
    first = accept(world.db, world.around, inbound, patient=True)
    again = accept(world.db, world.around, inbound, patient=True)
    assert (first.is_new, again.is_new) == (True, False)
    with world.db.reading() as session:
        photo, voice = session.scalars(select(Media).order_by(Media.id))
        assert (photo.kind, photo.source, photo.size) == ("photo", '{"file_id": "F1"}', 300_000)
        assert (voice.kind, voice.content_type, voice.seconds) == ("voice", "audio/ogg", 12)
        for each in (photo, voice):
            assert (each.state, each.retry_at) == (MediaState.WANTED, world.now)
            assert (each.contact_id, each.order_id) == (first.contact_id, None)
        kept = session.scalars(select(Inbox.payload)).one()
        assert kept == {**payload, "media": [photo.id, voice.id]}


def test_a_message_that_is_not_kept_leaves_no_media(world: World) -> None:
    where = (world.account_id, world.community_id, "4242")
    inbound = Inbound(*where, "u1", 1, world.now, {"kind": "photo"}, (PHOTO,))

    def breaks(*_given: object) -> None:
        raise LookupError

    try:
        accept(world.db, world.around, inbound, breaks, patient=True)
    except LookupError:
        with world.db.reading() as session:
            assert session.scalar(select(func.count(Media.id))) == 0
