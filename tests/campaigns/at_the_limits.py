"""Opens every page and prints every paper of a case that is as full as the program lets it be.

    python -m tests.campaigns.at_the_limits [photos]

Twelve parties who each said 2,000 characters, a record of 20,000, 60 clauses signed, 400 photos on the sitting. Each page
is opened three times in a window, each paper made three times; the middle one counts, in seconds of the processor. The
bar is one second. The table is kept in at_the_limits.md beside this.
"""

import io
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("STUDIO_APP_CONFIG", tempfile.mkdtemp())

from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Desk
from studio_app.office.founding import StudioSetup
from studio_app.records.dispute.agreement.draft import AgreementDraft, ClauseDraft, SigningDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.session.draft import SessionDraft

BAR, TIMES = 1.0, 3
PHOTOS, CLAUSES, PARTIES, LONG = 400, 60, 12, 20_000
SAID = "楼上卫生间防水层老化，渗水到楼下天花板和墙面，双方为维修费用和误工费用争执不下。"


def full(folder: Path, photos: int = PHOTOS) -> tuple[Desk, str]:
    """A desk, and its one case that has as much of everything as it may have."""
    setup = StudioSetup(studio="示例委员工作室", community="幸福里社区", street="示例街道", sign_in="李老师")
    desk, _code = Desk.create(folder, setup, "correct horse")
    sides = ("applicant", "respondent")
    parties = [PartyDraft(name=f"当事人{n}", side=sides[n % 2], phone=f"1990000{n:04d}") for n in range(PARTIES)]
    opening = Opening(
        title="楼上漏水", dispute_type="neighbour", summary=SAID * 20, place="幸福里1号楼", parties=parties
    )
    case_id = str(desk.services.cases.open(opening).id)
    ids = [party.id for party in desk.services.sessions.table(case_id).parties]
    sitting = desk.services.sessions.record(case_id, _held(desk, ids))
    _agree(desk, case_id, ids)
    paths = list(_pictures(folder.parent, photos))
    for start in range(0, photos, 50):
        desk.services.attachments.add(case_id, paths[start : start + 50], subject_id=str(sitting.id))
    return desk, case_id


def _held(desk: Desk, ids: list[str]) -> SessionDraft:
    began = desk.office.now().replace(tzinfo=None) - timedelta(hours=2)
    said = dict.fromkeys(ids, (SAID * 60)[:2_000])
    return SessionDraft(
        started_at=began, place="活动室", present=ids, statements=said, narrative=(SAID * 600)[:LONG], result="agreed"
    )


def _agree(desk: Desk, case_id: str, ids: list[str]) -> None:
    today = desk.office.today()
    clauses = [
        ClauseDraft("", ids[1], ids[0], f"第{n}项，{SAID}", (n + 1) * 100, today + timedelta(days=n), "", "", "转账")
        for n in range(CLAUSES)
    ]
    paper = desk.services.agreements.save(
        case_id, AgreementDraft(reached_on=today, place="活动室", facts=(SAID * 60)[:2_000], clauses=clauses)
    )
    desk.services.agreements.sign(paper.id, SigningDraft(dict.fromkeys(ids, today)))


def _pictures(folder: Path, count: int) -> Iterator[Path]:
    """Photos as a telephone takes them, no two alike; small, as their size is another limit."""
    dice = random.Random(3)
    for number in range(count):
        stream, path = io.BytesIO(), folder / f"{number:03d}.jpg"
        grain = Image.frombytes("RGB", (64, 48), dice.randbytes(64 * 48 * 3))
        grain.resize((1600, 1200)).save(stream, "JPEG", quality=80)
        path.write_bytes(stream.getvalue())
        yield path


def papers(desk: Desk, case_id: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every paper the case can have now, made as the page of papers makes it: pages, then the file."""
    for form in desk.services.printing.forms_of(case_id):
        if not form.reason:
            for mask in ("internal", "handover", "public") if form.maskable else ("internal",):
                yield (
                    f"纸：{form.title} {'' if mask == 'internal' else mask}".strip(),
                    lambda form=form, mask=mask: desk.services.printing.render(
                        form.key, case_id, form.newest, mask
                    ).pdf(),
                )


def pages(desk: Desk, case_id: str, app: QApplication) -> Iterator[tuple[str, Callable[[], object]]]:
    """The case and each page that is reached from it, until it is drawn."""
    from studio_app.ui.dispute.case.case_page import MAKERS, CasePage
    from studio_app.ui.main_window import STOPS, MainWindow

    window = MainWindow(desk, ComputerSettings())
    window.resize(QSize(1366, 728))
    window.show()

    def drawn(go: Callable[[], object]) -> None:
        go()
        app.processEvents()

    for stop in STOPS:
        yield f"页：{stop.name}", lambda stop=stop: drawn(lambda: window.go(stop.name))
    yield "页：纠纷", lambda: drawn(lambda: window.open_case(case_id))
    case = window.screen_named("mediation").findChild(CasePage)
    for action in MAKERS:
        yield f"页：{action}", lambda action=action: drawn(lambda: case.do(action))
    yield "找：有一个字", lambda: desk.services.search.find("防水层")
    window.close()


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """The first time, and the middle one of all."""
    taken = []
    for _ in range(TIMES):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    return taken[0], statistics.median(taken)


def main() -> int:
    from studio_app.ui.kit import look

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look.apply(app)
    photos = int(sys.argv[1]) if len(sys.argv) > 1 else PHOTOS
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        began = time.monotonic()
        desk, case_id = full(Path(place, "desk"), photos)
        print(f"{time.monotonic() - began:.0f} s to fill", flush=True)
        found = []
        for what, act in chain(papers(desk, case_id), pages(desk, case_id, app)):
            first, taken = timed(act)
            found.append((what, taken))
            print(f"| {what} | {first:.2f} s | {taken:.2f} s | {'' if taken <= BAR else 'over'} |", flush=True)
        desk.close()
    slow = [what for what, taken in found if taken > BAR]
    print(f"{len(found)} pages and papers, {len(slow)} over {BAR:g} s: {'、'.join(slow) or '—'}")
    return bool(slow)


if __name__ == "__main__":
    sys.exit(main())
