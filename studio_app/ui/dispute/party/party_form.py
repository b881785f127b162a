"""One party: a person or an organisation, somebody's guardian or agent."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from studio_app.core.errors import Invalid
from studio_app.desk import Services
from studio_app.domain import identity
from studio_app.records.dispute.case.party import AUTHORITY, may_live_by_own_work
from studio_app.records.dispute.case.service import CORRECTED, PartyDraft
from studio_app.ui.dispute.case_fields import SIDES, about
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import Choice, Field, Form, Line, LongText, Number, Section, Tick
from studio_app.ui.record import asking
from studio_app.ui.record.ticks import TickList
from studio_app.ui.record.writing_page import FormPage


class PartyPage(FormPage):
    """Changes the party at `place` of the case's list; beyond its end adds `fresh`, which has side and role already."""

    corrected = Signal(str, list)
    """(party id, fields) after a stored party got other details than it had."""

    def __init__(
        self, services: Services, case_id: str, drafts: list[PartyDraft], place: int, fresh: PartyDraft | None = None
    ) -> None:
        self._draft = fresh or drafts[place]
        title = f"当事人　{self._draft.name}" if self._draft.name else "添加当事人"
        super().__init__(services, "party", title, about(services.cases.case_file(case_id).case))
        self._case_id, self._drafts, self._place = case_id, drafts, place
        had = self._draft.authority
        self._powers = TickList("party.authority", "代理权限")
        self._powers.set_options(AUTHORITY, [code for code, words in AUTHORITY if words in had])
        self._recipients = TickList("party.recipients", "同意把信息提供给（逐个征求，《个人信息保护法》第二十三条）")
        lists, given = services.office.lists, self._draft.consent_recipients
        asked = [e.code for e in lists.recipients(services.cases.case_file(case_id).case.mode)]  # as on the paper
        offered = [(code, word) for code, word in lists.pairs("recipients") if code in asked or code in given]
        self._recipients.set_options(offered, given)
        form = Form("party", _sections(services, self._principals()), self._asked())
        name = self._draft.id or f"{case_id}:{self._draft.side}:{self._draft.role}"
        ticks = {"authority": self._powers, "consent_recipients": self._recipients}
        self.set_form(form, "保存当事人", f"party:{name}", ticks)
        self.begin()
        form.focus("name")

    def store(self) -> str:
        draft: PartyDraft = self.form.draft()
        told: Any = draft.acts_for
        draft.acts_for = next((n for n, one in enumerate(self._drafts) if one.id and one.id == told), None)
        draft.authority = "、".join(words for code, words in AUTHORITY if code in self._powers.ticked())
        draft.consent_recipients = self._recipients.ticked()
        if draft.role == "party":
            draft.acts_for = None
        drafts = [*self._drafts]
        drafts[self._place : self._place + 1] = [draft]
        try:
            self.services.cases.put_parties(self._case_id, drafts)
        except Invalid as refused:
            raise Invalid({name.split(".")[-1]: text for name, text in refused.problems.items()}) from None
        before = self._draft
        fields = [name for name in CORRECTED if before.id and getattr(draft, name) != getattr(before, name)]
        if fields:
            self.corrected.emit(before.id, fields)
        return f"已保存当事人 {draft.name}。"

    def _asked(self) -> Any:
        """With the id of who is acted for in place of the position: half written it outlives changes of the list."""
        place = self._draft.acts_for
        asked: Any = replace(self._draft)
        asked.acts_for = None if place is None else self._drafts[place].id
        return asked

    def _principals(self) -> list[tuple[object, str]]:
        others = [d for d in self._drafts if d.role == "party" and d.id != self._draft.id]
        return [(d.id, f"{d.name}（{SIDES.get(d.side, '')}）") for d in others]

    def follow(self) -> None:
        """Only what belongs to this role and kind is asked."""
        form = self.form
        acts = form.value("role") in ("guardian", "agent")
        form.set_shown("side", shown=not acts)  # that of whom he acts for
        form.set_shown("acts_for", shown=acts)
        form.set_shown("relation", shown=acts)
        look.show_if(self._powers, on=form.value("role") == "agent")
        human = form.value("kind") != "organisation"
        for asked in ("sex", "birthday", "age_told", "ethnicity", "occupation", "workplace"):
            form.set_shown(asked, shown=human)
        form.set_shown("representative", shown=not human)
        today = self.services.office.today()
        young = human and may_live_by_own_work(form.draft(), today)
        form.set_shown("own_income", shown=young or bool(form.value("own_income")))
        hints = form.draft().hints(today)
        for name in ("birthday", "id_number"):
            form.show_hint(name, hints.get(name, ""))


def _sections(services: Services, principals: list[tuple[object, str]]) -> list[Section]:
    lists = services.office.lists
    who: list[Field] = [
        asking.buttons("side", "是哪一方", _sides(lists.pairs("party_sides"))),
        asking.buttons("role", "本人还是代办", lists.pairs("party_roles")),
        Choice("acts_for", "代表谁", options=principals),
        Line("relation", "与其关系", placeholder="例如 母亲、儿子、律师"),
        asking.buttons("kind", "个人或单位", lists.pairs("party_kinds"), wide=True),
        Line("name", "姓名或名称", required=True),
        asking.phone("phone", "电话", sensitive=True, placeholder="几个号码用空格隔开"),
        Line("address", "住址", sensitive=True, wide=True),
        Line("representative", "法定代表人姓名和职务", wide=True),
    ]
    details: list[Field] = [
        asking.choice(services, "sex", "性别", "sexes"),
        asking.day(services, "birthday", "出生日期", past=True, sensitive=True, placeholder="例如 1956.3.5"),
        Number("age_told", "自述年龄", least=0, most=120, unit="岁"),
        Tick("own_income", "以自己的劳动收入为主要生活来源（满 16 周岁的可以自己签名）", wide=True),
        asking.choice(services, "ethnicity", "民族", "ethnicities", searchable=True),
        asking.choice(services, "id_type", "证件类型", "id_types"),
        Line("id_number", "证件号码", sensitive=True, hint=_id_hint),
        Line("occupation", "职业"),
        Line("workplace", "工作单位"),
        LongText(
            "sensitive_note",
            "敏感信息",
            rows=2,
            wide=True,
            sensitive=True,
            help="病情、残疾、账户等，确有必要才记；不进入查找和台账。",
        ),
        asking.day(services, "privacy_on", "哪天签的《个人信息告知同意书》", past=True),
        LongText("note", "备注", rows=2, wide=True),
    ]
    further = asking.further(services, [*who, *details])
    return [Section("", who), Section("更多信息", [*details[:-1], *further, details[-1]], folded=True)]


def _sides(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words of the paper, with the one used on screen where they differ."""
    own = {code: f"{SIDES[code]}（{word}）" for code, word in pairs if SIDES.get(code, word) != word}
    return [(code, own.get(code, word)) for code, word in pairs]


def _id_hint(text: str) -> str:
    return identity.check_id(text).hint
