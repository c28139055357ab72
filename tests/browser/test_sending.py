"""Photos, voice and places: sent, shown again, and without where and when they were taken."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow
from tests.browser.windows import Camera

pytestmark = pytest.mark.browser
GPS, MAKER = 0x8825, 0x010F
HERE = {"latitude": 36.5, "longitude": 117.5}


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo that tells where it was taken and by which camera."""
    path = tmp_path / "lamp.jpg"
    exif = Image.Exif()
    exif[MAKER] = "Linli Camera"
    exif.get_ifd(GPS).update({1: "N", 2: (36.0, 30.0, 0.0), 3: "E", 4: (117.0, 30.0, 0.0)})
    Image.new("RGB", (64, 48), (120, 90, 30)).save(path, exif=exif)
    with Image.open(path) as taken:
        assert taken.getexif().get_ifd(GPS)
    return path


def check_it_tells_nothing(data: bytes) -> None:
    """The served picture has the same size and no word of where it comes from."""
    with Image.open(BytesIO(data)) as served:
        assert served.size == (64, 48)
        assert dict(served.getexif()) == {}
    assert b"Linli Camera" not in data


def test_a_photo_is_shown_again_without_where_it_was_taken(
    window: OpenWindow, photo: Path, camera: Camera
) -> None:
    asker = window().open()
    asker.says("帮我取个快递，3号楼2单元514")
    asker.reads("什么时候来方便")
    asker.page.set_input_files("#photo", photo)
    picture = asker.lines.locator("img")
    expect(picture).to_have_js_property("naturalWidth", 64)
    camera(asker, "photo")
    source = picture.get_attribute("src")
    assert source
    check_it_tells_nothing(asker.picture(source))
    stranger = window().open()
    assert stranger.context.request.get(stranger.address + source).status == 404


def test_the_server_itself_takes_out_where_a_photo_was_taken(
    window: OpenWindow, photo: Path
) -> None:
    asker = window(java_script_enabled=False).open()
    asker.page.locator("#more summary").click()
    asker.page.set_input_files("#photo", photo)
    asker.page.get_by_role("button", name="把照片发出去").click()
    source = asker.lines.locator("img").first.get_attribute("src")
    assert source
    check_it_tells_nothing(asker.picture(source))


def test_a_file_that_is_no_picture_is_refused_in_plain_words(
    window: OpenWindow, tmp_path: Path
) -> None:
    asker = window().open()
    asker.line_may_break = True  # the console reports the 415 itself
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"not a picture at all")
    asker.page.set_input_files("#photo", broken)
    refused = asker.page.locator("#waiting .failed")
    expect(refused).to_contain_text("这个文件看不了")
    refused.get_by_role("button", name="不发了").click()
    expect(refused).to_have_count(0)


def test_a_place_is_sent_when_the_phone_allows_it(window: OpenWindow) -> None:
    asker = window(permissions=["geolocation"], geolocation=HERE).open()
    asker.page.get_by_label("发照片、位置").click()
    asker.page.get_by_role("button", name="发位置").click()
    expect(asker.lines.filter(has_text="我的位置")).to_contain_text("36.50000, 117.50000")


def test_a_place_that_the_phone_keeps_to_itself_is_asked_for_in_words(window: OpenWindow) -> None:
    asker = window().open()
    asker.page.get_by_label("发照片、位置").click()
    asker.page.get_by_role("button", name="发位置").click()
    expect(asker.page.locator("#tell")).to_contain_text("写楼号、单元和门牌就行")


def test_a_voice_message_is_recorded_sent_and_played_again(
    window: OpenWindow, camera: Camera
) -> None:
    asker = window(permissions=["microphone"]).open()
    mic = asker.page.get_by_role("button", name="说话")
    mic.click()
    expect(asker.page.get_by_role("timer")).to_have_text("0:01")
    camera(asker, "recording")
    asker.page.get_by_role("button", name="说完了").click()
    voice = asker.lines.locator(".voice")
    expect(voice).to_contain_text(re.compile(r"[12] 秒"))
    camera(asker, "voice")
    voice.get_by_role("button", name=re.compile("播放语音")).click()
    expect(voice).to_have_class(re.compile("playing"))
    mic.click()
    asker.page.get_by_role("button", name="不要了").click()
    expect(mic).to_be_visible()
    expect(asker.lines.locator(".voice")).to_have_count(1)
