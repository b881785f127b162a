"""Modes B and C on desks just founded, by the button the page itself names next, to the summary and the ledger."""

from collections.abc import Callable
from pathlib import Path

from tests.journeys.conftest import Dialogs
from tests.journeys.driving import Person
from tests.journeys.errands import COMMITTEE, read_ledger, set_up_studio, write_visitor_down
from tests.papers import squeezed


def test_mode_b_with_a_child_and_an_agent(sit_down: Callable[[], Person], dialogs: Dialogs, tmp_path: Path) -> None:
    person = sit_down()
    set_up_studio(person)
    write_visitor_down(person)
    accept(person)
    person.sees("工作室", "下一步：已受理，还没有写过调解记录。")
    add_a_child_with_her_guardian(person)
    add_an_agent(person)
    mediate(person, "当场和解")
    agree(person)
    print_the_paper(person, dialogs, tmp_path / "协议.pdf")
    person.press("登记签名")
    person.sees("王小（监护人王某）签名", within="签名盖章")
    person.press("都是今天")
    assert not person.has("都是今天")
    person.press("登记签名")
    keep_the_promise(person)
    visit_close_and_archive(person)
    leave_with_summary_and_ledger(person, dialogs, tmp_path)


def test_mode_c_only_helps(sit_down: Callable[[], Person], dialogs: Dialogs, tmp_path: Path) -> None:
    person = sit_down()
    set_up_studio(person, COMMITTEE)
    write_visitor_down(person)
    accept(person, "协助")
    mediate(person, "达成协议")
    agree(person)
    person.sees("下一步：协议已存，还没有记下调委会告知的生效日期。")
    person.press("记下生效日期")
    person.write("调委会告知的生效日期", "11.23")
    person.press("记下生效日期")
    keep_the_promise(person)
    visit_close_and_archive(person)
    leave_with_summary_and_ledger(person, dialogs, tmp_path, responsible=f"{COMMITTEE}\n李老师")


def test_mode_a_where_nobody_may_mediate_asks_for_somebody(
    sit_down: Callable[[], Person], dialogs: Dialogs, tmp_path: Path
) -> None:
    """The wizard was left without a people's mediator: acceptance says so, and the next act writes one down."""
    person = sit_down()
    set_up_studio(person, COMMITTEE)
    write_visitor_down(person)
    person.press("受理为纠纷", within="去向")
    person.press("人民调解")
    person.sees("还没有人民调解员", within="受理为纠纷")
    accept(person, "人民调解")
    person.sees("下一步：人民调解要由人民调解员主持、签名，还没有指派。")
    person.sees("承办 李老师")
    person.sees("李老师（还没有人主持）", within="承办与风险")
    person.press("指派调解员")
    person.write("名单里没有，写姓名", "张某")
    person.press("保存指派")
    person.sees("张某（主持）", "下一步：已受理，还没有写过调解记录。")
    mediate(person, "达成协议")
    agree(person)
    print_the_paper(person, dialogs, tmp_path / "协议.pdf")
    person.press("登记签名")
    person.press("都是今天")
    person.press("登记签名")
    person.sees("下一步：协议都签好了，还没有盖调委会的印章。")
    person.press("登记盖章")
    assert not person.has("都是今天")
    assert person.focus_name.startswith("调委会盖章")
    person.type("11.23")
    person.press("登记签名")
    person.sees("履行中")
    leave_with_summary_and_ledger(person, dialogs, tmp_path, responsible=f"{COMMITTEE}\n张某")


def test_the_wizard_asks_who_mediates(sit_down: Callable[[], Person]) -> None:
    person = sit_down()
    set_up_studio(person, COMMITTEE, mediator="张某")
    write_visitor_down(person)
    accept(person, "人民调解")
    person.press("指派调解员")
    assert person.answer("人员") == "张某（人民调解员）"
    person.press("保存指派")
    person.sees("人民调解员 张某", "下一步：已受理，还没有写过调解记录。")


def accept(person: Person, mode: str = "") -> None:
    if not person.has("对方当事人"):
        person.press("受理为纠纷", within="去向")
    if mode:
        person.press(mode)
    person.write("对方当事人", "赵某")
    person.write("纠纷类型", "邻里")
    person.point_at("邻里纠纷")
    person.press("受理")


def add_a_child_with_her_guardian(person: Person) -> None:
    person.press("修改当事人")
    person.press("添加申请人")
    person.write("姓名或名称", "王小")
    person.press("更多信息")
    person.write("自述年龄", "12")
    person.press("保存当事人")
    person.press("添加监护人")
    person.choose("代表谁", "王小（申请人）")
    person.write("与其关系", "母亲")
    person.write("姓名或名称", "王某")
    person.press("保存当事人")


def add_an_agent(person: Person) -> None:
    person.press("添加代理人")
    person.choose("代表谁", "赵某（对方）")
    person.write("姓名或名称", "钱某")
    person.press("代理权限：代为和解、达成协议")
    person.press("保存当事人")
    person.press("返回")


def mediate(person: Person, result: str) -> None:
    person.press("写调解记录")
    person.write("商议经过", "双方愿意一次了结。")
    person.press("保存记录")
    person.sees("请选这次的结果")
    person.press("双方都到了")
    person.press(result)
    person.press("保存记录")
    person.sees("下一步：谈成了，还没有写协议。")


def agree(person: Person) -> None:
    person.press("写协议")
    person.choose("由谁做", "赵某", within="第 1 条")
    person.choose("对谁", "王某", within="第 1 条")
    person.write("做什么", "赔偿天花板和衣柜的损失", within="第 1 条")
    person.write("金额", "3000", within="第 1 条")
    person.write("哪一天以前", "12.10", within="第 1 条")
    person.press("保存协议")


def print_the_paper(person: Person, dialogs: Dialogs, path: Path) -> None:
    dialogs.target = path
    person.sees("下一步：协议已存，还没打印签名。")
    person.press("打印协议")
    person.press("存为 PDF…")
    person.press("返回")
    assert "赔偿天花板和衣柜的损失" in "".join(squeezed(path))
    person.sees("下一步：协议已打印，签好以后登记签名的日期。")


def keep_the_promise(person: Person) -> None:
    person.sees("下一步：协议已生效，还有 1 项约定的事没有做完。")
    person.press("登记履行")
    person.press("全部做到")
    person.press("登记履行")


def visit_close_and_archive(person: Person) -> None:
    person.sees("还没有回访。")
    person.press("写回访")
    person.press("已履行完毕")
    person.write("看到、听到的情况", "修好了。")
    person.press("保存回访")
    person.sees("下一步：已经回访过，可以结案。")
    person.press("结案")
    person.press("结案", within="结案")
    person.sees("下一步：已结案，材料齐了就归档。")
    person.press("归档")
    person.sees("下一步：已归档", "已归档")


def leave_with_summary_and_ledger(
    person: Person, dialogs: Dialogs, folder: Path, *, responsible: str = "王委员工作室\n李老师"
) -> None:
    dialogs.target = folder / "摘要.pdf"
    person.press("打印…")
    person.press("存为 PDF…")
    person.sees("已存为 PDF：摘要.pdf")
    person.press("返回")
    dialogs.target = folder / "台账.xlsx"
    person.press("交接导出")
    person.press("④ 导出台账")
    person.sees("已导出，1 件。")
    row = read_ledger(folder / "台账.xlsx")
    assert row["化解结果(是否化解)"] == "已化解"
    assert row["包保(责任)单位及责任人"] == responsible
