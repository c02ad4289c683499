"""The order of stages: each starts as soon as those it comes after have ended, two side by side."""

from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from clv.errors import RunError
from clv.reporting.catalogue import Stage
from clv.reporting.running.workshop import Workshop

__all__ = ["make_stages"]

_SIDE_BY_SIDE = 2


def make_stages(
    workshop: Workshop,
    stages: tuple[Stage, ...],
    before: Mapping[str, float],
    tell: Callable[[str], None],
) -> None:
    """Make stages, each as soon as it can start.

    Parameters
    ----------
    workshop
        Where and with what.
    stages
        Those that a stage is after are among them.
    before
        Seconds that stages took the last time: the longest start first, unknown ones before them.
    tell
        Takes a line for each that has ended.

    Raises
    ------
    RunError
        The first that stopped; what runs beside it is ended.
    """
    # Of unknown ones, later notebooks stand on more work and take longer.
    order = sorted(enumerate(stages), key=lambda s: (-before.get(s[1].stem, 1e9), -s[0]))
    waiting, running = [stage for _, stage in order], dict[Future[str], Stage]()
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        try:
            while waiting or running:
                for stage in _ready(waiting, workshop.keys)[: _SIDE_BY_SIDE - len(running)]:
                    waiting.remove(stage)
                    running[pool.submit(workshop.make, stage)] = stage
                if not running:
                    raise _never(waiting)
                ended, _ = wait(running, return_when=FIRST_COMPLETED)
                for task in ended:
                    del running[task]
                    tell(task.result())
        except BaseException:
            workshop.watch.end()
            raise


def _ready(waiting: list[Stage], made: Mapping[str, str]) -> list[Stage]:
    return [stage for stage in waiting if made.keys() >= set(stage.after)]


def _never(waiting: list[Stage]) -> RunError:
    stems = ", ".join(stage.stem for stage in waiting)
    return RunError("E_CATALOGUE", f"{stems} would never start", "mend `after` in the catalogue")
