"""Pictures drawn anew: upright, not too large, and without where and when they were taken."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 2560
MAX_PIXELS = 50_000_000
#: what every picture is kept as
CONTENT_TYPE = "image/jpeg"
#: what phones make; others have decoders that start programs or fail in odd ways
PICTURES = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


class NotAPicture(Exception):
    """None of the kinds of picture that we can draw."""


class Undrawable(Exception):
    """A picture, but broken: it cannot be drawn anew, so it cannot be kept."""


class TooManyPixels(Undrawable):
    """Drawing it would take too much memory."""


def get_ready() -> None:
    """Load Pillow's plugins once; loaded late, two threads would trip over each other."""
    Image.init()
    Image.MAX_IMAGE_PIXELS = None  # `redrawn` looks at the size itself before it decodes


def redrawn(data: bytes) -> bytes:
    """The picture as a JPEG of its pixels alone. Raises NotAPicture or Undrawable."""
    try:
        with Image.open(BytesIO(data), formats=PICTURES) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise TooManyPixels
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # decodes no more than is drawn
            return _drawn(picture)
    except UnidentifiedImageError as error:
        raise NotAPicture from error
    except TooManyPixels:
        raise
    except Exception as error:  # a broken file makes the decoders raise whatever they like
        raise Undrawable from error


def _drawn(picture: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright.info.clear()  # a comment in it would be written again
    out = BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()
