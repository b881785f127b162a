"""A volunteer's day in mode B (评理说事), with the mouse, from the empty folder to the ledger and the next morning."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.conftest import Clock
from tests.journeys.conftest import Dialogs
from tests.journeys.driving import Person
from tests.journeys.errands import come_back_after, read_ledger, set_up_studio, unlock, write_visitor_down
from tests.papers import squeezed

NUMBER = "（2026）王评字第001号"
FIRST = "核实履行：赔偿天花板和衣柜的损失（第 1 期，共 2 期）"
SECOND = "核实履行：赔偿天花板和衣柜的损失（第 2 期，共 2 期）"


def test_a_day_in_mode_b(sit_down: Callable[[], Person], clock: Clock, dialogs: Dialogs, tmp_path: Path) -> None:
    person = sit_down()
    set_up_studio(person)
    see_the_empty_page(person)
    write_visitor_down(person)
    see_the_visit(person)
    accept_the_dispute(person)
    see_the_case(person)
    hear_one_side(person)
    come_back_on(person, clock, 25)
    bring_both_together(person)
    write_the_agreement(person)
    both_sign(person)
    see_the_reminders_come(person, clock)
    note_the_first_instalment(person)
    change_ones_mind(person)
    print_the_summary(person, dialogs, tmp_path / "摘要.pdf")
    hand_the_ledger_over(person, dialogs, tmp_path / "台账.xlsx")
    find_it_again(person)
    leave_a_visit_half_written(person)
    person = sit_down()
    find_everything_the_next_day(person)


def see_the_empty_page(person: Person) -> None:
    person.sees("今日", "2026年11月23日 星期一", "今天没有到期的事。", "还没有纠纷。", "待受理来访 0")


def see_the_visit(person: Person) -> None:
    """The page of the visit; 今日 asks for a decision, and its button leads back here."""
    person.sees("王某　纠纷", "（2026）王访字第001号 · 2026-11-23 周一 09:30", "已登记：（2026）王访字第001号")
    person.sees("199****1234", within="来访人")
    person.sees("先修好，再赔5000元。", "地点\n幸福里6号楼2单元501", within="反映的事")
    person.press("今日")
    person.sees("待受理来访 1", "未来 7 天", "决定是否受理", "11月26日")
    person.press("打开来访登记")
    person.sees("王某　纠纷")


def accept_the_dispute(person: Person) -> None:
    person.press("受理为纠纷", within="去向")
    person.sees("工作室只作见证。", within="受理为纠纷")
    person.write("对方当事人", "赵某")
    person.write("纠纷类型", "邻里")
    person.point_at("邻里纠纷")
    person.press("受理")


def see_the_case(person: Person) -> None:
    person.sees("王某 与 赵某　邻里纠纷", f"{NUMBER} · 邻里纠纷 · 受理 2026-11-23", "已受理")
    person.sees("申请人", "王某", "199****1234", "对方", "赵某", within="当事人")
    person.sees("12-23　调解期限到期（受理后一个月）", within="下一步")
    assert person.find("第 4 步，共 8 步：调解；跳过：调查")


def hear_one_side(person: Person) -> None:
    """背对背: one of the two is there; a sentence from the helper is filled in at its gap."""
    person.press("写调解记录")
    person.sees("第 1 次调解记录")
    person.choose("方式", "背对背")
    person.write("开始时间：几点", "8:40")
    person.write("谈了多久", "40")
    person.press("保存记录")
    person.sees("请勾选谁到场了")
    person.press("到场的当事人：王某")
    person.write("王某怎么说", "漏了两个月，天花板发霉，要求先修好再赔5000元。")
    person.write("商议经过", "先听了王某的说法。")
    person.press("方案")
    person.take("建议分两期付清", among="用语与法条")
    person.type("12月27日")
    said = "先听了王某的说法。建议分两期付清：签名时付一半，12月27日前付清余款。"
    assert person.answer("商议经过") == said
    person.press("再约")
    person.sees("约好")
    person.write("下次时间", "11.25")
    person.write("下次时间：几点", "14:30")
    person.press("保存记录")
    person.sees("已保存第 1 次调解记录。下次 11-25 14:30，到时提醒。", "调解中")
    person.sees("调解 第1次", "12月27日前付清余款", "再约", within="纠纷时间线")
    person.sees("11-25　约定的下次调解 14:30", within="下一步")


def come_back_on(person: Person, clock: Clock, day: int) -> None:
    """Some days later, in the morning."""
    come_back_after(person, clock, day - clock().day)
    person.sees(f"2026年11月{day}日")


def bring_both_together(person: Person) -> None:
    person.sees("约定的下次调解 14:30", within="今天要办")
    person.press("写调解记录")
    person.sees("第 2 次调解记录")
    person.choose("方式", "面对面")
    person.write("谈了多久", "60")
    person.press("双方都到了")
    person.write("王某怎么说", "修好、赔3000元就行，可以分两次。")
    person.write("赵某怎么说", "愿意修，愿意赔3000元，一次拿不出来。")
    person.write("商议经过", "双方看了照片，各让一步，赔偿分两期。")
    person.press("当场和解")
    person.press("保存记录")
    person.sees("已保存第 2 次调解记录。谈成了，下一步写协议。")


def write_the_agreement(person: Person) -> None:
    """3000 元 in two instalments: one clause, divided."""
    person.press("写协议")
    person.sees("和解协议书", NUMBER, "还没有条款，一式 3 份", "还没有条款")
    person.choose("由谁做", "赵某", within="第 1 条")
    person.choose("对谁", "王某", within="第 1 条")
    person.write("做什么", "赔偿天花板和衣柜的损失", within="第 1 条")
    person.write("金额", "3000", within="第 1 条")
    person.sees("大写：叁仟元整", within="第 1 条")
    person.write("怎么给", "转账到王某的账户", within="第 1 条")
    person.press("分期", within="第 1 条")
    person.write("第一期哪天", "11.27", within="第 1 条")
    person.press("分成几条", within="第 1 条")
    person.sees("2 条，一式 3 份", "金额合计 3,000 元", "叁仟元整", within="要点")
    person.press("添加一条")
    person.choose("由谁做", "赵某", within="第 3 条")
    person.write("做什么", "修好卫生间防水层，修好后闭水试验48小时", within="第 3 条")
    person.write("哪一天以前", "11.30", within="第 3 条")
    person.write("不履行怎么办", "逾期一天加付5元。")
    person.press("保存协议")
    person.sees("已保存协议（2026）王和字第001号。")
    person.sees("书面　（2026）王和字第001号　3 条", "还没有生效", within="协议与履行")


def both_sign(person: Person) -> None:
    person.press("登记签名")
    person.sees("还没有生效，还差：王某签名、赵某签名。", within="签名盖章")
    person.press("都是今天")
    person.press("登记签名")
    person.sees("已登记签名，协议自 2026-11-25 起生效，约定的事开始按期提醒。", "履行中")
    person.sees(
        "（第 1 期，共 2 期） 1,500 元　11-27 前", "（第 2 期，共 2 期） 1,500 元　12-27 前", within="协议与履行"
    )
    person.sees("12-10　回访双方当事人（协议生效后第 15 天）", within="下一步")


def see_the_reminders_come(person: Person, clock: Clock) -> None:
    """The first instalment two days ahead, on its day, and the day after; the second a month later only."""
    person.press("今日")
    person.sees("未来 7 天", FIRST, "11月27日", "今日到期 0")
    person.misses(SECOND)
    come_back_on(person, clock, 27)
    person.sees("今日到期 1", "回访提醒  1")
    assert person.text(within="今天要办").split("\n")[:3] == ["今天要办", "今天", FIRST]
    come_back_on(person, clock, 28)
    person.sees("已逾期 1", "逾期 1 天")
    person.press("回访提醒  1")
    person.press("全部")
    person.sees(FIRST, SECOND, "2026年11月27日履行；到期核实", "《民法典》第五百零九条")


def note_the_first_instalment(person: Person) -> None:
    person.press("今日")
    person.press("登记履行")
    person.sees("赔偿天花板和衣柜的损失（第 1 期，共 2 期）", "逾期 1 天", within="约定的事")
    person.write("哪天做到的", "11.27")
    person.write("付了多少", "1500")
    person.choose("凭证", "转账或汇款凭证")
    person.press("登记履行")
    person.sees("！请选全部做到了，还是只做到一部分。")
    person.press("全部做到")
    person.press("登记履行")
    person.sees("✓ 赔偿天花板和衣柜的损失（第 1 期，共 2 期） 1,500 元　11-27 已履行", within="协议与履行")


def change_ones_mind(person: Person) -> None:
    """Ctrl+Z and Ctrl+Y, on the case in view: what was taken back is said and seen."""
    person.keys("Ctrl+Z")
    person.sees("已撤销：登记履行", "! 赔偿天花板和衣柜的损失（第 1 期，共 2 期） 1,500 元　11-27 逾期 1 天")
    person.keys("Ctrl+Y")
    person.sees("已重做：登记履行", "✓ 赔偿天花板和衣柜的损失（第 1 期，共 2 期）")


def print_the_summary(person: Person, dialogs: Dialogs, path: Path) -> None:
    """One page with the names, the number and what was agreed."""
    dialogs.target = path
    person.press("打印…")
    person.sees("打印", "共 1 页")
    person.press("存为 PDF…")
    person.sees("已存为 PDF：摘要.pdf")
    assert dialogs.suggested.endswith(".pdf")
    assert "王某" not in dialogs.suggested
    (printed,) = squeezed(path)
    for words in ("王某", "赵某", NUMBER, "赔偿天花板和衣柜的损失", "王委员工作室"):
        assert words in printed, words
    person.press("返回")
    person.sees(NUMBER)


def hand_the_ledger_over(person: Person, dialogs: Dialogs, path: Path) -> None:
    """This month's ledger for the community: one case in the words of the office, the phone masked."""
    dialogs.target = path
    person.press("交接导出")
    person.sees("1 件", "1 人没有记录同意把电话提供给“社区居委会”，电话已遮盖：王某。", within="③ 这份表里有什么")
    person.press("④ 导出台账")
    person.sees("已导出，1 件。")
    assert dialogs.suggested == "幸福里社区矛盾纠纷排查化解台账_2026年11月（已遮盖）.xlsx"
    row = read_ledger(path)
    assert row["序号"] == 1
    assert row["排查(受理)时间"] == datetime(2026, 11, 23)  # noqa: DTZ001 — a day in a sheet has no zone
    assert row["纠纷类型"] == "邻里"
    assert row["当事人姓名(甲/乙)"] == "甲：王某\n乙：赵某"
    assert row["联系电话"] == "199****1234\n—"
    assert row["化解措施及进展"] == "11月23日、11月25日调解2次，签订和解协议。约定3项，已履行1项。"
    assert row["化解结果(是否化解)"] == "已化解"


def find_it_again(person: Person) -> None:
    """By the first letters of the name's pinyin, a piece of the phone number, two characters of what it is about."""
    for words in ("wm", "0001234", "天花板"):
        person.write("查找", words)
        person.waits_for("王某 与 赵某　邻里纠纷")
        person.keys("Esc")
        person.misses("王某 与 赵某")
    person.write("查找", "zm")
    person.waits_for("王某 与 赵某　邻里纠纷")
    person.point_at("王某 与 赵某　邻里纠纷")
    person.sees(NUMBER, "部分履行", "纠纷时间线")


def leave_a_visit_half_written(person: Person) -> None:
    person.press("新登记")
    person.type("孙某")
    person.write("反映什么", "楼下饭店的油烟进了屋。")
    person.close()


def find_everything_the_next_day(person: Person) -> None:
    """After the password: the case as it was, and the visit that was not finished."""
    unlock(person)
    person.sees("2026年11月28日", "王某 与 赵某", "部分履行", "未来 7 天", "修好卫生间防水层")
    person.point_at("打开纠纷：王某 与 赵某")
    person.sees(NUMBER, "✓ 赔偿天花板和衣柜的损失（第 1 期，共 2 期）", "调解 第2次", "（2026）王和字第001号")
    person.press("新登记")
    person.sees("已带回 11-28 09:30 没写完的内容。")
    assert person.answer("姓名") == "孙某"
    assert person.answer("反映什么") == "楼下饭店的油烟进了屋。"
