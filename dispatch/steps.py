"""The next step of a request: what the clock will do for it, and when. Every open request has exactly one."""

from enum import StrEnum


class Step(StrEnum):
    """What happens at `next_step_at`."""

    CONFIRM = "confirm"  # a draft nobody finished: an operator is shown what is known
    ASK_VOLUNTEERS = "ask_volunteers"  # plan and send the next wave
    REMIND = "remind"  # remind both sides of the visit
    ASK_IF_DONE = "ask_if_done"  # ask the volunteer whether it happened
    FOLLOW_UP = "follow_up"  # ask the resident how it went
    CLOSE = "close"  # nobody answered the follow-up: close quietly
    OPERATOR = "operator"  # an operator owns it; at the time, the alarm sounds again
