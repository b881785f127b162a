"""回访 as typed: what was seen and heard afterwards (若干规定 art. 36, handbook 2.2(10))."""

from dataclasses import dataclass, field
from datetime import date

from studio_app.domain.merging import Edited
from studio_app.domain.past import Past
from studio_app.domain.wording import clean


@dataclass
class FollowUpDraft(Edited):
    """`visited` are ids of parties; `fulfilled`, `method` and `satisfaction` are codes of the dictionaries."""

    visited_on: date | None = None
    method: str = ""
    visited: list[str] = field(default_factory=list)
    fulfilled: str = ""
    text: str = ""
    satisfaction: str = ""
    new_signs: str = ""
    measures: str = ""
    next_on: date | None = None
    staff_id: str | None = None

    def problems(self, past: Past) -> dict[str, str]:
        found = {"visited_on": self._day_problem(past)}
        if self.visited_on and self.next_on and self.next_on <= self.visited_on:
            found["next_on"] = "下次回访要在这一次之后。"
        if not (self.fulfilled or clean(self.text)):
            found["text"] = "请选履行情况，或者写一写看到、听到的情况。"
        return {name: sentence for name, sentence in found.items() if sentence}

    def _day_problem(self, past: Past) -> str:
        if self.visited_on is None:
            return "请填写回访日期。"
        if self.visited_on > past.today:
            return "回访日期在今天之后。回访完了再登记；约好的日子请写在“下次回访”。"
        return past.problem(self.visited_on, "回访日期")

    def hints(self) -> dict[str, str]:
        found = {}
        if not self.visited:
            found["visited"] = "还没有勾选回访了谁。"
        if self.fulfilled == "no" and not self.measures.strip():
            found["measures"] = "没有履行的，写一写怎样督促。"
        if self.new_signs.strip() and not self.measures.strip():
            found["measures"] = "看到新的苗头，请写明采取了什么措施。"
        return found
