"""A caller at the webhooks: she goes wherever the last answer leads, and every answer is checked."""

from dataclasses import dataclass, field
from xml.etree import ElementTree

from tests.hotline.webhooks.carrier import Carrier
from tests.support.twiml_check import faults


def step_in(answer: str) -> str:
    """Return where an answer leads."""
    root = ElementTree.fromstring(answer)  # noqa: S314 - ours
    return next(verb.get("action", "") for verb in root if verb.get("action"))


@dataclass
class Caller:
    """One call. `heard` is the last answer."""

    carrier: Carrier
    phone: str
    sid: str = "CA" + "1" * 32
    heard: str = field(default="<Response/>", repr=False)

    def dial(self, **more: str) -> "Caller":
        """Call the line."""
        self.heard = self.post("/twilio/voice", **more)
        return self

    def does(self, **fields: str) -> "Caller":
        """Answer the last step."""
        self.heard = self.post(self.step, **fields)
        return self

    def press(self, *keys: str) -> "Caller":
        """Press one key after the other."""
        for key in keys:
            self.does(Digits=key)
        return self

    def post(self, path: str, **fields: str) -> str:
        """Post as the carrier does for this call; return its answer."""
        public = self.carrier.system.settings.public_url
        usual = {"CallSid": self.sid, "From": self.phone, "CallStatus": "in-progress", "Direction": "inbound"}
        answer = self.carrier.post(path.removeprefix(public), **{**usual, **fields})
        assert (answer.status_code, answer.mimetype) == (200, "text/xml")
        assert faults(answer.text, public_url=public) == []
        return answer.text

    @property
    def verbs(self) -> list[str]:
        """The verbs of the last answer; what stands within a Gather is left out."""
        return [verb.tag for verb in self._root]

    @property
    def words(self) -> str:
        """Everything that was said."""
        return "\n".join(said.text or "" for said in self._root.iter("Say"))

    @property
    def step(self) -> str:
        """Where the last answer leads."""
        return step_in(self.heard)

    def attribute(self, verb: str, name: str) -> str:
        """Return an attribute of the first such verb."""
        return next(found.get(name, "") for found in self._root.iter(verb))

    @property
    def _root(self) -> ElementTree.Element:
        return ElementTree.fromstring(self.heard)  # noqa: S314 - ours
