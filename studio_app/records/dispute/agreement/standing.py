"""What was promised and how it stands today, over all rounds: instalments on one line, overdue said as such."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import func, select

from studio_app.domain.dates import show_day_cn
from studio_app.domain.money import show_yuan
from studio_app.records.dispute.agreement import clause_words, editions
from studio_app.records.dispute.agreement import performance as performing
from studio_app.records.dispute.agreement.clause_words import Article
from studio_app.records.dispute.agreement.table import Agreement, Obligation, Performance
from studio_app.records.dispute.masks import OMITTED, Veil
from studio_app.records.dispute.papers.dossier import Dossier

FEW = 4  # more promises than that are counted instead of listed


@dataclass(frozen=True)
class Term:
    """A clause where it stands: 第2条, with the round before it where there are several."""

    place: str
    article: Article

    def holds(self, item: Obligation) -> bool:
        return any(clause.id == item.clause_id for clause in self.article.rows)


class Standing:
    """Everything agreed in a case that still says something, and what came of it."""

    def __init__(self, file: Dossier, cover: Veil) -> None:
        self._file, self._cover = file, cover

    # --- what was agreed --------------------------------------------------------------------------------------

    @cached_property
    def agreements(self) -> list[Agreement]:
        """The valid one of each round: of an earlier round what took effect, of the present one whatever there is."""
        query = select(Agreement).where(Agreement.case_id == self._file.case.id, Agreement.superseded.is_(False))
        rows = self._file.session.scalars(query.order_by(Agreement.round, Agreement.edition))
        return [row for row in rows if row.form != "none" and (row.effective_on or row.round == self._file.case.round)]

    @cached_property
    def terms(self) -> list[Term]:
        return [term for row in self.agreements for term in self._terms_of(row)]

    def _terms_of(self, row: Agreement) -> list[Term]:
        before = f"第{row.round}轮" if len(self.agreements) > 1 else ""
        articles = clause_words.articles(editions.clauses(self._file.session, row.id))
        found = [Term(f"{before}第{article.number}条", article) for article in articles]
        return [term for term in found if not self._is_replaced(term)]

    def _is_replaced(self, term: Term) -> bool:
        items = [item for item in self._all if term.holds(item)]
        return bool(items) and all(item.state == "replaced" for item in items)

    def lines(self) -> list[str]:
        """The clauses for the summary; a word where the level leaves all of them out."""
        several = len(self.agreements) > 1
        called = self._file.called()
        said = [(term, self._cover.text(clause_words.sentence(term.article, called))) for term in self.terms]
        if said and all(words == OMITTED for _, words in said):
            return [f"共{len(said)}条{OMITTED}"]
        return [f"（{term.place}）{words}" if several else words for term, words in said]

    # --- what came of it --------------------------------------------------------------------------------------

    @cached_property
    def _all(self) -> list[Obligation]:
        return [item for row in self.agreements for item in editions.obligations(self._file.session, row.id)]

    @cached_property
    def owed(self) -> list[Obligation]:
        return [item for item in self._all if item.state != "replaced"]

    @cached_property
    def _sums(self) -> dict[str, int]:
        """What was paid towards each that was begun."""
        return performing.paid(self._file.session, self.owed)

    @cached_property
    def _last(self) -> dict[str, date]:
        """When something was last done towards each."""
        query = select(Performance.obligation_id, func.max(Performance.done_on))
        query = query.where(Performance.obligation_id.in_([item.id for item in self.owed]))
        return dict(self._file.session.execute(query.group_by(Performance.obligation_id)).all())

    def performance(self) -> str:
        if not self.owed:
            return ""
        done = [item for item in self.owed if item.state == "performed"]
        waived = [item for item in self.owed if item.state == "waived"]
        if len(done) == len(self.owed) and self._last:
            return f"共{len(done)}项，已全部履行（{show_day_cn(max(self._last.values()))}）。"
        seen = self._seen_done()
        if seen and not done:
            return f"共{len(self.owed)}项，{show_day_cn(seen)}回访时已履行完毕，还没有逐项登记。"
        head = f"共{len(self.owed)}项，已履行{len(done)}项{f'，权利人放弃{len(waived)}项' if waived else ''}。"
        groups = self._groups()
        if len(groups) > FEW:
            groups = [group for group in groups if any(item in group[1] for item in self._open())][:FEW]
        return f"{head}\n{'；'.join(self._item(*group) for group in groups)}。" if groups else head

    def _open(self) -> list[Obligation]:
        return [
            item for item in self.owed if self._file.office.lists.entry("obligation_states", item.state).get("open")
        ]

    def _seen_done(self) -> date | None:
        """The day of the newest 回访 of this round, where it found everything performed."""
        seen = [row for row in self._file.follow_ups if row.round == self._file.case.round]
        return seen[-1].visited_on if seen and seen[-1].fulfilled == "yes" else None

    def _groups(self) -> list[tuple[str, list[Obligation]]]:
        """Promises by the clause they stand in, in its order; those that stand in none behind, each for itself."""
        placed = [(term.place, [item for item in self.owed if term.holds(item)]) for term in self.terms]
        loose = [item for item in self.owed if not any(term.holds(item) for term in self.terms)]
        return [group for group in placed if group[1]] + [("", [item]) for item in loose]

    def _item(self, place: str, items: list[Obligation]) -> str:
        """第2条：已履行（2026年10月20日）; 第3条：3期，已履行1期，逾期未履行1期（2026年11月30日到期），待履行1期."""
        if len(items) == 1:
            item = items[0]
            what = place or self._cover.text(clause_words.promise(item, self._file.called()))
            day = self._day(item)
            return f"{what}：{self._state(item)}{f'（{day}）' if day else ''}{self._paid(items)}"
        said: dict[str, list[Obligation]] = {}
        for item in items:
            said.setdefault(self._state(item), []).append(item)
        parts = [f"{word}{len(same)}期{self._since(same)}" for word, same in said.items()]
        return f"{place}：{len(items)}期，{'，'.join(parts)}{self._paid(items)}"

    def _state(self, item: Obligation) -> str:
        """部分履行、其余拒不履行: what was done of a promise is said also after it was given up."""
        label = self._file.label("obligation_states", item.state)
        if self._is_overdue(item):
            return "逾期未履行" if item.state == "pending" else f"{label}、其余逾期"
        begun = item.id in self._sums and item.state in performing.MARKED
        return f"{self._file.label('obligation_states', 'part')}、其余{label}" if begun else label

    def _paid(self, items: list[Obligation]) -> str:
        """What was paid in all, where not everything was."""
        fen = sum(self._sums.get(item.id, 0) for item in items)
        left = any(item.state != "performed" for item in items)
        return f"，已付{show_yuan(fen).replace(' ', '')}" if fen and left else ""

    def _is_overdue(self, item: Obligation) -> bool:
        return item.state in ("pending", "part") and item.due_on is not None and item.due_on < self._file.office.today()

    def _day(self, item: Obligation) -> str:
        if item.id in self._last and not self._is_overdue(item):
            return "" if item.state in performing.MARKED else show_day_cn(self._last[item.id])
        return f"{show_day_cn(item.due_on)}到期" if item.due_on else ""

    def _since(self, items: list[Obligation]) -> str:
        """The first day of those that are overdue or due next."""
        days = [item.due_on for item in items if item.due_on and item.state in ("pending", "part")]
        word = "起" if len(days) > 1 else ""
        return f"（{show_day_cn(min(days))}{word}到期）" if days else ""
