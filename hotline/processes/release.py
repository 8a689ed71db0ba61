"""What is done once before the processes of a version start: the schema, and the places that requests lie in."""

from dispatch.db import Database
from dispatch.places import seed_places
from hotline import migrate
from hotline.processes.private import make_private
from hotline.settings import Settings


def release(settings: Settings) -> None:
    """Bring the database to the newest revision and put missing places into it. Doing it again changes nothing.

    Raises `sqlalchemy.exc.SQLAlchemyError` when the database refuses.
    """
    make_private(settings.var_dir)
    migrate.upgrade(settings.database_url)
    database = Database(settings.database_url)
    with database.work(actor="release") as work:
        seed_places(work.session)
    database.dispose()
