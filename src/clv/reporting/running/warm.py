"""Kernels that start warm: one process imports the libraries once, and every kernel is its fork.

A cold kernel needs seconds to import what all notebooks need, which for a dozen notebooks is more
than what they compute. A fork has it from the first moment and shares nothing else: it is a process
and a group of its own, in its own folder, and dies with the process that it came from.
"""

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import EntryPoint
from pathlib import Path
from socket import socketpair
from threading import Lock
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

__all__ = ["ONE_THREAD", "WarmProvisioner", "warm_kernels"]

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Environment of kernels: more threads add up in another order, and notebooks run side by side."""

_NAME = "clv-warm"
_LAUNCHER = "ipykernel_launcher"
_PATIENCE = 5


class _Fork:
    """A process that is not our child, as `subprocess.Popen` would show it."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._handle = os.pidfd_open(pid)  # means this process even when its number is used again

    def __del__(self) -> None:
        os.close(self._handle)

    def poll(self) -> int | None:
        """Return None while it runs; how it ended only its parent knows."""
        return 0 if select.select([self._handle], [], [], 0)[0] else None

    def wait(self) -> int:
        select.select([self._handle], [], [])
        return 0

    def send_signal(self, signum: int) -> None:
        signal.pidfd_send_signal(self._handle, signum)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class _Nest:
    """The process that imports and forks; it ends when its line to us is cut, however we end."""

    def __init__(self) -> None:
        ours, theirs = socketpair()
        command = [sys.executable, "-P", "-m", "clv.reporting.running._nest", str(theirs.fileno())]
        with theirs:
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env={**os.environ, **ONE_THREAD},
            )
        with ours:
            self._line = ours.makefile("rw", encoding="utf-8")
        self._turn, self._asked = Lock(), False

    def fork(self, arguments: list[str], env: dict[str, str], folder: str) -> _Fork | None:
        """Start a kernel; None if the process is gone."""
        with self._turn:
            self._asked = True
            try:
                self._line.write(json.dumps([arguments, env, folder]) + "\n")
                self._line.flush()
                return _Fork(int(self._line.readline()))
            except (OSError, ValueError):
                return None

    def close(self) -> None:
        with suppress(OSError):
            self._line.close()
        if not self._asked:  # it may still be importing, for a run that was never begun
            self._process.kill()
        try:
            self._process.wait(_PATIENCE)  # it ends what its kernels have left behind
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


_nests: list[_Nest] = []


class WarmProvisioner(LocalProvisioner):
    """Launches kernels as forks; one that cannot be forked starts cold."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch a kernel.

        Parameters
        ----------
        cmd
            As in the kernel's specification.
        kwargs
            Among them ``env`` and ``cwd``.

        Returns
        -------
        dict
            How to reach it.
        """
        env = {str(key): str(value) for key, value in (kwargs.get("env") or os.environ).items()}
        folder = str(kwargs.get("cwd") or Path.cwd())
        fork = None
        if _LAUNCHER in cmd and _nests:
            arguments = cmd[cmd.index(_LAUNCHER) + 1 :]
            fork = await asyncio.to_thread(_nests[-1].fork, arguments, env, folder)
        if fork is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = cast("subprocess.Popen[bytes]", fork)
        self.pid, self.pgid, self.cwd = fork.pid, fork.pid, folder
        return self.connection_info


@contextmanager
def warm_kernels() -> Iterator[None]:
    """Let every kernel that is started meanwhile be warm, where the system can do that (Linux).

    The imports begin at once, beside whatever the caller does next; inside itself it does nothing.
    """
    if _nests or not hasattr(os, "pidfd_open"):
        yield
        return
    factory = KernelProvisionerFactory.instance()
    place = f"{__name__}:{WarmProvisioner.__name__}"
    factory.provisioners[_NAME] = EntryPoint(_NAME, place, KernelProvisionerFactory.GROUP_NAME)
    before, factory.default_provisioner_name = factory.default_provisioner_name, _NAME
    _nests.append(_Nest())
    try:
        yield
    finally:
        factory.default_provisioner_name = before
        _nests.pop().close()
