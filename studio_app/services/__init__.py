"""What a person can do; one class per subject, one transaction per public method."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from studio_app.office.office import Office

if TYPE_CHECKING:
    from studio_app.records.dispute.agreement.service import Agreements
    from studio_app.records.dispute.case.service import Cases
    from studio_app.records.dispute.follow_up.service import FollowUps
    from studio_app.records.dispute.session.service import Sessions
    from studio_app.records.dispute.templates import Templates
    from studio_app.records.intake.service import Intakes
    from studio_app.records.station.service import Stations
    from studio_app.services.accounts import Accounts
    from studio_app.services.attachments import Attachments
    from studio_app.services.backups import Backups
    from studio_app.services.dictionaries import Dictionaries
    from studio_app.services.drafts import Drafts
    from studio_app.services.history import History
    from studio_app.services.holidays import Holidays
    from studio_app.services.imports import Imports
    from studio_app.services.ledgers import Ledgers
    from studio_app.services.listings import Listings
    from studio_app.services.people import People
    from studio_app.services.preferences import Preferences
    from studio_app.services.printing import Printing
    from studio_app.services.reminders import Reminders
    from studio_app.services.search import Search
    from studio_app.services.statistics import Statistics


class Services:
    """What a person can do, one object per subject; each module is imported on first use."""

    intakes: "Intakes"
    people: "People"
    drafts: "Drafts"
    cases: "Cases"
    sessions: "Sessions"
    agreements: "Agreements"
    follow_ups: "FollowUps"
    reminders: "Reminders"
    printing: "Printing"
    attachments: "Attachments"
    ledgers: "Ledgers"
    listings: "Listings"
    accounts: "Accounts"
    preferences: "Preferences"
    dictionaries: "Dictionaries"
    holidays: "Holidays"
    backups: "Backups"
    history: "History"
    search: "Search"
    statistics: "Statistics"
    stations: "Stations"
    templates: "Templates"
    imports: "Imports"

    def __init__(self, office: Office) -> None:
        self.office = office

    def __getattr__(self, name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(name)
        made = getattr(import_module(_MODULES[name]), Services.__annotations__[name])(self.office)
        setattr(self, name, made)
        return made


_MODULES = {
    "intakes": "studio_app.records.intake.service",
    "people": "studio_app.services.people",
    "drafts": "studio_app.services.drafts",
    "cases": "studio_app.records.dispute.case.service",
    "sessions": "studio_app.records.dispute.session.service",
    "agreements": "studio_app.records.dispute.agreement.service",
    "follow_ups": "studio_app.records.dispute.follow_up.service",
    "reminders": "studio_app.services.reminders",
    "printing": "studio_app.services.printing",
    "attachments": "studio_app.services.attachments",
    "ledgers": "studio_app.services.ledgers",
    "listings": "studio_app.services.listings",
    "accounts": "studio_app.services.accounts",
    "preferences": "studio_app.services.preferences",
    "dictionaries": "studio_app.services.dictionaries",
    "holidays": "studio_app.services.holidays",
    "backups": "studio_app.services.backups",
    "history": "studio_app.services.history",
    "search": "studio_app.services.search",
    "statistics": "studio_app.services.statistics",
    "stations": "studio_app.records.station.service",
    "templates": "studio_app.records.dispute.templates",
    "imports": "studio_app.services.imports",
}
