"""打印: every paper of a case or of the desk, from the records to pages; what is printed or saved is noted."""

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from studio_app.core.errors import Refused
from studio_app.core.files import keep_private
from studio_app.core.whole_file import replacing
from studio_app.office.kinds import RecordKind
from studio_app.office.office import Office
from studio_app.office.tables import ExportLog
from studio_app.paper.forms import form
from studio_app.paper.press import Pages, Press
from studio_app.paper.templates import TemplateBroken
from studio_app.records import KINDS
from studio_app.records.dispute.papers import desk, notices, printable
from studio_app.records.dispute.papers import facts as paper_facts
from studio_app.records.dispute.papers.builders import PAPERS
from studio_app.records.dispute.papers.desk import HandoverFacts
from studio_app.records.dispute.papers.dossier import BLANK, open_file
from studio_app.records.dispute.papers.photos import photos_of
from studio_app.records.dispute.papers.printable import PrintForm, Subject
from studio_app.records.dispute.papers.summary import summary

__all__ = ["BLANK", "HandoverFacts", "Pages", "Paper", "PrintForm", "Printing", "Subject", "TemplateBroken"]

PURPOSE = "打印"
MASKABLE = "summary"  # the one paper that leaves the desk; all others are for signature and must be whole
UNFIT_FOR_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True)
class Paper:
    """Which paper is meant: form of forms.toml, case, which record of it (see `PrintForm.subjects`), how masked.

    `recipient` (dictionary recipients) decides whose phone may stand; `with_photos`: those of the record behind it.
    """

    form: str
    case_id: str
    subject_id: str = ""
    mask: str = "internal"
    recipient: str = "community"
    with_photos: bool = True


class Printing:
    """Composes papers from the records and draws them with one warm press."""

    def __init__(self, office: Office) -> None:
        self._office = office

    @cached_property
    def _press(self) -> Press:
        return Press(self._office.folder / "templates")

    @cached_property
    def _own_press(self) -> Press:
        return Press()

    # --- a case -----------------------------------------------------------------------------------------------

    def forms_of(self, case_id: str) -> list[PrintForm]:
        """Every paper of the case's mode in the order of the file, with the records it can be printed of."""
        with self._office.read() as session:
            file = open_file(session, self._office, case_id)
            return printable.forms_of(file)

    def masks(self) -> list[tuple[str, str]]:
        """(code, words) of the levels of masking."""
        return self._office.lists.pairs("masks")

    def render(self, form: str, case_id: str, subject_id: str = "", mask: str = "internal") -> Pages:
        """Pages of a paper; `subject_id` names the sitting, visit, edition …, BLANK a form to be written by hand.

        Without one the newest record is taken. Refused when the mode has no such paper, when a committee is
        not named, or when a paper for signature is to be masked; TemplateBroken by the district's own template.
        """
        return self.draw(Paper(form, case_id, subject_id, mask))

    def draw(self, paper: Paper, *, shipped: bool = False) -> Pages:
        """As `render`; `shipped`: with the templates that came with the program, whatever the district laid over."""
        press = self._own_press if shipped else self._press
        return press.render(paper.form, self._data(paper))

    def missing(self, paper: Paper) -> list[str]:
        """What the paper would leave open, one sentence each: to be written down first, or by hand on the paper."""
        return paper_facts.missing(paper.form, self._data(replace(paper, with_photos=False)))

    def _data(self, paper: Paper) -> dict[str, object]:
        self._office.require("print")
        if paper.mask != "internal" and paper.form != MASKABLE:
            raise Refused("这张表要当事人签名、归档，必须写全，不能遮盖。要交给别的单位，请打印“调解情况摘要”。")
        with self._office.read() as session:
            file = open_file(session, self._office, paper.case_id)
            found = printable.printable(file, form(paper.form))
            if found.reason:
                raise Refused(found.reason)
            if paper.form == MASKABLE:
                return summary(file, paper.mask, paper.recipient)
            subject = paper.subject_id or found.newest
            data = PAPERS[paper.form](file, subject)
            if paper.with_photos and subject and subject != BLANK:
                data["photos"] = photos_of(file, subject)
            return data

    # --- the desk ---------------------------------------------------------------------------------------------

    def week_sheet(self) -> Pages:
        """本周待办 for the wall: names masked."""
        self._office.require("print")
        with self._office.read() as session:
            data = desk.week(session, self._office, KINDS)
        return self._press.render("week", data)

    def board(self, data: dict[str, object]) -> Pages:
        """月报 for the notice board, of what `Statistics.board` says."""
        self._office.require("print")
        return self._press.render("monthly", data)

    def note_board_printed(self, period: str) -> None:
        """As `note_printed`."""
        self._note(f"{self.title_of('monthly')} {period}", "public")

    def of_record(self, form: str, record_id: str) -> Pages:
        """A paper of a kind of record (`RecordKind.papers`); Refused where the record cannot have it."""
        self._office.require("print")
        with self._office.read() as session:
            data = _kind_of(form).papers[form](session, self._office, record_id)
        return self._press.render(form, data)

    def note_record_printed(self, form: str, record_id: str) -> None:
        """As `note_printed`, for a paper no case need stand behind; never with a person's name."""
        with self._office.read() as session:
            row: Any = session.get_one(_kind_of(form).table, record_id)
            known = getattr(row, "number", "") or getattr(row, "name", "")
        self._note(f"{known} {self.title_of(form)}", "internal")

    def title_of(self, key: str) -> str:
        """What a paper is called that bears one name whatever the mode."""
        return next(iter(form(key).titles.values()))

    def card(self) -> Pages:
        """操作卡, one page beside the keyboard."""
        return self._press.render("card", desk.card())

    def recovery_sheet(self, code: str) -> Pages:
        """The sheet for the safe; always with our own template: a broken one must not stand between code and paper."""
        self._office.require("settings")
        with self._office.read() as session:
            data = desk.recovery(session, self._office, code)
        return self._own_press.render("recovery", data)

    def handover(self, facts: HandoverFacts) -> Pages:
        """移交清单, with the head of the change log as it is now."""
        self._office.require("hand_over")
        with self._office.read() as session:
            data = desk.handover(session, self._office, facts)
        return self._press.render("handover", data)

    def blank(self, form: str, mode: str = "") -> Pages:
        """A form nobody filled in, for days without computer; Refused when the mode has no such form."""
        with self._office.read() as session:
            studio = desk.studio_name(session, self._office)
            data: dict[str, object] = {"mode": mode, "office": "" if mode == "A" else studio}
            if form == "notice":
                data |= notices.words_for_hand(session, self._office, mode)
        return self._press.render(form, data)

    def copies_of(self, key: str) -> int:
        """How many of a paper of the desk itself are printed."""
        return form(key).copies(0)

    # --- out of the desk --------------------------------------------------------------------------------------

    def file_name(self, paper: Paper) -> str:
        """<number>-<form>.pdf, with the mark of the level; never a person's name."""
        with self._office.read() as session:
            file = open_file(session, self._office, paper.case_id)
            found = printable.printable(file, form(paper.form))
            number = file.case.number
        which = next((s.ordinal for s in found.subjects if s.id == paper.subject_id and s.ordinal), "")
        mark = str(self._office.lists.entry("masks", paper.mask).get("file_mark"))
        name = "-".join(part for part in (number, found.title, which) if part)
        return UNFIT_FOR_NAMES.sub("-", f"{name}{mark}.pdf")

    def note_printed(self, paper: Paper, file_name: str = "", pdf: bytes = b"") -> None:
        """Append to the export log that this paper went to a printer or into a file (网络数据安全管理条例 art. 12)."""
        with self._office.read() as session:
            file = open_file(session, self._office, paper.case_id)
            what = f"{file.case.number} {printable.printable(file, form(paper.form)).title}"
        self._note(what, paper.mask, file_name, pdf)

    def _note(self, what: str, mask: str, file_name: str = "", pdf: bytes = b"") -> None:
        entry = ExportLog(
            at=self._office.now(),
            account_id=self._office.signed.account_id,
            what=what,
            count=1,
            mask=mask,
            purpose=PURPOSE,
            file_name=file_name,
            digest=hashlib.sha256(pdf).hexdigest() if pdf else "",
        )
        # Printing is a right of its own, so none to write is asked; the log itself is nobody's record.
        with self._office.database.transaction(self._office.signed.account_id, PURPOSE, undoable=False) as session:
            session.add(entry)

    def save(self, paper: Paper, pages: Pages, path: Path, *, force: bool = False) -> None:
        """Write the PDF whole and noted, or not at all. Refused when the file is there and not `force`."""
        self._office.require("print")
        if path.is_dir():
            raise Refused(f"“{path.name}”是一个文件夹，请写上文件名。")
        if path.exists() and not force:
            raise Refused(f"“{path.name}”已经存在，没有覆盖。请换一个文件名，或者先删除旧的。")
        pdf = pages.pdf()
        with replacing(path, force=force) as stream:
            keep_private(Path(stream.name))
            stream.write(pdf)
            self.note_printed(paper, path.name, pdf)

    def to_pdf(self, paper: Paper, path: Path, *, force: bool = False) -> Pages:
        """Draw and save in one step, for the command line; `Pages.note` tells what could not be printed."""
        pages = self.draw(paper)
        self.save(paper, pages, path, force=force)
        return pages

    def paper_for(self, form: str, case_id: str, ordinal: int = 0) -> Paper:
        """The how-manieth record's paper (`--session N`), 0 the newest. Refused when there is none."""
        found = next((known for known in self.forms_of(case_id) if known.key == form), None)
        subjects = [s for s in found.subjects if s.id != BLANK] if found else []
        if not ordinal:
            if found and found.newest == BLANK and not found.reason:
                raise Refused(f"这件纠纷还没有可以打印的“{found.title}”。要手写的，请打印空白表（命令行加 --blank）。")
            return Paper(form, case_id)
        if not 1 <= ordinal <= len(subjects):
            raise Refused(f"没有第{ordinal}次，这件纠纷现有{len(subjects)}次记录。")
        return Paper(form, case_id, subjects[ordinal - 1].id)


def _kind_of(form: str) -> RecordKind:
    return next(kind for kind in KINDS if form in kind.papers)
