"""关于: which version this is, on which terms it may be used, and the libraries it stands on with theirs."""

from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit

from studio_app import __version__
from studio_app.desk import Services
from studio_app.services import about
from studio_app.ui.kit import look
from studio_app.ui.kit.input.inputs import Combo
from studio_app.ui.kit.page.cards import Card, label
from studio_app.ui.preferences.section import SectionPage

OWN = "委员工作室"
LGPL = (
    "窗口组件 Qt（PySide6）和 python-stdnum 按 LGPL 使用：它们以单独的文件装在程序旁边，可以换成自己编译的版本。"
    "中文字体按 SIL OFL 使用。"
)
TALL = 320


class AboutSection(SectionPage):
    def __init__(self, services: Services) -> None:
        super().__init__(services, "about", "不联网，都是这台电脑上装着的。")
        self._texts = {OWN: about.own_licence()}
        program = Card(OWN)
        program.body.addWidget(
            label(f"版本 {__version__}，按 MIT 许可证使用：可以自由使用、修改和分发，不作担保。", wrap=True)
        )
        self.column.addWidget(program)
        self.column.addWidget(self._libraries(about.libraries()))
        self.column.addWidget(self._licences())
        self.column.addStretch(1)

    def _libraries(self, found: Sequence[about.Library]) -> Card:
        card = Card("用到的组件")
        for library in found:
            self._texts[library.name] = library.text or f"这个组件没有附带许可证文件。它的许可证是：{library.licence}。"
            card.body.addWidget(label(f"{library.name} {library.version}　{library.licence}", wrap=True))
        card.body.addWidget(label(LGPL, "secondary", wrap=True))
        return card

    def _licences(self) -> Card:
        card = Card("许可证全文")
        self._chosen = Combo()
        self._chosen.setObjectName("preferences.about_licence")
        self._chosen.setAccessibleName("看哪个组件的许可证")
        self._chosen.set_options([(name, name) for name in self._texts])
        self._shown = QPlainTextEdit()
        self._shown.setObjectName("preferences.about_text")
        self._shown.setAccessibleName("许可证全文")
        self._shown.setReadOnly(True)
        self._shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._shown.setMinimumHeight(look.scaled(TALL))
        self._chosen.currentIndexChanged.connect(lambda _index: self.show_stored())
        card.body.addWidget(self._chosen)
        card.body.addWidget(self._shown)
        return card

    def show_stored(self) -> None:
        self._shown.setPlainText(self._texts[str(self._chosen.code() or OWN)])
