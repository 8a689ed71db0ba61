"""The same sheet to print and fill in by hand: one page of HTML that needs nothing beside it."""

from collections.abc import Iterable
from html import escape

from hotline.catalogs import Catalog
from hotline.review.guide import DAY, NAME, STEPS
from hotline.review.rows import ListRows, TextRow

_STYLE = """
body { font-family: "Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic", sans-serif; margin: 1.5cm; color: #000; }
h1 { font-size: 18pt; } h2 { font-size: 14pt; break-after: avoid; } p, li, td, th { font-size: 10pt; }
table { border-collapse: collapse; inline-size: 100%; }
td, th { border: 1px solid #555; padding: 4px 6px; vertical-align: top; text-align: start; white-space: pre-line; }
tr { break-inside: avoid; } code, small { font-size: 8pt; color: #333; overflow-wrap: anywhere; }
.write { inline-size: 26%; } .box { inline-size: 3em; } .forms { line-height: 1.7; }
.blank { border-block-end: 1px solid #555; min-block-size: 2em; }
@page { size: A4 landscape; margin: 1cm; } @media print { body { margin: 0; } }
"""


def page(catalog: Catalog, english_name: str, texts: Iterable[TextRow], lists: Iterable[ListRows]) -> str:
    """Return the page. What is in the language has its direction; all else is English."""
    hers = f'lang="{escape(catalog.tag)}" dir="{catalog.direction}"'
    title = escape(f"{english_name} ({catalog.tag})")
    steps = "".join(f"<li>{escape(step)}</li>" for step in STEPS[:-1])
    rows = "".join(_text(row, hers) for row in texts)
    lists_ = "".join(_list(each, hers) for each in lists)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"</head>\n<body><h1>{title} <bdi {hers}>{escape(catalog.own_name)}</bdi></h1>"
        f'<p>{NAME}:</p><p class="blank"></p><p>{DAY}:</p><p class="blank"></p><ol>{steps}</ol>\n<h2>Texts</h2><table>'
        '<thead><tr><th>English</th><th>draft</th><th>examples</th><th class="write">better wording</th>'
        f'<th class="box">ok</th></tr></thead><tbody>{rows}</tbody></table>\n<h2>Lists</h2>{lists_}</body></html>\n'
    )


def _text(row: TextRow, hers: str) -> str:
    shown = "<hr>".join(escape(each) for each in dict.fromkeys(row.examples))
    return (
        f"<tr><td>{escape(row.english)}\n<code>{escape(row.key)}</code>\n<small>{escape(row.note)}</small></td>"
        f"<td {hers}>{escape(row.draft)}</td><td {hers}>{shown}</td><td></td><td></td></tr>\n"
    )


def _list(each: ListRows, hers: str) -> str:
    forms = " · ".join(f"<bdi>{escape(row.form)}</bdi>" for row in each.forms)
    return (
        f"<section><h3><code>{escape(each.key)}</code></h3><p>{escape(each.english)}</p>"
        f'<p class="forms" {hers}>{forms}</p><p>missing, and what is wrong:</p><p class="blank"></p></section>\n'
    )
