"""Reports as files: a spreadsheet and CSV, from the same rows as what is said in chat.

Text stays text whatever it begins with: a name like =1+1 is never a formula for whoever opens it.
"""

import csv
from io import BytesIO, StringIO

import xlsxwriter

from handlers.reports.sheet import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
#: how a spreadsheet program knows a formula in a CSV file
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NAME_WIDTH, _TITLE_WIDTH = 18, 24


def xlsx_of(sheet: Sheet) -> bytes:
    """One worksheet: the title, the heads, the rows; numbers as numbers."""
    file = BytesIO()
    # no link, no number and no formula is made of a text
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page = book.add_worksheet()
        bold = book.add_format({"bold": True})
        page.set_column(0, 0, _TITLE_WIDTH)
        page.set_column(1, 3, _NAME_WIDTH)
        page.write_string(0, 0, sheet.title, bold)
        for column, head in enumerate(sheet.heads()):
            page.write_string(1, column, head, bold)
        for line, (group, name, value, unit) in enumerate(sheet.table(), 2):
            page.write_string(line, 0, group)
            page.write_string(line, 1, name)
            page.write_number(line, 2, value)
            page.write_string(line, 3, unit)
    return file.getvalue()


def csv_of(sheet: Sheet) -> bytes:
    """The same with a byte-order mark, so that Excel reads Chinese."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([_plain(sheet.title)])
    writer.writerow(map(_plain, sheet.heads()))
    for group, name, value, unit in sheet.table():
        writer.writerow([_plain(group), _plain(name), value, _plain(unit)])
    return file.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    """An apostrophe in front keeps a spreadsheet program from reckoning with it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
