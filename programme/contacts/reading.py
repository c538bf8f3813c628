"""What pages and machines are told of the contacts of regions."""

from collections.abc import Iterable
from typing import Any

from programme.models.contacts import RegionalContact
from programme.vocabulary import ContactKind
from publishing.ceilings import whole

MOST = 5000


def contacts_of(regions: Iterable[str]) -> list[RegionalContact]:
    """The contacts of some regions by their codes: those of the State last, the cells first."""
    found = RegionalContact.objects.filter(region__in=list(regions)).select_related("region")
    order = list(ContactKind)
    return sorted(
        whole(found.order_by("region", "kind", "organisation"), MOST),
        key=lambda one: (one.region.name_key, order.index(ContactKind(one.kind)), one.organisation),
    )


def public(contact: RegionalContact) -> dict[str, Any]:
    """The row of `/api/contacts/`."""
    return {
        "code_region": contact.region_id,
        "region": contact.region.name,
        "organisme": contact.organisation,
        "nature": contact.kind,
        "role": ContactKind(contact.kind).purpose,
        "ville": contact.city or None,
        "site_web": contact.website or None,
        "site_consulte": contact.seen if contact.website else None,
        "remarque": contact.remark or None,
        "joignable": contact.in_use,
        "sources": contact.sources,
        "releve_le": contact.checked.isoformat(),
    }
