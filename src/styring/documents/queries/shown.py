"""Chapters as templates show them: for each block its template and what that is given; graphs as charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from styring.documents.rules.content import Facts, Graph, Heading, Paragraph
from styring.ui.charts.kinds import Words, bridge_chart, columns_chart
from styring.ui.tables import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.documents.rules.content import Block, Chapter
    from styring.ui.charts.drawing import Chart


def shown_chapters(chapters: Iterable[Chapter], language: str) -> list[dict[str, Any]]:
    """Every chapter with its title, its address and its blocks; figures are written as in the document's language."""
    with override(language):
        return [
            {"title": chapter.title, "anchor": chapter.anchor, "blocks": [_shown(block) for block in chapter.blocks]}
            for chapter in chapters
        ]


def _shown(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"template": "documents/blocks/p.html", "text": block.text}
        case Heading():
            return {"template": "documents/blocks/h.html", "text": block.text}
        case Facts():
            facts = [{**vars(fact), "text": text_of(fact.value, fact.column)} for fact in block.facts]
            return {"template": "documents/blocks/facts.html", "facts": facts}
        case Graph():
            return {"template": "documents/blocks/graph.html", "chart": chart_of(block)}
    return {"template": "documents/blocks/table.html", "table": block}


def chart_of(graph: Graph) -> Chart:
    """The chart of a graph's data."""
    words = Words(graph.title, graph.summary, graph.unit, graph.source)
    if graph.kind == "bridge":
        return bridge_chart(words, graph.head, graph.column, graph.values, graph.end)
    return columns_chart(words, graph.head, graph.column, graph.values)
