"""The process that imports what all notebooks need and forks a kernel whenever it is asked for one.

A line in: arguments, environment, folder. A line out: the number of the process. When the line is
cut, however the run has ended, nothing that came from here goes on.
"""

import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import warnings
from contextlib import suppress
from io import TextIOWrapper

import psutil

_SHARED = (
    "clv.churn", "clv.evaluation", "clv.plots", "clv.reporting", "clv.reporting.words",
    "clv.rules", "clv.segments", "clv.valuation", "ipykernel.kernelapp", "ipykernel.zmqshell",
)  # fmt: skip
_DIE_WITH_PARENT, _ADOPT = 1, 36  # of Linux' prctl: PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER
_control = ctypes.CDLL(None).prctl


def _become_kernel(said: str, nest: int) -> None:
    from ipykernel.kernelapp import IPKernelApp

    arguments, env, folder = json.loads(said)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _control(_DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != nest:
        os._exit(0)
    os.setsid()  # a group of its own, so that it can be killed with all that it starts
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    sys.argv = ["ipykernel_launcher", *arguments, f"--IPKernelApp.parent_handle={nest}"]
    IPKernelApp.launch_instance(argv=sys.argv[1:])


def _end_all() -> None:
    """End kernels and whatever they have started, in whichever session it hides."""
    for _ in range(10):
        if not (left := psutil.Process().children(recursive=True)):
            return
        for process in left:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(left, timeout=1)


def main() -> None:
    """Import, then fork until the line is cut."""
    for name in _SHARED:
        importlib.import_module(name)
    _control(_ADOPT, 1)  # what kernels leave behind comes here, and not to the machine's first
    gc.freeze()  # what is shared stays unwritten, and so shared
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a kernel that has ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run decides, and then cuts the line
    with socket.socket(fileno=int(sys.argv[1])) as line, line.makefile("rw") as asked:
        try:
            _serve(line, asked)
        finally:
            _end_all()


def _serve(line: socket.socket, asked: TextIOWrapper) -> None:
    nest = os.getpid()
    while said := asked.readline():
        if (kernel := os.fork()) == 0:
            asked.close()
            line.close()
            try:
                _become_kernel(said, nest)
            finally:
                os._exit(0)
        asked.write(f"{kernel}\n")
        asked.flush()


if __name__ == "__main__":
    # Python 3.12 warns of forks beside threads; those of the linear algebra are made for it.
    warnings.simplefilter("ignore", DeprecationWarning)
    try:
        main()
    finally:
        os._exit(0)  # without the farewells of the libraries, some of which speak
