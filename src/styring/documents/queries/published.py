"""Reading what is published; everyone may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery

from styring.documents.models import Document, Version
from styring.documents.rules.seals import version_sum
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from django.db.models import QuerySet


def latest_versions() -> QuerySet[Version]:
    """The version in force of every published document, newest period first; one query, made when it is read."""
    newest = Version.objects.filter(document=OuterRef("document")).order_by("-number").values("pk")[:1]
    latest = Version.objects.filter(pk=Subquery(newest)).select_related("document")
    return latest.order_by("-document__period", "document__kind")


def version_at(slug: str, number: int | None = None) -> Version:
    """A document's version in force, or one by its number; one query.

    Raises:
        NotFoundError: nothing is published at that address.
    """
    versions = Version.objects.filter(document__slug=slug).select_related("document")
    found = versions.filter(number=number).first() if number else versions.order_by("-number").first()
    if found is None:
        raise NotFoundError(gettext_noop("Det er ikke publisert noe her."))
    return found


def versions_of(document: Document) -> QuerySet[Version]:
    """Every version of a document, newest first; one query, made when it is read."""
    return Version.objects.filter(document=document).order_by("-number")


def broken_seals() -> list[Version]:
    """The versions whose content is not what was sealed; one query, read in a stream."""
    versions = Version.objects.select_related("document").order_by("pk")
    return [version for version in versions.iterator() if not is_whole(version)]


def is_whole(version: Version) -> bool:
    """Is a version what was sealed when it was published?"""
    parts, head = version.parts, version.head
    return version_sum(head, parts) == version.checksum
