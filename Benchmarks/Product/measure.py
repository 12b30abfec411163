"""Runs whole programs and takes the operating system's own account of them."""
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field


@dataclass
class Figures:
    """What the counted runs of one program took: wall and processor seconds, peak resident MiB."""

    wall: list = field(default_factory=list)
    cpu: list = field(default_factory=list)
    memory: list = field(default_factory=list)

    def median(self, name):
        return statistics.median(getattr(self, name))

    def summary(self):
        return {name: round(self.median(name), 4) for name in ("wall", "cpu", "memory")} | {
            "least": round(min(self.wall), 4), "most": round(max(self.wall), 4), "runs": len(self.wall)}


def run(command):
    """Wall seconds, processor seconds and peak MiB of one run; ends the program where the command fails."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    message = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    if status != 0:
        sys.exit(f"{command[0]} failed:\n{message[-2000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def interleaved(commands, runs, before=lambda name: None, warm_up=1):
    """Runs named commands turn and turn about; the first round warms up and is not counted."""
    figures = {name: Figures() for name in commands}
    for turn in range(runs + warm_up):
        for name, command in commands.items():
            before(name)
            wall, cpu, memory = run(command)
            if turn >= warm_up:
                figures[name].wall.append(wall)
                figures[name].cpu.append(cpu)
                figures[name].memory.append(memory)
        print(f"round {turn + 1} of {runs + warm_up}", file=sys.stderr)
    return figures
