"""The cards at the right of a case: 当事人, 协议与履行, 下一步, and who mediates."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QWidget

from studio_app.desk import Services
from studio_app.domain import identity, phones
from studio_app.domain.dates import short_day
from studio_app.domain.masking.levels import mask_phone_screen
from studio_app.domain.money import show_yuan
from studio_app.domain.wording import join, shorten
from studio_app.records.dispute.case.risk import is_studied
from studio_app.records.dispute.case.service import CaseFile, Obligation, Party
from studio_app.services.attachments import OUTSIDE
from studio_app.ui.dispute.case_fields import SIDES, relation_beside, side_word, whose
from studio_app.ui.kit import look
from studio_app.ui.kit.form.looking import offer_if
from studio_app.ui.kit.page.cards import Card, button, clear, label
from studio_app.ui.kit.page.files_card import Drawer, FilesCard
from studio_app.ui.kit.page.photos import Photo
from studio_app.ui.kit.page.plain import in_tip

MOST = 8
USUAL_PHONE, WIDEST_PHONE = 13, 22
"""Characters of a phone that fits beside a name, and of one that fits in the card."""
"""Lines of a card before the rest waits on its own page."""


class PartiesCard(Card):
    """Who stands on which side; a click on a masked phone shows it and notes that somebody looked."""

    opened = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__("当事人")
        self.setObjectName("case.parties_card")
        self._services = services
        self._file: CaseFile | None = None
        self._shown: set[str] = set()
        self._veiled = False
        change = button("修改", "quiet", clicked=self.opened.emit)
        change.setObjectName("case.parties_card.change")
        change.setAccessibleName("修改当事人")
        change.setStyleSheet("min-height: 0; padding: 0;")
        self.corner.addWidget(change)
        offer_if(services.office.may("write"), change)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.M)
        self._grid.setVerticalSpacing(look.S)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)

    def show_file(self, file: CaseFile) -> None:
        if self._file is None or self._file.case.id != file.case.id:
            self._shown.clear()
        self._file = file
        self._fill()

    def veil(self, *, on: bool) -> None:
        """F8: every phone is masked again, and stays so."""
        self._veiled = on
        self._shown.clear()
        self._fill()

    def reveal(self, party_id: str) -> None:
        """Show a phone in full; the access log says who saw it."""
        if self._veiled or self._file is None:
            return
        if party_id not in self._shown:
            name = self._file.party_name(party_id)
            self._services.office.note_access(f"查看电话：{self._file.case.number} {name}", party_id)
        self._shown.add(party_id)
        self._fill()

    def _fill(self) -> None:
        clear(self._grid)
        if self._file is None:
            return
        told = ""
        for row, party in enumerate(self._file.parties[:MOST]):
            side = side_word(party)
            self._grid.addWidget(label("" if side == told else side, "secondary"), row, 0)
            self._grid.addWidget(self._person(self._file, party), row, 1)
            told = side
        if not any(party.side == "respondent" for party in self._file.parties):
            self._grid.addWidget(label(SIDES["respondent"], "secondary"), MOST, 0)
            add = button("还没有登记，补上", "quiet", clicked=self.opened.emit)
            add.setObjectName("case.add_respondent")
            self._grid.addWidget(add, MOST, 1, Qt.AlignmentFlag.AlignLeft)
            offer_if(self._services.office.may("write"), add)
        rest = len(self._file.parties) - MOST
        if rest > 0:
            self._grid.addWidget(label(f"另有 {rest} 位，点“修改”查看", "secondary"), MOST, 1)

    def _person(self, file: CaseFile, party: Party) -> QWidget:
        words = [party.name, *_facts(file, party, self._services)]
        inside = QWidget()
        text = self._phone_text(party)
        direction = QBoxLayout.Direction
        row = QBoxLayout(direction.LeftToRight if len(text) <= USUAL_PHONE else direction.TopToBottom, inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.M if row.direction() == direction.LeftToRight else 0)
        row.addWidget(label("　".join(words), tone="amber" if party.consent == "refused" else "", wrap=True), 1)
        if text:
            row.addWidget(self._phone(party, text), 0, Qt.AlignmentFlag.AlignLeft)
        return inside

    def _phone_text(self, party: Party) -> str:
        told = phones.show(party.phone)
        return told if party.id in self._shown else mask_phone_screen(told)

    def _phone(self, party: Party, text: str) -> QWidget:
        """Numbers with remarks stand under the name, as long as the card is wide."""
        shown = party.id in self._shown
        made = button(shorten(text, WIDEST_PHONE), "quiet", clicked=lambda: self.reveal(party.id))
        made.setObjectName("case.phone")
        made.setAccessibleName(f"{party.name}的电话 {text}")
        cut = text if shown and len(text) > WIDEST_PHONE else ""
        made.setToolTip(in_tip(cut) if shown else "点一下显示完整号码（会记入查看记录）")
        return made


_TOP = Qt.AlignmentFlag.AlignTop


def _together(text: str) -> str:
    """What stands after the last wide space is not broken over two lines."""
    what, gap, standing = text.rpartition("　")
    fast = _JOINER.join(standing.replace(" ", _NO_BREAK))
    return f"{what}{gap}{fast}" if gap else text


_JOINER, _NO_BREAK = "\u2060", "\u00a0"


def _facts(file: CaseFile, party: Party, services: Services) -> list[str]:
    """Sex and age on the day that counts, whose guardian or agent, and that somebody does not agree."""
    born = party.birthday or identity.check_id(party.id_number).birthday
    age = identity.age_on(born, file.reckoned_on) if born else party.age_told
    lists = services.office.lists
    words = [lists.sex(party.sex), f"{age}岁" if age is not None else "", whose(file, party, lists)]
    if party.consent == "refused":
        words.append("不同意调解")
    return [word for word in words if word]


class AgreementCard(Card):
    """What was agreed, and what became of each thing."""

    opened = Signal(str, str)

    def __init__(self, services: Services) -> None:
        super().__init__("协议与履行")
        self.setObjectName("case.agreement_card")
        self._services = services

    def show_file(self, file: CaseFile) -> None:
        clear(self.body)
        agreement = file.agreement
        if agreement is None:
            none = "这一轮还没有协议。" if file.case.round > 1 else "还没有协议。"
            self.body.addWidget(label(none, "secondary"))
            return
        for text, tone in self._head(file):
            self.body.addWidget(label(text, tone=tone, wrap=True))
        today = self._services.office.today()
        for row in file.obligations[:MOST]:
            text, tone = self._owed(file, row, today)
            self.body.addWidget(label(_together(text), tone=tone, wrap=True))
        if len(file.obligations) > MOST:
            self.body.addWidget(label(f"另有 {len(file.obligations) - MOST} 项", "secondary"))

    def _head(self, file: CaseFile) -> list[tuple[str, str]]:
        agreement = file.agreement
        assert agreement is not None  # noqa: S101  # for the type checker: the caller looked
        lists = self._services.office.lists
        form = lists.label("agreement_forms", agreement.form)
        count = f"{len(file.clauses)} 条" if file.clauses else ""
        found = [("　".join(word for word in (form, agreement.number, count) if word), "")]
        if agreement.effective_on is None:
            before = "，原协议继续履行" if file.obligations else ""
            found.append((f"还没有生效，还差：{join(list(file.lacks))}{before}", "amber"))
        return found

    def _owed(self, file: CaseFile, row: Obligation, today: date) -> tuple[str, str]:
        entry = self._services.office.lists.entry("obligation_states", row.state)
        amount = show_yuan(row.amount_fen) if row.amount_fen else ""
        what = " ".join(word for word in (shorten(row.what, 30), amount) if word)
        done = file.performances.get(row.id, [])
        if row.state == "performed":
            when = f"{short_day(done[-1].done_on, today)} " if done else ""
            return f"✓ {what}　{when}{entry.label}", "green"
        paid = sum(performance.amount_fen or 0 for performance in done)
        part = f"　{entry.label}" if row.state != "pending" else ""
        part += f"（已付 {show_yuan(paid)}）" if paid else "（做到一部分）" if done and row.state != "part" else ""
        if not entry.get("open", True):
            return f"{'✓' if entry.get('done') == 'yes' else '–'} {what}{part}", "plain"
        if row.due_on is None:
            return f"○ {what}{part}", ""
        late = (today - row.due_on).days
        if late > 0:
            return f"! {what}　{short_day(row.due_on, today)} 逾期 {late} 天{part}", "red"
        return f"○ {what}　{short_day(row.due_on, today)} 前{part}", "amber" if late == 0 else ""


class NextCard(Card):
    """下一步: the open reminders of the case."""

    chosen = Signal(str, str)

    def __init__(self, services: Services) -> None:
        super().__init__("下一步")
        self.setObjectName("case.next_card")
        self._services = services

    def show_file(self, file: CaseFile) -> None:
        clear(self.body)
        today = self._services.office.today()
        for reminder in file.reminders[:MOST]:
            late = reminder.shown_on < today
            text = f"{short_day(reminder.shown_on, today)}　{reminder.text}"
            line = label(f"! {text}" if late else text, tone="red" if late else "", wrap=True)
            line.setToolTip(in_tip(reminder.reason))
            self.body.addWidget(line)
        if not file.reminders:
            self.body.addWidget(label("没有到期的事。", "secondary"))


class StaffCard(Card):
    """Who mediates, and the danger level: the small print of a case."""

    staff_wanted = Signal()
    risk_wanted = Signal()

    def __init__(self, services: Services) -> None:
        super().__init__("承办与风险")
        self.setObjectName("case.staff_card")
        self._services = services

    def show_file(self, file: CaseFile) -> None:
        clear(self.body)
        lists = self._services.office.lists
        self.body.addLayout(self._line("承办", _staff_words(file), self.staff_wanted, "staff"))
        risk = lists.entry("risks", file.case.risk)
        studied = is_studied(file.case.risk, file.case.risk_signs, file.case.risk_note)
        words = f"{risk.label}　{risk.get('full_label')}" if studied else "还没有研判"
        self.body.addLayout(
            self._line("风险", words, self.risk_wanted, "risk", str(risk.get("tone")) if studied else "")
        )
        for guest in file.participants[:MOST]:
            relation = relation_beside(guest.name, lists.label("participant_relations", guest.relation))
            self.body.addWidget(label(f"参加人　{guest.name}　{relation}".rstrip("　"), wrap=True))

    def _line(self, word: str, text: str, wanted: object, code: str, tone: str = "") -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(look.M)
        row.addWidget(label(word, "secondary"), 0, _TOP)
        row.addWidget(label(text, tone=tone, wrap=True), 1, _TOP)
        change = button("修改", "quiet", clicked=wanted.emit)  # type: ignore[attr-defined]  # a bound signal
        change.setObjectName(f"case.staff_card.{code}")
        change.setAccessibleName(f"修改{word}")
        change.setStyleSheet("min-height: 0; padding: 0;")
        row.addWidget(change, 0, _TOP)
        offer_if(self._services.office.may("write"), change)
        return row


def _staff_words(file: CaseFile) -> str:
    """Who is responsible first, the same as in list and ledger; then who mediates."""
    here = [a for a in file.staff if not a.row.withdrawn_on]
    names = [f"{a.staff.name}（{DUTIES[a.row.duty]}）" for a in here]
    if file.handler is not None and file.handler.id not in {a.staff.id for a in here}:
        names.insert(0, file.handler.name)
    if file.host is None:
        return f"{join(names)}（还没有人主持）" if names else "还没有指派"
    return join(names)


DUTIES = {"host": "主持", "mediator": "一起调解", "recorder": "记录"}


class AttachmentsCard(FilesCard):
    """All files of the case; with `subject_id` those of one sitting, investigation, 回访 or 履行事项.

    The photos of a record are printed behind it.
    """

    def __init__(self, services: Services, case_id: str, subject_id: str = "", parent: QWidget | None = None) -> None:
        files = services.attachments

        def photos() -> list[Photo]:
            lines = (line for line in files.list(case_id) if subject_id in ("", line.subject_id))
            return [Photo(line.id, line.name, line.picture) for line in lines]

        drawer = Drawer(
            photos=photos,
            add=lambda paths: files.add(case_id, paths, subject_id),
            look_at=files.photo,
            open_outside=files.open_outside,
            remove=files.remove,
            may_write=lambda: services.office.may("write"),
            may_open_outside=lambda: services.office.may("open_outside"),
            outside=OUTSIDE,
        )
        super().__init__(drawer, parent)
