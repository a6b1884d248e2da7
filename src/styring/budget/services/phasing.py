"""Which part of a year's budget belongs to which month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeAlias

from django.db import transaction
from django.db.models import Sum

from styring.audit.services import record, snapshot
from styring.budget.models import UNTIL, BudgetLine, Layer, LayerKind, LayerState, Profile, ProfileUse
from styring.budget.policies import PHASE_BUDGET
from styring.budget.queries import amounts_of, key_of
from styring.budget.rules.phasing import FLAT, profile_from_history, running_of_layer, shares_of
from styring.kernel.authority import require
from styring.ledger.queries import Extent, actuals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from styring.accounts.models import User
    from styring.budget.rules.layers import LineKey
    from styring.organisation.models import Unit

Group: TypeAlias = "tuple[int | None, str]"
"""Lines that are phased together: under one profile (None is the flat one), in one account class."""
_MONTHS = UNTIL[:-1]


@transaction.atomic
def set_profile(
    *, actor: User, year: int, name: str, weights: Sequence[int], uses: Iterable[tuple[Unit | None, str]]
) -> Profile:
    """Say how some lines of a year's budget are spread over the months; `rephase` then applies it to what is laid.

    Args:
        actor: who says it.
        year: the budget year.
        name: what the profile is called; one of that name is changed.
        weights: of each month, January first; months under 0 are legal.
        uses: the unit (None for all) and the first digits of the arts ("" for all) of the lines.

    Raises:
        NotAllowedError: the actor may not phase the budget.
        InvalidValueError: there are not twelve weights, or they sum to nought.
    """
    require(actor, PHASE_BUDGET)
    shares_of(weights)
    profile = Profile.objects.filter(year=year, name=name).first() or Profile(year=year, name=name)
    before = snapshot(profile) if profile.pk else None
    profile.weights = list(weights)
    profile.save()
    profile.uses.all().delete()
    ProfileUse.objects.bulk_create(ProfileUse(profile=profile, unit=unit, art=art) for unit, art in uses)
    record(actor=actor, verb="budget.profile.set", thing=profile, before=before)
    return profile


@transaction.atomic
def derive_profiles(*, actor: User, year: int) -> list[Profile]:
    """Make a profile for each art from the months of last year's accounts; arts of little money stay flat.

    Args:
        actor: who may phase the budget.
        year: the budget year.

    Raises:
        NotAllowedError: the actor may not phase the budget.
    """
    require(actor, PHASE_BUDGET)
    months: dict[str, list[int]] = defaultdict(lambda: [0] * 12)
    for (art, month), amount in actuals(None, (year - 1,), by=("art", "month"), extent=Extent.OPERATING).items():
        months[str(art)][int(str(month)) - 1] = amount
    made = []
    for art, history in sorted(months.items()):
        weights = profile_from_history(history)
        if weights != FLAT:
            name = f"{art} {year - 1}"
            made.append(set_profile(actor=actor, year=year, name=name, weights=weights, uses=[(None, art)]))
            record(actor=actor, verb="budget.profile.derived", thing=made[-1])
    return made


@transaction.atomic
def rephase(*, actor: User, year: int) -> int:
    """Spread every layer of a year anew by the profiles as they are now; amounts stay. Says how many lines.

    Raises:
        NotAllowedError: the actor may not phase the budget.
    """
    require(actor, PHASE_BUDGET)
    phased = Layer.objects.filter(kind__in=(LayerKind.ADOPTED, LayerKind.AMENDMENT))
    layers = phased.filter(first_year__lte=year, last_year__gte=year).order_by("decided_on", "pk")
    done, phaser = 0, Phaser.of(year)
    for layer in layers:
        done += phaser.spread_anew(layer)
        record(actor=actor, verb="budget.layer.rephased", thing=layer)
    return done


@dataclass(frozen=True)
class Phaser:
    """The profiles of a year, and which of them a line has; None is the flat one."""

    year: int
    weights: dict[int | None, Sequence[int]]
    uses: dict[tuple[int | None, str], int]

    @classmethod
    def of(cls, year: int) -> Self:
        """As the year's profiles are now; two queries."""
        profiles: dict[int | None, Sequence[int]] = {None: FLAT}
        profiles |= dict(Profile.objects.filter(year=year).values_list("pk", "weights"))
        uses = ProfileUse.objects.filter(profile__year=year).values_list("unit_id", "art", "profile_id")
        return cls(year, profiles, {(unit, art): profile for unit, art, profile in uses})

    def lines(self, layer: Layer, amounts: Mapping[LineKey, int]) -> list[BudgetLine]:
        """The year's lines of a layer with their running totals, not saved; those under one profile phased together.

        What is laid below, decided before this layer, is phased already; so this layer's part of a month is what the
        phased budget moves by (see `running_of_layer`).
        """
        groups: dict[Group, list[LineKey]] = defaultdict(list)
        for key in amounts:
            if key.year == self.year:
                groups[self._group(key.unit, key.art, key.account_class)].append(key)
        below, lines = self._below(layer), []
        for group, keys in groups.items():
            weights = self.weights[group[0]]
            totals = running_of_layer(below.get(group, 0), [amounts[key] for key in keys], weights)
            lines += [_line(layer, key, amounts[key], running) for key, running in zip(keys, totals, strict=True)]
        return lines

    def spread_anew(self, layer: Layer) -> int:
        """Give a layer's lines of the year the running totals that they should have now; says how many lines."""
        lines = self.lines(layer, amounts_of(layer))
        known = {key_of(line): line.pk for line in layer.lines.filter(year=self.year)}
        for line in lines:
            line.pk = known[key_of(line)]
        BudgetLine.objects.bulk_create(
            lines, batch_size=200, update_conflicts=True, update_fields=_MONTHS, unique_fields=["pk"]
        )
        return len(lines)

    def spread_amendments(self) -> None:
        """Spread the year's amendments anew, for what they move the phased budget by depends on what lies below."""
        amendments = Layer.objects.filter(kind=LayerKind.AMENDMENT, state=LayerState.DECIDED)
        for layer in amendments.filter(first_year__lte=self.year, last_year__gte=self.year).order_by(
            "decided_on", "pk"
        ):
            self.spread_anew(layer)

    def _group(self, unit: int, art: str, account_class: str) -> Group:
        """What a line is phased together with: of its unit's profiles before any, of more of its art before less."""
        candidates = ((owner, art[:length]) for owner in (unit, None) for length in range(len(art), -1, -1))
        fitting = (self.uses[candidate] for candidate in candidates if candidate in self.uses)
        return next(fitting, None), account_class

    def _below(self, layer: Layer) -> dict[Group, int]:
        """What lies in each group in the layers that this one amends; one query."""
        if layer.kind != LayerKind.AMENDMENT or layer.decided_on is None:
            return {}
        laid = Layer.objects.budget_of(self.year, layer.decided_on)
        if layer.pk:
            laid = laid.exclude(decided_on=layer.decided_on, pk__gte=layer.pk)
        sums: dict[Group, int] = defaultdict(int)
        lines = BudgetLine.objects.filter(layer__in=laid, year=self.year).order_by()
        rows = lines.values_list("unit_id", "art", "account_class").annotate(total=Sum("amount"))
        for unit, art, account_class, total in rows:
            sums[self._group(unit, art, account_class)] += total
        return sums


def _line(layer: Layer, key: LineKey, amount: int, running: Sequence[int]) -> BudgetLine:
    year, account_class, unit, function, art, project = key
    months = dict(zip(_MONTHS, running, strict=False))
    return BudgetLine(
        layer=layer, year=year, account_class=account_class, unit_id=unit, function=function, art=art, project=project,
        amount=amount, **months,
    )  # fmt: skip
