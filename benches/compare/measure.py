"""Runs programs and says what they took: wall time, CPU time and memory."""

import os
import shutil
import signal
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

# Writing 3 there has Linux forget what it holds of files.
CACHES = "/proc/sys/vm/drop_caches"


class Overtime(Exception):
    """A run took longer than it may."""


@dataclass
class Job:
    """A program and what it is run on."""

    tool: str
    # The command lines of one run, one after the other: several where the program takes one file.
    commands: list
    environment: dict
    # The exit codes by which it says that it did its work.
    codes: tuple = (0, 1)
    # Done before each run, outside of what is timed.
    before: object = None
    # Why it is not run at all.
    left_out: str = ""


@dataclass
class Figures:
    """What runs took. Times in seconds, memory in bytes."""

    walls: list = field(default_factory=list)
    cpus: list = field(default_factory=list)
    memory: int = 0
    # What was not to be had, in words for the table.
    failure: str = ""
    # What all of it would take, where the limit ended it; or what a smaller run lets expect.
    estimate: float = 0.0

    @property
    def wall(self):
        return statistics.median(self.walls) if self.walls else None

    @property
    def cpu(self):
        return statistics.median(self.cpus) if self.cpus else None


def _ring(_signal, _frame):
    raise Overtime


class Runner:
    """Runs jobs, at most `limit` seconds each."""

    def __init__(self, work, limit):
        self.limit = limit
        self.errors = str(Path(work) / "stderr")
        self.peak = str(Path(work) / "peak")
        # GNU time tells the memory of a program alone; Python's own would count with it.
        candidate = shutil.which("time")
        gnu = candidate and subprocess.run(
            [candidate, "-f", "%M", "true"], capture_output=True, check=False
        )
        self.time = candidate if gnu and gnu.returncode == 0 else None
        signal.signal(signal.SIGALRM, _ring)

    def once(self, command, environment, codes, limit):
        """One process: wall and CPU seconds, those of the processes that it waited for included."""
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, self.errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        ]
        start = time.perf_counter()
        try:
            # A group of its own, so that what it starts ends with it.
            process = os.posix_spawn(
                command[0], command, environment, file_actions=actions, setpgroup=0
            )
        except OSError as error:
            raise RuntimeError(f"does not start ({error.strerror})") from error
        try:
            signal.setitimer(signal.ITIMER_REAL, max(limit, 0.001))
            _, status, usage = os.wait4(process, 0)
            wall = time.perf_counter() - start
            signal.setitimer(signal.ITIMER_REAL, 0)
        except BaseException:
            signal.setitimer(signal.ITIMER_REAL, 0)
            os.killpg(process, signal.SIGKILL)
            os.wait4(process, 0)
            raise
        code = os.waitstatus_to_exitcode(status)
        # Python ends with the same code where it breaks off.
        if code not in codes or (code and self.breaks_off()):
            raise RuntimeError(self.reason(code))
        return wall, usage.ru_utime + usage.ru_stime

    def breaks_off(self):
        with open(self.errors, encoding="utf-8", errors="replace") as file:
            return file.readline().startswith("Traceback")

    def reason(self, code):
        """Why a program failed: what it said last, or its exit code."""
        text = Path(self.errors).read_text(encoding="utf-8", errors="replace")
        marks = ("Error", "error", "FATAL", "exceed", "memory")
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        telling = [line for line in lines if any(mark in line for mark in marks)]
        line = (telling or lines or [""])[0][:60].replace("|", "/")
        return f"fails ({line})" if line else f"fails (exit code {code})"

    def run(self, job, figures):
        """All commands of a job once; gives up for good where it fails or takes too long."""
        if job.before:
            job.before()
        wall = cpu = 0.0
        for done, command in enumerate(job.commands):
            try:
                took = self.once(command, job.environment, job.codes, self.limit - wall)
            except Overtime:
                figures.failure = f"> {self.limit:g} s"
                if done:
                    figures.estimate = wall / done * len(job.commands)
                    figures.failure += f", {done} of {len(job.commands)} done"
                return
            except RuntimeError as failure:
                figures.failure = str(failure)
                return
            wall, cpu = wall + took[0], cpu + took[1]
        figures.walls.append(wall)
        figures.cpus.append(cpu)

    def peak_of(self, job):
        """The memory of a job's largest process at its highest, in bytes; 0 if nobody can tell."""
        if not self.time:
            return 0
        if job.before:
            job.before()
        command = [self.time, "-f", "%M", "-o", self.peak, *job.commands[0]]
        try:
            self.once(command, job.environment, job.codes, self.limit)
        except (Overtime, RuntimeError):
            return 0
        # It says more before that of a program that ends with an error.
        return int(Path(self.peak).read_text(encoding="utf-8").split()[-1]) * 1024


def rounds(runner, jobs, most, budget, cold=False, memory=True):
    """Has jobs take turns, so that a busy machine slows all of them, and gives the figures of each:
    at most `most` runs, and not another one once a job has had `budget` seconds."""
    all_figures = [Figures(failure=job.left_out) for job in jobs]
    if memory:
        for job, figures in zip(jobs, all_figures):
            # It also is what warms the caches up. What takes long is not run for that alone.
            if not figures.failure and len(job.commands) == 1:
                figures.memory = runner.peak_of(job)
    for _ in range(most):
        for job, figures in zip(jobs, all_figures):
            if figures.failure or sum(figures.walls) > budget:
                continue
            if cold:
                forget_files()
            runner.run(job, figures)
    return all_figures


def can_forget():
    """Whether cold runs can be had: Linux lets only root have it forget what it holds of files."""
    try:
        forget_files()
    except OSError:
        return False
    return True


def forget_files():
    os.sync()
    with open(CACHES, "w", encoding="ascii") as file:
        file.write("3")
