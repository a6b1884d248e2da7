"""Pages for everyone: only what is published, as it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import override
from django.views.decorators.http import require_safe

from styring.documents.exporters.files import kept_pdf
from styring.documents.queries.published import latest_versions, version_at, versions_of
from styring.documents.rules.content import tables_of
from styring.documents.rules.reading import minutes_to_read
from styring.documents.serializers import shown_chapters
from styring.organisation.queries import municipality
from styring.ui.spreadsheets import spreadsheet_response

if TYPE_CHECKING:
    from django.http import HttpRequest

    from styring.documents.models import Version

_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What the municipality has published, newest first."""
    return render(request, "public/front.html", {"versions": latest_versions(), "municipality": municipality()})


@require_safe
def report(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A report: the version in force, or an earlier one that says so."""
    version = version_at(slug, number)
    others = list(versions_of(version.document))
    chapters = version.chapters
    shown = {
        "version": version,
        "head": version.head,
        "chapters": shown_chapters(chapters),
        "minutes": minutes_to_read(chapters),
        "others": others,
        "is_superseded": version.number < others[0].number,
    }
    return render(request, "public/report.html", shown)


@require_safe
def report_pdf(request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """A version as tagged PDF."""
    version = version_at(slug, number)
    own = municipality()
    content = kept_pdf(version, own.name if own else "")
    return _file(content, "application/pdf", f"{slug}-v{number}.pdf")


@require_safe
def report_tables(request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """Every table of a version as a spreadsheet."""
    version = version_at(slug, number)
    with override(version.language):
        return _kept(spreadsheet_response(tables_of(version.chapters), f"{slug}-v{number}"))


@require_safe
def report_data(request: HttpRequest, slug: str, number: int) -> HttpResponse:  # noqa: ARG001 - Django gives it
    """A version as open data: exactly the bytes that its checksum is of, amounts in øre."""
    version: Version = version_at(slug, number)
    return _file(version.content.encode(), "application/json", f"{slug}-v{number}.json")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return _kept(response)


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = _FOR_EVER
    return response
