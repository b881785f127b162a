"""台账与移交: a period's cases written for a recipient, and the record of everything handed over."""

from studio_app.incoming.returned import BOTH, OURS, SAME, THEIRS
from studio_app.records.dispute.ledger import LedgerOrder, Row, month_before, month_of, period_text, quarter_of
from studio_app.services.ledgers.exports import LedgerExports, Preview
from studio_app.services.ledgers.heading import Heading
from studio_app.services.ledgers.log import ExportLine, LedgerLog
from studio_app.services.ledgers.registers import LedgerRegisters, RegisterOrder
from studio_app.services.ledgers.returning import Change, LedgerReturns, Returned, ReturnedRow

__all__ = [
    "BOTH", "OURS", "SAME", "THEIRS", "Change", "ExportLine", "Heading", "LedgerOrder", "Ledgers", "Preview",
    "RegisterOrder", "Returned", "ReturnedRow", "Row", "month_before", "month_of", "period_text", "quarter_of",
]  # fmt: skip


class Ledgers(LedgerExports, LedgerLog, LedgerReturns, LedgerRegisters):
    """`Ledgers(office)`: preview, export, heading and log of the ledgers, and what comes back of them."""
