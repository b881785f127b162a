"""Who somebody is, as typed: of a visitor as of a party."""

from dataclasses import dataclass, fields

from studio_app.domain import identity, phones


@dataclass
class Details:
    """Field names are those of the stored record, codes those of the dictionaries."""

    name: str = ""
    sex: str = ""
    phone: str = ""
    plates: str = ""
    id_type: str = ""
    id_number: str = ""
    address: str = ""
    age_told: int | None = None

    def numbers_hints(self) -> dict[str, str]:
        """Worth a second look, never a wall."""
        found = {"phone": phones.hint(self.phone), "id_number": identity.check_id(self.id_number).hint}
        return {name: hint for name, hint in found.items() if hint}


DETAILS = tuple(field.name for field in fields(Details))
