"""The demo's chart of accounts (``kontoplan.yaml``), kept by the controller as in a municipality."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from styring.access.queries import person_by_username
from styring.imports.importers import Incoming, RefusedError, import_file
from styring.ledger.models import CombinationRule, OwnCode
from styring.ledger.rules.chart import Coupling
from styring.ledger.rules.codes import FIRST_YEAR, LAST_YEAR, Kind
from styring.ledger.seeds.accounting import file
from styring.ledger.services import add_combination_rule, couple_code, end_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styring.accounts.models import User

CONTROLLER = "controller"
HEAD = "aar;maaned;kontoklasse;enhet;funksjon;art;prosjekt;belop"


def load_codes() -> None:
    """Couple the municipality's own codes, and register its projects; once is enough."""
    if OwnCode.objects.exists():
        return
    controller = person_by_username(CONTROLLER)
    for coupling in (*demo_codes(), *_projects()):
        couple_code(actor=controller, coupling=coupling)


def load_rules() -> None:
    """Set the rules and end projects when the accounts are in; some of what stands there is then to be mended."""
    if CombinationRule.objects.exists():
        return
    controller = person_by_username(CONTROLLER)
    for code, last_year in file("kontoplan")["avsluttede_prosjekter"].items():
        project = OwnCode.objects.live().get(kind=Kind.PROJECT.value, code=code)
        end_code(actor=controller, code=project, last_year=last_year)
    for name, account_class, kind, begins, other, allowed, first_year in file("kontoplan")["regler"]:
        rule = CombinationRule(
            name=name, account_class=account_class, kind=kind, begins=begins, other=other, allowed=allowed,
            first_year=first_year,
        )  # fmt: skip
        add_combination_rule(actor=controller, rule=rule)
    _try_to_take_in(controller)


def _try_to_take_in(controller: User) -> None:
    """A file with codes that nobody has coupled, which is turned away."""
    told = file("kontoplan")["avvist_fil"]
    with TemporaryDirectory() as folder, suppress(RefusedError):
        path = Path(folder) / told["navn"]
        path.write_text("\n".join([HEAD, *told["linjer"], ""]), encoding="utf-8")
        import_file(controller, Incoming("ledger", told["aar"], path, path.name, {}))


def demo_codes() -> Iterator[Coupling]:
    """The municipality's own codes."""
    for kind, code, is_prefix, name, target, first_year, last_year in file("kontoplan")["koder"]:
        years = first_year or FIRST_YEAR, last_year or LAST_YEAR
        yield Coupling(Kind(kind), code, target, *years, is_prefix=is_prefix, name=name)


def _projects() -> Iterator[Coupling]:
    """Every project of the investments."""
    projects = [*file("investeringer")["prosjekter"], *file("investeringshistorie")["avsluttede"]]
    for project in projects:
        yield Coupling(Kind.PROJECT, project["id"], "", name=project["navn"])
