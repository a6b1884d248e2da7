"""A version as PDF: tagged (PDF/UA-1), titled, with language, bookmarks, table heads and alternative texts.

Typst sets it from data, so that no text of a user is ever read as markup; afterwards the first cell of each row of a
table is marked as its head, which Typst cannot say.
"""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pikepdf
import typst
from django.utils.translation import gettext, override

from styring.documents.queries.shown import chart_of
from styring.documents.rules.content import Facts, Graph, Heading, Paragraph
from styring.kernel.errors import GovernanceError
from styring.kernel.words import gettext_noop
from styring.ui.charts.drawing import FONTS, svg
from styring.ui.tables import Table, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.documents.rules.content import Block, Chapter

_TEMPLATE = Path(__file__).parent.parent / "typst" / "report.typ"
_LANGUAGES = {"nb": "nb", "nn": "nn", "en": "en"}


class PdfError(GovernanceError):
    """A document that could not be set as PDF."""


def pdf(head: dict[str, Any], chapters: Sequence[Chapter], municipality: str, checksum: str) -> bytes:
    """A version's content as PDF/UA-1.

    Args:
        head: the version's head: ``title``, ``description``, ``language``.
        chapters: its content.
        municipality: whose it is.
        checksum: the version's; its first and last signs are printed on every page.

    Raises:
        PdfError: it cannot be set accessibly; the message says why.
    """
    with TemporaryDirectory() as folder, override(head["language"]):
        place = Path(folder)
        data = {
            "title": head["title"],
            "description": head["description"],
            "language": _LANGUAGES[head["language"]],
            "municipality": municipality,
            "contents": gettext("Innhold"),
            "seal": f"{checksum[:8]} … {checksum[-4:]}",
            "chapters": [_chapter(chapter, place) for chapter in chapters],
        }
        (place / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        shutil.copy(_TEMPLATE, place / "report.typ")
        return _with_row_heads(_compiled(place))


def _compiled(place: Path) -> bytes:
    try:
        made, warnings = typst.compile_with_warnings(
            place / "report.typ",
            root=place,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as error:
        raise PdfError(gettext_noop("Dokumentet kan ikke settes som PDF: %(why)s"), why=str(error)) from error
    if warnings:
        raise PdfError(gettext_noop("Dokumentet kan ikke settes som PDF: %(why)s"), why=str(warnings[0]))
    done: bytes = made
    return done


def _chapter(chapter: Chapter, place: Path) -> dict[str, Any]:
    blocks = [_block(block, f"{chapter.path}-{number}", place) for number, block in enumerate(chapter.blocks)]
    return {"title": chapter.title, "blocks": blocks}


def _block(block: Block, name: str, place: Path) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"type": "p", "text": block.text}
        case Heading():
            return {"type": "h", "text": block.text}
        case Facts():
            facts = [{**vars(fact), "value": text_of(fact.value, fact.column), "column": ""} for fact in block.facts]
            return {"type": "facts", "facts": facts}
        case Graph():
            return _graph(block, name, place)
    return _table(block)


def _graph(graph: Graph, name: str, place: Path) -> dict[str, Any]:
    chart = chart_of(graph)
    (place / f"graph-{name}.svg").write_text(svg(chart.wide, "nb"), encoding="utf-8")
    words = {"title": chart.title, "summary": chart.summary, "unit": chart.unit, "source": chart.source}
    return {"type": "graph", "file": f"graph-{name}.svg", **words}


def _table(table: Table) -> dict[str, Any]:
    columns = [{"title": column.title, "number": column.is_number} for column in table.columns]
    rows = [
        {
            "head": row.head,
            "kind": row.kind,
            "cells": [text_of(cell, column) for cell, column in zip(row.cells, table.columns[1:], strict=False)],
        }
        for row in table.rows
    ]
    words = {"title": table.title, "note": table.note, "source": table.source}
    return {"type": "table", "columns": columns, "rows": rows, **words}


def _with_row_heads(made: bytes) -> bytes:
    """The same file with the first cell of every row in a table's body marked as the row's head."""
    with pikepdf.open(BytesIO(made)) as file:
        waiting: list[Any] = [file.Root.StructTreeRoot]
        while waiting:
            element = waiting.pop()
            if not isinstance(element, pikepdf.Dictionary):
                continue
            if element.get("/S") == pikepdf.Name.TBody:
                _mark_row_heads(element)
            else:
                waiting += _parts(element)
        finished = BytesIO()
        file.save(finished, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return finished.getvalue()


def _mark_row_heads(body: pikepdf.Dictionary) -> None:
    for row in _parts(body):
        for cell in _parts(row)[:1]:
            if cell.S == pikepdf.Name.TD:
                cell.S = pikepdf.Name.TH
                cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)


def _parts(element: pikepdf.Dictionary) -> list[Any]:
    inside = element.get("/K")
    if isinstance(inside, pikepdf.Array):
        return list(inside)
    return [] if inside is None else [inside]
