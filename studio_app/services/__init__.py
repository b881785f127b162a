"""What a person can do; one class per subject, one transaction per public method."""

from functools import cached_property
from typing import TYPE_CHECKING

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
    from studio_app.services.ledgers import Ledgers
    from studio_app.services.listings import Listings
    from studio_app.services.people import People
    from studio_app.services.preferences import Preferences
    from studio_app.services.printing import Printing
    from studio_app.services.reminders import Reminders
    from studio_app.services.search import Search


class Services:
    """What a person can do, one object per subject; each module is imported on first use."""

    def __init__(self, office: Office) -> None:
        self.office = office

    @cached_property
    def intakes(self) -> "Intakes":
        from studio_app.records.intake.service import Intakes

        return Intakes(self.office)

    @cached_property
    def people(self) -> "People":
        from studio_app.services.people import People

        return People(self.office)

    @cached_property
    def drafts(self) -> "Drafts":
        from studio_app.services.drafts import Drafts

        return Drafts(self.office)

    @cached_property
    def cases(self) -> "Cases":
        from studio_app.records.dispute.case.service import Cases

        return Cases(self.office)

    @cached_property
    def sessions(self) -> "Sessions":
        from studio_app.records.dispute.session.service import Sessions

        return Sessions(self.office)

    @cached_property
    def agreements(self) -> "Agreements":
        from studio_app.records.dispute.agreement.service import Agreements

        return Agreements(self.office)

    @cached_property
    def follow_ups(self) -> "FollowUps":
        from studio_app.records.dispute.follow_up.service import FollowUps

        return FollowUps(self.office)

    @cached_property
    def reminders(self) -> "Reminders":
        from studio_app.services.reminders import Reminders

        return Reminders(self.office)

    @cached_property
    def printing(self) -> "Printing":
        from studio_app.services.printing import Printing

        return Printing(self.office)

    @cached_property
    def attachments(self) -> "Attachments":
        from studio_app.services.attachments import Attachments

        return Attachments(self.office)

    @cached_property
    def ledgers(self) -> "Ledgers":
        from studio_app.services.ledgers import Ledgers

        return Ledgers(self.office)

    @cached_property
    def listings(self) -> "Listings":
        from studio_app.services.listings import Listings

        return Listings(self.office)

    @cached_property
    def accounts(self) -> "Accounts":
        from studio_app.services.accounts import Accounts

        return Accounts(self.office)

    @cached_property
    def preferences(self) -> "Preferences":
        from studio_app.services.preferences import Preferences

        return Preferences(self.office)

    @cached_property
    def dictionaries(self) -> "Dictionaries":
        from studio_app.services.dictionaries import Dictionaries

        return Dictionaries(self.office)

    @cached_property
    def holidays(self) -> "Holidays":
        from studio_app.services.holidays import Holidays

        return Holidays(self.office)

    @cached_property
    def backups(self) -> "Backups":
        from studio_app.services.backups import Backups

        return Backups(self.office)

    @cached_property
    def history(self) -> "History":
        from studio_app.services.history import History

        return History(self.office)

    @cached_property
    def search(self) -> "Search":
        from studio_app.services.search import Search

        return Search(self.office)

    @cached_property
    def stations(self) -> "Stations":
        from studio_app.records.station.service import Stations

        return Stations(self.office)

    @cached_property
    def templates(self) -> "Templates":
        from studio_app.records.dispute.templates import Templates

        return Templates(self.office)
