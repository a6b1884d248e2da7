"""What each check of the national control looks for, and what each severity means, in words; in Bokmål."""

from __future__ import annotations

from styring.kernel.words import gettext_noop
from styring.ledger.rules.kostra.controls import Severity

CHECKED = {
    "length": gettext_noop("Hver linje i filen har 48 tegn."),
    "form": gettext_noop("Alle linjer er på skjemaet som leveres."),
    "year": gettext_noop("Alle linjer gjelder regnskapsåret som leveres."),
    "quarter": gettext_noop("Alle linjer gjelder kvartalet som leveres, eller hele året."),
    "region": gettext_noop("Alle linjer har kommunens nummer."),
    "organisation": gettext_noop("Organisasjonsnummeret står tomt for en kommune."),
    "enterprise": gettext_noop("Foretaksnummeret står tomt for en kommune."),
    "account_class": gettext_noop("Kontoklassen er en av dem skjemaet kan ha."),
    "function": gettext_noop("Funksjonen gjelder i regnskapsåret."),
    "withdrawn_function": gettext_noop("Funksjonen er utgått, men godtas foreløpig i kvartal."),
    "chapter": gettext_noop("Kapittelet i balansen gjelder i regnskapsåret."),
    "art": gettext_noop("Arten gjelder i regnskapsåret."),
    "sector": gettext_noop("Sektoren i balansen finnes."),
    "amount": gettext_noop("Beløpet er et helt antall tusen kroner."),
    "twins": gettext_noop("Hver konto er rapportert én gang."),
    "never_below_nought": gettext_noop("Merforbruk og udekket beløp er ikke under null."),
    "not_allowed": gettext_noop("Kodene er ikke brukt i denne kontoklassen."),
    "only_on": gettext_noop("Artene står bare på disse funksjonene."),
    "only_with": gettext_noop("På funksjonene står bare disse artene."),
    "belong_together": gettext_noop("Artene og funksjonene står bare sammen med hverandre."),
    "has_expenses": gettext_noop("Regnskapet har utgifter."),
    "has_incomes": gettext_noop("Regnskapet har inntekter."),
    "balances": gettext_noop("Utgifter og inntekter går i null."),
    "balances_both_ways": gettext_noop("Utgifter og inntekter går i null."),
    "has_assets": gettext_noop("Balansen har eiendeler."),
    "has_debt": gettext_noop("Balansen har gjeld og egenkapital."),
    "sides_are_equal": gettext_noop("Eiendeler er like store som gjeld og egenkapital."),
    "memo_meets": gettext_noop("Memoriakontiene går i null mot motkontoen sin."),
    "oslo_arts_meet": gettext_noop("Kjøp og salg mellom bydelene i Oslo går i null."),
    "has_income_from": gettext_noop("Inntekten som alle kommuner har, er med."),
    "transfer_meets": gettext_noop("Det driften overfører til investering, er det investeringsregnskapet mottar."),
    "counter_is_not_nought": gettext_noop("Motposten til avskrivninger er ikke null."),
    "depreciation_is_not_nought": gettext_noop("Avskrivningene på tjenestene er ikke null."),
    "depreciation_meets": gettext_noop("Avskrivninger og motpost går i null."),
    "depreciation_on_services": gettext_noop("Avskrivninger står på tjenestene, funksjon 100 til 799."),
    "counter_on_its_function": gettext_noop("Motposten til avskrivninger står på funksjon 860."),
    "comes_to_nought": gettext_noop("Funksjonen som bare formidler penger, går i null."),
}
"""What is well when a check finds nothing, by the name of the check."""

SEVERITY_WORDS = {
    Severity.FATAL: gettext_noop("Stopper kontrollen"),
    Severity.ERROR: gettext_noop("Hindrer innsending"),
    Severity.WARNING: gettext_noop("Bør ses på"),
    Severity.INFO: gettext_noop("Til orientering"),
}
SEVERITY_MEANS = {
    Severity.FATAL: gettext_noop("Filen kan ikke leses, så resten blir ikke kontrollert."),
    Severity.ERROR: gettext_noop("Statistisk sentralbyrå tar ikke imot filen før det er rettet."),
    Severity.WARNING: gettext_noop("Filen tas imot, men du kan bli bedt om å forklare eller rette."),
    Severity.INFO: gettext_noop("Uvanlig, men lov."),
}
