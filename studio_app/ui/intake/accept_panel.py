"""受理为纠纷: how it will be handled, and the few things a visit does not say; all else is carried over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio_app.core.errors import AppError, Invalid
from studio_app.desk import Services
from studio_app.domain.dates import parse_day, show_day
from studio_app.domain.own_words import remark
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.intake.draft import other_parties
from studio_app.records.intake.service import Opening
from studio_app.ui.kit import look
from studio_app.ui.kit.form.fields import Buttons, Choice, Day, Field, Finer, Line, LongText, Number, Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.form.offered import insert
from studio_app.ui.kit.input.inputs import TextBox
from studio_app.ui.kit.page.cards import Card, button, label
from studio_app.ui.kit.popup import messages


@dataclass
class AcceptSheet:
    """The questions of 受理; names are those of `Opening` except `respondents`."""

    mode: str = "B"
    committee_id: str = ""
    led_by: str = ""
    serial: int | None = None
    their_number: str = ""
    title: str = ""
    respondents: str = ""
    dispute_type: str = ""
    subtype: str = ""
    summary: str = ""
    claims: str = ""
    level: str = ""
    risk: str = "green"
    source: str = ""
    accepted_on: date | None = None
    backdate_reason: str = ""


OWN = (
    "mode", "led_by", "serial", "their_number", "title", "dispute_type", "subtype", "summary", "claims", "level",
    "risk", "source", "accepted_on", "backdate_reason",
)  # fmt: skip
SHOWN_IN = {"serial": "A", "led_by": "C", "their_number": "C"}


class AcceptPanel(Card):
    """`save` opens the dispute and tells `accepted(case_id, number)`; the page has the buttons, named by `verb`."""

    accepted = Signal(str, str)
    verb = "受理"
    refusal = "返回"

    def __init__(self, services: Services, intake_id: str, parent: QWidget | None = None) -> None:
        super().__init__("受理为纠纷", parent)
        self.setObjectName("accept")
        self._services, self._intake_id = services, intake_id
        self._lists = services.office.lists
        self._opening: Opening = services.intakes.opening_for(intake_id)
        told = services.intakes.file(intake_id).intake
        self._told = [text for text in (told.content, told.wants) if text]
        self._proposed = _sheet_of(self._opening, services)
        self._worded = (self._proposed.title, self._proposed.summary)
        self.form = Form("accept", [Section("", self._asked())], self._proposed)
        self.form.field_edited.connect(self._on_edited)
        self.body.addWidget(self.form)
        self._add_story()
        self._follow_mode()
        self._follow_type()
        self._follow_words()
        self._follow_risk()
        self._follow_day()
        self._fresh = self.form.typed()

    def opening(self) -> Opening:
        """What will be opened: the proposal with the answers given here."""
        sheet = self.form.draft()
        answered = {name: getattr(sheet, name) for name in OWN}
        committee_id = (sheet.committee_id or None) if sheet.mode == "A" else None
        parties = self._parties(sheet.respondents)
        return replace(self._opening, **answered, committee_id=committee_id, parties=parties)

    def take_focus(self) -> None:
        self.form.focus("title")

    @property
    def is_changed(self) -> bool:
        """Whether somebody answered anything yet."""
        return self.form.typed() != self._fresh

    def restore(self, typed: Mapping[str, object]) -> None:
        """What `form.typed()` gave; the finer type once its kind offers it."""
        self.form.restore(typed)
        self._follow_mode()
        self._follow_type()
        self.form.restore({"subtype": typed.get("subtype", "")})
        self._follow_words()
        self._follow_risk()
        self._follow_day()

    def save(self) -> None:
        """Open the dispute, or say beside the field what is missing."""
        unread = self.form.unread()
        if unread:
            self.form.show_problems(unread)
            return
        try:
            case = self._services.intakes.accept(self._intake_id, self.opening())
        except Invalid as refused:
            self.form.show_problems(_beside(refused.problems))
        except AppError as refused:
            messages.tell(self, refused)
        else:
            self.accepted.emit(case.id, case.number)

    def _parties(self, respondents: str) -> list[PartyDraft]:
        if respondents == self._proposed.respondents:
            return self._opening.parties
        applicants = [party for party in self._opening.parties if party.side == "applicant"]
        found = other_parties(respondents)
        return [*applicants, *(PartyDraft(side="respondent", name=name, kind=kind) for name, kind in found)]

    def _asked(self) -> list[Field]:
        lists = self._lists
        parse = partial(parse_day, today=self._services.office.today(), past=True)
        return [
            Buttons("mode", "办理方式", options=lists.pairs("modes"), wide=True),
            Choice("committee_id", "人民调解委员会", options=self._services.cases.committees()),
            Number("serial", "调委会登记簿上的号", least=1, most=99999, placeholder="不填就接着编"),
            Line("led_by", "主办的调委会", placeholder="全称，例如 某某街道人民调解委员会"),
            Line("their_number", "主办调委会的案号", placeholder="不知道可不填"),
            Line("title", "案由", placeholder="例如 楼上漏水"),
            Line("respondents", "对方当事人", placeholder="人或单位，几个用“、”隔开"),
            Choice(
                "dispute_type",
                "纠纷类型",
                options=lists.pairs("dispute_types"),
                searchable=True,
                finer=[Finer(kind, label, words, "subtype", code) for kind, label, words, code in lists.subtypes()],
            ),
            Choice("subtype", "细类", options=[]),
            LongText(
                "summary",
                "纠纷事实",
                wide=True,
                rows=4,
                limit=lists.limit("t1_summary_chars"),
                help="用中立的话写：谁和谁、什么时候、在哪里、为什么事。会进台账、协议和摘要。",
            ),
            LongText("claims", "当事人的要求", wide=True, rows=2),
            Choice("level", "纠纷等级", options=lists.pairs("levels")),
            Buttons("risk", "风险", options=lists.pairs("risks")),
            Choice("source", "纠纷来源", options=lists.pairs("sources"), searchable=True),
            Day("accepted_on", "受理日期", parse=parse, show=show_day),
            Line("backdate_reason", "补录原因", wide=True),
        ]

    def _add_story(self) -> None:
        """What the visitor said stands by to be reworded; the skeleton of such a dispute goes in at a click."""
        quoted = label("\n".join(f"来访人原话：{text}" for text in self._told), "secondary", wrap=True)
        quoted.setObjectName("accept.told")
        self._skeleton = button("用模板写纠纷事实", "quiet", clicked=self._take_skeleton)
        self._skeleton.setObjectName("accept.skeleton")
        inside = self.form.cell("summary").layout()
        assert isinstance(inside, QVBoxLayout)  # noqa: S101  # for the type checker: every cell has one
        inside.insertWidget(inside.count() - 1, quoted)
        inside.insertWidget(inside.count() - 1, self._skeleton, 0, Qt.AlignmentFlag.AlignLeft)

    def _take_skeleton(self) -> None:
        """In place of the proposal, behind what somebody wrote."""
        box = self.form.editor("summary").main
        assert isinstance(box, TextBox)  # noqa: S101  # for the type checker
        if self.form.value("summary") == self._worded[1]:
            self.form.set_value("summary", "")
        box.moveCursor(QTextCursor.MoveOperation.End)
        insert(box, self._facts())

    def _on_edited(self, name: str) -> None:
        follow = {
            "mode": self._follow_mode, "dispute_type": self._follow_type, "risk": self._follow_risk,
            "accepted_on": self._follow_day,
        }.get(name)  # fmt: skip
        if name in ("mode", "dispute_type", "subtype", "respondents"):
            self._propose_anew()
        self._follow_words()
        if follow is not None:
            follow()

    def _follow_mode(self) -> None:
        """One sentence says what the mode means in law; only its own questions stay."""
        mode = str(self.form.value("mode"))
        entry = self._lists.entry("modes", mode)
        warning = self._services.cases.mediator_warning(mode)
        means = f"{entry.get('name')}。{entry.get('effective_text')}"
        self.form.show_hint("mode", "\n".join(part for part in (warning, means) if part))
        for name, modes in SHOWN_IN.items():
            self.form.set_shown(name, shown=mode in modes)
        asked, hint = self._services.cases.committee_asked(mode)
        self.form.set_shown("committee_id", shown=asked)
        self.form.show_hint("committee_id", hint)

    def _follow_type(self) -> None:
        kind = self.form.value("dispute_type")
        fitting = [e for e in self._lists.entries("dispute_subtypes") if e.get("type") == kind]
        self.form.set_options("subtype", [(e.code, e.label) for e in fitting])
        self.form.set_shown("subtype", shown=bool(fitting))
        if self.form.value("subtype") not in {e.code for e in fitting}:
            self.form.editor("subtype").set_value("")

    def _propose_anew(self) -> None:
        """Title and facts nobody touched follow type and names."""
        mode, kind, finer = (str(self.form.value(name) or "") for name in ("mode", "dispute_type", "subtype"))
        parties = self._parties(self.form.value("respondents"))
        now = self._services.intakes.wording_for(mode, kind, finer, parties, self._opening.place)
        before, self._worded = self._worded, now
        for name, old, new in zip(("title", "summary"), before, now, strict=True):
            if self.form.value(name) == old != new:
                self.form.set_value(name, new)

    def _follow_words(self) -> None:
        """Says which words are still the visitor's own; offers a skeleton where there is one."""
        sides = self._lists.both_sides(str(self.form.value("mode")))
        for name in ("title", "summary", "claims"):
            copied = self._told[:1] if name == "summary" else ()
            self.form.show_hint(name, remark(str(self.form.value(name) or ""), copied, sides))
        look.show_if(self._skeleton, on=bool(self._facts()))

    def _facts(self) -> str:
        """The skeleton for a dispute of the finer type, in the words of the mode chosen."""
        return self._services.templates.facts(str(self.form.value("subtype") or ""), str(self.form.value("mode")))

    def _follow_risk(self) -> None:
        self.form.show_hint("risk", str(self._lists.entry("risks", str(self.form.value("risk"))).get("meaning")))

    def _follow_day(self) -> None:
        day = self.form.value("accepted_on")
        past = day is not None and day < self._services.office.today()
        self.form.set_shown("backdate_reason", shown=past)


def _sheet_of(opening: Opening, services: Services) -> AcceptSheet:
    """The proposal; the committee most likely meant stands there already, and whom the studio assists."""
    committees = services.cases.committees()
    names = [party.name for party in opening.parties if party.side == "respondent"]
    return AcceptSheet(
        **{name: getattr(opening, name) for name in OWN} | {"led_by": services.cases.usually_led_by()},
        committee_id=committees[0][0] if committees else "",
        respondents="、".join(names),
    )


def _beside(problems: dict[str, str]) -> dict[str, str]:
    """Problems of parties stand beside the field that names them."""
    return {("respondents" if name.startswith("parties") else name): text for name, text in problems.items()}
