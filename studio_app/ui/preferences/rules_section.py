"""提醒规则: what is reminded of and when, and the numbers the program goes by."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from studio_app.core.errors import Invalid
from studio_app.desk import Services
from studio_app.services.preferences import Limit, RuleLine
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextLine
from studio_app.ui.kit.input.passwords import asked
from studio_app.ui.kit.page.cards import Card, Flow, clear, label
from studio_app.ui.kit.popup import messages
from studio_app.ui.preferences.section import SectionPage

SHORT = 5  # characters that stand in a narrow field; 20、10、3、1 needs a wider one
OCCASIONS = {
    "oral": "口头协议",
    "written": "书面协议",
    "performed": "履行完毕",
    "failed": "调解不成",
    "red": "红色风险",
    "repeat": "没约日子的，再访",
    "repeat_latest": "约了日子的，最晚再访",
    "failed_until": "调解不成后一直访到",
}


class RulesSection(SectionPage):
    saves = True

    def __init__(self, services: Services) -> None:
        super().__init__(services, "rules", "法律写明的期限不能改长短，只能改提前几天提醒、要不要提醒。")
        self._rules: list[_RuleCard] = []
        self._limits: list[tuple[Limit, QLineEdit]] = []
        self.writing.keep(answers=self)
        self.foot.addWidget(self.button("恢复默认", "reset", self.reset))
        self.foot.addStretch(1)
        self.act("保存", "save", self.save, main=True)

    def show_stored(self) -> None:
        clear(self.column)
        self._rules = [_RuleCard(rule) for rule in self.services.preferences.rules()]
        for card in self._rules:
            self.column.addWidget(card)
        self.column.addWidget(self._limit_card())
        self.column.addStretch(1)
        for line in self._lines():
            line.textChanged.connect(self.edited)
        for card in self._rules:
            card.switch.toggled.connect(self.edited)

    def typed(self) -> dict[str, object]:
        """What stands in every line, and whether each rule is on, by the names of the controls."""
        switches: dict[str, object] = {card.switch.objectName(): card.switch.isChecked() for card in self._rules}
        return switches | {line.objectName(): line.text() for line in self._lines()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        for card in self._rules:
            card.switch.setChecked(typed.get(card.switch.objectName(), card.switch.isChecked()))
        for line in self._lines():
            line.setText(typed.get(line.objectName(), line.text()))

    def _lines(self) -> list[QLineEdit]:
        return [line for card in self._rules for line in card.lines] + [line for _limit, line in self._limits]

    def save(self) -> None:
        """Only what was changed; what cannot be read is told by name."""
        rules = [(card.rule, card.read()) for card in self._rules]
        limits = [(limit, _whole(line.text(), limit.label)) for limit, line in self._limits]
        changed = 0
        for before, after in rules:
            if after != before:
                self.services.preferences.save_rule(after)
                changed += 1
        for limit, value in limits:
            if value != limit.value:
                self.services.preferences.save_limit(limit.code, value)
                changed += 1
        self.settle()
        self.tell(f"已保存 {changed} 处修改，提醒已重新算过。" if changed else "没有改动。")

    def reset(self) -> None:
        if messages.ask(self, "把提醒规则和数值都恢复成程序自带的？", "恢复默认", "不恢复"):
            for name in ("deadlines", "limits"):
                self.services.preferences.reset(name)
            self.settle()
            self.tell("提醒规则和数值已恢复默认。")

    def _limit_card(self) -> Card:
        card = Card("数值")
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.M)
        self._limits = []
        for place, limit in enumerate(self.services.preferences.limits()):
            line = _short_line(f"preferences.limit_{limit.code}", limit.label, str(limit.value))
            grid.addWidget(asked(limit.label, line), place, 0)
            grid.addWidget(line, place, 1)
            grid.addWidget(label(limit.unit, "secondary"), place, 2)
            self._limits.append((limit, line))
        grid.setColumnStretch(0, 1)
        card.body.addLayout(grid)
        return card


class _RuleCard(Card):
    """One rule: switch, length where it may be changed, days before."""

    def __init__(self, rule: RuleLine) -> None:
        super().__init__(rule.label)
        self.rule = rule
        self.lines: list[QLineEdit] = []
        self.switch = QCheckBox("提醒")
        self.switch.setObjectName(f"preferences.rule_{rule.code}")
        self.switch.setAccessibleName(f"{rule.label}：要不要提醒")
        self.switch.setChecked(rule.enabled)
        self.corner.addWidget(self.switch)
        basis = "　".join(part for part in (rule.basis, rule.note) if part)
        if basis:
            self.body.addWidget(label(basis, "secondary", wrap=True))
        self._flow = Flow(gap=look.M)
        if rule.length is not None:
            self._length = self._add("length", "期限", str(rule.length), rule.unit)
        lead = "、".join(str(days) for days in rule.lead)
        self._lead = self._add("lead", "提前", lead, f"{rule.lead_unit}（0 是当天）")
        self._occasions = {
            code: self._add(f"length_{code}", OCCASIONS.get(code, code), str(days), "天")
            for code, days in rule.lengths.items()
        }
        self.body.addLayout(self._flow)

    def read(self) -> RuleLine:
        """The rule as it stands on the page; Invalid names what cannot be read."""
        length = self.rule.length
        if length is not None:
            length = _whole(self._length.text(), f"{self.rule.label}：期限")
        parts = [part for part in re.split(r"[、，,\s]+", self._lead.text()) if part]
        lead = [_whole(part, f"{self.rule.label}：提前天数") for part in parts]
        lengths = {
            code: _whole(line.text(), f"{self.rule.label}：{OCCASIONS.get(code, code)}")
            for code, line in self._occasions.items()
        }
        same = sorted(lead) == sorted(self.rule.lead)
        return replace(
            self.rule,
            enabled=self.switch.isChecked(),
            length=length,
            lead=self.rule.lead if same else lead,
            lengths=lengths,
        )

    def _add(self, name: str, words: str, value: str, unit: str) -> TextLine:
        """Question, line and unit stay together when the row wraps."""
        line = _short_line(f"preferences.{name}_{self.rule.code}", f"{self.rule.label}：{words}", value)
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.S)
        for widget in (asked(words, line), line, label(unit, "secondary")):
            row.addWidget(widget)
        self._flow.addWidget(group)
        self.lines.append(line)
        return line


def _short_line(name: str, told: str, value: str) -> TextLine:
    made = TextLine()
    made.setObjectName(name)
    made.setAccessibleName(told)
    made.setText(value)
    made.setCursorPosition(0)
    made.setFixedWidth(look.scaled(150 if len(value) > SHORT else 96))
    return made


def _whole(text: str, what: str) -> int:
    bare = text.strip()
    if not re.fullmatch(r"\d{1,7}", bare, re.ASCII):
        raise Invalid({"": f"“{what}”要写整数。"})
    return int(bare)
