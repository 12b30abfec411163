"""usage: measure.py COMMAND...

Runs a command and prints its last line with the wall and processor seconds of the whole process behind it.
"""
import resource
import subprocess
import sys
import time

started = time.perf_counter()
output = subprocess.run(sys.argv[1:], check=True, stdout=subprocess.PIPE, text=True).stdout
wall = time.perf_counter() - started
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{output.strip().splitlines()[-1]}  whole {wall:.2f} s  cpu {usage.ru_utime + usage.ru_stime:.2f} s")
