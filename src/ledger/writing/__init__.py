"""The disk, written: new files, records appended to files, output files; each whole or not at all.

A file is written aside under a hidden name, flushed to the disk and put in its place in one step, so that
whoever reads sees the old content or the new.  Where several files of a ledger change together, what is to be
done is noted down before the first is put in its place; a run that was killed between two of them is
completed by the next one that writes, and until then whoever reads is told.  Hidden files that a killed run
left behind are swept by the next one.

No other module opens a file for writing, makes, moves or deletes one.
"""

from ledger.writing.aside import ChangedError, flush_all, meant_by
from ledger.writing.files import (
    append_files,
    append_line,
    create_files,
    has_links,
    is_stream,
    make_folder,
    remove_file,
    replace_file,
    take_out,
)
from ledger.writing.locking import locked
from ledger.writing.sweeping import is_left_over, sweep, sweep_beside

__all__ = [
    "ChangedError",
    "append_files",
    "append_line",
    "create_files",
    "flush_all",
    "has_links",
    "is_left_over",
    "is_stream",
    "locked",
    "make_folder",
    "meant_by",
    "remove_file",
    "replace_file",
    "sweep",
    "sweep_beside",
    "take_out",
]
