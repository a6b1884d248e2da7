"""Settings of the log: one line of JSON an event, on standard error, with the id of the request."""

from __future__ import annotations

from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS


def logging_settings(level: str) -> dict[str, Any]:
    """What is logged from a level up; other people's libraries from warnings up.

    Unknown addresses are told by the line of their request and need no line of their own. The request itself is never
    written: its address can hold what a person has searched for.
    """
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "styring.ui.middleware.WithRequestId"}},
        "formatters": {
            "json": {
                "()": "pythonjsonlogger.json.JsonFormatter",
                "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
                "reserved_attrs": [*RESERVED_ATTRS, "request", "server_time"],
                "json_ensure_ascii": False,
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "styring": {"level": level},
            "django.request": {"level": "ERROR"},
            "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        },
    }
