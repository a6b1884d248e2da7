"""The content of a document as values: chapters of blocks, each with its exact figures.

Web page, PDF and spreadsheet are made of the same values, so their figures cannot differ. Written down, a value is what
canonical JSON can hold: amounts in øre, shares "n/d", days in ISO 8601; drawings and addresses are not content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from styring.kernel.errors import InvalidValueError
from styring.ui.tables import Cell, Column, Row, Shown, Table

Plain: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter."""

    text: str


@dataclass(frozen=True)
class Fact:
    """A figure that stands alone: what it is, the exact value and how it is shown, and a line of judgement.

    ``status`` is ``ok``, ``warn``, ``bad`` or "" where no one has judged it.
    """

    label: str
    value: Cell
    column: Column
    unit: str
    foot: str
    status: str = ""


@dataclass(frozen=True)
class Facts:
    """Up to four figures beside each other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Graph:
    """A chart's data: ``columns`` along time, or a ``bridge`` from a first sum by changes to the sum called ``end``."""

    kind: str
    title: str
    summary: str
    unit: str
    source: str
    head: str
    column: Column
    values: tuple[tuple[str, int | Decimal | Fraction], ...]
    end: str = ""


Block: TypeAlias = Paragraph | Heading | Facts | Graph | Table


@dataclass(frozen=True)
class Chapter:
    """A chapter: its place (``1``, ``2``), its address on the page, its title and its blocks in reading order."""

    path: str
    anchor: str
    title: str
    blocks: tuple[Block, ...]


def tables_of(chapters: tuple[Chapter, ...]) -> list[Table]:
    """Every table of a document, in reading order."""
    return [block for chapter in chapters for block in chapter.blocks if isinstance(block, Table)]


def plain_chapter(chapter: Chapter) -> Plain:
    """A chapter as what canonical JSON can hold."""
    blocks = [_plain_block(block) for block in chapter.blocks]
    return {"path": chapter.path, "anchor": chapter.anchor, "title": chapter.title, "blocks": blocks}


def chapter_of(written: Plain) -> Chapter:
    """The chapter that `plain_chapter` wrote down.

    Raises:
        InvalidValueError: it holds a block of a type that is not known.
    """
    blocks = tuple(_block_of(block) for block in written["blocks"])
    return Chapter(written["path"], written["anchor"], written["title"], blocks)


def _plain_block(block: Block) -> Plain:
    match block:
        case Paragraph():
            return {"type": "p", "text": block.text}
        case Heading():
            return {"type": "h", "text": block.text}
        case Facts():
            return {"type": "facts", "facts": [_plain_fact(fact) for fact in block.facts]}
        case Graph():
            return _plain_graph(block)
    return _plain_table(block)


def _block_of(written: Plain) -> Block:
    match written["type"]:
        case "p":
            return Paragraph(written["text"])
        case "h":
            return Heading(written["text"])
        case "facts":
            return Facts(tuple(_fact_of(fact) for fact in written["facts"]))
        case "graph":
            return _graph_of(written)
        case "table":
            return _table_of(written)
    msg = f"there is no block of type {written['type']!r}"
    raise InvalidValueError(msg)


def _plain_fact(fact: Fact) -> Plain:
    return {
        "label": fact.label,
        "value": _plain_cell(fact.value),
        "column": _plain_column(fact.column),
        "unit": fact.unit,
        "foot": fact.foot,
        "status": fact.status,
    }


def _fact_of(written: Plain) -> Fact:
    column = _column_of(written["column"])
    value = _cell_of(written["value"], column)
    return Fact(written["label"], value, column, written["unit"], written["foot"], written["status"])


def _plain_graph(graph: Graph) -> Plain:
    words = {name: getattr(graph, name) for name in ("kind", "title", "summary", "unit", "source", "head", "end")}
    values = [[label, _plain_cell(value)] for label, value in graph.values]
    return {"type": "graph", **words, "column": _plain_column(graph.column), "values": values}


def _graph_of(written: Plain) -> Graph:
    words = {name: written[name] for name in ("kind", "title", "summary", "unit", "source", "head", "end")}
    column = _column_of(written["column"])
    values = tuple((label, _number_of(value)) for label, value in written["values"])
    return Graph(column=column, values=values, **words)


def _plain_table(table: Table) -> Plain:
    return {
        "type": "table",
        "title": table.title,
        "columns": [_plain_column(column) for column in table.columns],
        "rows": [
            {"head": row.head, "kind": row.kind, "cells": [_plain_cell(c) for c in row.cells]} for row in table.rows
        ],
        "note": table.note,
        "source": table.source,
    }


def _plain_row(row: Row) -> Plain:
    return {"head": row.head, "kind": row.kind, "cells": [_plain_cell(cell) for cell in row.cells]}


def _table_of(written: Plain) -> Table:
    columns = [_column_of(column) for column in written["columns"]]
    rows = []
    for row in written["rows"]:
        cells = tuple(_cell_of(cell, column) for cell, column in zip(row["cells"], columns[1:], strict=False))
        rows.append(Row(row["head"], cells, row["kind"]))
    return Table(written["title"], columns, rows, written["note"], written["source"])


def _plain_column(column: Column) -> Plain:
    return {
        "title": column.title,
        "shown": column.shown.value,
        "decimals": column.decimals,
        "change": column.change,
        "minor": column.minor,
    }


def _column_of(written: Plain) -> Column:
    return Column(
        written["title"], Shown(written["shown"]), written["decimals"], change=written["change"], minor=written["minor"]
    )


def _plain_cell(cell: Cell) -> str | int | None:
    match cell:
        case Decimal() | Fraction():
            exact = Fraction(cell)
            return f"{exact.numerator}/{exact.denominator}"
        case date():
            return cell.isoformat()
    return cell


def _cell_of(written: str | int | None, column: Column) -> Cell:
    if written is None or column.shown is Shown.TEXT:
        return written
    if column.shown is Shown.DAY:
        return date.fromisoformat(str(written))
    return _number_of(written)


def _number_of(written: str | int) -> int | Fraction:
    return written if isinstance(written, int) else Fraction(written)
