"""A volunteer's yes with something more: another time goes to the resident, any other condition is asked about.

Nothing here takes a task: that only a plain yes does, or the resident's to the other time.
"""

from dataclasses import replace

from hotline.conversation.talk import NOTHING, Effect, Heard, Known, OpenOffer, Talk, Turn, do, say
from hotline.understanding import Understood, When

ABOUT_AN_OFFER = frozenset({None, "yes", "no", "later"})
"""Commands that can answer "when can you come?"."""


def is_meant(heard: Heard, known: Known) -> bool:
    """Whether a text without a yes is an answer to an offer all the same: a time at which he can come."""
    words = heard.understood
    is_about_his_own = bool(known.own_requests or known.tasks or words.needs) and not words.codes
    is_question = words.text.rstrip().endswith(("?", "\u061f"))
    return _time(words) is not None and bool(known.offers) and not is_about_his_own and not is_question


def _time(words: Understood) -> When | None:
    """When he can come; None when a word may turn the time into one when he cannot."""
    return None if words.is_not_time or words.plain_answer is not None else words.when


def with_condition(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take a yes or no with something more, or a time: never as it stands."""
    words = heard.understood
    when = _time(words) if words.answer != "no" else None
    named = [offer for offer in known.offers if offer.code in words.codes]
    if not known.offers:
        return _late(talk, when, known)
    about = named or list(known.offers)
    if len(about) > 1 and when is not None:
        return _which(talk, words.text, about)
    return _proposed(talk, when, about[0].id) if when is not None else _when_can_you(talk, about)


def _late(talk: Talk, when: When | None, known: Known) -> Turn | None:
    return _proposed(talk, when, known.last_offer_id) if when and known.last_offer_id is not None else None


def _proposed(talk: Talk, when: When, offer_id: int) -> Turn:
    return Turn(_going_on(talk), (), (_propose(when, offer_id),))


def _propose(when: When, offer_id: int) -> Effect:
    return do("propose", id=offer_id, start=when.start.isoformat(), end=when.end.isoformat(),
              precision=when.precision, names_day=when.names_day)  # fmt: skip


def _going_on(talk: Talk) -> Talk:
    """What stays open: the request that he, as a resident, is just describing."""
    return talk if talk.wish is not None else NOTHING


def _when_can_you(talk: Talk, about: list[OpenOffer]) -> Turn:
    """Ask once when he can come; he may also simply say yes or no."""
    link = do("about_offer", id=about[-1].id)
    if talk.wish is not None:
        return Turn(replace(talk, misses=0), (say("offer.condition"),), (link,))
    asking = Talk(question="offer_when", options=tuple(offer.id for offer in about))
    return Turn(asking, (say("offer.condition"),), (link,))


def answer_when(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take when he can come; what is still unclear a person reads, with his words."""
    words = heard.understood
    if words.command not in ABOUT_AN_OFFER or words.codes or words.is_thanks or words.is_greeting:
        return None
    about = [offer for offer in known.offers if offer.id in talk.options]
    if not about or words.command == "later" or not words.text.strip():
        return None
    when = _time(words)
    if words.plain_answer is not None:
        return None if len(about) > 1 else Turn(NOTHING, (), (do(_VERBS[words.plain_answer], id=about[0].id),))
    if when is not None:
        return _which(talk, words.text, about) if len(about) > 1 else _proposed(NOTHING, when, about[0].id)
    kept = (do("call_person", reason="not_understood"), do("about_offer", id=about[-1].id))
    return Turn(NOTHING, (say("handed_over"),), kept)


_VERBS = {"yes": "accept", "no": "decline"}


def _which(talk: Talk, text: str, about: list[OpenOffer]) -> Turn:
    """Several are open: his words wait until he has said which one they are about."""
    choices = [item(offer) for offer in about]
    options = tuple(offer.id for offer in about)
    return Turn(replace(_going_on(talk), question="which_time", options=options, held=text),
                (say("offer.which", choices=choices),))  # fmt: skip


def answer_which(talk: Talk, heard: Heard, known: Known) -> Turn | None:
    """Take the number or the code of the offer his time is for, and hear his words again with it."""
    words = heard.understood
    if words.when is not None or words.plain_answer == "no":
        return None
    chosen = next((offer for offer in known.offers if offer.code in words.codes), None)
    if chosen is None and words.choice is not None and 1 <= words.choice <= len(talk.options):
        chosen = next((offer for offer in known.offers if offer.id == talk.options[words.choice - 1]), None)
    if chosen is None:
        return None
    return Turn(replace(talk, question="", held=f"{chosen.code} {talk.held}"), (), (do("hear_again"),))


def item(offer: OpenOffer) -> dict[str, object]:
    """Return an offer as one of several choices."""
    return {"notice": "offer.item", "kind": offer.kind, "area": offer.area, "when": offer.when, "code": offer.code}


def several(talk: Talk, heard: Heard, known: Known) -> Turn:
    """Do each of several answers in one text in turn, and ask about those that are not clear."""
    effects: list[Effect] = []
    unclear: list[OpenOffer] = []
    for codes, words in heard.understood.parts:
        for code in codes:
            offer = next((offer for offer in known.offers if offer.code == code), None)
            effect = _one_of_several(code, offer, words)
            if effect is not None:
                effects.append(effect)
            elif offer is not None:
                unclear.append(offer)
    replies = (say("offer.which", choices=[item(offer) for offer in unclear]),) if unclear else ()
    return Turn(_going_on(talk), replies, tuple(effects))


def _one_of_several(code: str, offer: OpenOffer | None, words: Understood) -> Effect | None:
    """What is done about one code; None: it has to be asked about."""
    when = _time(words) if words.answer != "no" else None
    if words.plain_answer is not None or offer is None:  # a code that means nothing is told so
        return do(f"{_VERBS[words.plain_answer or 'no']}_code", code=code)
    return _propose(when, offer.id) if when is not None else None
