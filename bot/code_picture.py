"""The picture for a group: a code to scan and, below it in large digits, the number it is about.

It holds a link and a number that people say aloud anyway; nothing of a person, nothing that opens
more than that number opens.
"""

from io import BytesIO

import segno
from markupsafe import Markup
from PIL import Image, ImageDraw, ImageFont

#: pixels: of one module of the code, around it, and of the digits
MODULE, DIGITS = 12, 64
#: white modules around a code, which scanners ask for
QUIET = 4


def code_drawn(link: str) -> Markup:
    """The link as a code for a page, in its own squares; a quarter of it may be dirty or torn."""
    made = segno.make(link, error="q", boost_error=False, micro=False)
    drawn = made.svg_inline(border=QUIET, omitsize=True, dark="#000", light="#fff")
    return Markup(drawn)  # noqa: S704 - drawn by the library, of squares alone


def code_picture(link: str, number: str) -> bytes:
    """A PNG of the link as a code, with the number below; a quarter of it may be hidden."""
    squares = BytesIO()
    made = segno.make(link, error="q", boost_error=False, micro=False)
    made.save(squares, kind="png", scale=MODULE, border=QUIET)
    with Image.open(squares) as code:
        page = Image.new("L", (code.width, code.height + 2 * DIGITS), "white")
        page.paste(code.convert("L"), (0, 0))
    middle = page.width // 2, page.height - DIGITS - DIGITS // 2
    font = ImageFont.load_default(DIGITS)
    ImageDraw.Draw(page).text(middle, number, fill="black", font=font, anchor="mm")
    out = BytesIO()
    page.save(out, "PNG", optimize=True)
    return out.getvalue()
