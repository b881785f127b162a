"""The command line as a stable contract: commands, exit codes, results on stdout, messages on stderr."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from studio_app import cli, demo
from studio_app.desk import Desk
from studio_app.records.dispute.agreement.draft import AgreementDraft, ClauseDraft, SigningDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.session.draft import SessionDraft
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft
from studio_app.store.keys import Unlocked
from tests.conftest import make_mediator
from tests.papers import texts_of

SIGN_IN, PASSWORD = "李老师", "correct horse"
TODAY = datetime.now().astimezone().date()


@dataclass
class Outcome:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


Run = Callable[..., Outcome]


@pytest.fixture(scope="session")
def filled(template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with a case of each of the modes A and B, a visit, two sittings and an agreement."""
    folder = tmp_path_factory.mktemp("filled") / "desk"
    shutil.copytree(template.folder, folder)
    desk = Desk.open_with(folder, SIGN_IN, Unlocked(template.key, None))
    make_mediator(desk.office)
    committee = desk.services.cases.committees()[0][0]
    case = desk.services.cases.open(_opening("A", committee))
    for day in (0, 1):
        _sit(desk, case.id, day)
    _agree(desk, case.id)
    other = desk.services.cases.open(_opening("B", None))
    desk.services.cases.change_mode(other.id, "A", committee)
    desk.services.cases.open(_opening("B", None))
    visitor = VisitorDraft(name="欧阳小明", phone="19900000009", age_told=12)
    desk.services.intakes.register(IntakeDraft(visitors=[visitor], content="问作业辅导"))
    desk.close()
    return folder


def _opening(mode: str, committee: str | None) -> Opening:
    parties = [
        PartyDraft(side="applicant", name="王大明", phone="19900000001", consent="agreed", consent_on=TODAY),
        PartyDraft(side="respondent", name="赵小兰", phone="19900000002", consent="agreed", consent_on=TODAY),
        PartyDraft(side="respondent", name="示例物业公司", kind="organisation"),
    ]
    return Opening(
        mode=mode, committee_id=committee, title="楼上漏水", dispute_type="neighbour", accepted_on=TODAY,
        summary="楼上漏水泡了天花板。", claims="赔偿并修好。", parties=parties,
    )  # fmt: skip


def _sit(desk: Desk, case_id: str, number: int) -> None:
    draft = desk.services.sessions.blank(case_id)
    draft = SessionDraft(
        started_at=draft.started_at, place="工作室", method="face_to_face", present=draft.present,
        mediators=draft.mediators, informed=True, narrative=f"第{number + 1}次谈话的内容", result="continue",
    )  # fmt: skip
    desk.services.sessions.record(case_id, draft)


def _agree(desk: Desk, case_id: str) -> None:
    view = desk.services.agreements.view(case_id)
    first, second = view.parties[0].id, view.parties[1].id
    clause = ClauseDraft(
        debtor_id=second, creditor_id=first, what="赔偿", amount_fen=100_000, due_on=TODAY + timedelta(days=30)
    )
    draft = AgreementDraft(form="written", reached_on=TODAY, place="工作室", facts="楼上漏水", clauses=[clause])
    made = desk.services.agreements.save(case_id, draft)
    signed = SigningDraft(signatures={p.id: TODAY for p in view.parties}, mediator_signed_on=TODAY, sealed_on=TODAY)
    desk.services.agreements.sign(made.id, signed)


@pytest.fixture
def data(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "desk"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in this process; the password is in the environment unless None is given."""

    def call(*argv: str | Path, password: str | None = PASSWORD, window: int = 0) -> Outcome:
        if password is not None:
            monkeypatch.setenv(cli.PASSWORD_VARIABLE, password)
        code = cli.run([str(part) for part in argv], lambda _folder, _desk: window, lambda: ([], "offscreen"))
        told = capsys.readouterr()
        return Outcome(code, told.out, told.err)

    return call


# --- words and codes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "argv",
    [
        ("nonsense",), ("list",), ("list", "people"), ("print", "summary"), ("export",), ("export", "ledger"), ("stats",), ("return",),
        ("export", "ledger", "--from", "昨天前", "--to", "2026-11-30", "--out", "x"), ("--colour",), ("backup",),
        ("print", "record", "--case", "1", "--session", "0", "--out", "x"), ("--dat", "x", "check"),
        ("print", "summary", "--case", "1", "--session", "2", "--out", "x"), ("init", "--studio", "示例"), ("--data",),
    ],
)  # fmt: skip
def test_wrong_usage_is_told_in_chinese(run: Run, argv: tuple[str, ...]) -> None:
    told = run(*argv)
    assert told.code == 2
    assert told.out == ""
    assert "命令没看懂：" in told.err
    for english in ("usage", "invalid", "required", "argument", "expected", "unrecognized", "choose"):
        assert english not in told.err


@pytest.mark.parametrize(
    "argv", [(), ("init",), ("demo",), ("list",), ("print",), ("export", "ledger"), ("restore",), ("stats",)]
)
def test_help_is_chinese(run: Run, argv: tuple[str, ...]) -> None:
    told = run(*argv, "--help")
    assert told.code == 0
    assert "用法：" in told.out
    assert "show this help" not in told.out
    assert "options" not in told.out


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("studio-app ")


def test_no_command_is_the_window(run: Run) -> None:
    assert run(window=7).code == 7


def test_self_check_finds_the_program_whole(run: Run) -> None:
    told = run("--self-check")
    assert (told.code, told.err) == (0, "")


def test_self_check_tells_what_the_window_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--self-check"], lambda _f, _d: 0, lambda: (["缺少语言文件"], "offscreen")) == 1
    assert "缺少语言文件" in capsys.readouterr().out


# --- opening --------------------------------------------------------------------------------------------------


def test_init_prints_the_recovery_code_alone(run: Run, tmp_path: Path) -> None:
    made = run("--data", tmp_path / "new", "init", "--studio", "示例工作室", "--account", "张老师")
    assert made.code == 0
    assert len(made.lines) == 1
    assert "恢复码" in made.err
    assert run("--data", tmp_path / "new", "list", "cases").out == ""
    again = run("--data", tmp_path / "new", "init", "--studio", "示例工作室", "--account", "张老师")
    assert (again.code, again.out) == (1, "")


def test_init_takes_the_account_before_the_command_too(run: Run, tmp_path: Path) -> None:
    assert run("--data", tmp_path / "new", "--account", "张老师", "init", "--studio", "示例工作室").code == 0
    assert run("--data", tmp_path / "new", "--account", "张老师", "check").code == 0


def test_a_weak_password_is_refused(run: Run, tmp_path: Path) -> None:
    told = run("--data", tmp_path / "new", "init", "--studio", "示例", "--account", "张老师", password="123")
    assert told.code == 1
    assert not (tmp_path / "new").exists()


def test_the_password_leaves_the_environment(run: Run, data: Path) -> None:
    assert run("--data", data, "check").code == 0
    assert cli.PASSWORD_VARIABLE not in os.environ


def test_a_wrong_password_is_refused(run: Run, data: Path) -> None:
    told = run("--data", data, "list", "cases", password="wrong horse")
    assert told.code == 1
    assert "密码" in told.err
    assert told.out == ""


def test_without_password_nothing_waits(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cli.PASSWORD_VARIABLE, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    told = run("--data", data, "check", password=None)
    assert told.code == 1
    assert "--password-stdin" in told.err


def test_how_long_to_wait_is_never_no_seconds(run: Run, data: Path) -> None:
    run("--data", data, "list", "cases", password="wrong horse")
    assert "请等 1 秒再试" in run("--data", data, "list", "cases").err


def test_a_desk_without_its_key_files(run: Run, data: Path) -> None:
    for name in ("keys.json", "keys.copy.json"):
        (data / name).unlink()
    told = run("--data", data, "list", "cases")
    assert told.code == 1
    assert "从备份恢复" in told.err
    assert "没有工作台" not in told.err


def test_no_desk_there(run: Run, tmp_path: Path) -> None:
    told = run("--data", tmp_path / "none", "list", "cases")
    assert told.code == 1
    assert "没有工作台" in told.err
    assert not (tmp_path / "none").exists()


def test_a_desk_in_use_is_refused(run: Run, data: Path, template) -> None:
    desk = Desk.open_with(data, SIGN_IN, Unlocked(template.key, None))
    told = run("--data", data, "check")
    desk.close()
    assert told.code == 1
    assert "正由" in told.err


# --- lists ----------------------------------------------------------------------------------------------------


def test_cases_are_listed_masked(run: Run, data: Path) -> None:
    told = run("--data", data, "list", "cases")
    rows = [line.split("\t") for line in told.lines]
    assert told.code == 0
    assert [len(row) for row in rows] == [4, 4, 4]
    assert {row[2] for row in rows} == {TODAY.isoformat()}
    assert {row[3] for row in rows} == {"王某 与 赵某、某公司"}
    assert "履行中" in {row[1] for row in rows}


def test_intakes_are_listed_masked_a_child_wholly(run: Run, data: Path) -> None:
    [row] = [line.split("\t") for line in run("--data", data, "list", "intakes").lines]
    assert row[1:] == ["待受理", TODAY.isoformat(), "某未成年人"]


def test_reminders_name_the_rule_and_not_the_people(run: Run, data: Path) -> None:
    told = run("--data", data, "list", "reminders", "--json")
    rows = json.loads(told.out)
    assert rows
    assert all(set(row) == {"number", "state", "date", "parties"} for row in rows)
    assert all(date.fromisoformat(row["date"]) for row in rows)
    assert "王大明" not in told.out
    assert "履行" in "".join(row["state"] for row in rows)


@pytest.mark.parametrize(
    ("what", "label", "count"), [("cases", "纠纷名单", 3), ("intakes", "来访登记名单", 1), ("reminders", "提醒名单", 0)]
)
def test_a_list_stands_in_the_export_log(run: Run, data: Path, template, what: str, label: str, count: int) -> None:
    told = run("--data", data, "list", what, "--json")
    desk = Desk.open_with(data, SIGN_IN, Unlocked(template.key, None))
    [line] = desk.services.ledgers.exports()
    desk.close()
    assert (line.who, line.what, line.mask) == (SIGN_IN, label, "公开")
    assert line.count == len(json.loads(told.out)) >= count


def test_a_clock_behind_the_last_change_is_said_first(run: Run, data: Path, template) -> None:
    ahead = datetime.now().astimezone() + timedelta(days=40)
    desk = Desk.open_with(data, SIGN_IN, Unlocked(template.key, None), lambda: ahead)
    desk.services.reminders.add("带表格去社区盖章", ahead.date())
    desk.close()
    told = run("--data", data, "list", "cases")
    assert f"可是最近一次保存是在 {ahead:%Y-%m-%d %H:%M}，比它还晚。请核对电脑右下角的日期和时间" in told.err
    assert len(told.lines) == 3


@pytest.mark.parametrize("what", ["cases", "intakes", "reminders"])
def test_json_holds_the_same_rows(run: Run, data: Path, what: str) -> None:
    plain = run("--data", data, "list", what).lines
    rows = json.loads(run("--data", data, "list", what, "--json").out)
    assert ["\t".join(row.values()) for row in rows] == plain


# --- paper ----------------------------------------------------------------------------------------------------


def numbers(run: Run, data: Path) -> list[str]:
    return [line.split("\t")[0] for line in run("--data", data, "list", "cases").lines]


def agreed(run: Run, data: Path) -> str:
    rows = [line.split("\t") for line in run("--data", data, "list", "cases").lines]
    return next(row[0] for row in rows if row[1] == "履行中")


@pytest.mark.parametrize("form", ["summary", "record", "agreement"])
def test_printing_to_a_file(run: Run, data: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"{form}.pdf"
    told = run("--data", data, "print", form, "--case", agreed(run, data), "--out", target)
    assert (told.code, told.out) == (0, f"{target}\n")
    text = texts_of(target)[0]
    assert "王大明" in text.replace(" ", "")


@pytest.mark.parametrize(("session", "told"), [((), "第2次谈话"), (("--session", "1"), "第1次谈话")])
def test_a_sitting_is_chosen_by_its_number(run: Run, data: Path, tmp_path: Path, session, told: str) -> None:
    target = tmp_path / "record.pdf"
    assert run("--data", data, "print", "record", "--case", agreed(run, data), *session, "--out", target).code == 0
    text = "".join(texts_of(target))
    assert told in text.replace("\n", "").replace(" ", "")


def test_a_sitting_that_was_not_held(run: Run, data: Path, tmp_path: Path) -> None:
    told = run(
        "--data", data, "print", "record", "--case", agreed(run, data), "--session", "9", "--out", tmp_path / "r.pdf"
    )
    assert told.code == 1
    assert not (tmp_path / "r.pdf").exists()


@pytest.mark.parametrize("form", ["record", "agreement"])
def test_without_a_record_only_a_blank_paper_is_printed_and_only_when_asked(
    run: Run, data: Path, tmp_path: Path, form: str
) -> None:
    rows = [line.split("\t") for line in run("--data", data, "list", "cases").lines]
    case, target = next(row[0] for row in rows if row[1] == "已受理"), tmp_path / "paper.pdf"
    told = run("--data", data, "print", form, "--case", case, "--out", target)
    assert (told.code, target.exists()) == (1, False)
    assert "--blank" in told.err
    assert run("--data", data, "print", form, "--case", case, "--blank", "--out", target).code == 0
    assert texts_of(target)
    assert run("--data", data, "print", "summary", "--case", case, "--blank", "--out", target).code == 2


def test_any_spelling_of_a_number_will_do(run: Run, data: Path, tmp_path: Path) -> None:
    number = agreed(run, data)
    wide = number.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)})
    bracketed = number.translate(str.maketrans("〔〕（）[]【】", "[][][][]"))
    spaced = " ".join(number)
    for place, spelling in enumerate({number, wide, bracketed, spaced}):
        target = tmp_path / f"{place}.pdf"
        assert run("--data", data, "print", "summary", "--case", spelling, "--out", target).code == 0, spelling


def test_a_former_number_and_an_id_will_do(run: Run, data: Path, tmp_path: Path, template) -> None:
    desk = Desk.open_with(data, SIGN_IN, Unlocked(template.key, None))
    rows = [desk.services.cases.case_file(case_id).case for case_id in desk.services.cases.page(_all())]
    moved = next(case for case in rows if case.former_numbers)
    desk.close()
    for place, meant in enumerate((moved.former_numbers[0], moved.number, moved.id)):
        told = run("--data", data, "print", "summary", "--case", meant, "--out", tmp_path / f"{place}.pdf")
        assert told.code == 0, told.err


def _all():
    from studio_app.records.dispute.case.service import CaseFilter

    return CaseFilter("all")


def test_an_unknown_number_is_refused(run: Run, data: Path, tmp_path: Path) -> None:
    told = run("--data", data, "print", "summary", "--case", "没有〔2026〕9号", "--out", tmp_path / "x.pdf")
    assert told.code == 1
    assert "没有编号" in told.err


def test_no_file_is_overwritten_without_force(run: Run, data: Path, tmp_path: Path) -> None:
    number, target = agreed(run, data), tmp_path / "s.pdf"
    target.write_text("mine")
    told = run("--data", data, "print", "summary", "--case", number, "--out", target)
    assert told.code == 1
    assert "--force" in told.err
    assert target.read_text() == "mine"
    assert run("--data", data, "print", "summary", "--case", number, "--out", target, "--force").code == 0
    assert target.read_bytes().startswith(b"%PDF")


def test_a_folder_that_is_not_there(run: Run, data: Path, tmp_path: Path) -> None:
    told = run("--data", data, "print", "summary", "--case", agreed(run, data), "--out", tmp_path / "no" / "s.pdf")
    assert (told.code, "找不到文件夹" in told.err) == (1, True)
    assert "No such file" not in told.err


def test_names_longer_than_a_disk_takes(run: Run, data: Path, tmp_path: Path) -> None:
    long = tmp_path / ("a" * 300)
    for argv in (
        ("--data", data, "print", "summary", "--case", "1", "--out", long), ("--data", long, "list", "cases"),
        ("--data", long, "init", "--studio", "示例", "--account", "李"), ("--data", data, "backup", "--to", long),
        ("--data", data, "export", "ledger", "--from", "11.1", "--to", "11.30", "--out", long),
    ):  # fmt: skip
        told = run(*argv)
        assert (told.code, "太长" in told.err) == (1, True), argv


def test_bytes_that_are_no_text(run: Run, data: Path, tmp_path: Path) -> None:
    told = run("--data", data, "list", "cases", password="\udcff\udcfe")
    assert (told.code, "UTF-8" in told.err) == (1, True)
    told = run("--data", data, "print", "summary", "--case", "\udcff", "--out", tmp_path / "s.pdf")
    assert (told.code, "没有编号为" in told.err) == (1, True)


# --- ledger ---------------------------------------------------------------------------------------------------


def ledger(data: Path, target: Path, *more: str) -> tuple[str | Path, ...]:
    return ("--data", data, "export", "ledger", "--from", f"{TODAY}", "--to", f"{TODAY}", "--out", target, *more)


def text_of(path: Path) -> str:
    sheet = openpyxl.load_workbook(path).active
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def test_the_ledger_is_masked_and_noted(run: Run, data: Path, tmp_path: Path, template) -> None:
    target = tmp_path / "台账.xlsx"
    told = run(*ledger(data, target))
    assert (told.code, told.out) == (0, f"{target}\n")
    assert "3 件" in told.err
    text = text_of(target)
    assert "19900000001" not in text
    assert "199****0001" in text
    desk = Desk.open_with(data, SIGN_IN, Unlocked(template.key, None))
    [line] = desk.services.ledgers.exports()
    desk.close()
    assert (line.mask, line.to_whom, line.count) == ("移交社区（部分）", "社区居委会", 3)


def test_levels_and_recipients(run: Run, data: Path, tmp_path: Path) -> None:
    public = tmp_path / "public.xlsx"
    assert run(*ledger(data, public, "--mask", "public", "--to-whom", "区政协", "--purpose", "统计")).code == 0
    assert "王大明" not in text_of(public)
    whole = tmp_path / "whole.xlsx"
    refused = run(*ledger(data, whole, "--mask", "internal"))
    assert (refused.code, "--purpose" in refused.err) == (1, True)
    assert run(*ledger(data, whole, "--mask", "internal", "--purpose", "法院要求核对")).code == 0
    assert "19900000001" in text_of(whole)


def test_an_empty_period_is_a_zero_report(run: Run, data: Path, tmp_path: Path) -> None:
    target = tmp_path / "zero.xlsx"
    told = run("--data", data, "export", "ledger", "--from", "2020-01-01", "--to", "2020-01-31", "--out", target)
    assert told.code == 0
    assert "零报告" in told.err
    backwards = run("--data", data, "export", "ledger", "--from", "2020-02-01", "--to", "2020-01-31", "--out", target)
    assert backwards.code == 1


# --- safety ---------------------------------------------------------------------------------------------------


def test_check_reads_attachments_and_backups_where_it_is_asked_to(
    run: Run, data: Path, template, tmp_path: Path
) -> None:
    desk = Desk.open_with(data, SIGN_IN, Unlocked(template.key, None))
    photo = tmp_path / "估价单.txt"
    photo.write_text("三千元", encoding="utf-8")
    visit = desk.services.intakes.register(IntakeDraft(content="漏水"))
    before = set((data / "files").iterdir())
    desk.services.attachments.add_to_intake(visit.id, [photo])
    desk.services.backups.run()
    desk.close()
    assert run("--data", data, "check", "--read-data").code == 0
    (stored,) = set((data / "files").iterdir()) - before
    kept = data / "backups" / "files" / stored.name
    for file, said in ((stored, "附件“估价单.txt”"), (kept, "有 1 个附件缺失或已损坏")):
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        told = run("--data", data, "check", "--read-data")
        assert told.code == 1
        assert [said in line for line in told.lines] == [True]
        assert run("--data", data, "check").code == 0
        file.write_bytes(whole)


def test_check_of_a_sound_desk(run: Run, data: Path) -> None:
    told = run("--data", data, "check")
    assert (told.code, told.out) == (0, "")


def test_backup_and_restore(run: Run, data: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    before = numbers(run, data)
    made = run("--data", data, "backup", "--to", stick)
    assert made.code == 0
    assert Path(made.lines[0]).is_dir()
    elsewhere = tmp_path / "elsewhere"
    back = run("--data", elsewhere, "restore", "--from", stick, password=None)
    assert (back.code, back.out) == (0, f"{elsewhere}\n")
    assert numbers(run, elsewhere) == before
    over = run("--data", data, "restore", "--from", made.lines[0], password=None)
    assert over.code == 0
    assert "没有删除" in over.err
    assert numbers(run, data) == before


def test_nothing_to_restore_or_to_write_to(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = run("--data", data, "restore", "--from", tmp_path / "empty", password=None)
    assert (told.code, "放备份的文件夹" in told.err) == (1, True)
    assert run("--data", data, "backup", "--to", tmp_path / "no-stick").code == 1
    assert run("--data", data, "check").code == 0


# --- a process of its own -------------------------------------------------------------------------------------


def program(*argv: str | Path, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if name != cli.PASSWORD_VARIABLE}
    return subprocess.run(
        [sys.executable, "-m", "studio_app", *map(str, argv)],
        input=stdin, capture_output=True, text=True, encoding="utf-8", check=False, env={**surroundings, **environ},
    )  # fmt: skip


def test_demo_is_kept_and_told_by_its_last_two_lines(tmp_path: Path) -> None:
    made = program("--data", tmp_path / "demo", "demo", "--headless")
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[-2:] == [f"账号: {demo.ACCOUNT}", f"密码: {demo.PASSWORD}"]
    listed = program("--data", tmp_path / "demo", "--password-stdin", "list", "cases", stdin=f"{demo.PASSWORD}\n")
    assert listed.returncode == 0, listed.stderr
    assert len(listed.stdout.splitlines()) > 50


def test_a_password_in_another_encoding(data: Path) -> None:
    for utf8 in ("0", "1"):
        told = subprocess.run(
            [sys.executable, "-m", "studio_app", "--data", data, "--password-stdin", "list", "cases"],
            input=b"\xff\xfe\x80\n", capture_output=True, check=False, env={**os.environ, "PYTHONUTF8": utf8},
        )  # fmt: skip
        assert (told.returncode, b"Traceback" in told.stderr) == (1, False), told.stderr


def test_codes_of_a_real_process(data: Path) -> None:
    assert program("--version").returncode == 0
    assert program("list").returncode == 2
    wrong = program("--data", data, "check", STUDIO_APP_PASSWORD="wrong horse")
    assert (wrong.returncode, wrong.stdout) == (1, "")


def test_a_terminal_that_cannot_write_chinese(data: Path) -> None:
    told = program("--data", data, "list", "cases", STUDIO_APP_PASSWORD=PASSWORD, PYTHONIOENCODING="ascii")
    assert told.returncode == 0
    assert r"\u738b" in told.stdout


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes")
def test_a_reader_that_stops_early(data: Path) -> None:
    command = f"'{sys.executable}' -m studio_app --data '{data}' list cases --json | head -c 1"
    told = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        env={**os.environ, cli.PASSWORD_VARIABLE: PASSWORD}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in told.stderr


# --- stats ----------------------------------------------------------------------------------------------------


def test_the_figures_of_a_time_are_printed_each_with_what_it_counts(run: Run, data: Path) -> None:
    period = ("--from", f"{TODAY:%Y}-01-01", "--to", f"{TODAY:%Y}-12-31")
    told = run("--data", data, "stats", *period)
    assert told.code == 0
    rows = {code: (label, shown) for code, label, shown in (line.split("\t") for line in told.lines)}
    found = json.loads(run("--data", data, "stats", *period, "--json").out)
    assert {code: (one["label"], one["shown"]) for code, one in found.items()} == rows
    listed = json.loads(run("--data", data, "list", "cases", "--json").out)
    assert sum(found[f"{mode}.accepted"]["number"] for mode in "ABC") == len(listed)
    assert all(len(one["ids"]) == one["number"] for code, one in found.items() if code.endswith(("accepted", "left")))
    assert all(one["definition"] for one in found.values())
    assert "C.settled" not in found  # what was only assisted is nobody's success of ours


def test_a_time_that_ends_before_it_begins_has_no_figures(run: Run, data: Path) -> None:
    told = run("--data", data, "stats", "--from", "2026-11-30", "--to", "2026-11-01")
    assert (told.code, told.out) == (1, "")
    assert "结束日期早于开始日期" in told.err


# --- old ledgers ----------------------------------------------------------------------------------------------

OLD = (
    "某社区2025年台账\n序号,日期,申请人,被申请人,电话,类型,简要情况,金额,结果\n"
    "1,3月5日,王某,赵某,19900000001,邻里矛盾,楼上漏水泡了天花板。,600元,已化解\n"
    "2,,孙某,,1.99E+10,飞碟,没有写日期的一件事情。,约3万元,正在办理\n小计：2件\n"
)


@pytest.fixture
def old_ledger(tmp_path: Path) -> Path:
    (tmp_path / "旧台账.csv").write_bytes(OLD.encode("gb18030"))
    return tmp_path / "旧台账.csv"


def test_an_old_ledger_is_read_without_being_stored(run: Run, folder: Path, old_ledger: Path) -> None:
    told = run("--data", folder, "import", "ledger", "--file", old_ledger, "--dry-run", "--json")
    assert told.code == 0
    content = json.loads(told.out)
    first, second = content["rows"]
    assert {key: first[key] for key in ("date", "applicant", "respondent", "type", "outcome", "amount", "phone", "flags")} == {
        "date": "2025-03-05", "applicant": "王某", "respondent": "赵某", "type": "邻里", "outcome": "调解成功", "amount": 600,
        "phone": "19900000001", "flags": [],
    }  # fmt: skip
    assert (first["summary"], first["verdict"], second["verdict"]) == ("楼上漏水泡了天花板。", "new", "failed")
    assert second["flags"] == ["amount", "phone", "type"]
    assert [(one["row"], one["reason"]) for one in content["skipped"]] == [(1, "标题"), (5, "小计、合计")]
    assert "可以导入 1 件" in told.err
    assert json.loads(run("--data", folder, "list", "cases", "--json").out) == []


def test_an_old_ledger_comes_in_once(run: Run, folder: Path, old_ledger: Path, tmp_path: Path) -> None:
    failed = tmp_path / "没有导入.xlsx"
    told = run("--data", folder, "import", "ledger", "--file", old_ledger, "--failed", failed)
    assert (told.code, told.lines[0].split("\t")[0]) == (0, "new")
    assert failed.exists()
    assert [row["date"] for row in json.loads(run("--data", folder, "list", "cases", "--json").out)] == ["2025-03-05"]
    again = run("--data", folder, "import", "ledger", "--file", old_ledger)
    assert (again.code, again.out) == (1, "")
    assert "没有可以导入的行" in again.err


def test_a_locked_ledger_asks_for_its_password(
    run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in OLD.splitlines():
        book.active.append(line.split(","))
    book.save(out)
    with (tmp_path / "锁.xlsx").open("wb") as locked:
        OOXMLFile(out).encrypt("芝麻", locked)
    order = ("--data", folder, "import", "ledger", "--file", tmp_path / "锁.xlsx", "--dry-run", "--json")
    assert "密码" in run(*order).err
    monkeypatch.setenv(cli.FILE_PASSWORD_VARIABLE, "芝麻")
    assert [row["applicant"] for row in json.loads(run(*order).out)["rows"]] == ["王某", "孙某"]


def test_a_file_that_is_no_ledger_is_refused_in_a_sentence(run: Run, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "台账.xlsx").write_bytes(b"%PDF-1.7")
    told = run("--data", folder, "import", "ledger", "--file", tmp_path / "台账.xlsx")
    assert (told.code, told.out) == (1, "")
    assert "PDF" in told.err


# --- return ---------------------------------------------------------------------------------------------------


def test_a_ledger_comes_back_and_what_the_office_changed_is_taken_over(run: Run, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    run("--data", data, "export", "ledger", "--from", f"{TODAY:%Y}-01-01", "--to", f"{TODAY:%Y}-12-31", "--out", path)
    book = openpyxl.load_workbook(path)
    row = next(cell.row for line in book.active.iter_rows() for cell in line if cell.value == 1)
    book.active.cell(row, 8).value = 77
    book.save(path)
    tried = json.loads(run("--data", data, "return", "--file", path, "--dry-run", "--json").out)
    assert [(one["key"], one["theirs"], one["verdict"]) for one in tried["rows"]] == [("people_count", "77", "theirs")]
    told = run("--data", data, "return", "--file", path)
    assert told.code == 0
    assert "已收下 1 件纠纷的改动。" in told.err
    again = json.loads(run("--data", data, "return", "--file", path, "--dry-run", "--json").out)
    assert [one["verdict"] for one in again["rows"]] == ["same"]


def test_what_is_no_ledger_is_refused(run: Run, data: Path, tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_text("姓名,电话\n", encoding="utf-8")
    told = run("--data", data, "return", "--file", tmp_path / "名单.csv")
    assert (told.code, told.out) == (1, "")
    assert "没有认出台账" in told.err


# --- registers ------------------------------------------------------------------------------------------------


def test_the_ledger_and_the_registers_are_listed(run: Run) -> None:
    names = [line.split("\t")[0] for line in run("export", "--list").lines]
    assert names == ["ledger", "mediation", "prominent", "intake", "follow_up", "performance", "oral"]
