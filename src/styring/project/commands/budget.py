"""Check a budget: balance of each year, financial targets, warnings, and what lacks for a decision.

The status is 0 when every year is in balance, 1 when not. Drafts of parties are theirs alone and not found here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from styring.budget.models import Layer
    from styring.budget.queries import LayerCheck, Remark


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring budget``."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="is each year in balance, and what must be mended?")
    check.add_argument("--year", type=int, required=True, metavar="Y", help="the first year of the budget")
    check.add_argument("--layer", required=True, metavar="NAME", help="its short name, such as forslag or vedtatt")
    check.add_argument("--format", choices=["text", "json"], default="text", help="text (else) or json")


def run(chosen: argparse.Namespace) -> int:
    """Check and print."""
    from styring.budget.queries import check_layer

    layer = _named(chosen.layer, chosen.year)
    check = check_layer(layer)
    if chosen.format == "json":
        print(json.dumps(_written(layer, check), ensure_ascii=False, indent=2))
    else:
        _print(layer, check)
    return 0 if check.is_balanced else 1


def _named(name: str, year: int) -> Layer:
    from styring.budget.models import Layer, LayerState
    from styring.budget.models.layers import POLITICAL
    from styring.budget.policies import NO_LAYER
    from styring.kernel.errors import NotFoundError

    full = name if name.startswith(f"{year}-") else f"{year}-{name}"
    found = Layer.objects.exclude(kind__in=POLITICAL, state=LayerState.DRAFT).filter(name=full).first()
    if found is None:
        raise NotFoundError(NO_LAYER)
    return found


def _written(layer: Layer, check: LayerCheck) -> dict[str, object]:
    from styring.kernel.amounts import kroner

    return {
        "layer": layer.name,
        "title": layer.title,
        "balanced": check.is_balanced,
        "may_be_adopted": check.may_be_adopted,
        "years": [
            {
                "year": year.year,
                "balanced": year.is_balanced,
                "operating": kroner(year.facts.operating),
                "investment": kroner(year.facts.investment),
                "breaks": [
                    {"rule": found.kind, "amount": kroner(found.amount), **_said(remark)}
                    for found, remark in zip(year.breaks, year.remarks, strict=True)
                ],
            }
            for year in check.years
        ],
        "targets": [
            {
                "name": found.name, "year": found.year, "percent": round(float(found.share * 100), 2),
                "target": round(float(found.target * 100), 2), "status": found.status, "law": found.law,
            }
            for found in check.targets
        ],
        "warnings": [_said(remark) for remark in check.warnings],
        "lacking": [_said(remark) for remark in check.lacking],
    }  # fmt: skip


def _said(remark: Remark) -> dict[str, object]:
    from styring.ui.messages import filled

    return {"message": filled(remark.sentence, remark.parts), "law": remark.law}


def _print(layer: Layer, check: LayerCheck) -> None:
    from styring.budget.rules.balance import in_kroner

    print(f"{layer.title}. Kroner, pluss mangler og minus er til overs.")
    for year in check.years:
        print(f"{year.year}  drift {in_kroner(year.facts.operating)}  investering {in_kroner(year.facts.investment)}")
    _print_all((*check.remarks, *check.warnings))


def _print_all(remarks: Iterable[Remark]) -> None:
    for remark in remarks:
        said = _said(remark)
        print(f"- {said['message']} ({said['law']})")
