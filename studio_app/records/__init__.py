"""Every kind of record, a room each; what the whole desk does, it does for all of them."""

from studio_app.office.kinds import RecordKind
from studio_app.office.tables import Staff
from studio_app.records.dispute.case.kind import CASE
from studio_app.records.dispute.session.kind import NOTE
from studio_app.records.intake.kind import INTAKE
from studio_app.records.person.kind import PERSON
from studio_app.records.station.kind import STATION

STAFF = RecordKind("staff", Staff, title=("name",), line=("name",))
KINDS: tuple[RecordKind, ...] = (CASE, INTAKE, PERSON, STAFF, NOTE, STATION)
"""In the order in which they are told: hits of a search, the bin."""
