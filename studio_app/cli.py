"""The same services without a window: results on stdout, messages on stderr, exit 0 done, 1 refused, 2 wrong usage."""

import argparse
import getpass
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from studio_app import __version__, paths
from studio_app import desk as desks
from studio_app.desk import Desk
from studio_app.domain import masking
from studio_app.records.founding import StudioSetup
from studio_app.settings import AppError, Refused

PASSWORD_VARIABLE = "STUDIO_APP_PASSWORD"
PRINTABLE = ("summary", "record", "agreement")
MASKS = ("internal", "handover", "public")

OpenWindow = Callable[[Path, Desk | None], int]


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese where argparse speaks English."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"用法不对：{_in_chinese(message)}\n用 --help 查看说明。\n")

    def format_help(self) -> str:
        return _in_chinese(super().format_help())


def run(argv: Sequence[str], open_window: OpenWindow, check_window: Callable[[], list[str]]) -> int:
    """Carry out one command line; without a command the window is opened."""
    try:
        asked = _parser().parse_args(argv)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    try:
        if asked.self_check:
            return _self_check(check_window())
        if asked.command is None:
            return open_window(asked.data or paths.default_data_folder(), None)
        if asked.command == "demo" and not asked.headless:
            return _demo_window(asked, open_window)
        return int(asked.act(asked) or 0)
    except AppError as refused:
        sys.stderr.write(f"{refused}\n")
        return 1


# --- the language -----------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    top = _Parser(prog="studio-app", description="委员工作室：来访登记、纠纷调解、协议履行、回访提醒。不带命令时打开窗口。")
    top.add_argument("--data", type=Path, metavar="文件夹", help="工作台所在的文件夹")
    top.add_argument("--account", metavar="登录名", help="用哪个账号打开；只有一个账号时可以省略")
    top.add_argument("--password-stdin", action="store_true", help="从标准输入读密码")
    top.add_argument("--self-check", action="store_true", help="检查程序自身是否完整：字体、模板、加密、排版")
    top.add_argument("--version", action="version", version=f"studio-app {__version__}", help="显示版本")
    commands = top.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=_Parser)
    _add_desk_commands(commands)
    _add_paper_commands(commands)
    _add_safety_commands(commands)
    return top


def _add_desk_commands(commands: Any) -> None:
    init = commands.add_parser("init", help="建立新的工作台，显示一次恢复码")
    init.add_argument("--studio", required=True, metavar="名称")
    init.add_argument("--account", required=True, metavar="登录名", dest="sign_in")
    for name, told in (("short-name", "简称"), ("member", "委员"), ("community", "社区"), ("street", "街道")):
        init.add_argument(f"--{name}", default="", metavar=told)
    init.add_argument("--district-code", default="", metavar="区划代码")
    init.add_argument("--committee", default="", metavar="人民调解委员会")
    init.add_argument("--committee-short-name", default="", metavar="调委会简称")
    init.set_defaults(act=_init)
    demo = commands.add_parser("demo", help="打开示例工作台；关闭后自动删除")
    demo.add_argument("--headless", action="store_true", help="不开窗口，把示例建在 --data 指定的文件夹里并保留")
    demo.set_defaults(act=_demo_kept)
    listing = commands.add_parser("list", help="列出案件、登记或提醒，每行用制表符分开")
    listing.add_argument("what", choices=("cases", "intakes", "reminders"), metavar="cases|intakes|reminders")
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    listing.set_defaults(act=_list)


def _add_paper_commands(commands: Any) -> None:
    printing = commands.add_parser("print", help="把摘要、记录或协议存为 PDF")
    printing.add_argument("form", choices=PRINTABLE, metavar="summary|record|agreement")
    printing.add_argument("--case", required=True, metavar="编号")
    printing.add_argument("--session", type=int, metavar="第几次", help="第几次调解的记录；不写是最近一次")
    _out(printing)
    printing.set_defaults(act=_print)
    export = commands.add_parser("export", help="导出台账")
    kinds = export.add_subparsers(dest="kind", metavar="ledger", required=True, parser_class=_Parser)
    ledger = kinds.add_parser("ledger", help="矛盾纠纷排查化解台账")
    ledger.add_argument("--from", required=True, type=_day, metavar="日期", dest="first")
    ledger.add_argument("--to", required=True, type=_day, metavar="日期", dest="last")
    ledger.add_argument("--mask", choices=MASKS, default="handover", metavar="internal|handover|public")
    ledger.add_argument("--to-whom", default="社区居委会", metavar="接收单位")
    ledger.add_argument("--purpose", default="按期报送台账", metavar="用途")
    _out(ledger)
    ledger.set_defaults(act=_export)


def _add_safety_commands(commands: Any) -> None:
    backup = commands.add_parser("backup", help="备份到一个文件夹，并重新打开验证")
    backup.add_argument("--to", required=True, type=Path, metavar="文件夹")
    backup.set_defaults(act=_backup)
    restore = commands.add_parser("restore", help="从一份备份恢复；原有数据先移到旁边，不删除")
    restore.add_argument("--from", required=True, type=Path, metavar="备份文件夹", dest="source")
    restore.set_defaults(act=_restore)
    commands.add_parser("check", help="检查数据库和变更记录").set_defaults(act=_check)


def _out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="文件")
    parser.add_argument("--force", action="store_true", help="文件已存在时覆盖")


def _day(text: str) -> date:
    from studio_app.domain.dates import parse_day

    found = parse_day(text, date.today())  # noqa: DTZ011 — the day on the wall
    if found is None:
        raise argparse.ArgumentTypeError(f"看不懂这个日期：{text}，请写成 2026-11-01 的样子")
    return found


def _in_chinese(text: str) -> str:
    for english, chinese in (
        ("usage:", "用法："),
        ("options:", "选项："),
        ("positional arguments:", "参数："),
        ("show this help message and exit", "显示说明"),
        ("the following arguments are required:", "缺少参数"),
        ("unrecognized arguments:", "不认识的参数"),
        ("invalid choice:", "不能这样写"),
        ("(choose from", "（可以写"),
        ("expected one argument", "后面要写内容"),
        ("argument ", "参数 "),
    ):
        text = text.replace(english, chinese)
    return text


# --- opening ----------------------------------------------------------------------------------------------------


def _open(asked: argparse.Namespace) -> Desk:
    folder = asked.data or paths.default_data_folder()
    account = asked.account
    if account is None:
        known = desks.accounts(folder)
        if len(known) != 1:
            raise Refused(f"请用 --account 写明账号：{'、'.join(known)}")
        account = known[0]
    return Desk.open(folder, account, _password(asked))


def _password(asked: argparse.Namespace) -> str:
    """From the environment (removed once read), from stdin, or asked at the terminal."""
    given = os.environ.pop(PASSWORD_VARIABLE, None)
    if given is not None:
        return given
    if asked.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Refused(f"没有密码：请用 --password-stdin，或设置 {PASSWORD_VARIABLE}。")
    return getpass.getpass("密码：")


# --- commands ---------------------------------------------------------------------------------------------------


def _init(asked: argparse.Namespace) -> int:
    setup = StudioSetup(
        studio=asked.studio,
        sign_in=asked.sign_in,
        short_name=asked.short_name,
        member=asked.member,
        community=asked.community,
        street=asked.street,
        district_code=asked.district_code,
        committee=asked.committee,
        committee_short_name=asked.committee_short_name,
    )
    desk, code = Desk.create(asked.data or paths.default_data_folder(), setup, _password(asked))
    desk.close()
    sys.stderr.write("工作台已建立。恢复码只显示这一次，请抄下来锁好：\n")
    print(code)
    return 0


def _demo_kept(asked: argparse.Namespace) -> int:
    from studio_app import demo

    folder = asked.data or Path(tempfile.mkdtemp(prefix="studio-app-demo-"))
    demo.build(folder).close()
    print(f"文件夹: {folder}")
    print(f"账号: {demo.ACCOUNT}")
    print(f"密码: {demo.PASSWORD}")
    return 0


def _demo_window(asked: argparse.Namespace, open_window: OpenWindow) -> int:
    from studio_app import demo

    with tempfile.TemporaryDirectory(prefix="studio-app-demo-", ignore_cleanup_errors=True) as folder:
        sys.stderr.write("正在准备示例，约十秒……\n")
        target = asked.data or Path(folder) / "desk"
        return open_window(target, demo.build(target))


def _list(asked: argparse.Namespace) -> int:
    desk = _open(asked)
    try:
        rows = {"cases": _cases, "intakes": _intakes, "reminders": _reminders}[asked.what](desk)
    finally:
        desk.close()
    if asked.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print("\t".join(str(value).replace("\t", " ").replace("\n", " ") for value in row.values()))
    return 0


def _cases(desk: Desk) -> list[dict[str, str]]:
    from studio_app.services.cases import CaseFilter

    cases = desk.services.cases
    rows = cases.rows(cases.page(CaseFilter(), "accepted_on", desc=True))
    return [
        {"number": r.number, "state": r.state, "date": r.accepted_on.isoformat(), "parties": _masked(desk, r.parties)}
        for r in rows
    ]


def _intakes(desk: Desk) -> list[dict[str, str]]:
    from studio_app.domain.intake import IntakeFilter

    intakes = desk.services.intakes
    rows = intakes.rows(intakes.page(IntakeFilter(), "received_at", descending=True))
    return [
        {"number": r.number, "state": r.state, "date": f"{r.received_at:%Y-%m-%d}", "parties": _masked(desk, r.visitors)}
        for r in rows
    ]


def _reminders(desk: Desk) -> list[dict[str, str]]:
    lines = desk.services.reminders.between(None, date.max)
    number = {line.key: line.about.split("　", maxsplit=1)[0] for line in lines}
    return [
        {"number": number[x.key], "state": x.rule, "date": x.shown_on.isoformat(), "parties": _masked(desk, x.parties)}
        for x in lines
    ]


def _masked(desk: Desk, label: str) -> str:
    """王大明 与 赵小兰 → 王某 与 赵某: a listing may end up in a chat."""
    lists = desk.office.lists
    rules = {entry.code: entry.data for entry in lists.entries("masks")}
    surnames = tuple(entry.label for entry in lists.entries("compound_surnames"))
    masks = masking.Masks(rules, "public", surnames)
    return " 与 ".join("、".join(masks.name(name) for name in side.split("、")) for side in label.split(" 与 "))


def _print(asked: argparse.Namespace) -> int:
    desk = _open(asked)
    try:
        case_id = desk.services.cases.identify(asked.case)
        subject = desk.services.sessions.numbered(case_id, asked.session) if asked.form == "record" else ""
        note = desk.services.printing.to_pdf(asked.form, case_id, asked.out, subject_id=subject, force=asked.force)
    finally:
        desk.close()
    if note:
        sys.stderr.write(f"{note}\n")
    print(asked.out)
    return 0


def _export(asked: argparse.Namespace) -> int:
    if asked.last < asked.first:
        raise Refused("结束日期早于开始日期，请检查 --from 和 --to。")
    desk = _open(asked)
    try:
        done = desk.services.ledgers.export_t1(
            asked.first, asked.last, asked.out,
            mask=asked.mask, to_whom=asked.to_whom, purpose=asked.purpose, force=asked.force,
        )  # fmt: skip
    finally:
        desk.close()
    sys.stderr.write(f"已导出 {done.count} 件。\n")
    print(asked.out)
    return 0


def _backup(asked: argparse.Namespace) -> int:
    desk = _open(asked)
    try:
        made = desk.services.backups.to(asked.to)
    finally:
        desk.close()
    sys.stderr.write("备份完成，已重新打开验证。\n")
    print(made.folder)
    return 0


def _restore(asked: argparse.Namespace) -> int:
    folder = asked.data or paths.default_data_folder()
    desks.restore(asked.source, folder)
    sys.stderr.write("已恢复。请用备份当天的密码打开。\n")
    print(folder)
    return 0


def _check(asked: argparse.Namespace) -> int:
    desk = _open(asked)
    try:
        findings = desk.office.database.check()
    finally:
        desk.close()
    for finding in findings:
        print(finding)
    sys.stderr.write("检查完毕，没有发现问题。\n" if not findings else f"发现 {len(findings)} 个问题，请从备份恢复。\n")
    return 1 if findings else 0


def _self_check(window_findings: list[str]) -> int:
    findings = [*desks.self_check(), *window_findings]
    for finding in findings:
        print(finding)
    print("缺少上面列出的部分。" if findings else "程序完整：字体、模板、语言文件、加密、排版都在。")
    return 1 if findings else 0
