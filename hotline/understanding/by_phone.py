"""Whether a text asks for company by phone: somebody who rings and talks, not somebody who comes."""

from collections.abc import Iterable

from dispatch.kinds import Kind
from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.needs import PERSON

NAME = "by_phone"

Kinds = tuple[str, ...]


def by_phone(hits: Iterable[Hit], kinds: Kinds) -> tuple[Kinds, bool]:
    """Return the kinds of help a text asks for, and whether it asks for a talk on the phone.

    A strong line says so by itself, a weak one beside a need for company. Such a talk is company, and no call from an
    operator.
    """
    strengths = {hit.is_weak for hit in hits if hit.name == NAME}
    if False not in strengths and not (strengths and Kind.COMPANY in kinds):
        return kinds, False
    return tuple(kind for kind in kinds if kind != PERSON) or (Kind.COMPANY.value,), True
