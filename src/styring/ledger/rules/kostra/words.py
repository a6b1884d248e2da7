"""What each rule says to people: what is wrong, with the figures in it, and what to do about it; in Bokmål."""

from __future__ import annotations

from styring.kernel.words import gettext_noop

TOO_LARGE = gettext_noop("Filen er for stor til å være en KOSTRA-fil: %(found)s MB. Grensen er %(wanted)s MB.")
EMPTY = gettext_noop("Filen er tom.")
NO_MORE_SHOWN = gettext_noop("%(found)s funn til av samme slag.")

_MOVE_TO_INVESTMENT = gettext_noop("Rett koden, eller flytt beløpet til investeringsregnskapet.")
_MOVE_TO_OPERATING = gettext_noop("Rett koden, eller flytt beløpet til driftsregnskapet.")
_MEND_HEADING = gettext_noop("Rett feltet i alle linjer, eller velg riktig skjema.")
_MEND_CODE = gettext_noop("Bruk en kode som gjelder i regnskapsåret, eller koble koden på nytt i kontoplanen.")
_MEND_POSTING = gettext_noop("Rett posteringen, og lag filen på nytt.")
_LOOK_FOR_MISSING = gettext_noop("Se etter om filen mangler linjer.")
_MAY_STAY = gettext_noop("Beløpet kan stå, men vurder en annen konto.")
_FIND_DIFFERENCE = gettext_noop("Finn posteringene som mangler eller er ført skjevt, og lag filen på nytt.")

MESSAGES = {
    "001": gettext_noop("Linjen har %(found)s tegn. Den skal ha 48, uten tabulator."),
    "003": gettext_noop("Skjemaet er «%(found)s», men skal være «%(wanted)s»."),
    "004": gettext_noop("Årgangen er «%(found)s», men skal være «%(wanted)s»."),
    "005": gettext_noop("Kvartalet er «%(found)s», men skal være «%(wanted)s»."),
    "006": gettext_noop("Regionen er «%(found)s», men skal være «%(wanted)s»."),
    "007": gettext_noop("Organisasjonsnummeret er «%(found)s», men skal være blankt."),
    "008": gettext_noop("Foretaksnummeret er «%(found)s», men skal være blankt."),
    "009": gettext_noop("Kontoklassen er «%(found)s», men skal være %(wanted)s."),
    "010": gettext_noop("Funksjonen «%(found)s» gjelder ikke."),
    "011": gettext_noop("Kapittelet «%(found)s» gjelder ikke."),
    "012": gettext_noop("Arten «%(found)s» gjelder ikke."),
    "013": gettext_noop("Sektoren «%(found)s» gjelder ikke."),
    "014": gettext_noop("«%(found)s» er ikke et beløp i hele tusen kroner."),
    "015": gettext_noop("Kontoen er rapportert flere ganger, med %(found)s tusen kroner."),
    "016": gettext_noop("Merforbruk og udekket beløp kan ikke være under null. Her er det %(found)s."),
    "020": gettext_noop("Funksjonen %(found)s kan ikke brukes i driftsregnskapet."),
    "025": gettext_noop("Arten %(found)s kan ikke brukes i driftsregnskapet."),
    "030": gettext_noop("Arten %(found)s er uvanlig i driftsregnskapet."),
    "035": gettext_noop("Arten %(found)s kan i driftsregnskapet bare stå på funksjon %(wanted)s."),
    "040": gettext_noop("Funksjonen %(found)s kan ikke brukes i investeringsregnskapet."),
    "045": gettext_noop("Funksjonen %(found)s er uvanlig i investeringsregnskapet."),
    "050": gettext_noop("Arten %(found)s kan ikke brukes i investeringsregnskapet."),
    "055": gettext_noop("Arten %(found)s er uvanlig i investeringsregnskapet."),
    "060": gettext_noop("Arten %(found)s kan i investeringsregnskapet bare stå på funksjon %(wanted)s."),
    "065": gettext_noop(
        "Artene 589, 980 og 989 hører sammen med funksjon 899. Her står art %(found)s på feil funksjon."
    ),
    "070": gettext_noop("Arten %(found)s kan bare stå på funksjon %(wanted)s."),
    "075": gettext_noop("Skattearten %(found)s kan bare stå på funksjon %(wanted)s."),
    "080": gettext_noop("Rammetilskuddet, art %(found)s, kan bare stå på funksjon %(wanted)s."),
    "081": gettext_noop("På funksjon 850 hører bare artene %(wanted)s hjemme. Her står %(found)s."),
    "085": gettext_noop("Investeringsregnskapet har ingen utgifter. Summen er %(found)s."),
    "090": gettext_noop("Investeringsregnskapet har ingen inntekter. Summen er %(found)s."),
    "095": gettext_noop(
        "Investeringsregnskapet går ikke i null: utgifter %(one)s, inntekter %(other)s, differanse %(found)s."
    ),
    "100": gettext_noop("Driftsregnskapet har ingen utgifter. Summen er %(found)s."),
    "105": gettext_noop("Driftsregnskapet har ingen inntekter. Summen er %(found)s."),
    "110": gettext_noop(
        "Driftsregnskapet går ikke i null: utgifter %(one)s, inntekter %(other)s, differanse %(found)s."
    ),
    "115": gettext_noop("Balansen har ingen eiendeler. Summen er %(found)s."),
    "120": gettext_noop("Balansen har ingen gjeld og egenkapital. Summen er %(found)s."),
    "125": gettext_noop(
        "Eiendeler (%(one)s) og gjeld og egenkapital (%(other)s) er ikke like store. Differansen er %(found)s."
    ),
    "126": gettext_noop("Kjøp (%(one)s) og salg (%(other)s) mellom bydelene i drift går ikke i null, men i %(found)s."),
    "127": gettext_noop(
        "Kjøp (%(one)s) og salg (%(other)s) mellom bydelene i investering går ikke i null, men i %(found)s."
    ),
    "130": gettext_noop("Filen har ingen skatteinntekter på funksjon 800, art 870. Summen er %(found)s."),
    "135": gettext_noop("Filen har ikke noe rammetilskudd på funksjon 840, art 800. Summen er %(found)s."),
    "140": gettext_noop(
        "Overført fra drift (%(one)s) og mottatt i investering (%(other)s) går ikke i null, men i %(found)s."
    ),
    "145": gettext_noop("Motposten til avskrivninger, funksjon 860 art 990, er %(found)s."),
    "150": gettext_noop("Avskrivningene på tjenestene, art 590, er %(found)s."),
    "155": gettext_noop("Avskrivninger (%(one)s) og motpost (%(other)s) går ikke i null, men i %(found)s."),
    "160": gettext_noop(
        "Avskrivninger på %(found)s er ført på funksjon %(functions)s. De hører til tjenestene, 100 til 799."
    ),
    "165": gettext_noop(
        "Motpost avskrivninger på %(found)s er ført på funksjon %(functions)s. Den hører til funksjon 860."
    ),
    "170": gettext_noop("Funksjon 290, interkommunale samarbeid, går ikke i null i investering, men i %(found)s."),
    "175": gettext_noop("Funksjon 290, interkommunale samarbeid, går ikke i null i drift, men i %(found)s."),
    "190": gettext_noop("Memoriakontiene (%(one)s) og motkontoen (%(other)s) går ikke i null, men i %(found)s."),
}
"""What is wrong, by rule; sums are in thousands of kroner."""

WITHDRAWN = gettext_noop("Funksjonen %(found)s er utgått, men godtas foreløpig.")

ADVICE = {
    **dict.fromkeys(("001",), gettext_noop("Lag filen på nytt. Denne feilen stopper resten av kontrollen.")),
    **dict.fromkeys(("003", "004", "005", "006", "007", "008", "009"), _MEND_HEADING),
    **dict.fromkeys(("010", "011", "012", "013"), _MEND_CODE),
    **dict.fromkeys(("014", "016", "065", "070", "075", "080", "060", "160", "165"), _MEND_POSTING),
    "015": gettext_noop("Slå linjene sammen, eller la dem stå. Statistisk sentralbyrå legger dem sammen."),
    **dict.fromkeys(("020", "025"), _MOVE_TO_INVESTMENT),
    **dict.fromkeys(("040", "050"), _MOVE_TO_OPERATING),
    **dict.fromkeys(("030", "035", "045", "055", "081"), _MAY_STAY),
    **dict.fromkeys(("085", "090", "100", "105", "115", "120", "130", "135", "145", "150"), _LOOK_FOR_MISSING),
    **dict.fromkeys(("095", "110", "125", "126", "127", "140", "155", "170", "175", "190"), _FIND_DIFFERENCE),
}
"""What to do about it, by rule."""
