"""The tables of the core."""

from dispatch.models.alarms import Alarm
from dispatch.models.base import Base, UtcDateTime
from dispatch.models.calls import Call, Recording
from dispatch.models.history import SettingValue, StateChange
from dispatch.models.learned import Apart, OfferOutcome, PolicyState, VolunteerRecord
from dispatch.models.messages import Message
from dispatch.models.people import (
    EVERYWHERE,
    Organisation,
    Person,
    Resident,
    Volunteer,
    VolunteerArea,
    VolunteerKind,
    VolunteerLanguage,
)
from dispatch.models.phone_visits import PhoneVisit
from dispatch.models.places import Area, PostalCode
from dispatch.models.proposals import Proposal
from dispatch.models.requests import HelpRequest, Offer, Visit, Wave
from dispatch.models.series import Series

__all__ = [
    "EVERYWHERE",
    "Alarm",
    "Apart",
    "Area",
    "Base",
    "Call",
    "HelpRequest",
    "Message",
    "Offer",
    "OfferOutcome",
    "Organisation",
    "Person",
    "PhoneVisit",
    "PolicyState",
    "PostalCode",
    "Proposal",
    "Recording",
    "Resident",
    "Series",
    "SettingValue",
    "StateChange",
    "UtcDateTime",
    "Visit",
    "Volunteer",
    "VolunteerArea",
    "VolunteerKind",
    "VolunteerLanguage",
    "VolunteerRecord",
    "Wave",
]
