"""Charts: one Vega-Lite specification each, drawn on the server for pages and documents, with its table beside it."""
