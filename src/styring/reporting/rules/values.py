"""Values to and from what canonical bytes can hold: amounts as whole øre, shares as "n/d", days in ISO 8601."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Value = TypeVar("Value")
_NAMES = {"date": date}  # what modules of values need not import while they run


def plain(value: object) -> Any:  # noqa: ANN401 - what JSON can hold has no narrower type
    """A value of dataclasses, tuples, days and fractions as mappings, lists, text and whole numbers.

    >>> plain((Fraction(1, 3), date(2026, 10, 31), 5))
    ['1/3', '2026-10-31', 5]
    """
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    match value:
        case tuple():
            return [plain(inner) for inner in value]
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case date():
            return value.isoformat()
    return value


def restored(kind: type[Value], written: Any) -> Value:  # noqa: ANN401 - see `plain`
    """The value of a dataclass that `plain` wrote down."""
    hints = get_type_hints(kind, localns=_NAMES)
    return kind(**{name: _restored(hints[name], inner) for name, inner in written.items()})


def _restored(hint: Any, written: Any) -> Any:  # noqa: ANN401 - see `plain`
    if get_origin(hint) is tuple:
        return tuple(_restored(get_args(hint)[0], inner) for inner in written)
    if get_origin(hint) is types.UnionType:
        return None if written is None else _restored(get_args(hint)[0], written)
    if isinstance(hint, type) and is_dataclass(hint):
        return restored(hint, written)
    if hint is Fraction:
        return Fraction(written)
    return date.fromisoformat(written) if hint is date else written
