"""导出记录: what left the desk, for whom and why, and the 移交清单 that goes with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from studio_app.core.errors import Refused
from studio_app.office.handover import mask_entry
from studio_app.office.tables import Account, ExportLog, Staff
from studio_app.records.dispute.papers.desk import HandoverFacts
from studio_app.services.ledgers.heading import LedgerHeading


@dataclass(frozen=True)
class ExportLine:
    """One line of 导出记录 in words; `at` is local."""

    id: str
    at: datetime
    who: str
    what: str
    period: str
    count: int
    mask: str
    to_whom: str
    purpose: str
    file_name: str


class LedgerLog(LedgerHeading):
    """Reads the append-only export log (网络数据安全管理条例 art. 12: kept for three years at least)."""

    def exports(self, limit: int = 50) -> list[ExportLine]:
        """The newest first."""
        query = select(ExportLog, Account.sign_in, Staff.name)
        query = query.outerjoin(Account, Account.id == ExportLog.account_id)
        query = query.outerjoin(Staff, Staff.id == Account.staff_id).order_by(ExportLog.place.desc())
        with self._office.read() as session:
            found = session.execute(query.limit(limit)).all()
        return [self._line(log, name or sign_in or "恢复码") for log, sign_in, name in found]

    def handover_facts(self, log_id: str) -> HandoverFacts:
        """What the 移交清单 of one export says, for `services.printing.handover`. Refused for an unknown one."""
        with self._office.read() as session:
            log = session.get(ExportLog, log_id)
            if log is None:
                raise Refused("没有找到这条导出记录。")
            number = self._number(session, log)
        return HandoverFacts(
            file=log.file_name,
            recipient=log.to_whom,
            purpose=log.purpose,
            mask=log.mask,
            period=log.period,
            count=f"{log.count}件",
            digest=log.digest,
            number=number,
            note=str(mask_entry(self._office.lists, log.mask).get("note")),
        )

    def _number(self, session: Session, log: ExportLog) -> str:
        """Its place among what went to somebody in its year: the log is append-only, so it never changes."""
        year = self._office.local(log.at).year
        begin = datetime(year, 1, 1, tzinfo=self._office.local(log.at).tzinfo)
        query = select(func.count()).where(ExportLog.to_whom != "", ExportLog.at >= begin, ExportLog.place <= log.place)
        return f"（{year}）移交第{session.scalar(query):03d}号"

    def _line(self, log: ExportLog, who: str) -> ExportLine:
        return ExportLine(
            id=log.id,
            at=self._office.local(log.at),
            who=who,
            what=log.what,
            period=log.period,
            count=log.count,
            mask=self._office.lists.label("masks", log.mask),
            to_whom=log.to_whom,
            purpose=log.purpose,
            file_name=log.file_name,
        )
