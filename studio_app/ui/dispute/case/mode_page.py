"""换办理方式: the mode decides number, forms, seal and clocks, so the page says what will change."""

from dataclasses import dataclass

from studio_app.core.errors import Refused
from studio_app.desk import Services
from studio_app.ui.dispute import case_fields
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit.form.form import Choice, Form, Number, Section
from studio_app.ui.kit.page.cards import Card, label
from studio_app.ui.record import asking
from studio_app.ui.record.writing_page import FormPage


@dataclass
class ModeDraft:
    mode: str = ""
    committee_id: str = ""
    led_by: str = ""
    serial: int | None = None


class ModePage(FormPage):
    def __init__(self, services: Services, case_id: str) -> None:
        file = services.cases.case_file(case_id)
        case = file.case
        now = services.office.lists.entry("modes", case.mode)
        super().__init__(services, "mode", "换办理方式", about(case))
        self._case_id = case_id
        if not file.other_modes:
            raise Refused("已经签了协议，不能再改为别的办理方式。")
        others = [e for e in services.office.lists.entries("modes") if e.code in file.other_modes]
        committees = services.cases.committees()
        likely = committees[0][0] if committees else ""
        fields = [
            asking.buttons("mode", "改为", [(e.code, str(e.get("name") or e.label)) for e in others], wide=True),
            Choice("committee_id", "人民调解委员会", options=committees),
            case_fields.led_by(),
            Number("serial", "序号", least=1, help="不填就接着上一个号；要和调委会登记簿一致的，填簿上的号。"),
        ]
        form = Form("mode", [Section("", fields)], ModeDraft(others[0].code, likely, services.cases.usually_led_by()))
        self.set_form(form, "换办理方式", f"mode:{case_id}")
        self._now = f"现在是{now.get('name') or now.label}。"
        self._says = label("", wrap=True)
        card = Card("换了以后")
        card.body.addWidget(self._says)
        self.add_card(card)
        self.begin()

    def store(self) -> str:
        draft: ModeDraft = self.form.draft()
        committee_id = (draft.committee_id or None) if draft.mode == "A" else None
        case = self.services.cases.change_mode(
            self._case_id, draft.mode, committee_id, draft.serial, led_by=draft.led_by
        )
        return f"已改为{self.services.office.lists.label('modes', case.mode)}，新编号 {case.number}。"

    def follow(self) -> None:
        mode = str(self.form.value("mode") or "")
        case_fields.follow_committee(self.services, self.form, mode)
        self.form.set_shown("serial", shown=mode == "A")
        entry = self.services.office.lists.entry("modes", mode)
        sentences = [
            self._now,
            "另编新号，原编号作为曾用编号保留；已经签了名的材料不变。换了以后不能撤销，需要时再换回来。",
            f"以后的协议叫“{entry.get('agreement_title')}”。",
            str(entry.get("effective_text")),
        ]
        self._says.setText("\n".join(sentence for sentence in sentences if sentence))
