"""③ What the file will hold, in plain words, and its first rows as the recipient will see them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio_app.services.ledgers import Preview, Row
from studio_app.ui.kit import look
from studio_app.ui.kit.page.cards import Card, label
from studio_app.ui.kit.table.table import Column, Table

ROWS = 5
"""Rows the empty table leaves room for."""


class _Words:
    """A cell of the file."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, row: Row) -> str:
        value = row[self._key]
        return "" if value is None else str(value)


COLUMNS = tuple(
    Column(key, title, width, text=_Words(key), sortable=False, least=least, leaves=leaves, grows=key == "parties")
    for key, title, width, least, leaves in (
        ("serial", "序号", 58, 50, 0),
        ("accepted_on", "受理时间", 106, 0, 2),
        ("dispute_type", "类型", 92, 64, 1),
        ("parties", "当事人", 168, 136, 0),
        ("phones", "联系电话", 216, 116, 0),
    )
)


class _Rows:
    """The first rows of a preview, for the table."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = {str(row["serial"]): row for row in rows}

    def ids(self, _sort_key: str, _descending: bool) -> Sequence[str]:
        return list(self._rows)

    def rows(self, ids: Sequence[str]) -> Sequence[Row]:
        return [self._rows[row_id] for row_id in ids]


class PreviewCard(Card):
    """Shows one preview; `wait` while the next is being counted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("③ 这份表里有什么", parent)
        self._figure = label("", "figure")
        self._about = label("", "secondary", wrap=True)
        self._sentences = label("", wrap=True)
        self._sentences.setObjectName("handover.sentences")
        self.table = Table("handover.rows", COLUMNS, _Rows(()))
        self.table.open_nothing()
        self.table.wrap()
        self.table.view.resized.connect(self._fit)
        top = QHBoxLayout()
        top.setSpacing(look.M)
        top.addWidget(self._figure)
        top.addWidget(self._about, 1)
        self.body.addLayout(top)
        self.body.addWidget(self._sentences)
        self.body.addWidget(self.table)
        self.show_nothing("正在数这段时间有几件……")

    @property
    def text(self) -> str:
        return self._sentences.text()

    @property
    def figure(self) -> str:
        return self._figure.text()

    def show_preview(self, preview: Preview) -> None:
        self.table.set_empty("这段时间没有纠纷，照样可以导出一份零报告。")
        self._figure.show()
        self._figure.setText(f"{preview.count} 件" if preview.count else "零报告")
        carried = f"，其中期初未结 {preview.carried} 件" if preview.carried else ""
        shown = f"，下面是前 {len(preview.rows)} 件" if preview.count > len(preview.rows) else ""
        self._about.setText(f"{preview.period}{carried}{shown}")
        self._sentences.setText("\n".join(f"· {sentence}" for sentence in preview.sentences))
        look.show_if(self._sentences, on=preview.count > 0)
        self._show_rows(preview.rows)

    def show_nothing(self, why: str) -> None:
        """The period is not known yet."""
        self._figure.hide()
        self._figure.setText("")
        self._about.setText(why)
        self._sentences.hide()
        self._sentences.setText("")
        self.table.set_empty("")
        self._show_rows(())

    def _show_rows(self, rows: Sequence[Row]) -> None:
        self.table.set_source(_Rows(rows))
        self.table.view.fit_rows()
        self._fit()

    def _fit(self) -> None:
        """As high as its rows, nothing of them scrolls; an empty table keeps some room."""
        empty = look.scaled(46) * (ROWS + 1)
        around = 2 * look.M
        self.table.setFixedHeight((self.table.view.needed_height() if self.table.count() else empty) + around)
