"""Whether a column holds one of many keys, told as one value: each for itself costs more than finding their rows."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _EachOf(FunctionElement[str]):
    """The keys of a JSON list, as rows."""

    inherit_cache = True
    type = String()


@compiles(_EachOf)
def _each_in_sqlite(element: _EachOf, compiler: Any, **how: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **how)}))"


@compiles(_EachOf, "postgresql")
def _each_in_postgresql(element: _EachOf, compiler: Any, **how: Any) -> str:
    return f"(SELECT json_array_elements_text(CAST({compiler.process(element.clauses, **how)} AS json)))"


def among(column: Any, keys: Collection[str]) -> ColumnElement[bool]:
    """`column` is one of the keys; for hundreds of them, `in_` for a handful."""
    many = bindparam(None, json.dumps(list(keys)), type_=String())
    found: ColumnElement[bool] = column.op("IN", is_comparison=True)(_EachOf(many))
    return found
