"""A file is what its bytes are: pictures are drawn anew, sound is played, the rest passed on."""

import io

import pytest
from PIL import Image

from bot import pictures
from bot.pictures import LONGEST_SIDE, NotAPicture, TooManyPixels, Undrawable, redrawn
from bot.recognising import MAX_VOICE, UNKNOWN, recognise, sound_type
from tests import sent_files


@pytest.fixture(autouse=True)
def _ready() -> None:
    """As a process makes itself ready."""
    pictures.get_ready()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_tells_nothing_but_what_it_shows(form: str) -> None:
    taken = sent_files.photo(form)
    assert sent_files.tells_where(taken)
    kept = recognise(taken)
    assert (kept.kind, kept.content_type) == ("photo", "image/jpeg")
    assert not sent_files.tells_where(kept.data)


def test_a_picture_stands_upright_and_is_not_too_large() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # held on its side
    out = io.BytesIO()
    Image.new("RGB", (4000, 2000)).save(out, "JPEG", exif=exif)
    with Image.open(io.BytesIO(redrawn(out.getvalue()))) as drawn:
        assert drawn.size == (LONGEST_SIDE // 2, LONGEST_SIDE)


def test_the_same_picture_is_drawn_the_same() -> None:
    assert redrawn(sent_files.photo()) == redrawn(sent_files.photo())


def test_a_bomb_is_not_drawn() -> None:
    with pytest.raises(TooManyPixels):
        redrawn(sent_files.bomb())


@pytest.mark.parametrize(
    "data",
    [
        sent_files.photo()[:400],
        sent_files.photo("PNG")[:300],
        b"\xff\xd8\xff" + b"\x00" * 40,
        b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 30,
        sent_files.HEIC,
        sent_files.TIFF,
        b"8BPS\x00\x01",
    ],
)
def test_a_picture_that_cannot_be_drawn_anew_is_not_kept_as_it_is(data: bytes) -> None:
    with pytest.raises(Undrawable):
        recognise(data)


@pytest.mark.parametrize("data", [b"", b"not a picture", sent_files.PDF, sent_files.OGG])
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        redrawn(data)


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (sent_files.OGG, "audio/ogg"),
        (sent_files.M4A, "audio/mp4"),
        (sent_files.MP3, "audio/mpeg"),
        (sent_files.MPEG, "audio/mpeg"),
        (sent_files.AAC, "audio/aac"),
        (sent_files.WAV, "audio/wav"),
    ],
)
def test_sound_is_told_by_its_first_bytes(data: bytes, content_type: str) -> None:
    kept = recognise(data)
    assert (kept.kind, kept.content_type, kept.data) == ("voice", content_type, data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        sent_files.PDF,
        sent_files.MP4,
        "你好，这是文字".encode("utf-16"),
        b"<html><script>alert(1)</script></html>",
        b"\xff\xff\xff\xff" * 9,
    ],
)
def test_anything_else_is_only_passed_on(data: bytes) -> None:
    assert sound_type(data) == ""
    kept = recognise(data)
    assert (kept.kind, kept.content_type, kept.data) == ("file", UNKNOWN, data)


def test_sound_that_is_too_long_to_be_a_voice_is_a_file() -> None:
    assert recognise(sent_files.OGG + b"\x00" * MAX_VOICE).kind == "file"
