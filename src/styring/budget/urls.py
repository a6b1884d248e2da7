"""Addresses of this app's pages."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from styring.budget import views
from styring.budget.views import amended, carrying, finance, following, investments, statements, taking, what_if
from styring.kernel.periods import Period

app_name = "budget"


WORDS = (
    "rammer",
    "oppstillinger",
    "innlesing",
    "budsjett",
    "oppfolging",
    "periodisering",
    "reguleringer",
    "overforing",
    "tiltak",
    "innspill",
    "fordeling",
    "ark",
    "hele",
    "investeringer",
    "finans",
    "kontoplan",
    "kostra",
)
"""What stands under /okonomi/ in the place of a unit's code."""


class UnitCode(StringConverter):
    """A unit's code; the other words that stand in its place under /okonomi/ are no codes."""

    regex = rf"(?!(?:{'|'.join(WORDS)})/)[^/]+"


class PeriodConverter:
    """A year, a tertial or a month: ``2026``, ``2026-T2``, ``2026-M10``."""

    regex = r"\d{4}(?:-(?:T\d|M?\d{1,2}))?"

    def to_python(self, value: str) -> Period:
        """The period; what is none gives no page, for the error is a ValueError."""
        return Period.parse(value)

    def to_url(self, value: Period | str) -> str:
        """As it stands in addresses."""
        return str(value)


register_converter(UnitCode, "unit_code")
register_converter(PeriodConverter, "period")

urlpatterns = [
    path("okonomi/", views.own_economy, name="own_economy"),
    path("okonomi/rammer/<uuid:key>/", views.frame, name="frame"),
    path("okonomi/budsjett/", views.layers_latest, name="layers_latest"),
    path("okonomi/budsjett/nytt/", views.new_programme, name="new_programme"),
    path("okonomi/budsjett/<int:year>/", views.layers, name="layers"),
    path("okonomi/budsjett/<slug:name>/", views.layer, name="layer"),
    path("okonomi/budsjett/<slug:name>/ny-linje/", views.new_line, name="new_line"),
    path("okonomi/budsjett/<slug:name>/nytt-lag/", views.layer_on_top, name="layer_on_top"),
    path("okonomi/budsjett/<slug:name>/hent/", taking.take_changes, name="take_changes"),
    path("okonomi/budsjett/<slug:name>/legg-fram/", views.lay_forward, name="lay_forward"),
    path("okonomi/budsjett/<slug:name>/forkast/", views.drop_draft, name="drop_draft"),
    path("okonomi/budsjett/<slug:name>/vedtak/", views.decision, name="decision"),
    path("okonomi/budsjett/<slug:name>/mot/<slug:other>/", views.compare, name="compare"),
    path("okonomi/budsjett/<slug:name>/deler/<int:year>/", statements.layer_parts, name="layer_parts"),
    path("okonomi/oppstillinger/deler/<int:year>/", statements.budget_parts, name="budget_parts"),
    path("okonomi/oppfolging/", views.follow_up, name="follow_up"),
    path("okonomi/oppfolging/uvanlig/<int:key>/fjern/", views.unmark, name="unmark"),
    path("okonomi/oppfolging/treff/<int:year>/", views.learn, name="learn"),
    path("okonomi/periodisering/<int:year>/", views.profiles, name="profiles"),
    path("okonomi/periodisering/<int:year>/ny/", views.profile, name="new_profile"),
    path("okonomi/periodisering/<int:year>/av-fjoraret/", views.derive, name="derive_profiles"),
    path("okonomi/periodisering/<int:year>/<int:key>/", views.profile, name="profile"),
    path("okonomi/reguleringer/", views.amendments_now, name="amendments_now"),
    path("okonomi/reguleringer/<int:year>/", views.amendments, name="amendments"),
    path("okonomi/reguleringer/lag/<slug:name>/", amended.amending_layer, name="amending_layer"),
    path("okonomi/reguleringer/ny/", views.new_amendment, name="new_amendment"),
    path("okonomi/reguleringer/samle/", views.gather, name="gather_amendment"),
    path("okonomi/reguleringer/sak/<int:key>/", views.amendment, name="amendment"),
    path("okonomi/reguleringer/sak/<int:key>/gjor/", views.act_on_amendment, name="act_on_amendment"),
    path("okonomi/reguleringer/sak/<int:key>/prosjekt/", views.project, name="amendment_project"),
    path("okonomi/reguleringer/sak/<int:key>/forslag/", views.proposal, name="amendment_proposal"),
    path("okonomi/reguleringer/sak/<int:key>/vedtak/", views.resolve, name="resolve_amendment"),
    path("okonomi/reguleringer/sak/<int:key>/rad/<int:row>/", views.accounts, name="amendment_accounts"),
    path("okonomi/reguleringer/sak/<int:key>/rad/<int:row>/fjern/", views.remove_amendment_row, name="remove_row"),
    path("okonomi/overforing/", carrying.carry_over_latest, name="carry_over_latest"),
    path("okonomi/overforing/regel/", carrying.new_rule, name="carry_rule"),
    path("okonomi/overforing/<int:year>/", carrying.carry_over, name="carry_over"),
    path("okonomi/overforing/<int:year>/endre/", carrying.override, name="override_carry_over"),
    path("okonomi/overforing/<int:year>/gjor/", carrying.act, name="act_on_carry_over"),
    path("okonomi/overforing/<int:year>/vedtak/", carrying.adopt, name="adopt_carry_over"),
    path("okonomi/tiltak/<uuid:key>/kontoer/", views.measure_lines, name="measure_lines"),
    path("okonomi/tiltak/<uuid:key>/kontoer/glem/", views.forget_lines, name="forget_lines"),
    path("okonomi/innspill/", views.own_wishes, name="own_wishes"),
    path("okonomi/innspill/<int:year>/nytt/", views.new_wish, name="new_wish"),
    path("okonomi/innspill/<int:year>/<str:code>/", views.wishes, name="wishes"),
    path("okonomi/innspill/<int:year>/<str:code>/flytt/", views.rank, name="rank_wish"),
    path("okonomi/innspill/<int:year>/<str:code>/sla-sammen/", views.merge, name="merge_wishes"),
    path("okonomi/innspill/nr/<int:key>/", views.wish, name="wish"),
    path("okonomi/innspill/nr/<int:key>/endre/", views.edit_wish, name="edit_wish"),
    path("okonomi/innspill/nr/<int:key>/svar/", views.answer_wish, name="answer_wish"),
    path("okonomi/innspill/nr/<int:key>/trekk/", views.withdraw, name="withdraw_wish"),
    path("okonomi/hele/", views.whole, name="whole"),
    path("okonomi/fordeling/", views.distributions, name="distributions"),
    path("okonomi/fordeling/<str:code>/", views.distribution, name="distribution"),
    path("okonomi/ark/nr/<int:key>/", views.sent_sheet, name="sent_sheet"),
    path("okonomi/ark/<str:code>/", views.sheet, name="sheet"),
    path("okonomi/investeringer/", investments.investment_list, name="investment_list"),
    path("okonomi/investeringer/ny/", investments.new_investment, name="new_investment"),
    path("okonomi/investeringer/<uuid:key>/", investments.investment, name="investment"),
    path("okonomi/investeringer/<uuid:key>/endre/", investments.change_investment, name="change_investment"),
    path("okonomi/investeringer/<uuid:key>/flytt/", investments.move, name="move_investment"),
    path("okonomi/investeringer/<uuid:key>/status/", investments.tell, name="investment_status"),
    path("okonomi/investeringer/<uuid:key>/avslutt/", investments.close, name="close_investment"),
    path("okonomi/investeringer/<uuid:key>/ta-ut/", investments.drop, name="drop_investment"),
    path("okonomi/finans/", finance.finance, name="finance"),
    path("okonomi/finans/folg/<slug:name>/", following.carry, name="carry_investments"),
    path("okonomi/finans/minsteavdrag/", finance.instalment, name="least_instalment"),
    path("okonomi/finans/hva-om/", what_if.what_if, name="what_if"),
    path("okonomi/finans/hva-om/lagre/", what_if.save, name="save_scenario"),
    path("okonomi/finans/hva-om/sammenlikn/", what_if.compare, name="compare_scenarios"),
    path("okonomi/finans/hva-om/<int:key>/slett/", what_if.delete, name="delete_scenario"),
    path("okonomi/finans/befolkning/<int:key>/", finance.change_population, name="change_population"),
    path("okonomi/finans/<slug:kind>/ny/", finance.new_basis, name="new_basis"),
    path("okonomi/finans/<slug:kind>/<int:key>/", finance.change_basis, name="change_basis"),
    path("okonomi/<unit_code:code>/", views.economy_now, name="economy_now"),
    path("okonomi/<unit_code:code>/<period:period>/", views.economy, name="economy"),
    path("okonomi/<unit_code:code>/<period:period>/reguleringer/", amended.amended, name="amended"),
    path("okonomi/<unit_code:code>/<period:period>/arter/", views.arts, name="arts"),
    path("okonomi/<unit_code:code>/<period:period>/maaneder/", views.months, name="months"),
    path("okonomi/<unit_code:code>/<period:period>/linjer/", views.lines, name="lines"),
]
