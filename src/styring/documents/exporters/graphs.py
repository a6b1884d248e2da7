"""A graph's data as the chart that pages and documents draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.ui.charts.kinds import Words, bridge_chart, columns_chart

if TYPE_CHECKING:
    from styring.documents.rules.content import Graph
    from styring.ui.charts.drawing import Chart


def chart_of(graph: Graph) -> Chart:
    """The chart of a graph's data."""
    words = Words(graph.title, graph.summary, graph.unit, graph.source)
    if graph.kind == "bridge":
        return bridge_chart(words, graph.head, graph.column, graph.values, graph.end)
    return columns_chart(words, graph.head, graph.column, graph.values)
