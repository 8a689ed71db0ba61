"""What the two databases have to be told in different words, for statements that must be fast on both."""

from typing import Any

from sqlalchemy import ARRAY, JSON, BindParameter, ColumnElement, Dialect, Integer, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import NULLTYPE, TypeDecorator, TypeEngine


class LookedAt(ColumnElement[str]):
    """A column's value that is no way into its table: SQLite would try each value of a list, or take a bad index."""

    inherit_cache = True
    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]  # noqa: RUF012 - read off the class

    def __init__(self, column: ColumnElement[str]) -> None:
        self.column = column
        self.type = column.type


@compiles(LookedAt)
def _write(element: LookedAt, compiler: SQLCompiler, **more: Any) -> str:
    return compiler.process(element.column, **more)


@compiles(LookedAt, "sqlite")
def _write_for_sqlite(element: LookedAt, compiler: SQLCompiler, **more: Any) -> str:
    return "+" + compiler.process(element.column, **more)


class _Ids(TypeDecorator[list[int]]):
    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(Integer()) if dialect.name == "postgresql" else JSON())


class Among(ColumnElement[Any]):
    """Whether a column holds one of the ids given under a name: one value, and one statement, however many they are."""

    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012 - read off the class
        ("column", InternalTraversal.dp_clauseelement), ("ids", InternalTraversal.dp_clauseelement)
    ]  # fmt: skip

    def __init__(self, column: ColumnElement[int], name: str) -> None:
        self.column = column
        self.ids: BindParameter[list[int]] = bindparam(name, type_=_Ids())
        self.type = NULLTYPE  # of a Boolean SQLite would be asked whether it is 1, and go through the whole table


@compiles(Among)
def _write_among(element: Among, compiler: SQLCompiler, **more: Any) -> str:
    return f"{compiler.process(element.column, **more)} = ANY ({compiler.process(element.ids, **more)})"


@compiles(Among, "sqlite")
def _write_among_for_sqlite(element: Among, compiler: SQLCompiler, **more: Any) -> str:
    ids = compiler.process(element.ids, **more)
    return f"{compiler.process(element.column, **more)} IN (SELECT value FROM json_each({ids}))"  # noqa: S608 - no input
