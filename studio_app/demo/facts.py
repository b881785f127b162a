"""Facts of a story in resources/demo/cases.toml become what a person would have typed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from studio_app.records.dispute.agreement.draft import ClauseDraft, SigningDraft
from studio_app.records.dispute.case.opening import Opening
from studio_app.records.dispute.case.party import PartyDraft
from studio_app.records.dispute.follow_up.draft import FollowUpDraft
from studio_app.records.dispute.session.draft import InvestigationDraft, SessionDraft
from studio_app.records.intake.draft import IntakeDraft, VisitorDraft

MARK = "示例"
OFFICE_HOURS = time(9, 30)
CHANNELS = {"visit": "visit", "phone": "phone", "wechat": "wechat", "talk": "talk", "member_visit": "home_visit"}
"""Source of a case → channel of the visit it began with; cases from other sources were not brought by a visitor."""

Facts = Mapping[str, Any]


def moment(start: date, day: int) -> datetime:
    """Local, without zone."""
    return datetime.combine(start + timedelta(days=day), OFFICE_HOURS)


def place(facts: Facts) -> str:
    return f"{MARK}{facts['where']}" if facts.get("where") else ""


def opening(story: Facts, start: date) -> Opening:
    """What 受理 was told; committee, handler and community are the desk's."""
    agreed = story.get("agreement", {})
    return Opening(
        mode=story["mode"],
        their_number=agreed.get("their_number", ""),
        title=story["title"],
        dispute_type=story["type"],
        subtype=story["subtype"],
        source=story["source"],
        accepted_on=start,
        place=place(story),
        summary=story["summary"],
        claims=story["claims"],
        level=story["level"],
        risk=story["risk"],
        risk_signs=list(story.get("risk_signs", ())),
        people_count=story.get("people"),
        amount_fen=sum(clause.get("amount_fen", 0) for clause in agreed.get("clauses", ())) or None,
        parties=[party(p, start, refused=_refused(story, p)) for p in story["party"]],
        sample=True,
    )


def _refused(story: Facts, facts: Facts) -> bool:
    return bool(story["outcome"] == "refused" and facts["side"] == "respondent")


def party(facts: Facts, start: date, *, refused: bool) -> PartyDraft:
    return PartyDraft(
        side=facts["side"],
        role=facts["role"],
        kind=facts["kind"],
        name=facts["name"],
        sex=facts.get("sex", ""),
        age_told=facts.get("age"),
        birthday=date.fromisoformat(facts["born"]) if facts.get("born") else None,
        phone=facts.get("phone", ""),
        id_type=facts.get("id_type", ""),
        id_number=facts.get("id_number", ""),
        occupation=facts.get("occupation", ""),
        ethnicity=facts.get("ethnicity", ""),
        acts_for=facts.get("principal"),
        informed_on=start,
        informed_way="oral",
        consent="" if refused else "agreed",
        consent_on=None if refused else start,
        privacy_on=start,
        consent_recipients=[] if _keeps_to_himself(facts) else ["community"],
        note=facts.get("note", ""),
    )


def _keeps_to_himself(facts: Facts) -> bool:
    """About a third agree to no handing over, so that the masking can be seen; the same ones at every run."""
    return int(facts.get("phone") or 1) % 3 == 0


def first_visit(story: Facts, received_at: datetime | None) -> IntakeDraft:
    """The visit a case began with."""
    told = next(p for p in story["party"] if p["side"] == "applicant")
    others = [p["name"] for p in story["party"] if p["side"] == "respondent" and p["role"] == "party"]
    return IntakeDraft(
        visitors=[visitor(told)],
        received_at=received_at,
        channel=CHANNELS[story["source"]],
        place=place(story),
        dispute_type=story["type"],
        content=story["summary"],
        wants=story["claims"],
        other_side="、".join(others),
        sample=True,
    )


def visit(facts: Facts) -> IntakeDraft:
    """A visit that never became a case of its own."""
    return IntakeDraft(
        visitors=[visitor(facts)],
        kind=facts["kind"],
        channel=facts["channel"],
        place=place(facts),
        dispute_type=facts.get("type", ""),
        content=facts["matter"],
        wants=facts.get("wants", ""),
        satisfaction=facts.get("satisfaction", ""),
        sample=True,
    )


def visitor(facts: Facts) -> VisitorDraft:
    return VisitorDraft(
        name=facts["name"],
        sex=facts.get("sex", ""),
        phone=facts.get("phone", ""),
        id_type=facts.get("id_type", ""),
        id_number=facts.get("id_number", ""),
        age_told=facts.get("age"),
    )


def investigation(facts: Facts, start: date) -> InvestigationDraft:
    asked = facts.get("person", "")
    return InvestigationDraft(
        made_at=moment(start, facts["day"]), place=facts["place"], asked_name=asked, text=facts["text"]
    )


def session(facts: Facts, start: date, parties: Sequence[str]) -> SessionDraft:
    following = facts.get("next")
    return SessionDraft(
        started_at=moment(start, facts["day"]),
        place=facts["place"],
        method=facts["method"],
        present=list(parties),
        informed=True,
        statements={parties[said["party"]]: said["text"] for said in facts.get("statements", ())},
        narrative=facts["text"],
        law=facts.get("law", ""),
        result=facts["result"],
        next_at=moment(start, following) if following else None,
    )


def clause(facts: Facts, start: date, parties: Sequence[str]) -> ClauseDraft:
    return ClauseDraft(
        debtor_id=parties[facts["who"]],
        creditor_id=parties[facts["to"]] if facts.get("to") is not None else None,
        what=facts["what"],
        amount_fen=facts.get("amount_fen"),
        due_on=start + timedelta(days=facts["due"]) if "due" in facts else None,
        place=facts.get("place", ""),
    )


def signing(mode: str, agreed: Facts, start: date, parties: Sequence[str]) -> SigningDraft:
    """Mode A: parties, mediator, seal; B: the parties; C: the day it was told."""
    reached = start + timedelta(days=agreed["day"])
    signed = start + timedelta(days=agreed.get("signed", agreed["day"]))
    sealed = start + timedelta(days=agreed["sealed"]) if "sealed" in agreed else None
    return SigningDraft(
        signatures={} if mode == "C" else dict.fromkeys(parties, signed),
        mediator_signed_on=signed if mode == "A" else None,
        sealed_on=sealed if mode == "A" else None,
        told_on=reached if mode == "C" else None,
    )


def follow_up(facts: Facts, start: date, parties: Sequence[str]) -> FollowUpDraft:
    return FollowUpDraft(
        visited_on=start + timedelta(days=facts["day"]),
        method=facts["method"],
        visited=[parties[facts["party"]]],
        fulfilled=facts.get("fulfilled", ""),
        text=facts["text"],
        satisfaction=facts.get("satisfaction", ""),
        new_signs=facts.get("new_signs", ""),
    )


SIZE = (1200, 900)
WALL, STAIN, INK = (226, 222, 212), (178, 165, 138), (90, 80, 62)


def draw(target: Path, caption: str) -> Path:
    """A wall with a stain and the caption under it, as JPEG; returns `target`."""
    from PIL import Image, ImageDraw, ImageFont
    from pylopdf_fonts_zh_cn import sans_path

    sheet = Image.new("RGB", SIZE, WALL)
    pen = ImageDraw.Draw(sheet)
    for n in range(7):
        left, top = 180 + 90 * n, 120 + 37 * (n * n % 5)
        pen.ellipse((left, top, left + 320, top + 230), fill=tuple(shade - 6 * n for shade in STAIN))
    font = ImageFont.truetype(str(sans_path()), 46)
    pen.text((SIZE[0] / 2, SIZE[1] - 90), f"示例照片　{caption}", fill=INK, font=font, anchor="mm")
    sheet.save(target, "JPEG", quality=80)
    return target
