"""Whether each year of a budget balances, and what is wrong when it doesn't (algorithms §6.3).

Ledger sign: cost plus, income minus. A fund's closing balance is plus when there is money in it.

>>> balance_breaks(YearFacts(operating=2500), Bounds())
[Break(kind='operating_lacks', amount=2500, name='')]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

OPERATING, INVESTMENT = "1", "0"
LOANS = frozenset({"910", "911"})
VAT_COMPENSATION = "729"
_ARTS = {
    (OPERATING, "570"): "to_investment",
    (INVESTMENT, "970"): "from_operating",
    (OPERATING, "590"): "depreciation",
    (OPERATING, "990"): "depreciation_counter",
    (OPERATING, "510"): "instalments",
    (OPERATING, "530"): "covered",
    (INVESTMENT, VAT_COMPENSATION): "vat_compensation",
}
CARRIED_FORWARD = "980"
"""The art of a shortfall that is left to later years; a budget may have none of it."""
_FINANCE = "5"
"""The first digit of arts of finance among costs; those before are of what is bought and built."""


@dataclass(frozen=True)
class YearFacts:
    """What the balance of a year depends on, in øre: whole account classes, and some arts of them."""

    operating: int = 0
    investment: int = 0
    to_investment: int = 0
    from_operating: int = 0
    depreciation: int = 0
    depreciation_counter: int = 0
    loans: int = 0
    gross_investment: int = 0
    vat_compensation: int = 0
    instalments: int = 0
    covered: int = 0
    carried: int = 0


@dataclass(frozen=True)
class Bounds:
    """What a year must keep within, None where nothing is known of it: loans, instalments, covering, funds' closing."""

    loan_frame: int | None = None
    instalment_floor: int | None = None
    to_cover: int = 0
    funds: Mapping[str, int] = field(default_factory=dict)


class Break(NamedTuple):
    """What is wrong with a year: which rule, what is lacking or left in øre, and the fund it is about."""

    kind: str
    amount: int
    name: str = ""


class Wording(NamedTuple):
    """A break as a sentence, and where the rule stands."""

    sentence: str
    law: str


WORDS = {
    "operating_lacks": Wording(
        gettext_noop("%(year)s: Driften mangler %(kroner)s kroner i inndekning."), "kommuneloven § 14-10"
    ),
    "operating_leaves": Wording(
        gettext_noop("%(year)s: Driften har %(kroner)s kroner til overs. Sett dem av til fond eller overfør dem."),
        "kommuneloven § 14-10",
    ),
    "investment_lacks": Wording(
        gettext_noop("%(year)s: Investeringene mangler %(kroner)s kroner i finansiering."), "kommuneloven § 14-10"
    ),
    "investment_leaves": Wording(
        gettext_noop("%(year)s: Investeringene har %(kroner)s kroner mer i finansiering enn i utgifter."),
        "kommuneloven § 14-10",
    ),
    "transfer": Wording(
        gettext_noop(
            "%(year)s: Overføringen fra drift til investering er ulik i de to delene. Forskjellen er %(kroner)s kroner."
        ),
        "budsjett- og regnskapsforskriften §§ 5-4 og 5-5",
    ),
    "depreciation": Wording(
        gettext_noop("%(year)s: Avskrivningene og motposten er ulike. Forskjellen er %(kroner)s kroner."),
        "budsjett- og regnskapsforskriften § 5-4",
    ),
    "loan_frame": Wording(
        gettext_noop("%(year)s: Bruk av lån er %(kroner)s kroner over lånerammen."), "kommuneloven § 14-4"
    ),
    "loan_vat": Wording(
        gettext_noop("%(year)s: Lånene dekker %(kroner)s kroner av merverdiavgift som staten kompenserer."),
        "kommuneloven § 14-15",
    ),
    "carried": Wording(
        gettext_noop("%(year)s: %(kroner)s kroner er skjøvet til senere år. Et budsjett kan ikke ha merforbruk."),
        "kommuneloven § 14-10",
    ),
    "instalments": Wording(
        gettext_noop("%(year)s: Avdragene er %(kroner)s kroner under minsteavdraget."), "kommuneloven § 14-18"
    ),
    "cover": Wording(
        gettext_noop("%(year)s: Det mangler %(kroner)s kroner til å dekke inn tidligere merforbruk."),
        "kommuneloven § 14-11",
    ),
    "fund": Wording(gettext_noop("%(year)s: %(name)s blir overtrukket med %(kroner)s kroner."), "kommuneloven § 14-10"),
}
"""Each kind of break in words."""


def facts_of(sums: Mapping[tuple[str, str], int]) -> YearFacts:
    """What the balance of a year depends on, from its sums by account class and art.

    >>> facts_of({("0", "230"): 50, ("0", "429"): 10, ("0", "910"): -50, ("0", "729"): -10}).gross_investment
    60
    """
    found = dict.fromkeys(YearFacts.__dataclass_fields__, 0)
    for (account_class, art), amount in sums.items():
        found["operating" if account_class == OPERATING else "investment"] += amount
        name = _ARTS.get((account_class, art))
        if name:
            found[name] += amount
        found["carried"] -= amount if art == CARRIED_FORWARD else 0
        if account_class == INVESTMENT:
            found["loans"] += amount if art in LOANS else 0
            found["gross_investment"] += amount if art < _FINANCE else 0
    return YearFacts(**found)


def in_kroner(amount: int) -> str:
    r"""An amount of øre as people write kroner, with øre only when there are any.

    >>> in_kroner(1234567_00), in_kroner(-5)
    ('1\xa0234\xa0567', '\u22120,05')
    """
    whole, rest = divmod(abs(amount), 100)
    sign = "\N{MINUS SIGN}" if amount < 0 else ""
    return f"{sign}{whole:,}".replace(",", "\N{NO-BREAK SPACE}") + (f",{rest:02}" if rest else "")


def balance_breaks(facts: YearFacts, bounds: Bounds) -> list[Break]:
    """Everything that is wrong with the balance of a year; nothing when it is in balance."""
    return [*_unequal(facts), *_loans(facts, bounds), *_duties(facts, bounds)]


def _unequal(facts: YearFacts) -> Iterator[Break]:
    for name, amount in (("operating", facts.operating), ("investment", facts.investment)):
        if amount:
            yield Break(f"{name}_{'lacks' if amount > 0 else 'leaves'}", abs(amount))
    pairs = {
        "transfer": facts.to_investment + facts.from_operating,
        "depreciation": facts.depreciation + facts.depreciation_counter,
    }
    yield from (Break(name, abs(amount)) for name, amount in pairs.items() if amount)


def _loans(facts: YearFacts, bounds: Bounds) -> Iterable[Break]:
    borrowed = -facts.loans
    over = [
        ("loan_frame", borrowed - bounds.loan_frame if bounds.loan_frame is not None else 0),
        ("loan_vat", borrowed - facts.gross_investment - facts.vat_compensation if borrowed > 0 else 0),
    ]
    return (Break(name, amount) for name, amount in over if amount > 0)


def _duties(facts: YearFacts, bounds: Bounds) -> Iterable[Break]:
    short = [
        Break("instalments", (bounds.instalment_floor or 0) - facts.instalments),
        Break("carried", facts.carried),
        Break("cover", bounds.to_cover - facts.covered),
        *(Break("fund", -holding, name) for name, holding in sorted(bounds.funds.items())),
    ]
    return (one for one in short if one.amount > 0)
