"""Every widget of the kit in one window, for looking at: python tests/ui/kit/gallery.py FOLDER."""

import os
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[3]))

from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from studio_app.domain.money import parse_yuan
from studio_app.ui.kit import look
from studio_app.ui.kit.form.form import (
    Amount,
    Buttons,
    Choice,
    Day,
    Form,
    Line,
    LongText,
    Moment,
    Number,
    Phone,
    Section,
    Tick,
)
from studio_app.ui.kit.form.hints import Hints, Suggestion
from studio_app.ui.kit.input.month import Month
from studio_app.ui.kit.input.search_box import Group, Hit, SearchBox
from studio_app.ui.kit.page.cards import Badge, Banner, Card, EmptyNote, Figure, Flow, Page, StepBar, button, label
from studio_app.ui.kit.page.pages_view import PagesView
from studio_app.ui.kit.page.photos import Photo, Photos
from studio_app.ui.kit.table.table import Column, Table
from studio_app.ui.kit.tasks import ProgressPanel

TODAY = date(2026, 11, 23)
STEPS = ("登记", "受理", "调查", "调解", "协议", "履行", "回访", "归档")


def parse(text: str) -> date | None:
    words = {"今天": TODAY, "明天": TODAY + timedelta(days=1)}
    if text in words:
        return words[text]
    try:
        return date.fromisoformat(text.partition(" ")[0])
    except ValueError:
        return None


def show(day: date) -> str:
    return f"{day:%Y-%m-%d} 周{'一二三四五六日'[day.weekday()]}"


@dataclass(frozen=True)
class Visit:
    name: str = ""
    phone: str = ""
    where: str = ""
    kind: str = ""
    street: str = ""
    told: str = ""
    wants: str = ""
    came: date | None = None
    met: datetime | None = None
    amount: int | None = None
    people: int | None = None
    informed: bool = False
    source: str = ""


SECTIONS = (
    Section(
        "来访人",
        (
            Line("name", "姓名", required=True, placeholder="怎么称呼"),
            Phone("phone", "电话", sensitive=True, hint=lambda text: "少一位？" if 0 < len(text) < 11 else ""),
            Choice(
                "street",
                "所在社区",
                options=(("a", "幸福里社区"), ("b", "和平社区"), ("c", "光明社区")),
                searchable=True,
            ),
            Choice("source", "来源", options=(("walk", "自行上门"), ("call", "电话"))),
            Line("where", "住址", help="写到门牌，方便上门。"),
        ),
    ),
    Section(
        "来访事项",
        (
            Buttons(
                "kind",
                "类型",
                wide=True,
                options=(("ask", "咨询"), ("help", "求助"), ("claim", "诉求"), ("dispute", "纠纷")),
            ),
            Day("came", "来访日期", parse=parse, show=show),
            Moment("met", "调解时间", parse=parse, show=show),
            LongText("told", "发生了什么", wide=True, limit=150, rows=3),
            Amount("amount", "涉及金额", parse=parse_yuan, words=lambda fen: "壹仟伍佰元整"),
            Number("people", "涉及人数", least=1, most=500, unit="人"),
            Tick("informed", "已口头告知权利义务"),
        ),
    ),
    Section("更多", (Line("wants", "希望怎么解决"),), folded=True),
)


class Made:
    def ids(self, sort_key: str, descending: bool) -> list[str]:
        order = [str(n) for n in range(60)]
        return order[::-1] if descending else order

    def rows(self, ids: list[str]) -> list[dict[str, str]]:
        states = ("调解中", "已受理", "履行中", "已化解", "逾期 2 天")
        return [
            {
                "number": f"（2026）示评字第 {int(n):03} 号",
                "parties": "王某 与 赵某",
                "kind": "楼上漏水 · 损害赔偿",
                "state": states[int(n) % 5],
                "day": "2026-10-08 周四",
                "place": "幸福里 3 幢 2 单元 702 室，物业服务中心二楼调解室",
            }
            for n in ids
        ]


COLUMNS = (
    Column("number", "案号", 190),
    Column("parties", "当事人", 130),
    Column("kind", "类型", 170),
    Column(
        "state",
        "状态",
        100,
        tone=lambda row: {"调解中": "accent", "履行中": "amber", "已化解": "green", "逾期 2 天": "red"}.get(
            row["state"], "plain"
        ),
    ),
    Column("day", "受理日期", 140),
    Column("place", "地点", 260),
)


def rail() -> QFrame:
    made = QFrame()
    made.setFixedWidth(look.scaled(184))
    column = QVBoxLayout(made)
    column.addWidget(label("示例委员工作室", "section"))
    column.addWidget(label("幸福里评理说事点", "secondary"))
    for icon, words in (
        ("sun", "今日"),
        ("user-plus", "来访登记"),
        ("scales", "纠纷调解"),
        ("bell-ringing", "回访提醒"),
    ):
        entry = QToolButton()
        entry.setText(f"  {words}")
        entry.setToolButtonStyle(entry.toolButtonStyle().ToolButtonTextBesideIcon)
        entry.setIcon(look.icon(icon, "ink"))
        entry.setIconSize(QSize(look.scaled(18), look.scaled(18)))
        look.mark(entry, kind="quiet")
        column.addWidget(entry)
    column.addStretch(1)
    return made


def today_page() -> Page:
    page = Page("今日", "2026 年 11 月 23 日 星期一")
    page.header.addWidget(SearchBox("today.search", "查找姓名、拼音首字母、电话、案由…"))
    page.header.addWidget(button("新登记 Ctrl+N", "primary", "plus"))
    page.add_notice(banner := Banner("已登记履行：第二期赔偿款 1,500 元。", "info"))
    banner.add_action("撤销", lambda: None)
    row = QHBoxLayout()
    for number, caption, tone in (
        ("3", "待受理来访", "ink"),
        ("7", "调解进行中", "ink"),
        ("2", "今日到期", "amber"),
        ("1", "已逾期", "red"),
        ("18 / 24", "本季已化解", "green"),
    ):
        row.addWidget(Figure(number, caption, tone))
    page.body.addLayout(row)
    bar = StepBar(STEPS)
    bar.set_current(5)
    page.body.addWidget(bar)
    page.body.addLayout(two_cards(), 1)
    return page


def two_cards() -> QHBoxLayout:
    left, right = Card("今天要办"), Card("附件")
    left.body.addWidget(label("已逾期", "secondary"))
    line = QHBoxLayout()
    line.addWidget(label("核实履行：第二期赔偿款 1,500 元"), 1)
    line.addWidget(Badge("逾期 2 天", "red"))
    line.addWidget(button("登记履行"))
    line.addWidget(button("推迟"))
    left.body.addLayout(line)
    flow = Flow()
    for words, tone in (("调解中", "accent"), ("履行中", "amber"), ("已化解", "green"), ("已移送", "plain")):
        flow.addWidget(Badge(words, tone))
    for words, kind in (
        ("写调解记录", ""),
        ("登记履行", "primary"),
        ("写回访", ""),
        ("删除", "danger"),
        ("打印…", "quiet"),
    ):
        flow.addWidget(button(words, kind))
    left.body.addLayout(flow)
    left.body.addWidget(ProgressPanel("生成台账"))
    left.body.addStretch(1)
    photos = Photos("case.files")
    photos.show_photos([Photo("1", "渗水照片.jpg", picture()), Photo("2", "协议扫描件.pdf")])
    right.body.addWidget(photos)
    right.body.addStretch(1)
    row = QHBoxLayout()
    row.addWidget(left, 2)
    row.addWidget(right, 1)
    return row


def picture() -> bytes:
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#7FA3C7"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def form_page() -> Page:
    page = Page("来访登记", "已自动保存 14:32")
    row = QHBoxLayout()
    card = Card()
    form = Form("intake", SECTIONS, Visit())
    filled = Visit(
        "王某", "1990000123", "幸福里 3 幢", "dispute", "a", "楼上漏水两个月。" * 22, amount=150000, came=TODAY
    )
    form.load(filled)
    form.show_problems({"where": "请写清是哪一户，方便上门。"}, {"phone": "少一位，仍可保存。"})
    card.body.addWidget(form)
    card.body.addWidget(button("登记", "primary"))
    row.addWidget(card, 3)
    hints = Hints("可能来过", "intake.hints")
    hints.show_suggestions(
        [
            Suggestion("王某　幸福里 3 幢 702 室", "同一电话，2026-03 来访过", 1),
            Suggestion("王某　和平里 1 幢", "同名", 2, "查看"),
        ]
    )
    side = QVBoxLayout()
    side.addWidget(hints)
    side.addStretch(1)
    row.addLayout(side, 1)
    page.body.addLayout(row)
    return page


def list_page() -> Page:
    page = Page("纠纷调解", "60 件", scroll=False)
    box = SearchBox("list.search", "查找")
    page.header.addWidget(box)
    table = Table("cases", COLUMNS, Made())
    table.reload()
    table.select("3")
    page.body.addWidget(table)
    page.box = box  # type: ignore[attr-defined]  # the gallery opens its results once shown
    return page


def more_page() -> Page:
    page = Page("回访提醒", scroll=False)
    row = QHBoxLayout()
    card = Card()
    month = Month(TODAY, TODAY, lambda day: "休" if day.weekday() > 4 else "班" if day.day == 28 else "")
    month.set_counts({TODAY: 2, date(2026, 11, 27): 1, date(2026, 11, 3): 4}, frozenset({date(2026, 11, 3)}))
    card.body.addWidget(month)
    row.addWidget(card, 1)
    right = QVBoxLayout()
    pages = PagesView("paper")
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="595pt" height="842pt" viewBox="0 0 595 842">'
        '<rect x="60" y="60" width="475" height="80" fill="none" stroke="black"/></svg>'
    )
    pages.set_pages([svg, svg])
    right.addWidget(pages, 2)
    right.addWidget(EmptyNote("本月没有要回访的。新的协议登记后，会自动排上。", "登记来访"), 1)
    row.addLayout(right, 1)
    page.body.addLayout(row)
    return page


def shoot(app: QApplication, folder: Path, name: str, make: object, size: QSize) -> None:
    window = QWidget()
    row = QHBoxLayout(window)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(rail())
    page = make()  # type: ignore[operator]  # one of the functions above
    row.addWidget(page, 1)
    window.resize(size)
    window.show()
    app.processEvents()
    if hasattr(page, "box"):
        page.box.setText("漏水")
        page.box.ask_now()
        hits = [Hit(n, "王某 与 赵某　楼上漏水", "（2026）示评字第 031 号", ("漏水",)) for n in range(3)]
        page.box.show_results([Group("纠纷", hits), Group("来访", [Hit(9, "刘某　反映楼道漏水", "", ("漏水",))])])
    for _ in range(4):
        app.processEvents()
    window.grab().save(str(folder / f"{name}.png"))
    for text in window.findChildren(QLabel):
        if text.isVisible() and not text.wordWrap() and text.width() < text.minimumSizeHint().width():
            print(f"{name}: clipped {text.text()!r}")
    if page.minimumSizeHint().width() + rail().width() > size.width():
        print(f"{name}: wants {page.minimumSizeHint().width()} px")
    window.deleteLater()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    for size, scheme in (("standard", "light"), ("huge", "light"), ("standard", "dark"), ("large", "contrast")):
        look.apply(app, size, scheme)
        for made in (today_page, form_page, list_page, more_page):
            room = QSize(1366, 700 if size == "huge" else 768)
            shoot(app, folder, f"{made.__name__}-{size}-{scheme}", made, room)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
