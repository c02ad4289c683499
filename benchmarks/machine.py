"""What the figures were measured on."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

__all__ = ["describe_machine"]

PACKAGES = ("numpy", "scipy", "pandas", "pyarrow", "duckdb", "lifetimes")


def describe_machine() -> str:
    """Return processor, cores, system, Python and packages in one line."""
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}"
    )


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
