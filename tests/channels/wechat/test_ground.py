"""Places of WeChat's map, as the rest of the world counts them."""

from math import cos, hypot, radians

import pytest

from bot.channels.wechat.ground import _shift, to_world


@pytest.mark.parametrize(
    ("lat", "lon"), [(30.6598, 104.0633), (39.9087, 116.3975), (31.2304, 121.4737), (22.54, 114.06)]
)
def test_a_place_in_china_comes_back_to_the_metre(lat: float, lon: float) -> None:
    north, east = _shift(lat, lon)
    metres = hypot(north * 111_320, east * 111_320 * cos(radians(lat)))
    assert 100 < metres < 700
    back = to_world(lat + north, lon + east)
    off = hypot((back[0] - lat) * 111_320, (back[1] - lon) * 111_320 * cos(radians(lat)))
    assert off < 1


def test_the_shift_at_chengdu_is_the_measured_one() -> None:
    """361 metres, as a library that was tried found."""
    north, east = _shift(30.6598, 104.0633)
    assert hypot(north * 111_320, east * 111_320 * cos(radians(30.66))) == pytest.approx(361, abs=8)


def test_a_place_outside_of_china_stays_where_it_is() -> None:
    assert to_world(52.52, 13.405) == (52.52, 13.405)
    assert to_world(-33.87, 151.21) == (-33.87, 151.21)
