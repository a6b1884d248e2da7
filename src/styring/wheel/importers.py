"""Taking in a wheel: the templates, stations and demands that a municipality's years are made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml
from django.db import transaction

from styring.access.policies import require
from styring.audit.services import record
from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop
from styring.wheel.models import Dependency, Guard, Setup, Station, Template, TemplateKind
from styring.wheel.policies import CHANGE_WHEEL
from styring.wheel.rules.dates import Need, read_rule, require_no_circle
from styring.wheel.rules.roles import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styring.accounts.models import User

DEFAULT_WHEEL = Path(__file__).parent / "default_wheel.yaml"

Written: TypeAlias = "Mapping[str, Any]"

_PLAIN = (
    "code", "title", "side", "deadline", "every", "first_year", "only_if", "months", "steps", "responsible",
    "contributors", "output", "period", "body", "note", "frequency",
)  # fmt: skip


@transaction.atomic
def import_wheel(*, actor: User, text: str) -> Setup:
    """Take in a wheel written in YAML, as ``default_wheel.yaml``; a municipality has one, which it then makes its own.

    Args:
        actor: who sets the wheel up.
        text: the file's content.

    Raises:
        NotAllowedError: the actor may not change the wheel.
        InvalidValueError: a rule or a role in it is none, or something needs what is not there.
        RuleBrokenError: activities wait for each other in a circle.
    """
    require(actor, CHANGE_WHEEL)
    written: Written = yaml.safe_load(text)
    Station.objects.bulk_create(Station(**station) for station in written["stations"])
    rings = {station["code"]: station["ring"] for station in written["stations"]}
    entries = [*written["activities"], *written["running"]]
    Template.objects.bulk_create(_template(entry, rings) for entry in entries)
    _import_needs(entries)
    Guard.objects.bulk_create(_guard(guard) for guard in written["guards"])
    setup = Setup.objects.create(pk=1, **{name: written[name] for name in ("name", "version", "soon_days", "shifts")})
    record(actor=actor, verb="wheel.setup.imported", thing=setup)
    return setup


def import_default_wheel(*, actor: User) -> Setup:
    """Take in the wheel that comes with the product, unless the municipality has one already."""
    present = Setup.objects.first()
    return present or import_wheel(actor=actor, text=DEFAULT_WHEEL.read_text(encoding="utf-8"))


def _template(entry: Written, rings: Mapping[str, str]) -> Template:
    _require_roles(entry)
    template = Template(**{name: entry[name] for name in _PLAIN if name in entry})
    template.station_id = entry.get("station")
    template.ring = entry.get("ring") or rings[entry["station"]]
    if "due" in entry:
        for rule in (entry["starts"], entry["due"]):
            read_rule(rule)
        template.starts, template.due = entry["starts"], entry["due"]
    else:
        template.kind = TemplateKind.MONTHLY if entry.get("steps") else TemplateKind.RUNNING
    return template


def _require_roles(entry: Written) -> None:
    for role in [
        *entry["responsible"],
        *entry.get("contributors", ()),
        *(step["role"] for step in entry.get("steps", ())),
    ]:
        if role not in ROLES:
            raise InvalidValueError(
                gettext_noop("«%(title)s» nevner rollen «%(role)s», som ikke finnes."), title=entry["title"], role=role
            )


def _import_needs(entries: Iterable[Written]) -> None:
    needs = [_need(entry["code"], needed) for entry in entries for needed in entry.get("needs", ())]
    known = {entry["code"] for entry in entries}
    for need in needs:
        if need.needs not in known:
            raise InvalidValueError(
                gettext_noop("«%(code)s» venter på «%(missing)s», som ikke finnes i hjulet."),
                code=need.code,
                missing=need.needs,
            )
    require_no_circle(needs)
    Dependency.objects.bulk_create(
        Dependency(template_id=need.code, needs_id=need.needs, year_offset=need.years) for need in needs
    )


def _need(code: str, needed: str | Written) -> Need:
    if isinstance(needed, str):
        return Need(code, needed)
    return Need(code, needed["code"], needed["years"])


def _guard(written: Written) -> Guard:
    values = {**written, "template_id": written["template"], "after_id": written.get("after")}
    return Guard(**{name: value for name, value in values.items() if name not in {"template", "after"}})
