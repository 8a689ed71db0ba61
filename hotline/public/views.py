"""Pages for everybody."""

from flask import Blueprint, render_template

from hotline.public.figures import figures
from hotline.web.current import context, now

bp = Blueprint("public", __name__)


@bp.get("/")
def home() -> str:
    """Say how to reach the line, what it is, and how much it is used."""
    with context().database.reading() as session:
        shown = figures(session, now())
    return render_template("public/home.html", number=context().settings.number, figures=shown)


@bp.get("/tillganglighet")
def accessibility() -> str:
    """The accessibility statement."""
    return render_template("public/accessibility.html", number=context().settings.number)
