"""编号: the pattern of every series, with the next number it would give shown while one types."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel

from studio_app.desk import Services
from studio_app.domain.numbering import TOKENS
from studio_app.services.preferences import Series
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import TextLine
from studio_app.ui.kit.input.passwords import asked
from studio_app.ui.kit.page.cards import Card, clear, label
from studio_app.ui.kit.popup import messages
from studio_app.ui.preferences.section import SectionPage

INTRO = (
    "样式改了只管以后的号。{ } 里的由程序填，请不要动："
    + "、".join(f"{{{name}}}" for name in TOKENS)
    + "；{序号:3} 是至少三位的序号，如 001。"
)


class NumbersSection(SectionPage):
    saves = True

    def __init__(self, services: Services) -> None:
        super().__init__(services, "numbers", INTRO)
        self._lines: list[tuple[Series, TextLine, TextLine]] = []
        self.writing.keep(lines=self)
        self.foot.addWidget(self.button("恢复默认", "reset", self.reset))
        self.foot.addStretch(1)
        self.act("保存", "save", self.save, main=True)

    def show_stored(self) -> None:
        clear(self.column)
        self._lines = []
        for series in self.services.preferences.series():
            self.column.addWidget(self._card(series))
        self.column.addStretch(1)

    def _card(self, series: Series) -> Card:
        card = Card(f"{series.label}　")
        card.corner.addWidget(label(series.issuer, "secondary"))
        pattern, zi = TextLine(), TextLine()
        for widget, name, told in ((pattern, "pattern", "样式"), (zi, "zi", "字")):
            widget.setObjectName(f"preferences.{name}_{series.code}")
            widget.setAccessibleName(f"{series.label}：{told}")
        pattern.setText(series.pattern)
        zi.setText(series.zi)
        zi.setMaximumWidth(look.scaled(120))
        example = label("", "secondary", wrap=True)
        example.setObjectName(f"preferences.example_{series.code}")
        row = QHBoxLayout()
        for words, widget in (("样式", pattern), ("字", zi)):
            row.addWidget(asked(words, widget))
            row.addWidget(widget, 1 if widget is pattern else 0)
            widget.textChanged.connect(lambda _text: self._show_example(series.code, pattern, zi, example))
            widget.textChanged.connect(self.edited)
        card.body.addLayout(row)
        card.body.addWidget(example)
        self._lines.append((series, pattern, zi))
        self._show_example(series.code, pattern, zi, example)
        return card

    def typed(self) -> dict[str, list[str]]:
        """Pattern and 字 of every series, by its code."""
        return {series.code: [pattern.text(), zi.text()] for series, pattern, zi in self._lines}

    def restore(self, typed: Mapping[str, Sequence[str]]) -> None:
        for series, *lines in self._lines:
            for line, text in zip(lines, typed.get(series.code, ()), strict=False):
                line.setText(text)

    def _show_example(self, code: str, pattern: TextLine, zi: TextLine, shown: QLabel) -> None:
        words = self.services.preferences.example(code, pattern.text(), zi.text())
        good = not words.endswith("。")
        shown.setText(f"下一个号：{words}" if good else words)
        look.mark(shown, tone="" if good else "amber")

    def save(self) -> None:
        """Only what was changed; a broken pattern is told and nothing of it is stored."""
        changed = 0
        for series, pattern, zi in self._lines:
            if (pattern.text(), zi.text()) != (series.pattern, series.zi):
                self.services.preferences.save_series(series.code, pattern.text(), zi.text())
                changed += 1
        self.settle()
        self.tell(f"已保存 {changed} 项编号规则。" if changed else "没有改动。")

    def reset(self) -> None:
        if messages.ask(self, "把编号样式恢复成程序自带的？已经编出的号不变。", "恢复默认", "不恢复"):
            self.services.preferences.reset("numbering")
            self.settle()
            self.tell("编号样式已恢复默认。")
