"""The demo's organisation: Lindvik's tables made from its files and taken in by its administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from styring.accounts.models import User
from styring.kernel.errors import InvalidValueError, NotFoundError
from styring.kernel.seeding import DEMO_FILES
from styring.kernel.words import gettext_noop
from styring.organisation.importers import import_organisation
from styring.organisation.tables import (
    AREAS,
    BODIES,
    HOLDINGS,
    LEVELS,
    PARTIES,
    PEOPLE,
    POSITIONS,
    SECTORS,
    UNITS,
    Line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styring.organisation.tables import Table

ADMINISTRATOR = "systemansvarlig"
TOP = "LINDVIK"
Cells: TypeAlias = "dict[str, object]"
File: TypeAlias = "dict[str, Any]"

_BODY_KINDS = {
    "kommunestyre": "council",
    "formannskap": "executive_committee",
    "hovedutvalg": "committee",
    "planutvalg": "planning_committee",
    "partssammensatt": "joint_committee",
    "kontrollutvalg": "control_committee",
    "medvirkningsraad": "advisory_council",
}


def load_organisation() -> None:
    """Take in Lindvik's organisation as the administrator; a second time changes nothing.

    Raises:
        NotFoundError: the municipality has not been founded.
        InvalidValueError: the demo's own files are wrong.
    """
    administrator = User.objects.filter(username=ADMINISTRATOR).first()
    if administrator is None:
        raise NotFoundError(gettext_noop("Kommunen er ikke satt opp ennå."))
    outcome = import_organisation(actor=administrator, lines=lindvik())
    if outcome.faults:
        fault = outcome.faults[0]
        msg = f"{fault.file} {fault.line} {fault.column}: {fault.reason}"
        raise InvalidValueError(msg, **fault.parts)


def lindvik() -> dict[str, list[Line]]:
    """The tables of Lindvik, made from ``organisasjon.yaml``, ``personer.yaml`` and ``organisasjonshistorie.yaml``."""
    now, people, then = _file("organisasjon"), _file("personer"), _file("organisasjonshistorie")
    units = [*_line_units(now), *_named_units(now), *_shared_units(then)]
    held = list(_held(units, people, then))
    since = {"fra": then["fra"]}
    return {
        LEVELS.word: _lines(LEVELS, (_level(level) for level in then["nivaaer"])),
        BODIES.word: _lines(BODIES, ({**_body(body), **since} for body in now["politiske_organer"])),
        PARTIES.word: _lines(
            PARTIES,
            (
                {"kode": party["id"], "navn": party["navn"], "mandater": party["mandater"], "fra": then["partier_fra"]}
                for party in now["partier"]
            ),
        ),
        SECTORS.word: _lines(
            SECTORS,
            ({"kode": s["id"], "navn": s["navn"], "organ": s["politisk_ansvar"]} for s in now["sektorer"]),
        ),
        AREAS.word: _lines(
            AREAS,
            (
                {"kode": area["id"], "nummer": area["nummer"], "navn": area["navn"], "sektor": area["sektor"]}
                for area in now["programomraader"]
            ),
        ),
        UNITS.word: _lines(UNITS, _histories(units, then)),
        POSITIONS.word: _lines(POSITIONS, _positions(units, then)),
        PEOPLE.word: _lines(PEOPLE, _persons({str(cells["navn"]) for cells in held})),
        HOLDINGS.word: _lines(HOLDINGS, held),
    }


def _file(name: str) -> File:
    read: File = yaml.safe_load((DEMO_FILES / f"{name}.yaml").read_text(encoding="utf-8"))
    return read


def _lines(table: Table, rows: Iterator[Cells] | list[Cells]) -> list[Line]:
    words = {column.word for column in table.columns}
    return [
        Line(table.word, number, {word: str(cell) for word, cell in row.items() if word in words and cell is not None})
        for number, row in enumerate(rows, start=1)
    ]


def _level(level: File) -> Cells:
    return {
        "nummer": level["nummer"],
        "navn": level["navn"],
        "leders tittel": level["leder_tittel"],
        "fra": level.get("fra"),
        "til": level.get("til"),
    }


def _body(body: File) -> Cells:
    kind = _BODY_KINDS[body["type"]]
    return {
        "kode": body["id"],
        "navn": body["navn"],
        "type": kind,
        "medlemmer": body["medlemmer"],
        "leder": body.get("leder", "Leder"),
    }


def _line_units(now: File) -> Iterator[Cells]:
    """The municipality, the directors' areas and the heads' services, with what their leaders are called."""
    staff = now["administrasjon"]
    yield {"kode": TOP, "navn": now["kommune"]["navn"], "nivå": 1, "tittel": staff["raadmann"]["tittel"]}
    for director in staff["direktorer"]:
        yield {
            "kode": director["id"],
            "navn": director["omraade"],
            "nivå": 2,
            "overordnet": TOP,
            "tittel": director["tittel"],
        }
    for head in staff["kommunalsjefer"]:
        service = str(head["tittel"]).removeprefix("Kommunalsjef ")
        yield {
            "kode": head["id"],
            "navn": service[0].upper() + service[1:],
            "nivå": 3,
            "overordnet": head["overordnet"],
            "tittel": head["tittel"],
        }


def _named_units(now: File) -> Iterator[Cells]:
    for unit in now["administrasjon"]["enheter"]:
        yield {
            "kode": unit["id"],
            "navn": unit["navn"],
            "type": unit["type"],
            "nivå": 4,
            "overordnet": unit["kommunalsjef"],
            "programområde": unit["programomraade"],
            "tittel": unit["leder_tittel"],
        }


def _shared_units(then: File) -> Iterator[Cells]:
    """What is shared in a programme area, led by whoever leads the unit above, and the units that are no more."""
    for shared in then["felles_og_oevrige"]:
        yield {
            "kode": shared["id"],
            "navn": f"{shared['navn']}, felles og øvrige",
            "type": "felles",
            "nivå": 4,
            "overordnet": shared["overordnet"],
            "programområde": shared["programomraade"],
            "tittel": "Leder for felles og øvrige",
            "ledes av": shared["overordnet"],
        }
    for gone in then["nedlagte"]:
        yield {
            "kode": gone["id"],
            "navn": gone["navn"],
            "type": gone["type"],
            "nivå": 4,
            "overordnet": gone["overordnet"],
            "programområde": gone["programomraade"],
            "tittel": gone["leder_tittel"],
            "til": gone["til"],
            "gikk inn i": gone["gikk_inn_i"],
        }


def _histories(units: list[Cells], then: File) -> Iterator[Cells]:
    earlier = {known["enhet"]: known for known in then["tidligere_navn"]}
    for unit in units:
        begins = then["fra"]
        if unit["kode"] in earlier:
            known = earlier[unit["kode"]]
            yield {**unit, "navn": known["navn"], "fra": begins, "til": known["til"]}
            begins = known["til"]
        yield {**unit, "fra": begins}


def _positions(units: list[Cells], then: File) -> Iterator[Cells]:
    for unit in units:
        yield {"enhet": unit["kode"], "tittel": unit["tittel"], "leder enheten": "ja"}
    for other in then["andre_stillinger"]:
        yield {"enhet": other["enhet"], "tittel": other["tittel"], "leder enheten": "nei"}


def _held(units: list[Cells], people: File, then: File) -> Iterator[Cells]:
    titles = {unit["kode"]: unit["tittel"] for unit in units}
    earlier = {known["enhet"]: known for known in then["tidligere_ledere"]}
    for known in earlier.values():
        yield _holding(known["enhet"], titles[known["enhet"]], known["navn"], fra=then["fra"], til=known["til"])
    for unit in units:
        code, leads = unit["kode"], people["ledere"].get(unit.get("ledes av", unit["kode"]))
        if leads:
            before = earlier.get(code, {})
            since = before.get("neste_fra", before.get("til", then["fra"]))
            yield _holding(code, titles[code], leads, fra=since)
    for acting in then["konstituerte"]:
        days = {"fra": acting["fra"], "til": acting["til"]}
        yield _holding(acting["enhet"], titles[acting["enhet"]], acting["navn"], **days) | {"konstituert": "ja"}
    for other in then["andre_stillinger"]:
        if "navn" in other:
            yield _holding(other["enhet"], other["tittel"], other["navn"], fra=then["fra"])


def _holding(unit: object, title: object, name: str, **days: object) -> Cells:
    return {"enhet": unit, "tittel": title, "navn": name, "brukernavn": username(name), **days}


def _persons(names: set[str]) -> Iterator[Cells]:
    for name in sorted(names):
        first, _space, last = name.partition(" ")
        email = f"{username(name)}@lindvik.example"
        yield {"brukernavn": username(name), "fornavn": first, "etternavn": last, "e-post": email}


def username(name: str) -> str:
    """A person's username in the demo.

    >>> username("Marte Nygård"), username("Ole Kirkeby")
    ('marte.nygard', 'ole.kirkeby')
    """
    return name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a").replace(" ", ".")
