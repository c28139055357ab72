"""Files as people send them: photos that tell where they were taken, sound, and what is neither."""

import io
import struct
import zlib

from PIL import Image

OGG = b"OggS\x00\x02" + b"\x00" * 200
M4A = b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00M4A mp42isom" + b"\x00" * 60
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"hdlr" + b"\x00" * 8 + b"vide" * 9
MP3 = b"ID3\x04\x00" + b"\x00" * 60
MPEG = b"\xff\xfb\x90\x00" + b"\x00" * 60
AAC = b"\xff\xf1\x50\x80" + b"\x00" * 60
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 60
PDF = b"%PDF-1.7\n" + b"1 0 obj" * 20
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"Exif\x00\x00" * 9
TIFF = b"II*\x00\x08\x00\x00\x00" + b"GPS" * 20


def photo(form: str = "JPEG", size: tuple[int, int] = (640, 480), color: str = "white") -> bytes:
    """A picture that tells by which camera and where on earth it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (39.0, 8.0, 15.0)
    place[3], place[4] = "E", (117.0, 12.0, 30.0)
    out = io.BytesIO()
    more = {"comment": b"taken at home"} if form == "JPEG" else {}
    Image.new("RGB", size, color).save(out, form, exif=exif, **more)
    return out.getvalue()


def tells_where(data: bytes) -> bool:
    """Whether anything stands beside the pixels."""
    with Image.open(io.BytesIO(data)) as picture:
        known = bool(picture.getexif()) or "comment" in picture.info
    return known or any(each in data for each in (b"Exif", b"Camera", b"taken at home"))


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that would be drawn as gigabytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" * 100_000, 9)
    parts = (_part(b"IHDR", head), _part(b"IDAT", rows), _part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
