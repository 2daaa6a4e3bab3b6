"""Entry point of ``ledger``, ``taizhang`` and ``python -P -m ledger``."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    # taking the interpreter apart module by module takes 30 ms, and nobody is left to see it
    os._exit(_run())


def _run() -> int:
    code = None
    try:
        shadows = _leave_out_folder()
        # a run is short and keeps most of what it makes: collecting garbage during imports only costs time
        gc.disable()
        from ledger.cli import again

        answered = None if shadows else again.known(sys.argv[1:])
        if answered is not None:
            return answered
        from ledger.cli.app import run
        from ledger.cli.terminal import flush, run_later

        done = run(sys.argv[1:], shadows)
        flush()
        code = done  # all is said: who interrupts it now only wants it to end
        again.keep(code)
        run_later()
    except KeyboardInterrupt:  # before the command line was built, or while things are kept
        from ledger.cli.errors import INTERRUPTED

        return INTERRUPTED if code is None else code
    return code


def _leave_out_folder() -> list[str]:
    """Look for modules no longer in the current folder; the files in it that would have been taken for some.

    ``python -m`` looks there first, and so it does with an empty part of ``PYTHONPATH``; but what lies in the
    folder of a ledger is data, whoever put it there.  It comes before anything else is imported.
    """
    try:
        here = os.path.realpath(os.getcwd())
    except OSError:  # the folder is gone
        return []
    if os.path.dirname(os.path.dirname(os.path.realpath(__file__))) == here:
        return []  # the program itself lies there
    kept = [part for part in sys.path if os.path.realpath(part) != here]
    if len(kept) == len(sys.path):
        return []
    sys.path[:] = kept
    from importlib.machinery import PathFinder, all_suffixes

    endings = tuple(all_suffixes())
    files = [str(getattr(module, "__file__", None) or "") for module in list(sys.modules.values())]
    run_already = {os.path.realpath(file) for file in files if file.startswith(("./", here))}
    found = []
    for name in sorted(os.listdir(here)):
        path = os.path.join(here, name)
        is_package = any(os.path.isfile(os.path.join(path, f"__init__{ending}")) for ending in endings)
        module = name.partition(".")[0]
        if path in run_already:
            found.append(name)
        elif (is_package or name.endswith(endings)) and module not in _OF_PYTHON:
            spec = PathFinder.find_spec(module)
            if module == "ledger" or (spec is not None and spec.origin is not None):
                found.append(name)
    return found


_OF_PYTHON = {*sys.stdlib_module_names, "test"}
"""Modules of Python itself: with the folder left out they are Python's own, so nobody need be stopped."""


if __name__ == "__main__":
    main()
