"""What is remembered is read once for a while, and for each database by itself."""

from dispatch.db import Database
from dispatch.places import known_areas
from dispatch.remembered import Remembered
from tests.support.factories import an_area


def test_it_is_read_once_and_again_when_it_is_too_old(database: Database) -> None:
    lasting, passing = Remembered[int](seconds=60), Remembered[int](seconds=0)
    with database.reading() as session:
        read = iter(range(10))
        assert [lasting.get(session, "k", lambda: next(read)) for _ in range(3)] == [0, 0, 0]
        assert lasting.get(session, "other", lambda: next(read)) == 1
        assert [passing.get(session, "k", lambda: next(read)) for _ in range(2)] == [2, 3]
        lasting.forget(session)
        assert lasting.get(session, "k", lambda: next(read)) == 4


def test_an_area_that_is_new_is_known_at_once(database: Database) -> None:
    with database.work() as work:
        an_area(work.session, "huskvarna")
        assert "oxnehaga" not in known_areas(work.session, "huskvarna").areas
        an_area(work.session, "oxnehaga")
        assert "oxnehaga" in known_areas(work.session, "oxnehaga").areas
