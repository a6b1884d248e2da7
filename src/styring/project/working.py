"""The background worker: the loop of django-tasks, with a heartbeat beside it."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker

from styring.tasks.services.minding import dismiss_worker, enlist_worker, show_life, take_up_what_was_left

log = logging.getLogger(__name__)
_BEAT = 1.0
_BEATS_BETWEEN_ROUNDS = 10


def work_until_stopped(*, interval: float) -> None:
    """Take task after task; tell every second that we live, and now and then look for work that the dead left."""
    name = enlist_worker()
    stopped = threading.Event()
    heart = threading.Thread(target=_beat, args=(name, stopped), daemon=True)
    heart.start()
    loop = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=interval,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
    )
    loop.configure_signals()
    try:
        loop.run()
    finally:
        stopped.set()
        heart.join(timeout=5)
        dismiss_worker(name)


def _beat(name: str, stopped: threading.Event) -> None:
    beats = 0
    while not stopped.is_set():
        try:
            show_life(name)
            if beats % _BEATS_BETWEEN_ROUNDS == 0:
                take_up_what_was_left()
        except DatabaseError as error:  # somebody holds the lock of a small database; the next beat tries again
            log.info("heartbeat was not written: %s", error)
        beats += 1
        close_old_connections()
        stopped.wait(_BEAT)
    connection.close()
