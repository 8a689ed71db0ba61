"""The carrier's own handling of English stop words, which comes before the application and answers by itself.

Only the words that no line can do without: CANCEL, END and QUIT are words of ours, so a line like this one has the
carrier take them out of its list.
"""


from hotline.simulator.records import BY_REPLY, Draft
from hotline.simulator.world import World

STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE"})
START = frozenset({"START", "UNSTOP", "YES"})

# The carrier's sentences, not ours: it has them in English alone.
STOPPED = (
    "You have successfully been unsubscribed. You will not receive any more messages from this number."
    " Reply START to resubscribe."
)
STARTED = (
    "You have successfully been re-subscribed to messages from this number."
    " Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply."
)


def heed(exchange: World, draft: Draft) -> Draft | None:
    """Block or free the sender if the whole text is such a word. Returns what the carrier then says."""
    if not exchange.keywords:
        return None
    word = draft.body.strip().upper()
    stopped = "opted_out" in exchange.faults.of(draft.sender)
    if word in STOP and not stopped:
        exchange.faults.put(draft.sender, "opted_out")
        return Draft(draft.recipient, draft.sender, STOPPED, BY_REPLY)
    if word in START and stopped:
        exchange.faults.put(draft.sender, "opted_out", on=False)
        return Draft(draft.recipient, draft.sender, STARTED, BY_REPLY)
    return None
