"""Made once, by hand: `python tests/data/intake/make.py`, then LibreOffice saves the same as .xls and .ods.

Two sheets as offices keep them, one of them hidden: a joined title, a hidden row, a failed formula, days from 1904.
"""

import subprocess
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

HERE = Path(__file__).parent


def book(*, mac: bool) -> Workbook:
    made = Workbook()
    if mac:
        made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    sheet.title = "3月"
    sheet["A1"] = "某社区2026年3月台账"
    sheet.merge_cells("A1:D1")
    for at, word in enumerate(("序号", "日期", "当事人", "金额"), 1):
        sheet.cell(2, at, word)
    sheet["A3"], sheet["B3"], sheet["C3"], sheet["D3"] = 1, date(2026, 3, 5), "王某", 600
    sheet["A4"], sheet["B4"], sheet["C4"], sheet["D4"] = 2, 44625 if mac else 46087, "赵某", "=1/0"
    sheet.row_dimensions[4].hidden = True
    sheet["A6"], sheet["C6"] = 3, "李某"
    other = made.create_sheet("旧")
    other["B2"] = 19900000001
    other.sheet_state = "hidden"
    return made


if __name__ == "__main__":
    for name, mac in (("old", False), ("old-1904", True)):
        source = HERE / f"{name}.xlsx"
        book(mac=mac).save(source)
        for kind in ("xls", "ods"):
            command = ["soffice", "--headless", "--convert-to", kind, "--outdir", str(HERE), str(source)]
            subprocess.run(command, check=True)
        if not mac:  # with the values a formula has once a program has reckoned them
            subprocess.run(
                ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(HERE / "again"), str(source)],
                check=True,
            )
            (HERE / "again" / "old.xlsx").replace(source)
            (HERE / "again").rmdir()
    (HERE / "old-1904.ods").unlink()
