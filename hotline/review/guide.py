"""What a native reader is told: how to fill in the sheet, in plain English."""

SHEETS = ("How to", "Texts", "Lists")
LANGUAGE, NAME, DAY = "Language", "Your name", "Today's date"
TEXT_COLUMNS = (
    "key", "what it is for, and how long it may be", "English", "draft", "example", "long example", "better wording",
    "ok", "state",
)  # fmt: skip
LIST_COLUMNS = ("list", "what it is for", "line", "form", "wrong", "missing", "ok", "state")
OK, WRONG = "ok", "x"

_TEXT = """
Thank you for reading! The sentences in your language are drafts. You know how people really say it.

Write your name and today's date below. Both are kept in the program, so that everybody sees who has checked.

Sheet Texts: each row is one sentence that people read in a text message, hear on the phone, or see on a page.

Read the draft and both examples. Is it right, plain, kind and easy to understand, also for an old person? Write ok in
the column ok.

Is it not? Write the whole sentence as it should be in the column better wording. You need not write ok as well.

Not sure? Leave the row empty. It stays as it is, marked as not yet checked.

Words in braces, like {name}, are filled in by the program. Keep every one as it is. Put them after a colon or on a line
of their own, so that they need no ending. Do not guess whether somebody is a man or a woman.

A line break in the draft is a line break in the text. Keep the digits of a menu (1, 2, 3) in their order.

Words in CAPITALS are words that people shall answer with. They must also stand in the list of that answer.

Texts must be short. If yours is too long you will be told which row it is, and nothing is taken until it fits.

Sheet Lists: words by which the program understands what people write. Each row is one form. Write x in the column
wrong where a form means something else. Write in the column missing what people also say: slang, dialect, misspelt,
without accents, in Latin letters; several with a line break (Alt and Enter) between.

When you have read a whole list, write ok in its first row, which has its name.

Signs in the lists: stem* is every word that begins so. *part* is every word that holds it. Two words side by side stand
so in the text. one & other stand near each other. one|another is either. ~ before a line is weak.

Sentences about danger, and the words for yes, no and stop, are read by two people, each with a sheet of her own.

Change nothing in the other columns. Save the file as it is (Excel workbook) and send it back.
"""

STEPS = tuple(" ".join(step.split()) for step in _TEXT.strip().split("\n\n"))
