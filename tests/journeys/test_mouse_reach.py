"""Whatever a key does, a click does too: people who never touch the keyboard but to write find a place for everything."""

from collections.abc import Callable

from tests.journeys.conftest import Dialogs
from tests.journeys.driving import Person
from tests.journeys.errands import PASSWORD, set_up_studio

BEHIND_MORE = (
    "写调查记录", "写协议", "写回访", "写保密笔记", "改详情", "当事人、告知与同意", "承办人员、回避", "风险研判",
    "修改历史", "延期", "暂缓", "换办理方式", "结案", "删除纠纷",
)  # fmt: skip


def test_what_keys_do_has_a_place_to_click(sit_down: Callable[[], Person], dialogs: Dialogs) -> None:
    person = sit_down()
    set_up_studio(person)
    register_and_accept(person)
    open_and_leave_every_page_of_the_case(person)
    take_back_and_do_again(person, dialogs)
    print_and_search(person)
    go_to_every_page(person)
    veil_and_lock(person)


def register_and_accept(person: Person) -> None:
    """Ctrl+N, Ctrl+Enter and Esc: 新登记, the coloured button, 返回."""
    person.press("新登记")
    person.press("返回")
    person.press("新登记")
    person.write("姓名", "王某")
    person.write("电话", "19900001234")
    person.write("反映什么", "楼上漏水")
    person.press("登记")
    person.press("受理为纠纷", within="去向")
    person.press("返回")
    person.press("受理为纠纷", within="去向")
    person.press("受理")
    person.press("返回列表")
    person.sees("共 1 件")
    person.press("今日")
    person.point_at("打开纠纷：王某")


def open_and_leave_every_page_of_the_case(person: Person) -> None:
    """Ctrl+S and Esc on each page that opens inside a case: a button that stores, a button that goes back."""
    for page in ("写调解记录", *BEHIND_MORE):
        if not person.has(page):
            person.press("更多")
        person.press(page)
        assert not person.has("更多"), f"“{page}” opened nothing"
        person.press("返回")
        person.sees("纠纷时间线")


def take_back_and_do_again(person: Person, dialogs: Dialogs) -> None:
    """Ctrl+Z and Ctrl+Y: 撤销 and 重做 at the foot of the rail."""
    dialogs.answer = True
    person.press("修改当事人")
    person.press("记下告知")
    person.sees("已告知权利义务")
    person.press("撤销")
    person.sees("已撤销：记下告知", "还没有告知权利义务")
    person.press("重做")
    person.sees("已重做：记下告知", "已告知权利义务")
    person.press("返回")


def print_and_search(person: Person) -> None:
    """Ctrl+P and Ctrl+F: 打印… and the search line, which is always in view."""
    person.press("打印…")
    assert person.can_press("打印…")
    assert person.can_press("存为 PDF…")
    person.press("返回")
    person.press("交接导出")
    person.write("查找", "漏水")
    person.waits_for("王某　邻里（漏水渗水）纠纷")
    person.point_at("王某　邻里（漏水渗水）纠纷")
    person.sees("纠纷时间线")


def go_to_every_page(person: Person) -> None:
    """Alt+1…7 and F1: the rail, the manual among its pages."""
    for page in ("来访登记", "纠纷调解", "回访提醒", "交接导出", "使用手册", "设置与备份", "今日"):
        person.press(page)
        assert person.is_ticked(page)
    person.press("使用手册")
    assert person.can_press("打印操作卡")


def veil_and_lock(person: Person) -> None:
    """F8 and Ctrl+L: 遮住 and 锁定; what was open comes back after the password."""
    person.press("来访登记")
    person.press("遮住")
    person.sees("敏感信息已遮住，再按 F8 显示。")
    person.press("遮住")
    person.sees("敏感信息已显示。")
    person.press("锁定")
    person.write("密码", PASSWORD)
    person.press("打开")
    person.sees("今日", "王某")
