"""Places as WeChat and WeCom tell them, on the map that China uses, as the rest of the world does.

Maps in China are shifted by law (GCJ-02), by some 100 to 700 metres; phones, Telegram and our own
stations count in WGS-84. The shift is the published approximation; turned round by repeating it, it
is exact to a metre. https://en.wikipedia.org/wiki/Restrictions_on_geographic_data_in_China
"""

from math import cos, pi, radians, sin, sqrt

#: the ellipsoid of the shift (Krasovsky 1940): its long half axis in metres, and how flat it is
_AXIS, _FLAT = 6378245.0, 0.00669342162296594323
#: what lies outside of this is not shifted
_SOUTH, _NORTH, _WEST, _EAST = 0.8293, 55.8271, 72.004, 137.8347


def to_world(lat: float, lon: float) -> tuple[float, float]:
    """Degrees of WGS-84 for a place of GCJ-02; outside of China the same."""
    if not (_SOUTH <= lat <= _NORTH and _WEST <= lon <= _EAST):
        return lat, lon
    true = lat, lon
    for _again in range(3):  # each leaves a hundredth of the error before
        north, east = _shift(*true)
        true = lat - north, lon - east
    return round(true[0], 6), round(true[1], 6)


def _shift(lat: float, lon: float) -> tuple[float, float]:
    """By how many degrees the map moves a place of WGS-84 to the north and to the east."""
    x, y = lon - 105.0, lat - 35.0
    waves = 20.0 * (sin(6.0 * x * pi) + sin(2.0 * x * pi))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (waves + 20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (waves + 20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    round_ = 1.0 - _FLAT * sin(radians(lat)) ** 2
    metres_north = _AXIS * (1.0 - _FLAT) / (round_ * sqrt(round_))
    metres_east = _AXIS / sqrt(round_) * cos(radians(lat))
    return north * 180.0 / (metres_north * pi), east * 180.0 / (metres_east * pi)
