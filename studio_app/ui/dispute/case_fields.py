"""What the forms of a case ask and offer: its type, words fit for paper, the committee."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from studio_app.desk import Services
from studio_app.domain import own_words
from studio_app.domain.wording import shorten
from studio_app.office.lists import Lists
from studio_app.records.dispute.case.service import Case, CaseFile, Party
from studio_app.ui.kit.form.form import Choice, Finer, Form, Line
from studio_app.ui.kit.form.offered import insert
from studio_app.ui.kit.input.inputs import TextBox
from studio_app.ui.kit.page.cards import button
from studio_app.ui.record import asking


def dispute_type(services: Services) -> Choice:
    """The type, found by the words of its finer ones as well; one of those fills `subtype`."""
    finer = [
        Finer(kind, label, words, "subtype", code) for kind, label, words, code in services.office.lists.subtypes()
    ]
    return asking.choice(services, "dispute_type", "纠纷类型", "dispute_types", searchable=True, finer=finer)


def follow_type(services: Services, form: Form[Any]) -> None:
    """Offer the finer words of the dispute type chosen, and drop one that belongs to another type."""
    lists, chosen = services.office.lists, form.value("dispute_type")
    finer = form.value("subtype")
    if finer and lists.entry("dispute_subtypes", finer).get("type") != chosen:
        form.set_value("subtype", "")
    options = [(e.code, e.label) for e in lists.entries("dispute_subtypes") if e.get("type") == chosen]
    form.set_options("subtype", options)
    form.set_shown("subtype", shown=bool(options or form.value("subtype")))


def follow_words(services: Services, form: Form[Any], mode: str, *names: str) -> None:
    """Say beside each text where it still speaks as the visitor did, and what papers of the mode say instead."""
    sides = services.office.lists.both_sides(mode)
    for name in names:
        form.show_hint(name, own_words.remark(str(form.value(name) or ""), sides=sides))


def skeleton(services: Services, form: Form[Any], mode: str) -> str:
    """The skeleton of the facts for a dispute of the finer type chosen, "" where there is none."""
    return services.templates.facts(str(form.value("subtype") or ""), mode)


def skeleton_button(services: Services, form: Form[Any], mode: Callable[[], str]) -> QPushButton:
    """Below the facts: the skeleton for a dispute of the finer type chosen, put at the end of what stands there."""

    def take() -> None:
        box = form.editor("summary").main
        if isinstance(box, TextBox):
            box.moveCursor(QTextCursor.MoveOperation.End)
            insert(box, skeleton(services, form, mode()))

    made = button("用模板写纠纷事实", "quiet", clicked=take)
    inside = form.cell("summary").layout()
    if isinstance(inside, QVBoxLayout):
        inside.insertWidget(inside.count() - 1, made, 0, Qt.AlignmentFlag.AlignLeft)
    return made


def follow_committee(services: Services, form: Form[Any], mode: str) -> None:
    """Ask for the committee the mode has, and say where to enter ours if there is none yet."""
    asked, hint = services.cases.committee_asked(mode)
    form.set_shown("committee_id", shown=asked)
    form.set_shown("led_by", shown=mode == "C")
    form.show_hint("mode", services.cases.mediator_warning(mode))
    form.show_hint("committee_id", hint)


def led_by(**more: Any) -> Line:
    """Whom the studio assists: any committee, by its name."""
    return Line("led_by", "主办的调委会", placeholder="全称，例如 某某街道人民调解委员会", **more)


SIDES = {"applicant": "申请人", "respondent": "对方", "third": "第三人"}
ROLES = {"guardian": "监护人", "agent": "代理人"}


def about(case: Case) -> str:
    """Who, what and its number, in one line under the title of a page."""
    return f"{shorten(case.parties_label, 24)}　{shorten(case.title, 20)}　{case.number}"


def relation_beside(name: str, relation: str) -> str:
    """What somebody is, to be said beside the name; nothing where the name says it already."""
    return "" if relation == name else relation


def side_word(party: Party) -> str:
    """申请人, 对方, or 监护人 for who acts for somebody."""
    return ROLES.get(party.role) or SIDES.get(party.side, "")


def whose(file: CaseFile, party: Party, lists: Lists) -> str:
    """For whom a guardian or an agent acts and what he is to them: 赵某的母亲, 王某的代理人."""
    acts = file.party_name(party.acts_for_id)
    return f"{acts}的{party.relation or lists.label('party_roles', party.role)}" if acts else ""
