"""常用条款: clauses and a breach clause of such disputes beside the agreement, taken over at a click."""

from PySide6.QtCore import Signal

from studio_app.records.dispute.templates_service import Template
from studio_app.ui.kit.form.offered import Lines
from studio_app.ui.kit.page.cards import Card, button, label
from studio_app.ui.kit.page.plain import in_tip


class UsualCard(Card):
    """`clause_chosen(line)`, `breach_chosen(text)`; not shown where there is no template."""

    clause_chosen = Signal(str)
    breach_chosen = Signal(str)

    def __init__(self, template: Template) -> None:
        super().__init__(f"“{template.label}”常用条款")
        self.setObjectName("agreement.usual")
        self.body.addWidget(label("点一条，加到条款里；＿＿ 处改成实际内容，填完才能签。", "secondary", wrap=True))
        self.list = Lines("agreement.usual_clauses", "常用条款", lambda n: self.clause_chosen.emit(template.clauses[n]))
        self.list.show_lines(template.clauses)
        self.body.addWidget(self.list)
        made = button("用它的“不履行怎么办”", "quiet", clicked=lambda: self.breach_chosen.emit(template.breach))
        made.setObjectName("agreement.usual_breach")
        made.setToolTip(in_tip(template.breach))
        self.body.addWidget(made)
        self.setVisible(bool(template.clauses))
