"""Posts as no page of ours would send them: seeded chance, so that a failure comes again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

WORDS = (
    "您好", "取消", "上一步", "菜单", "我的", "清单", "继续", "接单", "我到了", "我走了", "时长",
    "找社区", "找人帮忙", "我来帮忙", "号码", "办好了", "1", "２", "4", "好", "不了", "算了", "是",
    "厨房灯不亮了，3号楼2单元501，明天上午来人看看", "13900000123", "1390000", "3号楼2单元501",
    "明天下午3点", "昨天", "2月30日", "25点", "接1123-01", "取消这单0000-00", "start", "/help",
    "有人晕倒了", "家里着火了", "满了", "登记", "王敏", "不写", "４８２６", "help", "need help",
)  # fmt: skip
ODD = (
    "\x00", "\x00" * 50, "\x1b[31m红\x07", "\r\n\r\n", "\u202e反着写", "\u200b\u200d", "\ufeff",
    "\ud83d\ude4f".encode("utf-16", "surrogatepass").decode("utf-16"), "e\u0301" * 400,
    "<script>alert(1)</script>", "{{ 7*7 }}", "%s%n%(x)s {number}", "'; DROP TABLE person;--",
    "\\ud800", "NaN", "9" * 5000, "０" * 30, "٣٤٥", "²", "好" * 20_000, "a" * 200_000, " \t　 ",
    "号楼" * 900, "1-" * 3000, "明天" * 2000, "..", "null", "\ue000", "\U0010ffff", "\u2028",
)  # fmt: skip
CONTENT_TYPES = (
    "text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x; charset=unicode_escape", "",
    "application/x-www-form-urlencoded; charset=utf-7", "image/png; boundary=ü",
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=xx; charset=utf-16",
)  # fmt: skip


@dataclass(slots=True)
class Request:
    """One request as httpx takes it, without the address."""

    headers: dict[str, str] = field(default_factory=dict)
    rest: dict[str, Any] = field(default_factory=dict)


class Chance:
    """Makes posts for a page with this csrf and these buttons."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - chance that comes again
        self._pictures = _pictures()

    def post(self, csrf: str, tokens: list[str]) -> Request:
        """Mostly well formed, so that it gets far; now and then nonsense from the first byte."""
        chosen = self.random.choices(
            (self._words, self._press, self._place, self._media, self._nonsense),
            weights=(55, 20, 5, 10, 10),
        )[0]
        return chosen(csrf, tokens)

    def text(self) -> str:
        """Ours, odd, or both."""
        some = self.random.choice
        return some((some(WORDS), some(WORDS), some(ODD), some(WORDS) + some(ODD)))

    def _common(self, csrf: str) -> dict[str, str]:
        some = self.random.choice
        fields = {"csrf": some((csrf,) * 12 + ("", "wrong", "é", csrf[:-1]))}
        if self.random.random() < 0.8:
            fields["key"] = some(("", "k", self.text(), f"{self.random.random()}"))
        if self.random.random() < 0.8:
            fields["order"] = some(("-1", "0", "1", "٣", "9" * 18, "9" * 6000, "1e3", self.text()))
        return fields

    def _words(self, csrf: str, _tokens: list[str]) -> Request:
        return self._form({**self._common(csrf), "text": self.text()})

    def _press(self, csrf: str, tokens: list[str]) -> Request:
        some = self.random.choice
        token = some(tokens) if tokens and self.random.random() < 0.8 else self.text()
        return self._form({**self._common(csrf), "press": some((token, token + ".9", token))})

    def _place(self, csrf: str, _tokens: list[str]) -> Request:
        some = self.random.choice
        number = ("31.2", "-91", "nan", "inf", "1e400", "", "一", "0x10", self.text())
        return self._form({**self._common(csrf), "lat": some(number), "lon": some(number)})

    def _media(self, csrf: str, _tokens: list[str]) -> Request:
        some = self.random.choice
        kind = some(("image/jpeg", "audio/webm;codecs=opus", "video/webm", "text/html", ""))
        fields = {**self._common(csrf), "kind": some(("photo", "voice", "file", self.text()[:99]))}
        if self.random.random() < 0.7:
            fields["seconds"] = some(("5", "-1", "９", "²", "9" * 5000, "x"))
        name = some(("a.jpg", "../../x", "照片.heic", "a\x00b", ""))
        return Request(rest={"data": fields, "files": {"media": (name, self._bytes(), kind)}})

    def _bytes(self) -> bytes:
        data = bytearray(self.random.choice(self._pictures))
        for _n in range(self.random.choice((0, 1, 8, 60))):
            if data:
                data[self.random.randrange(len(data))] = self.random.randrange(256)
        return bytes(data[: self.random.choice((len(data), len(data) // 2, 20))])

    def _nonsense(self, csrf: str, _tokens: list[str]) -> Request:
        some = self.random.choice
        bodies: tuple[Callable[[], bytes], ...] = (
            lambda: self.random.randbytes(300),
            lambda: f"csrf={csrf}&text=".encode() + self.random.randbytes(40),
            lambda: f"csrf={csrf}&text=%ED%A0%80%00%FF&key=%00".encode(),
            lambda: b"&" * 4000,
            lambda: _part("csrf", csrf) + _part("text", "\\ud800 \\x00") + b"--x--\r\n",
            lambda: _part("csrf", csrf) + b"--x\r\nContent-Disposition: form-data\r\n\r\nhm",
            lambda: b"",
        )
        headers = {"content-type": some(CONTENT_TYPES)}
        if self.random.random() < 0.2:
            headers["content-length"] = some(("-5", "99999999999", "1e9", "٣"))
        return Request(headers, {"content": some(bodies)()})

    def _form(self, fields: dict[str, str]) -> Request:
        fields = {name: value[:400_000] for name, value in fields.items()}
        if self.random.random() < 0.3:  # as multipart, like a page with script
            return Request(rest={"files": {k: (None, v.encode()) for k, v in fields.items()}})
        return Request(rest={"data": fields})

    def cookie(self) -> str:
        """A cookie that is none of ours."""
        return self.random.choice(("linli=x.y", "linli=..", "linli=é.é", "linli=" + "a" * 5000))


def _part(name: str, value: str) -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def _pictures() -> list[bytes]:
    made = [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"%!PS-Adobe", b"\x1aE\xdf\xa3voice"]
    for kind in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "PPM"):
        out = BytesIO()
        exif = Image.Exif()
        exif[0x0112] = 6  # turned, so that turning it upright is tried
        Image.new("RGB", (40, 30), (200, 90, 10)).save(out, kind, exif=exif)
        made.append(out.getvalue())
    return made
