"""Starts the programs of one machine, starts them again when they die, and ends them together."""

import os
import signal
import subprocess
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress

from erp.launch.children import as_service_user, end_with_parent, service_user
from erp.launch.programs import Program, popen

RESTARTS_MAX = 5
RESTART_WINDOW_SECONDS = 60
STOP_SECONDS_MAX = 2.5  # with what the servers may take, below the five seconds of Ctrl-C

type Say = Callable[[str, str], None]


class Supervisor:
    """
    The running programs, in the order of their start.

    Every child dies with this process: the kernel tells it when its parent is gone, however that ended.
    Only the main thread may start one, because the kernel watches the starting thread.
    """

    def __init__(self, say: Say) -> None:
        self.say = say
        self.stopping = False
        self._running: dict[str, tuple[Program, subprocess.Popen[str]]] = {}
        self._deaths: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=RESTARTS_MAX))

    def start(self, program: Program) -> None:
        """Start `program` and copy what it prints, line by line, under its name."""
        ask = end_with_parent(program.end)
        before = as_service_user(service_user(), then=ask) if program.as_service_user else ask
        child = popen(program, before)
        self._running[program.name] = (program, child)
        threading.Thread(target=self._copy_output, args=(program.name, child), daemon=True).start()

    def watch(self) -> bool:
        """
        Start again whatever died since the last call.

        Return False when a program died too often, which no start can mend.
        """
        for name, (program, child) in list(self._running.items()):
            if child.poll() is None:
                continue
            deaths, now = self._deaths[name], time.monotonic()
            if len(deaths) == RESTARTS_MAX and now - deaths[0] < RESTART_WINDOW_SECONDS:
                self.say(name, f"ended {RESTARTS_MAX} times within a minute; giving up")
                return False
            deaths.append(now)
            self.say(name, f"ended with {child.returncode}; starting it again")
            self.start(program)
        return True

    @property
    def is_used(self) -> bool:
        """Tell whether a program was started and not ended."""
        return bool(self._running)

    def alive(self, name: str) -> bool:
        """Tell whether the program called `name` runs."""
        return name in self._running and self._running[name][1].poll() is None

    def stop(self, *names: str, seconds_max: float = STOP_SECONDS_MAX) -> None:
        """End the programs called `names` together; those that take too long are killed."""
        ending = [self._running.pop(name) for name in names if name in self._running]
        for program, child in ending:
            if child.poll() is None:
                child.send_signal(program.end)
        deadline = time.monotonic() + seconds_max
        for program, child in ending:
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._kill(program.name, child)
            with suppress(ProcessLookupError):  # what the program itself left behind
                os.killpg(child.pid, signal.SIGKILL)

    def _kill(self, name: str, child: "subprocess.Popen[str]") -> None:
        self.say(name, "did not end in time and is killed")
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def _copy_output(self, name: str, child: "subprocess.Popen[str]") -> None:
        if child.stdout is None:
            return
        with child.stdout as lines:
            for line in lines:
                self.say(name, line.rstrip())
