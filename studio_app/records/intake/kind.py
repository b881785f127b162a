"""A visit as the rest of the house knows it."""

from studio_app.office.kinds import RecordKind
from studio_app.records.dispute.papers import notices, visits
from studio_app.records.intake import clocks, index, listing
from studio_app.records.intake.table import Intake, Visitor

INTAKE = RecordKind(
    "intake",
    Intake,
    title=("visitor_label",),
    line=("number", "visitor_label"),
    days=("received_on",),
    parts=(Visitor,),
    heading="来访登记",
    document=index.document,
    dues=clocks.dues,
    running=clocks.running,
    papers={"visit": visits.mere_visit, "refusal": notices.refusal},
    people=listing.people,
    listed={"visitor": "visitor_label", "received_at": "received_on"},
)
