"""What an installation is told by environment variables, read with care: what would not be safe is refused in words.

``docs/drift.md`` lists every variable.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

LOCAL = {"localhost", "127.0.0.1", "::1"}
_MAIL_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Address:
    """What people write to reach the system."""

    url: str
    host: str

    @property
    def is_secure(self) -> bool:
        """Does nobody on the way see what is sent?"""
        return self.url.startswith("https://")


def address(url: str) -> Address:
    """The system's own address.

    >>> address("https://styring.lindvik.kommune.no/").url
    'https://styring.lindvik.kommune.no'

    Raises:
        ImproperlyConfigured: it is no address, or passwords would be sent in the open to another machine.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = f"STYRING_URL er {url}, og det er ikke en adresse. Skriv den som https://styring.kommunen.no."
        raise ImproperlyConfigured(msg)
    if parts.scheme == "http" and parts.hostname not in LOCAL:
        msg = f"STYRING_URL er {url}: passord ville gått ubeskyttet over nettet. Gi en adresse med https://."
        raise ImproperlyConfigured(msg)
    return Address(url=f"{parts.scheme}://{parts.netloc}", host=parts.hostname)


def hosts(main: Address, mode: str) -> list[str]:
    """The names we answer to: our own, this machine's, and those in STYRING_HOSTS."""
    others = [name.strip() for name in os.environ.get("STYRING_HOSTS", "").split(",") if name.strip()]
    if "*" in others and mode == "production":
        msg = "STYRING_HOSTS kan ikke være *: da kan hvem som helst lage lenker i vårt navn. List vertsnavnene opp."
        raise ImproperlyConfigured(msg)
    return [main.host, "localhost", "127.0.0.1", "[::1]", *others, *(["testserver"] if mode == "test" else [])]


def refuse_held_clock(mode: str) -> None:
    """In a real installation time goes.

    Raises:
        ImproperlyConfigured: STYRING_TODAY holds the clock, and this is a real installation.
    """
    if mode == "production" and os.environ.get("STYRING_TODAY"):
        msg = "STYRING_TODAY holder klokka stille og er bare for demoen. Ta den bort i en virkelig installasjon."
        raise ImproperlyConfigured(msg)


def whole_number(name: str, otherwise: int) -> int:
    """A variable that is a number, 0 or more.

    Raises:
        ImproperlyConfigured: it is not.
    """
    given = os.environ.get(name, str(otherwise))
    if not given.isdecimal():
        msg = f"{name} må være et helt tall, ikke {given}."
        raise ImproperlyConfigured(msg)
    return int(given)


def database(url: str) -> dict[str, Any]:
    """How to reach the database at an address, set up as this system counts on.

    SQLite: readers never wait (WAL); a transaction takes the write lock when it begins, so that what it has read
    still stands when it writes; ``REPLACE`` cannot get round a trigger. Tests use a file as well, since a database in
    memory locks otherwise. PostgreSQL: short queries are not compiled first, which takes longer than to run them.

    Raises:
        ImproperlyConfigured: it is neither SQLite nor PostgreSQL.
    """
    if urlsplit(url).scheme not in {"sqlite", "postgres", "postgresql"}:
        msg = "DATABASE_URL må begynne med sqlite:// eller postgres://."
        raise ImproperlyConfigured(msg)
    chosen: dict[str, Any] = {**dj_database_url.parse(url)}
    if chosen["ENGINE"].endswith("sqlite3"):
        pragmas = ["journal_mode=WAL", "synchronous=NORMAL", "recursive_triggers=ON", "cache_size=-64000"]
        chosen["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": ";".join(f"PRAGMA {pragma}" for pragma in pragmas),
        }
        chosen["TEST"] = {"NAME": "test_styring.sqlite3"}
    else:
        chosen["OPTIONS"] = {**chosen.get("OPTIONS", {}), "options": "-c jit=off"}
    return chosen


def mail(url: str | None, data: object) -> dict[str, Any]:
    """Settings of outgoing mail: by a server, or as files in the data folder when none is named.

    >>> mail("smtp://ola:hemmelig@post.kommunen.no", "data")["EMAIL_PORT"]
    587

    Raises:
        ImproperlyConfigured: the address is not that of a mail server.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": f"{data}/mail"}
    parts = urlsplit(url)
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        msg = "STYRING_MAIL må skrives som smtp://bruker:passord@vert:587 (STARTTLS) eller smtps://… (TLS)."
        raise ImproperlyConfigured(msg)
    is_local = parts.hostname in LOCAL
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not is_local,
        "EMAIL_TIMEOUT": 20,
    }
