"""The texts of the program and their translations: collecting, comparing, bringing up to date.

Bokmål is the source text. Each app has its own catalogue a language, ``locale/<language>/LC_MESSAGES/django.po``.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import polib
from django.core.management import call_command

from styring.project.translations import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LANGUAGES = ("nn", "en")
_NOT_OURS = ("tests", "migrations", "static", "locale", "demo", "__pycache__")
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdif](?!\w)|\{\w*\}")
_HEADER = {
    "Project-Id-Version": "Styringshjulet",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}

Texts = dict[str, dict[tuple[str | None, str], polib.POEntry]]
"""App, then context and source text, then the entry as it was collected, with the places where it stands."""


def collected(package: Path = PACKAGE) -> Texts:
    """Every text that is marked for translation in a package, app by app; needs gettext's xgettext."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "styring"
        shutil.copytree(package, copy, ignore=shutil.ignore_patterns(*_NOT_OURS))
        (copy / "locale").mkdir()
        with contextlib.chdir(copy):
            call_command("makemessages", locale=["nn"], keep_pot=True, no_wrap=True, verbosity=0)
        template = polib.pofile(str(copy / "locale" / "django.pot"))
    return _by_app(template)


def _by_app(template: polib.POFile) -> Texts:
    texts: Texts = defaultdict(dict)
    for entry in template:
        for place, _line in entry.occurrences:
            app = Path(place).parts[0]
            texts[app][entry.msgctxt, entry.msgid] = entry
    return dict(texts)


def catalogue(app: str, language: str, package: Path = PACKAGE) -> Path:
    """Where an app keeps its translations to a language."""
    return package / app / "locale" / language / "LC_MESSAGES" / "django.po"


def faults(package: Path = PACKAGE, only: Collection[str] = ()) -> list[str]:
    """What is wrong with the translations, each as a line with file and line number; empty when all is well."""
    texts = collected(package)
    apps = sorted({*texts, *(path.parts[-5] for path in package.glob("*/locale/*/LC_MESSAGES/django.po"))})
    return [
        fault
        for app in apps
        if not only or app in only
        for language in LANGUAGES
        for fault in _faults_of(package, app, language, texts.get(app, {}))
    ]


def _faults_of(
    package: Path, app: str, language: str, wanted: dict[tuple[str | None, str], polib.POEntry]
) -> Iterator[str]:
    path = catalogue(app, language, package)
    name = _shown(path)
    there = {(entry.msgctxt, entry.msgid): entry for entry in (polib.pofile(str(path)) if path.exists() else [])}
    for key, entry in wanted.items():
        if key not in there:
            yield f"{_place(package, app, entry)}: «{entry.msgid}» mangler i {name}"
    for key, entry in there.items():
        what = _fault_of(entry, is_wanted=key in wanted)
        if what:
            yield f"{name}:{entry.linenum}: «{entry.msgid}» {what}"


def _fault_of(entry: polib.POEntry, *, is_wanted: bool) -> str:
    if entry.obsolete or not is_wanted:
        return "brukes ikke lenger"
    if entry.fuzzy:
        return "er ikke gått gjennom (fuzzy)"
    if not entry.translated():
        return "er ikke oversatt"
    given = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural or "")
    for words in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
        missing, foreign = given - _placeholders(words), _placeholders(words) - given
        if foreign or (missing and not entry.msgid_plural):
            return f"har andre innfyllinger enn kilden: {', '.join(sorted(missing | foreign))}"
    return ""


def _placeholders(words: str) -> set[str]:
    """What is filled into a text.

    >>> sorted(_placeholders("%(count)s av {total}, 100 %% og %d"))
    ['%(count)s', '%d', '{total}']
    """
    return set(_PLACEHOLDER.findall(words.replace("%%", "")))


def _place(package: Path, app: str, entry: polib.POEntry) -> str:
    place, line = next((place, line) for place, line in entry.occurrences if Path(place).parts[0] == app)
    return f"{_shown(package / place)}:{line}"


def _shown(path: Path) -> str:
    return os.path.relpath(path)


def bring_up_to_date(package: Path = PACKAGE, only: Collection[str] = ()) -> list[Path]:
    """Write each catalogue anew: new texts added, gone ones removed, translations kept; those with texts left to do.

    A text that another app has translated already is taken from there.

    Args:
        package: where the apps are.
        only: the apps to write for; all when empty.
    """
    texts = collected(package)
    unfinished = []
    for language in LANGUAGES:
        known = _known(package, language)
        for app, entries in sorted(texts.items()):
            if only and app not in only:
                continue
            path = catalogue(app, language, package)
            if _write(path, app, language, entries, known):
                unfinished.append(path)
    return unfinished


def _known(package: Path, language: str) -> dict[tuple[str | None, str], list[tuple[str, polib.POEntry]]]:
    """What has been translated to a language, by any app."""
    known: dict[tuple[str | None, str], list[tuple[str, polib.POEntry]]] = defaultdict(list)
    for path in sorted(package.glob(f"*/locale/{language}/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            if entry.translated() and not entry.fuzzy:
                known[entry.msgctxt, entry.msgid].append((path.parts[-5], entry))
    return known


def _write(
    path: Path,
    app: str,
    language: str,
    entries: dict[tuple[str | None, str], polib.POEntry],
    known: dict[tuple[str | None, str], list[tuple[str, polib.POEntry]]],
) -> bool:
    """Write one catalogue; True when something in it is left to translate."""
    new = polib.POFile(wrapwidth=0)
    new.metadata = {**_HEADER, "Language": language}
    for key, entry in sorted(entries.items(), key=lambda pair: (pair[1].msgid, pair[0][0] or "")):
        fresh = polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgid_plural=entry.msgid_plural)
        fresh.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        fresh.comment = entry.comment
        translations = sorted(known.get(key, []), key=lambda found: found[0] != app)
        if translations:
            fresh.msgstr, fresh.msgstr_plural = translations[0][1].msgstr, dict(translations[0][1].msgstr_plural)
        elif entry.msgid_plural:
            fresh.msgstr_plural = {0: "", 1: ""}
        new.append(fresh)
    path.parent.mkdir(parents=True, exist_ok=True)
    written = str(new)
    if not path.exists() or path.read_text(encoding="utf-8").rstrip() != written.rstrip():
        path.write_text(written.rstrip() + "\n", encoding="utf-8")
    return bool(new.untranslated_entries())
