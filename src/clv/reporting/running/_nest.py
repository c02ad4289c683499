"""The process that imports what all notebooks need and forks a kernel whenever it is asked for one.

A line in: arguments, environment, folder. A line out: the number of the process.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import warnings

_SHARED = (
    "clv.churn", "clv.evaluation", "clv.plots", "clv.reporting", "clv.reporting.words",
    "clv.rules", "clv.segments", "clv.valuation", "ipykernel.kernelapp", "ipykernel.zmqshell",
)  # fmt: skip


def _become_kernel(said: str, nest: int) -> None:
    from ipykernel.kernelapp import IPKernelApp

    arguments, env, folder = json.loads(said)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()  # a group of its own, so that it can be killed with all that it starts
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    # The kernel ends itself when this is no longer its parent.
    sys.argv = ["ipykernel_launcher", *arguments, f"--IPKernelApp.parent_handle={nest}"]
    IPKernelApp.launch_instance(argv=sys.argv[1:])


def main() -> None:
    """Import, then fork until the line is cut."""
    for name in _SHARED:
        importlib.import_module(name)
    gc.freeze()  # what is shared stays unwritten, and so shared
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a kernel that has ended
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run decides, and then cuts the line
    with socket.socket(fileno=int(sys.argv[1])) as line, line.makefile("rw") as asked:
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
