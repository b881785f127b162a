"""外观: text size and colours, changed at once for the whole window."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from studio_app.core.computer_settings import ComputerSettings
from studio_app.desk import Services
from studio_app.ui.kit.page.cards import Card, button, label
from studio_app.ui.preferences.section import SectionPage

SIZES = (("standard", "标准"), ("large", "大"), ("huge", "特大"))
SCHEMES = (("light", "浅色"), ("dark", "深色"), ("contrast", "高对比度"))


class LookSection(SectionPage):
    def __init__(self, services: Services) -> None:
        super().__init__(services, "look", "换了马上就变，只影响这台电脑。")
        self._sizes = self._choice("字的大小", "text_size", SIZES)
        self._schemes = self._choice("颜色", "scheme", SCHEMES)
        card = Card("样子")
        card.body.addWidget(
            label("王某与赵某因楼上漏水发生纠纷，约定 2026-11-23 周一 14:30 再谈，赔偿 1,500 元。", wrap=True)
        )
        card.body.addWidget(label("小字说明：《人民调解法》第三十三条。", "secondary", wrap=True))
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.foot.addWidget(self.button("恢复默认", "look_reset", self.reset))
        self.foot.addStretch(1)

    def show_stored(self) -> None:
        settings = ComputerSettings.load()
        for group, value in ((self._sizes, settings.text_size), (self._schemes, settings.scheme)):
            for choice in group.buttons():
                choice.setChecked(choice.property("code") == value)

    def reset(self) -> None:
        plain = ComputerSettings()
        self._keep(text_size=plain.text_size, scheme=plain.scheme)

    def _choice(self, title: str, name: str, options: Sequence[tuple[str, str]]) -> QButtonGroup:
        card = Card(title)
        group = QButtonGroup(self)
        row = QHBoxLayout()
        for code, words in options:
            made = button(words, clicked=partial(self._choose, name, code))
            made.setObjectName(f"preferences.{name}_{code}")
            made.setAccessibleName(f"{title}：{words}")
            made.setCheckable(True)
            made.setProperty("code", code)
            group.addButton(made)
            row.addWidget(made)
        row.addStretch(1)
        card.body.addLayout(row)
        self.column.addWidget(card)
        return group

    def _choose(self, name: str, code: str) -> None:
        self._keep(**{name: code})

    def _keep(self, **chosen: str) -> None:
        settings = ComputerSettings.load()
        for name, value in chosen.items():
            setattr(settings, name, value)
        settings.save()
        self.refresh()
        self.look_changed.emit()
