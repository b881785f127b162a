"""From acceptance to the ledger in mode A on a desk just founded: how many clicks and keys it takes beyond the text."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import Clock
from tests.journeys.conftest import Dialogs
from tests.journeys.driving import Person
from tests.journeys.errands import COMMITTEE, read_ledger, set_up_studio, write_visitor_down

MOST = 40


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 9, 1, 9, 30).astimezone().astimezone(UTC))


def test_a_dispute_takes_forty_acts_from_acceptance_to_the_ledger(
    sit_down: Callable[[], Person], dialogs: Dialogs, tmp_path: Path
) -> None:
    person = sit_down()
    set_up_studio(person, COMMITTEE, "人民调解员")
    write_visitor_down(person)
    taken: dict[str, int] = {}
    for name, part in PARTS.items():
        before = person.acts
        part(person, dialogs, tmp_path)
        taken[name] = person.acts - before
    print("\nclicks and keys:", sum(taken.values()), taken)  # the figure that is measured
    assert sum(taken.values()) <= MOST, taken
    assert read_ledger(tmp_path / "台账.xlsx")["化解结果(是否化解)"] == "已化解"


def accept(person: Person, _dialogs: Dialogs, _folder: Path) -> None:
    person.press("受理为纠纷", within="去向")
    person.press("人民调解")
    person.write("对方当事人", "赵某")
    person.write("纠纷类型", "邻里")
    person.point_at("邻里纠纷")
    person.press("受理")
    person.sees("下一步：已受理，还没有写过调解记录。")


def tell_and_ask(person: Person, _dialogs: Dialogs, _folder: Path) -> None:
    person.press("修改当事人")
    person.press("记下告知")
    person.press("记为同意：王某")
    person.press("记为同意：赵某")
    person.press("返回")


def mediate(person: Person, _dialogs: Dialogs, _folder: Path) -> None:
    person.press("写调解记录")
    person.write("开始时间：几点", "8:20")
    person.write("谈了多久", "60")
    person.press("地点填：工作室")
    person.press("方式填：面对面")
    person.press("双方都到了")
    person.write("商议经过", "双方愿意一次了结。")
    person.press("达成协议")
    person.press("保存记录")
    person.sees("下一步：谈成了，还没有写协议。")


def agree(person: Person, _dialogs: Dialogs, _folder: Path) -> None:
    person.press("写协议")
    person.choose("由谁做", "赵某", within="第 1 条")
    person.write("做什么", "赔偿天花板和衣柜的损失", within="第 1 条")
    person.write("金额", "3000", within="第 1 条")
    person.write("哪一天以前", "9.10", within="第 1 条")
    person.press("保存协议")
    person.sees("下一步：协议已存，还没打印签名。")


def print_it(person: Person, dialogs: Dialogs, folder: Path) -> None:
    """The dialog that asks where the file goes takes one key more."""
    dialogs.target = folder / "协议.pdf"
    person.press("打印协议")
    person.press("存为 PDF…")
    person.acts += 1
    person.press("返回")
    person.sees("下一步：协议已打印，签好以后登记签名的日期。")


def sign(person: Person, _dialogs: Dialogs, _folder: Path) -> None:
    person.press("登记签名")
    person.press("都是今天")
    person.write("调委会盖章", "9.1")
    person.press("登记签名")
    person.sees("下一步：协议已生效，还有 1 项约定的事没有做完。")


def hand_over(person: Person, dialogs: Dialogs, folder: Path) -> None:
    dialogs.target = folder / "台账.xlsx"
    person.press("交接导出")
    person.press("④ 导出台账")
    person.acts += 1
    person.sees("已导出，1 件。")


PARTS: dict[str, Callable[[Person, Dialogs, Path], None]] = {
    "受理": accept,
    "告知与同意": tell_and_ask,
    "调解": mediate,
    "协议": agree,
    "打印": print_it,
    "签名盖章": sign,
    "台账": hand_over,
}
