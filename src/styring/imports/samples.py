"""The start of a file that somebody shows us, to see how it would be read; it goes back to them, and is not stored."""

from __future__ import annotations

import base64
import binascii
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from styring.imports.kit import Trial
from styring.kernel.errors import GovernanceError, InvalidValueError
from styring.kernel.sheets import peek
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.uploadedfile import UploadedFile

    from styring.imports.kit import ImportKind
    from styring.imports.rules import OwnLayout

LARGEST = 1 << 16
_ROWS = 40
_WORKBOOK = b"PK\x03\x04"
_AS_IT_IS, _ROWS_OF_WORKBOOK = "f", "w"
BROKEN = gettext_noop("Eksempelet kan ikke leses lenger. Velg filen en gang til.")


@dataclass(frozen=True)
class Sample:
    """The first bytes of a file, or the first rows of a workbook as text with tabs."""

    content: bytes
    is_of_workbook: bool = False

    @classmethod
    def of_upload(cls, upload: UploadedFile[bytes]) -> Sample:
        """The start of a file that was sent.

        Raises:
            InvalidValueError: it is a workbook that cannot be read.
        """
        start: bytes = upload.read(LARGEST)
        if start.startswith(_WORKBOOK):
            return cls(_rows_of(start, upload), is_of_workbook=True)
        if len(start) == LARGEST:
            last = start.rfind(b"\n") + 1
            start = start[: last + last % 2] if start.startswith((b"\xff\xfe", b"\xfe\xff")) else start[:last]
        return cls(start)

    @classmethod
    def carried(cls, text: str) -> Sample:
        """One that came back with a form.

        Raises:
            InvalidValueError: it is not as it was sent.
        """
        try:
            return cls(base64.b64decode(text[1:], validate=True), is_of_workbook=text[:1] == _ROWS_OF_WORKBOOK)
        except binascii.Error as error:
            raise InvalidValueError(BROKEN) from error

    def to_carry(self) -> str:
        """Itself as text in a form."""
        return (_ROWS_OF_WORKBOOK if self.is_of_workbook else _AS_IT_IS) + base64.b64encode(self.content).decode()

    def tried(self, kind: ImportKind, own: OwnLayout, year: int) -> Trial:
        """What a layout makes of it; what is wrong is told among its faults."""
        trial = Trial()
        if kind.try_layout is None:
            return trial
        if self.is_of_workbook:
            own = replace(own, encoding="utf-8", separator="\t")
        try:
            with _kept(self.content) as path:
                kind.try_layout(path, own, year, trial)
        except GovernanceError as error:
            if not trial.faults.count:
                trial.faults.add_error(error)
        return trial


def _rows_of(start: bytes, upload: UploadedFile[bytes]) -> bytes:
    with tempfile.NamedTemporaryFile() as file:
        file.write(start)
        while chunk := upload.read(LARGEST):
            file.write(chunk)
        file.flush()
        rows = peek(Path(file.name), _ROWS).rows
    lines = ("\t".join(" ".join(cell.split()) for cell in row) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()[:LARGEST]


@contextmanager
def _kept(content: bytes) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        yield Path(file.name)
