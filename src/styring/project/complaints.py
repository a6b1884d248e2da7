"""What goes wrong at the command line, as sentences: of files, and of the line itself."""

from __future__ import annotations

import errno
import re
from pathlib import Path

_NOT_ALLOWED = "Du har ikke lov til å bruke «{file}». Be den som eier filen eller mappen om tilgang."
_OF_FILES = {
    errno.EISDIR: "«{file}» er en mappe. Skriv navnet på en fil i den.",
    errno.ENOTDIR: "«{file}» finnes ikke, for noe på veien dit er en fil og ikke en mappe. Rett navnet.",
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: "«{file}» ligger på en disk som ikke kan skrives til. Velg en annen mappe.",
    errno.ENOSPC: "Disken er full, så «{file}» ble ikke skrevet. Rydd plass og prøv igjen.",
    errno.ENAMETOOLONG: "Filnavnet er for langt. Gi filen et kortere navn.",
}

_CHOICE = r"invalid choice: '(?P<said>.*)' \(choose from (?P<choices>.+)\)"
_OF_THE_LINE = (
    (r"the following arguments are required: (?P<what>.+)", "Det mangler noe: {what}."),
    (rf"argument COMMAND: {_CHOICE}", "«{said}» er ikke en kommando. Velg blant {choices}."),
    (rf"argument (?P<what>.+?): {_CHOICE}", "{what} kan ikke være «{said}». Velg blant {choices}."),
    (r"argument (?P<what>.+?): invalid int value: '(?P<said>.*)'", "{what} må være et helt tall, ikke «{said}»."),
    (
        r"argument (?P<what>.+?): invalid fromisoformat value: '(?P<said>.*)'",
        "{what} må være en dato som 2026-01-31, ikke «{said}».",
    ),
    (r"argument (?P<what>.+?): expected .+", "Det mangler noe etter {what}."),
    (r"unrecognized arguments: (?P<what>.+)", "Dette hører ikke til her: {what}."),
)
"""What argparse says, and the same as people say it; they are held together by the tests."""


def of_file(error: OSError) -> str:
    """Which file could not be read or written, and what to do.

    >>> of_file(FileNotFoundError(errno.ENOENT, "No such file or directory", "/nonexist"))
    'Filen «/nonexist» finnes ikke. Se etter om navnet er riktig, og om du står i riktig mappe.'
    """
    file = Path(str(error.filename)) if error.filename else None
    if file is None:
        return f"Maskinen svarte: {error.strerror or error}. Prøv igjen, eller spør den som drifter maskinen."
    if error.errno == errno.ENOENT:
        return _not_there(file)
    told = _OF_FILES.get(error.errno or 0, "«{file}» kan ikke brukes. Maskinen svarte: {answer}.")
    return told.format(file=file, answer=error.strerror or error)


def _not_there(file: Path) -> str:
    if not file.absolute().parent.is_dir():
        return f"Mappen «{file.parent}» finnes ikke. Se etter om navnet er riktig, eller lag mappen først."
    return f"Filen «{file}» finnes ikke. Se etter om navnet er riktig, og om du står i riktig mappe."


def of_line(said: str) -> str:
    """What is wrong with the words of the line, from what argparse says of them.

    >>> of_line("argument --port: invalid int value: 'abc'")
    '--port må være et helt tall, ikke «abc».'
    """
    for pattern, sentence in _OF_THE_LINE:
        if found := re.fullmatch(pattern, said):
            return sentence.format(**{name: part.replace("'", "") for name, part in found.groupdict().items()})
    return said
