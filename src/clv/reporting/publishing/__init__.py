"""Publishing: one run at a time, all or nothing; what is kept, held back or thrown away."""

from clv.reporting.publishing.journal import append_journal, read_journal
from clv.reporting.publishing.keeping import (
    forget,
    keep_failed,
    keep_held,
    published_days,
    release,
)
from clv.reporting.publishing.place import locked, publish, scratch_folder

__all__ = [
    "append_journal",
    "forget",
    "keep_failed",
    "keep_held",
    "locked",
    "publish",
    "published_days",
    "read_journal",
    "release",
    "scratch_folder",
]
