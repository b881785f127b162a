"""The same services without a window: results on stdout, messages on stderr, exit 0 done, 1 refused, 2 wrong usage."""

import argparse
import errno
import getpass
import io
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from studio_app import __version__
from studio_app import desk as desks
from studio_app.core import paths
from studio_app.core.computer_settings import ComputerSettings
from studio_app.core.errors import AppError, Refused
from studio_app.core.files import NAME_TOO_LONG
from studio_app.desk import Desk
from studio_app.office.founding import StudioSetup

PASSWORD_VARIABLE = "STUDIO_APP_PASSWORD"  # noqa: S105 — its name, not a password
FILE_PASSWORD_VARIABLE = "STUDIO_APP_FILE_PASSWORD"  # noqa: S105 — the same
PRINTABLE = ("summary", "record", "agreement")
MASKS = ("internal", "handover", "public")
KINDS = ("cases", "intakes", "reminders")
LEDGERS = {
    "ledger": "矛盾纠纷排查化解台账", "mediation": "人民调解案件登记簿", "prominent": "突出矛盾纠纷台账",
    "intake": "来访接待登记簿", "follow_up": "回访登记簿", "performance": "协议履行台账", "oral": "口头协议登记簿",
}  # fmt: skip
WRONG_USAGE = 2

CheckWindow = Callable[[], tuple[list[str], str]]
OpenWindow = Callable[[Path, bool], int]
"""On a data folder; whether the samples are played into it first."""


class _Parser(argparse.ArgumentParser):
    """Speaks Chinese where argparse speaks English, and takes no abbreviations: they would change with every option."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{**settings, "allow_abbrev": False})

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_USAGE, f"命令没看懂：{_in_chinese(message)}。用 --help 查看说明。\n")

    def format_usage(self) -> str:
        return _in_chinese(super().format_usage())

    def format_help(self) -> str:
        return _in_chinese(super().format_help())


def run(argv: Sequence[str], open_window: OpenWindow, check_window: CheckWindow) -> int:
    """Carry out one command line; without a command the window is opened."""
    _never_stumble_over_a_character()
    try:
        asked = _parser().parse_args(argv)
        if asked.self_check:
            return _self_check(*check_window())
        if asked.command is None:
            return open_window(_folder(asked), False)
        if asked.command == "demo" and not asked.headless:
            return _demo_window(asked, open_window)
        return int(asked.act(asked) or 0)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except AppError as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except BrokenPipeError:  # the reader has seen enough: list … | head
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 — stays until the process ends
        return 0
    except OSError as trouble:
        if trouble.errno != errno.ENAMETOOLONG:
            raise
        sys.stderr.write(f"{NAME_TOO_LONG}\n")
        return 1


def _never_stumble_over_a_character() -> None:
    """A terminal in another encoding shows a stand-in for 㛃 instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


# --- the language -----------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    top = _Parser(
        prog="studio-app", description="委员工作室：来访登记、纠纷调解、协议履行、回访提醒。不带命令时打开窗口。"
    )
    top.add_argument("--data", type=Path, metavar="文件夹", help="工作台所在的文件夹")
    top.add_argument("--account", metavar="登录名", help="用哪个账号打开；只有一个账号时可以省略")
    top.add_argument("--password-stdin", action="store_true", help="从标准输入读密码")
    top.add_argument("--self-check", action="store_true", help="检查程序自身是否完整：字体、模板、加密、排版")
    top.add_argument("--version", action="version", version=f"studio-app {__version__}", help="显示版本")
    commands = top.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=_Parser)
    _add_desk_commands(commands)
    _add_paper_commands(commands)
    _add_import(commands)
    _add_safety_commands(commands)
    return top


def _add_desk_commands(commands: Any) -> None:
    init = commands.add_parser("init", help="建立新的工作台，显示一次恢复码")
    init.add_argument("--studio", required=True, metavar="名称")
    init.add_argument("--account", default=None, metavar="登录名", dest="sign_in")
    for name, told in (("short-name", "简称"), ("member", "委员"), ("community", "社区"), ("street", "街道")):
        init.add_argument(f"--{name}", default="", metavar=told)
    init.add_argument("--district-code", default="", metavar="区划代码")
    init.add_argument("--committee", default="", metavar="人民调解委员会")
    init.add_argument("--committee-short-name", default="", metavar="调委会简称")
    init.set_defaults(act=_init, complain=init.error)
    demo = commands.add_parser("demo", help="打开示例工作台；关闭后自动删除")
    demo.add_argument("--headless", action="store_true", help="不开窗口，把示例建在 --data 指定的文件夹里并保留")
    demo.set_defaults(act=_demo_kept)
    listing = commands.add_parser("list", help="列出纠纷、来访登记或提醒，每行用制表符分开；记进导出记录")
    listing.add_argument("what", choices=KINDS, metavar="cases|intakes|reminders")
    listing.add_argument("--json", action="store_true", help="输出 JSON")
    listing.set_defaults(act=_list)
    stats = commands.add_parser("stats", help="一段时间的统计，三种办理方式分开数，每行用制表符分开")
    _add_period(stats)
    stats.add_argument("--json", action="store_true", help="输出 JSON，连同每个数怎样数、数的是哪些纠纷")
    stats.set_defaults(act=_stats)


def _add_paper_commands(commands: Any) -> None:
    printing = commands.add_parser("print", help="把摘要、记录或协议存为 PDF")
    printing.add_argument("form", choices=PRINTABLE, metavar="summary|record|agreement")
    printing.add_argument("--case", required=True, metavar="编号")
    printing.add_argument(
        "--session", type=_ordinal, default=0, metavar="第几次", help="第几次调解的记录；不写是最近一次"
    )
    printing.add_argument("--blank", action="store_true", help="记录或协议的空白表，手写用")
    _out(printing)
    printing.set_defaults(act=_print, complain=printing.error)
    export = commands.add_parser("export", help="导出台账")
    export.add_argument("--list", action="store_true", help="列出能导出的台账和登记簿")
    export.set_defaults(act=_list_exports, complain=export.error)
    kinds = export.add_subparsers(dest="kind", metavar="|".join(LEDGERS), parser_class=_Parser)
    for name, told in LEDGERS.items():
        ledger = kinds.add_parser(name, help=told)
        _add_period(ledger)
        ledger.add_argument("--mask", choices=MASKS, default="handover", metavar="internal|handover|public")
        ledger.add_argument("--to-whom", default=None, metavar="接收单位", help="不写是社区居委会")
        ledger.add_argument("--purpose", default=None, metavar="用途", help="不写是报送台账；internal 必须写明")
        _out(ledger)
        ledger.set_defaults(act=_export)


def _add_import(commands: Any) -> None:
    taking_in = commands.add_parser("import", help="导入旧台账：先试读，再一次存入，可以整批撤销")
    registers = taking_in.add_subparsers(dest="register", metavar="ledger", required=True, parser_class=_Parser)
    old = registers.add_parser("ledger", help="矛盾纠纷台账：.xlsx .xls .et .ods .csv .txt，或存成 .xls 的网页")
    old.add_argument("--file", required=True, type=Path, metavar="文件")
    old.add_argument("--dry-run", action="store_true", help="只试读，说明每一行会怎样，不存入")
    old.add_argument("--json", action="store_true", help="输出 JSON：rows 是读出的每一件，skipped 是没有读的行和原因")
    old.add_argument("--failed", type=Path, metavar="文件", help="把没有导入的行和原因存成一个 Excel 文件")
    old.set_defaults(act=_import)
    back = commands.add_parser("return", help="收回对方改过的台账：只有对方改过的收下，两边都改过的列出来")
    back.add_argument("--file", required=True, type=Path, metavar="文件")
    back.add_argument("--dry-run", action="store_true", help="只看，不存")
    back.add_argument("--json", action="store_true", help="输出 JSON")
    back.set_defaults(act=_return)


def _add_safety_commands(commands: Any) -> None:
    backup = commands.add_parser("backup", help="备份到一个文件夹，并重新打开验证")
    backup.add_argument("--to", required=True, type=Path, metavar="文件夹")
    backup.set_defaults(act=_backup)
    restore = commands.add_parser("restore", help="从一份备份恢复；原有数据先移到旁边，不删除")
    restore.add_argument("--from", required=True, type=Path, metavar="备份文件夹", dest="source")
    restore.set_defaults(act=_restore)
    checking = commands.add_parser("check", help="检查数据库和改动记录")
    checking.add_argument("--read-data", action="store_true", help="附件、备份也逐个读一遍")
    checking.set_defaults(act=_check)


def _add_period(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", required=True, type=_day, metavar="日期", dest="first")
    parser.add_argument("--to", required=True, type=_day, metavar="日期", dest="last")


def _refuse_backwards(asked: argparse.Namespace) -> None:
    if asked.last < asked.first:
        raise Refused("结束日期早于开始日期，请检查 --from 和 --to。")


def _out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="文件")
    parser.add_argument("--force", action="store_true", help="文件已存在时覆盖")


def _day(text: str) -> date:
    from studio_app.domain.dates import parse_day

    found = parse_day(text, date.today())  # noqa: DTZ011 — the day on the wall
    if found is None:
        raise argparse.ArgumentTypeError(f"看不懂这个日期：{text}，请写成 2026-11-01 的样子")
    return found


def _ordinal(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"第几次要写成 1、2、3 这样的数：{text}")
    return int(text)


_WORDS = (
    (r"usage:", "用法："),
    (r"options:", "选项："),
    (r"positional arguments:", "参数："),
    (r"show this help message and exit", "显示说明"),
    (r"the following arguments are required:", "缺少"),
    (r"unrecognized arguments:", "不认识"),
    (r"invalid choice: (.+?) \(choose from (.+)\)", r"不能写 \1，可以写 \2"),
    (r"expected one argument", "后面要写内容"),
    (r"ignored explicit argument .+", "后面不写内容"),
    (r"\bargument (?=[-\w|]+:)", ""),
)


def _in_chinese(text: str) -> str:
    for english, chinese in _WORDS:
        text = re.sub(english, chinese, text)
    return text


# --- opening ----------------------------------------------------------------------------------------------------


def _folder(asked: argparse.Namespace) -> Path:
    chosen: Path | None = asked.data
    remembered = ComputerSettings.load().data_folder
    return chosen or (Path(remembered) if remembered else paths.default_data_folder())


@contextmanager
def _opened(asked: argparse.Namespace) -> Iterator[Desk]:
    """The desk of the command line, closed afterwards."""
    folder = _folder(asked)
    if not desks.exists(folder):
        raise Refused(f"这里没有工作台：{folder}。请用 --data 指明文件夹，或用 init 新建。")
    desk = Desk.open(folder, asked.account or _only_account(folder), _password(asked))
    try:
        if doubt := desk.office.database.clock.doubt:
            sys.stderr.write(f"{doubt.words}\n")
        all(iter(desk.tidy, False))  # part by part, until nothing is left
        yield desk
    finally:
        desk.close()


def _only_account(folder: Path) -> str:
    known = desks.accounts(folder)
    if len(known) != 1:
        raise Refused(f"请用 --account 写明账号：{'、'.join(known)}")
    return known[0]


def _password(asked: argparse.Namespace, *, fresh: bool = False) -> str:
    """The password as it was given; Refused when its bytes are no text."""
    try:
        password = _given_password(asked, fresh=fresh)
        password.encode()
    except UnicodeError:
        raise Refused("密码里有认不出的字符：请确认它是用 UTF-8 编码写的。") from None
    return password


def _given_password(asked: argparse.Namespace, *, fresh: bool) -> str:
    """From stdin, from the environment (removed once read), or asked at the terminal; a `fresh` one is asked twice."""
    given = os.environ.pop(PASSWORD_VARIABLE, None)
    if asked.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Refused(f"没有密码：请用 --password-stdin，或设置 {PASSWORD_VARIABLE}。")
    typed = getpass.getpass("密码：")
    if fresh and getpass.getpass("再输一遍：") != typed:
        raise Refused("两次输入的密码不一样，请重新来一次。")
    return typed


# --- commands ---------------------------------------------------------------------------------------------------


def _init(asked: argparse.Namespace) -> int:
    sign_in = asked.sign_in or asked.account
    if not sign_in:
        asked.complain("缺少 --account")
    setup = StudioSetup(
        studio=asked.studio,
        sign_in=sign_in,
        short_name=asked.short_name,
        member=asked.member,
        community=asked.community,
        street=asked.street,
        district_code=asked.district_code,
        committee=asked.committee,
        committee_short_name=asked.committee_short_name,
    )
    desk, code = Desk.create(_folder(asked), setup, _password(asked, fresh=True))
    desk.close()
    sys.stderr.write("工作台已建立。恢复码只显示这一次，请抄下来锁好：\n")
    print(code)
    return 0


def _demo_kept(asked: argparse.Namespace) -> int:
    from studio_app import demo

    folder = asked.data or Path(tempfile.mkdtemp(prefix="studio-app-demo-"))
    sys.stderr.write("正在准备示例，一般十秒左右……\n")
    demo.build(folder).close()
    print(f"文件夹: {folder}")
    print(f"账号: {demo.ACCOUNT}")
    print(f"密码: {demo.PASSWORD}")
    return 0


def _demo_window(asked: argparse.Namespace, open_window: OpenWindow) -> int:
    from studio_app.store import throwaway

    with throwaway.folder() as folder:
        return open_window(asked.data or folder / "desk", True)


def _list(asked: argparse.Namespace) -> None:
    with _opened(asked) as desk:
        lines = desk.services.listings.taken(asked.what)
    rows = [[line.number, line.state, line.date.isoformat(), line.parties] for line in lines]
    if asked.json:
        keys = ("number", "state", "date", "parties")
        print(json.dumps([dict(zip(keys, row, strict=True)) for row in rows], ensure_ascii=False, indent=1))
    else:
        for row in rows:
            print("\t".join(row))
    sys.stdout.flush()


def _stats(asked: argparse.Namespace) -> None:
    from studio_app.records.dispute.statistics import Period
    from studio_app.services.statistics import told

    _refuse_backwards(asked)
    period = Period(asked.first, asked.last)
    with _opened(asked) as desk:
        reports = [desk.services.statistics.report(period, mode) for mode, _word in desk.office.lists.pairs("modes")]
        found = {code: figure for report in reports for code, figure in told(report).items()}
    if asked.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        for code, figure in found.items():
            print("\t".join((code, figure["label"], figure["shown"])))
    sys.stdout.flush()


def _print(asked: argparse.Namespace) -> int:
    from studio_app.services.printing import BLANK, Paper

    if asked.session and asked.form != "record":
        asked.complain("--session 只用于 record")
    if asked.blank and (asked.form == "summary" or asked.session):
        asked.complain("--blank 只用于 record 和 agreement，不和 --session 一起用")
    _refuse_overwriting(asked)
    with _opened(asked) as desk:
        case_id = desk.services.cases.identify(asked.case)
        printing = desk.services.printing
        blank = Paper(asked.form, case_id, BLANK)
        paper = blank if asked.blank else printing.paper_for(asked.form, case_id, asked.session)
        note = printing.to_pdf(paper, asked.out, force=asked.force).note
    if note:
        sys.stderr.write(f"{note}\n")
    print(asked.out)
    return 0


def _list_exports(asked: argparse.Namespace) -> None:
    if not asked.list:
        asked.complain("请写明导出哪一种；export --list 列出全部")
    for name, title in LEDGERS.items():
        print(f"{name}\t{title}")
    sys.stdout.flush()


def _export(asked: argparse.Namespace) -> int:
    from studio_app.services.ledgers import RegisterOrder

    _refuse_backwards(asked)
    _refuse_overwriting(asked)
    if asked.mask == "internal" and not asked.purpose:
        raise Refused("完整导出含全部个人信息，请用 --purpose 写明为什么需要完整内容。")
    order = RegisterOrder(
        asked.first,
        asked.last,
        register=asked.kind,
        mask=asked.mask,
        to_whom=asked.to_whom or "community",
        purpose=asked.purpose or "ledger",
        reason=asked.purpose or "",
    )
    with _opened(asked) as desk:
        ledgers = desk.services.ledgers
        write = ledgers.export_t1 if asked.kind == "ledger" else ledgers.export_register
        done = write(order, asked.out, force=asked.force)
    sys.stderr.write(f"{done.note}\n")
    print(asked.out)
    return 0


def _import(asked: argparse.Namespace) -> int:
    if asked.failed and asked.failed.exists():
        raise Refused(f"文件已经存在：{asked.failed}。请换一个名字。")
    with _opened(asked) as desk:
        run = _with_password(lambda password: desk.services.imports.dry_run(asked.file, password=password))
        if not asked.dry_run:
            desk.services.imports.carry_out(run)
        if asked.failed:
            desk.services.imports.write_failed(run, asked.failed)
    told = [verdict.told() for verdict in run.verdicts]
    if asked.json:
        skipped = [{"sheet": o.sheet, "row": o.row, "reason": o.reason, "words": o.words} for o in run.left_out]
        print(json.dumps({"rows": told, "skipped": skipped}, ensure_ascii=False, indent=1))
    else:
        for row in told:
            names = "、".join(filter(None, (row["applicant"], row["respondent"])))
            told_of = (row["verdict"], row["sheet"], str(row["row"]), row["date"], names, row["reason"])
            print("\t".join(word or "" for word in told_of))
    sys.stderr.write(f"{run.words()}{'' if asked.dry_run else '已经导入，要撤销可以整批撤销。'}\n")
    return 0


def _with_password(read: Callable[[str], Any]) -> Any:
    """Asks for the file's own password where it has one and somebody sits at the terminal."""
    from studio_app.workbook.reading import NeedsPassword

    password = os.environ.pop(FILE_PASSWORD_VARIABLE, "")
    try:
        return read(password)
    except NeedsPassword:
        if password or not sys.stdin.isatty():
            raise
    return read(getpass.getpass("文件的打开密码："))


def _return(asked: argparse.Namespace) -> None:
    """Takes over what only the office changed; what both changed is told, and decided at the window."""
    from studio_app.services.ledgers import THEIRS

    with _opened(asked) as desk:
        ledgers = desk.services.ledgers
        found = _with_password(lambda password: ledgers.returned(asked.file, password))
        chosen = [one.place for one in found.acceptable if one.verdict == THEIRS]
        taken = ledgers.take_back(found, chosen) if chosen and not asked.dry_run else 0
    if asked.json:
        print(json.dumps(found.told(), ensure_ascii=False, indent=1))
    else:
        for row in found.told()["rows"]:
            print("\t".join(str(row[key] or "") for key in ("row", "case", "column", "verdict", "theirs", "reason")))
    for note in found.notes:
        sys.stderr.write(f"{note}\n")
    sys.stderr.write(f"{found.words}{'' if asked.dry_run else f'已收下 {taken} 件纠纷的改动。'}\n")
    sys.stdout.flush()


def _refuse_overwriting(asked: argparse.Namespace) -> None:
    if asked.out.exists() and not asked.force:
        raise Refused(f"文件已经存在：{asked.out}。要覆盖请加 --force。")


def _backup(asked: argparse.Namespace) -> int:
    with _opened(asked) as desk:
        made = desk.services.backups.to(asked.to)
    sys.stderr.write("备份完成，已重新打开验证。\n")
    print(made.folder)
    return 0


def _restore(asked: argparse.Namespace) -> int:
    from studio_app.services.backups import take_over

    folder = _folder(asked)
    done = take_over(asked.source, folder, desks.local_now())
    sys.stderr.write(f"已恢复到 {done.taken_at.astimezone():%Y-%m-%d %H:%M} 的备份，请用备份当天的密码打开。\n")
    if done.aside is not None:
        sys.stderr.write(f"原来的数据没有删除，移到了：{done.aside}\n")
    if done.missing:
        sys.stderr.write(f"{done.missing_words}\n")
    print(folder)
    return 0


def _check(asked: argparse.Namespace) -> int:
    with _opened(asked) as desk:
        findings = desk.office.database.check()
        if asked.read_data:
            findings += [*desk.services.attachments.verify(), *desk.services.backups.verify()]
    sys.stdout.writelines(f"{finding}\n" for finding in findings)
    sys.stderr.write("检查完毕，没有发现问题。\n" if not findings else f"发现 {len(findings)} 个问题，请从备份恢复。\n")
    return 1 if findings else 0


def _self_check(window_findings: list[str], window_tried: str) -> int:
    from studio_app.services.self_check import findings

    found = [*findings(), *window_findings]
    sys.stdout.writelines(f"{finding}\n" for finding in found)
    whole = f"程序完整：字体、模板、语言文件、加密、排版、图标都在。{window_tried}"
    print("缺少上面列出的部分，请补上后再检查一遍。" if found else whole)
    return 1 if found else 0
