"""Errands every journey runs: setting the studio up, writing a visitor down, leaving and coming back."""

from pathlib import Path

from openpyxl import load_workbook

from tests.conftest import Clock
from tests.journeys.driving import Person

PASSWORD = "four words in a row"
COMMITTEE = "幸福里社区人民调解委员会"


def set_up_studio(person: Person, committee: str = "", role: str = "志愿评理说事员", mediator: str = "") -> None:
    """The wizard's three steps, the recovery code typed back as it was copied by hand."""
    person.sees("建立工作台", "三步，大约一分钟。")
    person.write("工作室名称", "王委员工作室")
    assert person.answer("编号用的简称") == "王"
    person.write("委员姓名", "王委员")
    person.write("所在社区", "幸福里社区")
    person.write("街道（乡镇）", "示例街道")
    person.write("人民调解委员会全称", committee)
    person.press("下一步")
    person.write("您的姓名（就是登录名）", "李老师")
    person.choose("身份", role)
    assert person.has("由谁主持人民调解") == (bool(committee) and role != "人民调解员")
    if mediator:
        person.write("由谁主持人民调解", mediator)
    person.write("密码", PASSWORD)
    person.write("再输一次密码", PASSWORD)
    person.sees("两次一致，可以用。", "数据只在这台电脑上，加密保存")
    person.press("建立工作台")
    person.sees("忘记密码时，只有它能打开数据")
    assert not person.can_press("进入工作台")
    _title, *groups = person.text(within="恢复码").split("\n")
    person.write("照着抄下来的恢复码输一遍", " ".join(groups).lower())
    person.sees("完全一致。")
    person.press("进入工作台")


def unlock(person: Person) -> None:
    """The next start: the password, by hand."""
    person.sees("委员工作室", "登录名", "密码")
    assert person.answer("登录名") == "李老师"
    person.write("密码", PASSWORD)
    person.press("打开")
    assert person.window.windowTitle() == "委员工作室"
    person.sees("李老师 · 管理员")


def come_back_after(person: Person, clock: Clock, days: int) -> None:
    """Some days later, in the morning: the first touch finds the desk locked."""
    clock.forward(days=days)
    person.press("今日")
    unlock(person)
    person.press("今日")


def write_visitor_down(person: Person) -> None:
    """Thirty seconds: who, how to reach, where, what happened, what is wanted."""
    person.keys("Ctrl+N")
    person.sees("新登记")
    person.type("王某")
    person.write("电话", "19900001234")
    person.write("地点", "幸福里6号楼2单元501")
    person.write("反映什么", "楼上卫生间漏水，泡了我家天花板和衣柜，和楼上赵某说了两个月没有人管。")
    person.write("想怎么办", "先修好，再赔5000元。")
    person.press("登记")


def read_ledger(path: Path) -> dict[str, object]:
    """The one case of a ledger as whoever gets the file sees it: its cells by their headings."""
    title, by, headings, row, *foot = load_workbook(path).active.iter_rows(values_only=True)
    assert str(title[0]).startswith("示例街道幸福里社区矛盾纠纷排查化解台账（2026年")
    assert by[0] == "填报单位：王委员工作室（盖章）"
    assert not any(isinstance(line[0], int) for line in foot), "more than one case"
    return {str(name).replace("\n", ""): cell for name, cell in zip(headings, row, strict=True)}
