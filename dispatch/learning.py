"""What is learned of a volunteer from his answers: a few numbers, updated with each. Pure: values in, values out."""

import math
from dataclasses import dataclass
from datetime import datetime

RECENT = 8
"""How many of his last answers are kept to be told."""


@dataclass(frozen=True)
class Record:
    """What is known of one volunteer's willingness. A newcomer has the record that nothing has changed yet.

    lean, doubt: mean and variance of his own leaning to yes, in log-odds. pressed: texts he was sent, each counting
    less with every day (as it stood at `pressed_at`). delay: mean of the natural logarithm of minutes until he
    answers; answers: how many that mean is of. recent: his last outcomes, newest last, a letter each
    (y yes, n no, s silent for a day).
    """

    lean: float = 0.0
    doubt: float = 1.1**2
    pressed: float = 0.0
    pressed_at: datetime | None = None
    delay: float = math.log(12)
    answers: int = 0
    recent: str = ""
