"""Pages for everyone: only what is published, as it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from styring.documents.queries.published import latest_versions, version_at, versions_of
from styring.documents.queries.shown import shown_chapters
from styring.documents.rules.reading import minutes_to_read
from styring.organisation.queries import municipality

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What the municipality has published, newest first."""
    return render(request, "public/front.html", {"versions": latest_versions(), "municipality": municipality()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How well everyone can use the system: what is tried, what is known to be weak, and whom to tell."""
    return render(request, "public/accessibility.html", {"municipality": municipality()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is known of people here, why, for how long, and what they can ask for."""
    return render(request, "public/privacy.html", {"municipality": municipality()})


@require_safe
def report(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A report: the version in force, or an earlier one that says so."""
    version = version_at(slug, number)
    others = list(versions_of(version.document))
    chapters = version.chapters
    shown = {
        "version": version,
        "head": version.head,
        "chapters": shown_chapters(chapters, version.language),
        "minutes": minutes_to_read(chapters),
        "others": others,
        "is_superseded": version.number < others[0].number,
    }
    return render(request, "public/report.html", shown)
