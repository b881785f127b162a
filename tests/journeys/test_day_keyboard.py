"""A day in mode B with the keyboard alone: every control is come to by Tab, arrows or a shortcut, and worked by a key."""

from collections.abc import Callable

from tests.conftest import Clock
from tests.journeys.driving import Person
from tests.journeys.errands import PASSWORD


def test_a_day_with_the_keyboard(sit_down: Callable[[], Person], clock: Clock) -> None:
    person = sit_down()
    set_up_studio(person)
    write_visitor_down(person)
    accept_the_dispute(person)
    write_the_record(person)
    write_the_agreement(person)
    sign(person)
    see_today(person)
    look_around(person)
    walk_round_the_rail(person)


def set_up_studio(person: Person) -> None:
    """The first line has the focus; the recovery code is read off the screen."""
    assert person.focus_name == "工作室名称"
    person.type("王委员工作室")
    person.tab_to("所在社区")
    person.type("幸福里社区")
    person.tab_to("下一步")
    person.keys("Space")
    assert person.focus_name == "您的姓名（就是登录名）"
    person.type("李老师")
    person.tab_to("密码")
    person.type(PASSWORD)
    person.keys("Enter")
    assert person.focus_name == "再输一次密码"
    person.type(PASSWORD)
    person.keys("Enter")
    assert person.focus_name == "照着抄下来的恢复码输一遍"
    _title, *groups = person.text(within="恢复码").split("\n")
    person.type("".join(groups))
    person.tab_to("进入工作台")
    person.keys("Space")
    person.sees("今天没有到期的事。")


def write_visitor_down(person: Person) -> None:
    """Enter goes from answer to answer; in the longer texts Tab does."""
    person.keys("Ctrl+N")
    assert person.focus_name == "姓名"
    person.type("王某")
    person.keys("Enter")
    assert person.focus_name == "电话"
    person.type("19900001234")
    person.keys("Enter")
    assert person.focus_name == "地点"
    person.type("幸福里6号楼2单元501")
    person.keys("Enter")
    assert person.focus_name == "反映什么"
    person.type("楼上卫生间漏水，泡了我家天花板。")
    person.keys("Tab")
    assert person.focus_name == "想怎么办"
    person.type("修好，赔3000元。")
    person.select("去向", "受理为纠纷")
    person.tab_to("登记，接着受理")
    person.keys("Space")
    person.sees("王某　纠纷")
    assert person.focus_name == "案由"


def accept_the_dispute(person: Person) -> None:
    person.tab_to("对方当事人")
    person.type("赵某")
    person.tab_to("纠纷类型")
    person.type("邻里")
    person.keys("Down", "Enter")
    assert person.answer("纠纷类型") == "邻里纠纷"
    person.keys("Ctrl+Enter")
    person.sees("已受理：（2026）王评字第001号", "王某 与 赵某")


def write_the_record(person: Person) -> None:
    assert person.focus_name == "写调解记录"
    person.keys("Enter")
    person.sees("第 1 次调解记录")
    assert person.focus_name == "开始时间"
    person.tab_to("开始时间：几点")
    person.type("8:20")
    person.tab_to("谈了多久")
    person.type("60")
    person.tab_to("方式")
    person.pick("先背对背，后面对面")
    person.tab_to("到场的当事人：王某")
    assert not person.is_ticked("到场的当事人：赵某")
    person.keys("Space")
    person.tab_to("王某怎么说")
    person.type("漏了两个月，要求修好。")
    person.tab_to("商议经过")
    person.type("先听了王某的说法。")
    person.tab_to("告知")
    person.arrow_to("方案")
    person.tab_to("用语与法条")
    person.keys("Down", "Down", "Enter")
    assert person.focus_name == "商议经过"
    person.type("12月27日")
    assert person.answer("商议经过").endswith("建议分两期付清：签名时付一半，12月27日前付清余款。")
    person.select("这次结果", "当场和解")
    person.keys("Ctrl+S")
    person.sees("已自动保存 09:30")  # kept, and handed in only by its own key
    person.keys("Ctrl+Enter")
    person.sees("已保存第 1 次调解记录。谈成了，下一步写协议。", "调解中")


def write_the_agreement(person: Person) -> None:
    """A sum in two instalments and a second clause, in the order they are read."""
    person.tab_to("写协议")
    person.keys("Space")
    assert person.focus_name == "形式：书面"
    person.tab_to("由谁做")
    person.pick("赵某")
    person.tab_to("对谁")
    person.pick("王某")
    person.tab_to("做什么")
    person.type("赔偿天花板的损失")
    person.tab_to("金额")
    person.type("3000")
    person.tab_to("第 1 条分期", key="Shift+Tab")
    person.keys("Enter")
    assert person.focus_name == "分几期"
    person.tab_to("第一期哪天")
    person.type("11.27")
    person.tab_to("分成几条")
    person.keys("Enter")
    person.sees("2 条，一式 3 份", "金额合计 3,000 元", within="要点")
    person.tab_to("添加一条")
    person.keys("Enter")
    assert person.focus_name == "由谁做"
    person.pick("赵某")
    person.tab_to("做什么")
    person.type("修好防水层")
    person.tab_to("哪一天以前")
    person.type("11.30")
    person.tab_to("保存协议")
    person.keys("Enter")
    person.sees("已保存协议（2026）王和字第001号。")


def sign(person: Person) -> None:
    person.tab_to("登记签名")
    person.keys("Enter")
    person.tab_to("都是今天")
    person.keys("Enter")
    person.tab_to("登记签名", key="Shift+Tab")
    person.keys("Enter")
    person.sees("已登记签名，协议自 2026-11-23 起生效", "履行中")


def see_today(person: Person) -> None:
    """今日 by its number; the row's own button; the step taken back and done again."""
    person.keys("Alt+1")
    person.sees("未来 7 天", "核实履行：赔偿天花板的损失（第 1 期，共 2 期）")
    person.tab_to("登记履行")
    person.keys("Enter")
    person.select("做到多少", "全部做到")
    person.tab_to("登记履行")
    person.keys("Enter")
    person.sees("✓ 赔偿天花板的损失（第 1 期，共 2 期） 1,500 元　11-23 已履行")
    person.keys("Ctrl+Z")
    person.sees("已撤销：登记履行", "○ 赔偿天花板的损失（第 1 期，共 2 期）")
    person.keys("Ctrl+Y")
    person.sees("已重做：登记履行", "✓ 赔偿天花板的损失（第 1 期，共 2 期）")


def look_around(person: Person) -> None:
    """Search, the papers, help, the veil, the lock: each has its key, Esc comes back."""
    person.keys("Alt+5", "Ctrl+F")
    person.type("wm")
    person.waits_for("王某 与 赵某　邻里纠纷")
    person.keys("Down", "Enter")
    person.sees("纠纷时间线")
    person.keys("Ctrl+P")
    person.sees("共 1 页")
    person.keys("Esc")
    person.sees("纠纷时间线")
    person.keys("F1")
    person.sees("使用手册", "按 Esc 回去")
    person.keys("Esc")
    person.sees("纠纷时间线")
    person.tab_to("王某的电话 199****1234")
    person.keys("Enter")
    person.sees("19900001234")
    person.keys("F8")
    person.sees("敏感信息已遮住，再按 F8 显示。", "199****1234")
    person.keys("Ctrl+L")
    assert person.focus_name == "密码"
    person.type(PASSWORD)
    person.keys("Enter")
    person.sees("2026年11月23日 星期一", "未来 7 天")


def walk_round_the_rail(person: Person) -> None:
    """Every page by its number, and by Tab and Enter along the rail; each gives the keys something to go to."""
    pages = ("今日", "来访登记", "纠纷调解", "回访提醒", "交接导出", "站点与值班", "统计", "使用手册", "设置与备份")
    for number, page in enumerate(pages, 1):
        person.keys(f"Alt+{number}")
        person.sees(page)
        assert person.is_ticked(page)
    person.tab_to("设置与备份")
    person.keys("Up", "Up", "Up", "Up")
    assert person.focus_name == "交接导出"
    assert person.is_ticked("设置与备份")
    person.keys("Enter")
    person.sees("④ 导出台账")
