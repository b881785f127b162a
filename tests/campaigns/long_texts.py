"""Saves a field of 100,000 characters of every kind, and of a quarter and half as many: is the time linear and short?

    python -m tests.campaigns.long_texts

What is saved is a case's facts, with their words for the search and their lines of the change log. Each length is saved
three times and the quickest counts, in seconds of the processor. The bar is half a second; four times the length may
take five times as long, and a little more where it is a hundredth of a second. The table is kept in long_texts.md.
"""

import os
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("STUDIO_APP_CONFIG", tempfile.mkdtemp())

from studio_app.desk import Desk
from studio_app.office.founding import StudioSetup
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft

LENGTHS, TIMES = (25_000, 50_000, 100_000), 3
BAR, MORE, LITTLE = 0.5, 5, 0.05
_DICE = random.Random(1)
TEXTS = {
    "words": "楼上卫生间漏水，顶棚发霉，要求维修。",
    "figures": "1",
    "figures apart": " 1",
    "figures in characters": "一二三四五六七八九〇",
    "doors": "6号楼2单元501室",
    "phones": "电话19900001234，",
    "Latin words": "abc, ",
    "Latin letters": "a",
    "addresses of e-mail": "a@b.",
    "traditional characters": "漏水證據",
    "pictures": "😀a1",
    "joiners": "\u200d字",
    "spaces": " ",
    "lines": "字\n",
    "brackets": "（",
    "any signs": "".join(chr(_DICE.randrange(0x20, 0x9FFF)) for _ in range(10_000)),
}


def taken(desk: Desk, case_id: str, text: str) -> float:
    """Seconds for one save of the text, the quickest of several; each ends otherwise, or nothing would be saved."""
    least = float("inf")
    for turn in range(TIMES):
        details = replace(desk.services.cases.details(case_id), summary=f"{text}{turn}")
        began = time.process_time()
        desk.services.cases.change_details(case_id, details)
        least = min(least, time.process_time() - began)
    return least


def main() -> int:
    wrong = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        setup = StudioSetup(studio="示例委员工作室", community="幸福里社区", street="示例街道", sign_in="李老师")
        desk, _code = Desk.create(Path(place, "desk"), setup, "correct horse")
        parties = [PartyDraft(name="王某"), PartyDraft(name="赵某", side="respondent")]
        case_id = str(desk.services.cases.open(Opening(title="漏水", summary="漏水", parties=parties)).id)
        for kind, part in TEXTS.items():
            text = part * (LENGTHS[-1] // len(part) + 1)
            first, middle, last = (taken(desk, case_id, text[:length]) for length in LENGTHS)
            good = last <= BAR and last <= MORE * first + LITTLE
            wrong += [] if good else [kind]
            print(f"| {kind} | {first:.3f} | {middle:.3f} | {last:.3f} | {'' if good else 'over'} |", flush=True)
        desk.close()
    print(f"{len(TEXTS)} kinds of text, {len(wrong)} wrong: {'、'.join(wrong) or '—'}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
