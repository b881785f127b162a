"""The same day in mode A (人民调解), in the name of a committee: its seal, its clocks, its paper, up to the archive."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import Clock
from tests.journeys.conftest import Dialogs
from tests.journeys.driving import Person
from tests.journeys.errands import COMMITTEE, come_back_after, read_ledger, set_up_studio, write_visitor_down
from tests.papers import squeezed


@pytest.fixture
def clock() -> Clock:
    """A month before National Day: thirty days from here end within the holiday."""
    return Clock(datetime(2026, 9, 1, 9, 30).astimezone().astimezone(UTC))


def test_a_day_in_mode_a(sit_down: Callable[[], Person], clock: Clock, dialogs: Dialogs, tmp_path: Path) -> None:
    person = sit_down()
    set_up_studio(person, COMMITTEE, "人民调解员")
    write_visitor_down(person)
    accept_for_the_committee(person)
    tell_and_ask_both(person)
    mediate(person)
    write_the_agreement(person)
    sign_without_a_seal(person)
    put_the_seal_on(person, clock)
    see_the_court_clock(person)
    print_the_agreement(person, dialogs, tmp_path / "协议.pdf")
    keep_the_promise(person, clock)
    visit_again(person, clock)
    close_and_archive(person)
    hand_the_ledger_over(person, dialogs, tmp_path / "台账.xlsx")


def accept_for_the_committee(person: Person) -> None:
    person.press("受理为纠纷", within="去向")
    person.press("人民调解")
    person.sees("人民调解（以人民调解委员会名义）", "第二十九条", within="受理为纠纷")
    person.write("对方当事人", "赵某")
    person.write("纠纷类型", "邻里")
    person.point_at("邻里纠纷")
    person.press("受理")
    person.sees("已受理：（2026）幸福里人调字第001号", "人民调解员 李老师", COMMITTEE)
    person.sees("10-08　调解期限到期（受理后一个月）", within="下一步")


def tell_and_ask_both(person: Person) -> None:
    """告知 before mediation, and that each of them agrees to it."""
    person.press("修改当事人")
    person.sees("还没有告知权利义务", "还没有问", within="当事人")
    assert person.is_ticked("告知了谁：王某")
    assert person.is_ticked("告知了谁：赵某")
    person.press("方式：口头")
    person.press("记下告知")
    person.sees("已记下 2026-09-01 周二 告知。")
    person.press("记为同意：王某")
    person.press("记为同意：赵某")
    person.sees("2026-09-01 已告知权利义务，2026-09-01 答复", "同意调解", within="当事人")
    person.misses("还没有", within="当事人")
    person.press("返回")
    person.sees("告知权利义务", "口头告知王某、赵某", within="纠纷时间线")


def mediate(person: Person) -> None:
    person.press("写调解记录")
    person.write("谈了多久", "60")
    person.sees("请写明几点开始的")
    person.write("开始时间：几点", "8:20")
    person.press("双方都到了")
    person.write("商议经过", "双方愿意一次了结。")
    person.press("达成协议")
    person.press("保存记录")
    person.sees("已保存第 1 次调解记录。谈成了，下一步写协议。")


def write_the_agreement(person: Person) -> None:
    person.sees("下一步：谈成了，还没有写协议。")
    person.press("写协议")
    person.choose("由谁做", "赵某", within="第 1 条")
    assert person.answer("对谁", within="第 1 条").startswith("王某")
    person.write("做什么", "赔偿天花板和衣柜的损失", within="第 1 条")
    person.write("金额", "3000", within="第 1 条")
    person.write("哪一天以前", "9.10", within="第 1 条")
    person.press("保存协议")
    person.sees("书面　（2026）幸福里人调协字第001号　1 条", within="协议与履行")


def sign_without_a_seal(person: Person) -> None:
    """Everybody signed on the first of September; the seal is at the office."""
    person.sees("下一步：协议已存，还没打印签名。")
    person.press("登记签名")
    person.sees("人民调解协议书", "还差：王某签名、赵某签名、调解员签名、调委会盖章。")
    person.misses("承办人里还没有人民调解员")
    person.press("都是今天")
    person.press("登记签名")
    person.sees("已登记签名。还没有生效，还差：调委会盖章。", "调解中")
    person.sees("下一步：协议都签好了，还没有盖调委会的印章。")
    assert person.has("登记盖章")
    person.sees("还没有生效，还差：调委会盖章", within="协议与履行")
    person.sees("09-02　协议已签名，还没有加盖调委会印章", within="下一步")
    person.misses("司法确认")


def put_the_seal_on(person: Person, clock: Clock) -> None:
    """Next day's reminder leads to the line where the seal is noted; only now the agreement takes effect."""
    come_back_after(person, clock, 1)
    person.sees("协议已签名，还没有加盖调委会印章", "今日到期 1", "回访提醒  1")
    person.misses("司法确认")
    person.press("登记盖章")
    person.write("调委会盖章", "9.2")
    person.press("登记签名")
    person.sees("已登记签名，协议自 2026-09-02 起生效", "履行中")
    person.sees("09-02\n协议生效", within="纠纷时间线")
    person.sees("10-08　申请司法确认的最后一天（协议生效 30 日内）", within="下一步")


def see_the_court_clock(person: Person) -> None:
    """Thirty days end on 2 October, in the holiday: the last day is the 8th, the safe one is told beside it."""
    person.press("回访提醒")
    person.press("全部")
    person.sees("申请司法确认的最后一天（协议生效 30 日内）", "10月8日", "《人民调解法》第三十三条")
    person.sees("协议2026年9月2日生效", "不顺延的稳妥日期是 2026-10-02 周五。")


def print_the_agreement(person: Person, dialogs: Dialogs, path: Path) -> None:
    dialogs.target = path
    person.press("今日")
    person.point_at("打开纠纷：王某 与 赵某")
    person.press("打印…")
    person.take("人民调解协议书", among="要打印的表")
    person.press("存为 PDF…")
    person.sees("已存为 PDF：协议.pdf")
    printed = "".join(squeezed(path))
    assert printed.startswith(f"{COMMITTEE}人民调解协议书编号：（2026）幸福里人调协字第001号")
    for words in ("王某", "赵某", "人民币叁仟元整", "2026年9月10日前", "人民调解员", "人民调解委员会（印章）"):
        assert words in printed, words
    person.press("返回")


def keep_the_promise(person: Person, clock: Clock) -> None:
    come_back_after(person, clock, 8)
    person.sees("2026年9月10日", "今日到期 1", "核实履行：赔偿天花板和衣柜的损失")
    person.misses("司法确认")
    person.press("登记履行")
    person.press("全部做到")
    person.press("登记履行")
    person.sees("已登记履行。约定的事都做到了，可以回访、结案。", "履行完毕")
    person.sees("09-17　回访双方当事人（履行完毕后第 7 天）", within="下一步")


def visit_again(person: Person, clock: Clock) -> None:
    """A week later; all that was promised is done, and nobody is told of the court's deadline any more."""
    come_back_after(person, clock, 7)
    person.sees("2026年9月17日", "回访双方当事人（履行完毕后第 7 天）")
    person.misses("司法确认")
    person.press("写回访")
    assert not person.is_ticked("回访了谁：王某")  # nobody counts as visited unasked
    person.choose("方式", "电话")
    person.press("回访了谁：王某")
    person.press("回访了谁：赵某")
    person.press("已履行完毕")
    person.write("看到、听到的情况", "天花板修好了，没有再漏。")
    person.press("满意")
    person.press("保存回访")
    person.sees("已保存回访。")
    person.sees("回访", "电话　王某、赵某　天花板修好了，没有再漏。", within="纠纷时间线")


def close_and_archive(person: Person) -> None:
    person.press("结案")
    assert person.answer("办理结果") == "达成书面协议"
    person.press("结案", within="结案")
    person.sees("已结案", "结案\n达成书面协议")
    person.press("归档")
    person.sees("已归档", "09-17\n归档", "下一步：已归档，没有要办的了。")
    assert not person.has("重新调解")
    person.press("更多")
    assert person.has("重新调解")
    assert not person.has("写调解记录")


def hand_the_ledger_over(person: Person, dialogs: Dialogs, path: Path) -> None:
    dialogs.target = path
    person.press("交接导出")
    person.press("④ 导出台账")
    person.sees("已导出，1 件。")
    row = read_ledger(path)
    assert row["联系电话"] == "199****1234\n—"
    assert row["化解措施及进展"] == "9月1日调解1次，达成书面协议。约定的1项已全部履行。"
    assert row["包保(责任)单位及责任人"] == f"{COMMITTEE}\n李老师"
    assert row["化解时限"] == datetime(2026, 10, 8)  # noqa: DTZ001 — a day in a sheet has no zone
    assert row["办结(销号)时间"] == datetime(2026, 9, 17)  # noqa: DTZ001
    assert row["回访情况/满意度"] == "9月17日电话回访\n已履行完毕，满意"
    assert row["备注"] == "（2026）幸福里人调协字第001号"
