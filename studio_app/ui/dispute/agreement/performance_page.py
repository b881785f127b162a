"""履行: which promise was kept, which was urged, and what to tell people when one is not kept."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from studio_app.core.errors import Refused
from studio_app.desk import Services
from studio_app.domain.dates import show_day
from studio_app.domain.money import show_yuan
from studio_app.records.dispute.agreement.service import PerformanceDraft, Promise, Standing, UrgeDraft
from studio_app.ui.dispute.agreement.promise_list import PromiseList
from studio_app.ui.dispute.case.case_cards import AttachmentsCard
from studio_app.ui.dispute.case_fields import about
from studio_app.ui.kit import look
from studio_app.ui.kit.form.fields import Buttons, Choice, Line, LongText, Section
from studio_app.ui.kit.form.form import Form
from studio_app.ui.kit.page.cards import Card, EmptyNote, Flow, button, clear, label
from studio_app.ui.kit.page.room import Scrolling
from studio_app.ui.record import asking
from studio_app.ui.record.writing_page import WritingPage

SIDE = 380
ACTS = (("perform", "做到了", "登记履行"), ("urge", "督促", "记下督促"), ("fail", "没做到", "记下没做到"))
FAILURES = (("refused", "对方不肯做"), ("sued", "已起诉或申请执行"), ("waived", "权利人不要了"))


class PerformancePage(WritingPage):
    """The promises left; right one form at a time for what was done, urged or refused about the one chosen."""

    help_topic = "agreement"

    def __init__(self, services: Services, case_id: str, obligation_id: str | None = None) -> None:
        super().__init__(services, "performance")
        self._case_id, self.writing.key = case_id, f"performance:{case_id}"
        self._agreements = services.agreements
        self._promises: Sequence[Promise] = self._agreements.promises(case_id)
        self._act = "perform"
        self._build()
        self._fill()
        self.choose(obligation_id)
        self.writing.keep_aside("place", self._place, self._go_to)
        self.writing.begin()
        self.performance.focus_first()

    # --- what the person does -----------------------------------------------------------------------------------

    def choose(self, obligation_id: str | None) -> None:
        """One promise by its id; without one the first that is still open."""
        ids = [p.obligation.id for p in self._promises]
        still_open = (n for n, p in enumerate(self._promises) if p.obligation.state in ("pending", "part", "refused"))
        place = ids.index(obligation_id) if obligation_id in ids else next(still_open, 0)
        self.list.setCurrentRow(place)

    def show_act(self, act: str) -> None:
        """perform, urge or fail: which form is shown, and what the main button does."""
        self._act = act
        for place, (code, _tab, words) in enumerate(ACTS):
            self._tabs.button(place).setChecked(code == act)
            look.show_if(self._leaves[place], on=code == act)
            if code == act:
                self.save_button.setText(words)
                self.save_button.setAccessibleName(words)

    def save(self) -> None:
        """What the main button says."""
        chosen = self.chosen
        if chosen is None or self._has_unread():
            return
        {"perform": self._perform, "urge": self._urge, "fail": self._fail}[self._act](chosen)

    def _store_as(self, act: str) -> None:
        """What was typed on another leaf is stored along with what the main button stores."""
        self.show_act(act)
        self.save()

    @property
    def chosen(self) -> Promise | None:
        place = self.list.currentRow()
        return self._promises[place] if 0 <= place < len(self._promises) else None

    # --- WritingPage --------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        today = self.services.office.today()
        self.list.show_promises(self._promises, today)
        self.performance.load(PerformanceDraft(done_on=today))
        self.urging.load(UrgeDraft(urged_on=today))

    def _place(self) -> tuple[str, str]:
        """What is being written, and about which promise."""
        chosen = self.chosen
        return self._act, chosen.obligation.id if chosen else ""

    def _go_to(self, place: tuple[str, str]) -> None:
        act, obligation_id = place
        self.choose(obligation_id)
        self.show_act(act)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        (self.urging if self._act == "urge" else self.performance).show_problems(problems)

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        view = self._agreements.view(self._case_id)
        self.set_title("登记履行", about(view.case))
        lists = self.services.office.lists
        self.list = PromiseList(dict(lists.pairs("obligation_states")))
        self.list.chosen.connect(lambda _place: self._show_chosen())
        self._log = label("", "secondary", wrap=True)
        self._log.setObjectName("performance.log")
        card = Card("约定的事")
        card.body.addWidget(self.list)
        self.body.addWidget(card)
        self._history = Card("记过的")
        self._history.body.addWidget(self._log)
        self.body.addWidget(self._history)
        self.body.addStretch(1)
        side = self._side()
        self.add_side(side, SIDE)
        if not self._promises:
            card.body.addWidget(EmptyNote(_nothing(written=view.agreement is not None)))
            for empty in (self.list, self._history, side):
                empty.hide()
        self.save_button = self.add_button("save", "登记履行", self.save, "primary")
        self.save_button.setEnabled(bool(self._promises))
        self.add_back()
        self.show_act("perform")

    def _side(self) -> QWidget:
        self._build_forms()
        self._tabs = QButtonGroup(self)
        row = Flow()
        for place, (code, words, _button) in enumerate(ACTS):
            tab = button(words, clicked=lambda code=code: self.show_act(code))  # type: ignore[misc]  # binds the loop's value
            tab.setObjectName(f"performance.act_{code}")
            tab.setCheckable(True)
            self._tabs.addButton(tab, place)
            row.addWidget(tab)
        self._leaves = (self.performance, self.urging, self._fail_panel())
        card = Card()
        self._what = label("", "section", wrap=True)
        card.body.addWidget(self._what)
        card.body.addLayout(row)
        for leaf in self._leaves:
            card.body.addWidget(leaf)
        side = QWidget()
        look.mark(side, page="true")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.M)
        column.addWidget(card)
        self._proofs = QVBoxLayout()
        column.addLayout(self._proofs)
        column.addStretch(1)
        return Scrolling(side)

    def _build_forms(self) -> None:
        lists, services = self.services.office.lists, self.services
        self.performance: Form[PerformanceDraft] = Form(
            "performance",
            [
                Section(
                    "",
                    [
                        asking.day(services, "done_on", "哪天做到的", past=True),
                        Buttons("full", "做到多少", options=[(True, "全部做到"), (False, "做到一部分")]),
                        asking.amount("amount_fen", "付了多少", help="不是付钱的事，空着。"),
                        Choice("proof", "凭证", options=lists.pairs("performance_proofs")),
                        Line("note", "说明", help="收条、转账截图、照片，加在下面的附件里。"),
                    ],
                )
            ],
            PerformanceDraft(),
        )
        self.urging: Form[UrgeDraft] = Form(
            "urge",
            [
                Section(
                    "",
                    [
                        asking.day(services, "urged_on", "哪天督促的", past=True),
                        Choice("way", "怎样督促", options=lists.pairs("urge_methods")),
                        LongText("said", "怎么说的", rows=3),
                        LongText("answer", "对方怎么答", rows=3),
                    ],
                )
            ],
            UrgeDraft(),
        )
        self.keep(lambda: self._store_as("perform"), performance=self.performance)
        self.keep(lambda: self._store_as("urge"), urging=self.urging)
        self.writing.keep_untouched("performance", "done_on", alone=True)
        self.writing.keep_untouched("urging", "urged_on", alone=True)
        self.performance.edited.connect(self._hint)

    def _fail_panel(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.S)
        self._failures = QButtonGroup(panel)
        row = Flow()
        for place, (code, words) in enumerate(FAILURES):
            made = button(words)
            made.setObjectName(f"performance.fail_{code}")
            made.setCheckable(True)
            self._failures.addButton(made, place)
            row.addWidget(made)
        column.addLayout(row)
        column.addWidget(label("可以这样告诉权利人", "section"))
        for text in self._agreements.remedies(self._case_id):
            column.addWidget(label(text, wrap=True))
        column.addWidget(label("在纠纷页可以把它打印出来，请当事人签收。", "secondary", wrap=True))
        return panel

    # --- inside -------------------------------------------------------------------------------------------------

    def _has_unread(self) -> bool:
        unread = {"perform": self.performance.unread, "urge": self.urging.unread}.get(self._act, dict)()
        if unread:
            self.show_problems(unread)
        return bool(unread)

    def _perform(self, chosen: Promise) -> None:
        draft = self.performance.draft()
        if draft.amount_fen is None and draft.full and chosen.obligation.amount_fen:
            draft.amount_fen = chosen.obligation.amount_fen - chosen.paid_fen
        standing = self.attempt(lambda: self._agreements.perform(chosen.obligation.id, draft))
        if standing is not None:
            self.finish(_said("已登记履行。", standing), "performance")

    def _urge(self, chosen: Promise) -> None:
        draft = self.urging.draft()
        if self.attempt(lambda: self._agreements.urge(self._case_id, draft, chosen.obligation.id)) is not None:
            self.finish("已记下督促。", "urging")

    def _fail(self, chosen: Promise) -> None:
        if self._failures.checkedId() < 0:
            self.tell(Refused("请先选一种情况：不肯做、已起诉、权利人不要了。"))
            return
        code, words = FAILURES[self._failures.checkedId()]
        act = {"refused": self._agreements.mark_refused, "sued": self._agreements.mark_sued}
        standing = self.attempt(lambda: act.get(code, self._agreements.waive)(chosen.obligation.id))
        if standing is not None:
            told = "请把诉讼等途径告诉权利人，可打印告知。" if standing.remedies else ""
            self.go_on(_said(f"已记下“{words}”。{told}", standing))

    def _show_chosen(self) -> None:
        chosen = self.chosen
        self._what.setText(chosen.obligation.what if chosen else "")
        lines = self._lines(chosen) if chosen else []
        self._log.setText("\n".join(lines) or "这一项还没有记过。")
        clear(self._proofs)
        if chosen is not None:
            proofs = AttachmentsCard(self.services, self._case_id, chosen.obligation.id)
            self._proofs.addWidget(proofs)
        self._hint()

    def _lines(self, promise: Promise) -> list[str]:
        """What was noted about one promise, the oldest first."""
        lists = self.services.office.lists
        noted = [
            (
                p.done_on,
                (
                    "履行",
                    show_yuan(p.amount_fen) if p.amount_fen else "",
                    lists.label("performance_proofs", p.proof),
                    p.note,
                ),
            )
            for p in promise.performances
        ]
        noted += [(u.urged_on, ("督促", lists.label("urge_methods", u.way), u.said, u.answer)) for u in promise.urges]
        ordered = sorted(noted, key=lambda line: line[0])
        return [f"{show_day(day)}　{'　'.join(part for part in parts if part)}" for day, parts in ordered]

    def _hint(self) -> None:
        chosen = self.chosen
        if chosen is not None:
            hints = self.performance.draft().hints(chosen.obligation.amount_fen, chosen.paid_fen)
            self.performance.show_hint("amount_fen", hints.get("amount_fen", ""))


def _said(sentence: str, standing: Standing) -> str:
    if standing.all_done:
        return f"{sentence}约定的事都做到了，可以回访、结案。"
    return f"{sentence}还有 {standing.left} 项没有做完。" if standing.left else sentence


def _nothing(*, written: bool) -> str:
    """Why there is no promise yet, and what comes first."""
    if written:
        return "协议还没有生效，没有要履行的事。先登记签名。"
    return "还没有协议，没有要履行的事。谈成了，先写协议。"
