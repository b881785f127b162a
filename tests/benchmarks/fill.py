"""A desk with any number of cases in little time, made once and copied: what every other benchmark works on.

    from tests.benchmarks.fill import filled
    desk = filled(folder, 100_000)

Rows are written by Core in bulk, the search documents and reminders beside them. Texts are those of the sample cases
cut into clauses, mixed with words made up once and drawn by Zipf's law, so that rare and common words are as rare and
common as in a real register. The change log holds the founding alone. Finished desks lie in STUDIO_APP_BENCHMARKS,
else in the system's folder for temporary files.
"""

import bisect
import hashlib
import itertools
import json
import os
import random
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from studio_app.core.paths import resource
from studio_app.desk import Desk
from studio_app.domain import names, numbering, search_text
from studio_app.office.founding import StudioSetup
from studio_app.office.tables import IssuedNumber, Reminder
from studio_app.records.dispute.agreement.table import Agreement, Obligation
from studio_app.records.dispute.case.kind import CASE
from studio_app.records.dispute.case.table import Case, CaseStaff, Party
from studio_app.records.dispute.session.table import MediationSession
from studio_app.records.intake.table import Intake, Visitor
from studio_app.records.person.copies import address_key
from studio_app.records.person.table import Person
from studio_app.store import identifiers
from studio_app.store.keys import DeskKey, Unlocked
from studio_app.store.lines import held
from studio_app.store.log_tables import SearchDocument
from studio_app.store.search_index import name_terms
from studio_app.store.table import Base, new_id

SIGN_IN, PASSWORD = "李老师", "correct horse"
TODAY = date(2026, 11, 23)
YEARS = 10
BATCH = 2_000
WORDS = 30_000
SETUP = StudioSetup(
    studio="示例委员工作室", short_name="示", member="王委员", community="幸福里社区", street="示例街道",
    committee="幸福里社区人民调解委员会", committee_short_name="幸福里", sign_in=SIGN_IN,
)  # fmt: skip
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单解仇"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲健红梅建华志国玉春生海燕波宁云飞龙凤林成东雪松柏青山江河大小福贵祥瑞安康乐喜庆丰盛荣光耀祖德义信礼智仁和顺利达通远长永久恒新初立树根本源泉清洁白亮"
COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严龙飞"


def filled(folder: Path, n: int) -> Desk:
    """An opened desk of `n` cases in `folder`/desk, from the cache where it was made before."""
    kept = cache() / f"desk-{n}-{fingerprint()}"
    if not kept.exists():
        make(kept, n)
    target = folder / "desk"
    shutil.copytree(kept, target, dirs_exist_ok=True)
    return Desk.open_with(target, SIGN_IN, Unlocked(key_of(target), None), clock)


def clock() -> datetime:
    return datetime.combine(TODAY, time(10, 0)).astimezone()


def cache() -> Path:
    place = Path(os.environ.get("STUDIO_APP_BENCHMARKS") or Path(tempfile.gettempdir()) / "studio-app-benchmarks")
    place.mkdir(parents=True, exist_ok=True)
    return place


def key_of(folder: Path) -> DeskKey:
    """The key beside a benchmark desk: nothing in it is anybody's."""
    key, salt = json.loads((folder / "benchmark-key.json").read_text(encoding="ascii"))
    return DeskKey(bytes.fromhex(key), bytes.fromhex(salt))


def fingerprint() -> str:
    """Another schema or another way of filling makes another desk."""
    columns = [f"{t.name}.{c.name}:{c.type}" for t in Base.metadata.sorted_tables for c in t.columns]
    return hashlib.sha256("\n".join([*columns, Path(__file__).read_text(encoding="utf-8")]).encode()).hexdigest()[:10]


def make(kept: Path, n: int) -> None:
    building = kept.with_name(f"{kept.name}.{os.getpid()}")
    shutil.rmtree(building, ignore_errors=True)
    desk, _code = Desk.create(building, SETUP, PASSWORD, clock)
    facts = [desk.key.key.hex(), desk.key.salt.hex()]
    (building / "benchmark-key.json").write_text(json.dumps(facts), encoding="ascii")
    writer = Writer(desk, n)
    for first in range(0, n, BATCH):
        with desk.office.database._writing.begin() as connection:
            writer.write(connection, range(first, min(first + BATCH, n)))
    derive(desk)
    desk.close()
    building.replace(kept)


def derive(desk: Desk) -> None:
    """Reminders and nearest days of the cases still open, by the program's own keeper."""
    keeper = next(k for k in desk.office.database._keepers if type(k).__name__ == "ReminderKeeper")
    with desk.office.database.transaction("", "填充") as session:
        identifiers.anew(session)
        open_cases = session.execute(text("SELECT id FROM cases WHERE state NOT IN ('closed', 'archived')"))
        for case_id in [row[0] for row in open_cases]:
            keeper.derive(session, CASE, case_id)  # type: ignore[attr-defined]  # a ReminderKeeper, found by its name
        assert session.query(Reminder).count() > 0


# --- words ----------------------------------------------------------------------------------------------------


class Prose:
    """Text as mediators write it: clauses of the samples, and words of a long-tailed vocabulary."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._clauses = clauses()
        weights = [1 / (rank + 20) for rank in range(len(COMMON))]
        self._words = ["".join(dice.choices(COMMON, weights, k=dice.choice((2, 2, 2, 3, 4)))) for _ in range(WORDS)]
        self._heap = list(itertools.accumulate(1 / (rank + 5) for rank in range(WORDS)))

    def word(self) -> str:
        return self._words[bisect.bisect(self._heap, self._dice.random() * self._heap[-1])]

    def sentence(self) -> str:
        """About one clause in six stands in the samples too."""
        if self._dice.random() < 1 / 6:
            return self._dice.choice(self._clauses)
        return "".join(self.word() for _ in range(self._dice.randint(3, 6)))

    def text(self, sentences: int) -> str:
        return "，".join(self.sentence() for _ in range(sentences)) + "。"


def clauses() -> list[str]:
    """Every clause of the sample cases, long ones as often as they stand there."""
    file = resource("demo", "cases.toml")
    if not file.exists():
        return ["楼上卫生间漏水", "顶棚发霉", "要求维修", "双方互相体谅", "约定下次再谈"]
    found: list[str] = []
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
        texts = [case["summary"], case["claims"], *(held.get("text", "") for held in case.get("session", []))]
        texts += [said["text"] for held in case.get("session", []) for said in held.get("statements", [])]
        found += [part for each in texts for part in re.split(r"[，。；、：！？“”]", each) if len(part) > 3]
    return found


# --- rows -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Somebody:
    name: str
    phone: str
    address: str


class Writer:
    """Makes and stores one batch of cases after the other."""

    def __init__(self, desk: Desk, n: int) -> None:
        self.database, self.n = desk.office.database, n
        self.dice = random.Random(n)
        self.prose = Prose(self.dice)
        self.types = [code for code, _label in desk.office.lists.pairs("dispute_types")]
        self.labels = dict(desk.office.lists.pairs("dispute_types"))
        self.staff = desk.office.signed.staff_id
        self.next_document = 0
        self.serials: dict[int, int] = {}

    def write(self, connection: Connection, batch: range) -> None:
        self.rows: dict[Any, list[dict[str, Any]]] = {}  # by table
        self.terms: list[dict[str, Any]] = []
        for i in batch:
            self.case(i)
            if i % 2:
                self.intake(i)
        for table in (table for table in Base.metadata.sorted_tables if self.rows.get(table)):
            connection.execute(insert(table), self.rows[table])
        connection.execute(text("INSERT INTO search_fts(rowid, names, body) VALUES (:id, :names, :body)"), self.terms)

    def add(self, model: Any, **values: Any) -> str:
        row_id = new_id()
        common = {"id": row_id, "studio_id": self.database.studio_id, "version": 1, "created_at": clock()}
        for name, (table, shape) in held(model).items():
            own = {"studio_id": self.database.studio_id, "owner_id": row_id}
            lines = enumerate(shape.rows_of(values.pop(name, ())))
            self.rows.setdefault(table, []).extend(own | {"position": n} | line for n, line in lines)
        self.rows.setdefault(model.__table__, []).append({**common, **values})
        return row_id

    def index(
        self, kind: str, entity: tuple[str, str], title: tuple[str, str], people: list[Somebody], said: tuple[str, str]
    ) -> None:
        """`said` = the number and the text; as records.dispute.case.index makes documents."""
        self.next_document += 1
        entity_id, case_id = entity
        shown = {"title": title[0], "subtitle": title[1], "body": said[1], "kind": kind, "owner": ""}
        key = {"id": self.next_document, "entity_id": entity_id, "case_id": case_id}
        self.rows.setdefault(SearchDocument.__table__, []).append({**key, **shown})
        called = " 0 ".join(name_parts(who.name) for who in people)
        numbers = search_text.index_terms([said[0], *(who.phone for who in people)])
        body = search_text.index_terms([said[1]])
        self.terms.append({"id": self.next_document, "names": f"{called} 0 {numbers}", "body": body})

    def somebody(self) -> Somebody:
        dice = self.dice
        name = dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2))))
        phone = f"1990000{dice.randrange(10_000):04d}" if dice.random() < 0.8 else ""
        return Somebody(
            name,
            phone,
            f"{self.prose.word()}小区{dice.randrange(1, 60)}号楼{dice.randrange(1, 5)}单元{dice.randrange(101, 2999)}",
        )

    def person(self, who: Somebody) -> dict[str, Any]:
        """A directory entry; what its copies share with it."""
        shared = {
            "name": who.name, "sort_key": sort_key(who.name), "sex": "", "phone": who.phone,
            "address": who.address, "address_key": address_key(who.address),
        }  # fmt: skip
        person_id = self.add(Person, kind="human", **shared)
        self.index("person", (person_id, ""), (who.name, who.address), [who], ("", who.address))
        return {**shared, "person_id": person_id}

    def case(self, i: int) -> None:
        """One in a hundred is still open; of the others half ended with a written agreement."""
        dice = self.dice
        accepted = TODAY - timedelta(days=int((self.n - 1 - i) / self.n * 365 * YEARS))
        is_open = dice.random() < 0.01 or (self.n - i) <= 30
        agreed = not is_open and dice.random() < 0.5
        serial = self.serials[accepted.year] = self.serials.get(accepted.year, 0) + 1
        number = f"（{accepted.year}）示评字第{serial:03d}号"
        people = [self.somebody() for _ in range(2 + (dice.random() < 0.2))]
        label = f"{people[0].name} 与 {'、'.join(who.name for who in people[1:])}"
        kind, place = dice.choice(self.types), people[0].address
        title, summary = self.prose.word() + "纠纷", self.prose.text(dice.randint(4, 10))
        claims = self.prose.text(2)
        closed = None if is_open else min(accepted + timedelta(days=dice.randrange(1, 60)), TODAY)
        case_id = self.add(
            Case, mode="B", number=number, year=accepted.year, serial=serial, former_numbers=[], title=title,
            dispute_type=kind, source="visit", accepted_on=accepted, community="幸福里社区", place=place,
            summary=summary, claims=claims, risk=dice.choice(("green", "green", "amber", "red")), risk_signs=[],
            state="mediating" if is_open else "closed", outcome="" if is_open else "agreed_written" if agreed else "self_settled",
            closed_on=closed, resolved_on=closed, handler_id=self.staff, parties_label=label,
            parties_key=" ".join(sort_key(who.name) for who in people), round=1, issuer_id=self.database.studio_id,
        )  # fmt: skip
        self.add(
            IssuedNumber, issuer_id=self.database.studio_id, kind="case_b", year=accepted.year, serial=serial,
            text=number, comparable=numbering.comparable(number), subject_id=case_id,
        )  # fmt: skip
        self.add(CaseStaff, case_id=case_id, staff_id=self.staff, duty="host", findings=[])
        parties = [
            self.add(Party, case_id=case_id, position=p, side="respondent" if p else "applicant", consent_recipients=[], **self.person(who))
            for p, who in enumerate(people)
        ]  # fmt: skip
        said = list(self.sessions(case_id, accepted, parties))
        if agreed:
            said.append(self.agreement(case_id, closed or accepted, parties))
        body = "\n".join(
            [title, summary, claims, "幸福里社区", place, *(f"{w.name}\n{w.address}" for w in people), *said]
        )
        self.index(
            "case", (case_id, case_id), (f"{label}　{title}", f"{number} · {self.labels[kind]}"), people, (number, body)
        )

    def sessions(self, case_id: str, accepted: date, parties: list[str]) -> Iterator[str]:
        for ordinal in range(1, 1 + self.dice.choice((0, 1, 1, 2, 3))):
            said, story = self.prose.text(3), self.prose.text(self.dice.randint(3, 8))
            held = datetime.combine(accepted + timedelta(days=ordinal * 3), time(2, 0), tzinfo=UTC)
            self.add(
                MediationSession, case_id=case_id, round=1, ordinal=ordinal, started_at=held, method="face",
                present=parties, invited=[], mediators=[self.staff], statements=[{"party_id": parties[0], "text": said}],
                narrative=story, result="continue",
            )  # fmt: skip
            yield f"{said}\n{story}"

    def agreement(self, case_id: str, day: date, parties: list[str]) -> str:
        facts = self.prose.text(3)
        signed = dict.fromkeys(parties[:2], day.isoformat())
        agreement_id = self.add(
            Agreement, case_id=case_id, round=1, edition=1, form="written", reached_on=day, facts=facts,
            signatures=signed, effective_on=day,
        )  # fmt: skip
        self.add(
            Obligation, case_id=case_id, agreement_id=agreement_id, debtor_id=parties[1], creditor_id=parties[0],
            what="一次付清修理费", amount_fen=self.dice.randrange(1, 500) * 10_000, due_on=day + timedelta(days=10), state="performed",
        )  # fmt: skip
        return facts

    def intake(self, i: int) -> None:
        day = TODAY - timedelta(days=int((self.n - 1 - i) / self.n * 365 * YEARS))
        who, content, wants = self.somebody(), self.prose.text(5), self.prose.text(1)
        number = f"来访{day.year}-{i:06d}"
        intake_id = self.add(
            Intake, number=number, year=day.year, serial=i, received_on=day, received_hour="09:30",
            kind="help", channel="visit", community="幸福里社区", place=who.address, content=content, wants=wants,
            destination="answered", visitor_label=who.name, visitor_key=sort_key(who.name), receiver_id=self.staff,
        )  # fmt: skip
        self.add(Visitor, intake_id=intake_id, position=0, **self.person(who))
        body = f"{content}\n{wants}\n{who.address}"
        self.index("intake", (intake_id, ""), (f"{who.name}　求助", number), [who], (number, body))


@lru_cache(maxsize=200_000)
def name_parts(name: str) -> str:
    return name_terms([name])


@lru_cache(maxsize=200_000)
def sort_key(name: str) -> str:
    return names.sort_key(name)
