"""What the benchmarks share: programs take turns, ROUNDS times, their output going nowhere, and
their processor time (the whole process, system calls included) or their time on the clock is
compared as ratios of medians, for the seconds say more about the machine than about the programs."""
import os
import shutil
import statistics
import subprocess
import sys
import time

# What run() measures, and how it is called.
PROCESSOR, WALL = 0, 1
TIMES = ("processor time", "time on the clock")
ROUNDS = int(os.environ.get("DECORUM_ROUNDS", "5"))
# bgpdump gives every piece of memory back at once, which takes most of its time. This stops it, for
# pieces of either kind.
ENVIRONMENT = dict(os.environ, MALLOC_TRIM_THRESHOLD_=str(1 << 30),
                   MALLOC_MMAP_THRESHOLD_=str(1 << 30), LC_ALL="C")


def run(command):
    """Seconds, (of the processor, on the clock), and what it said on stderr."""
    began = time.monotonic()
    child = subprocess.Popen(command, env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read().decode(errors="replace").strip()
    _, status, usage = os.wait4(child.pid, 0)
    ended = time.monotonic()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{' '.join(command)}: {said}")
    return (usage.ru_utime + usage.ru_stime, ended - began), said


def peak_memory(command):
    """In MiB. Asked of GNU time, because a child of ours starts with the memory of Python."""
    return int(run(["/usr/bin/time", "-f", "%M"] + command)[1].splitlines()[-1]) / 1024


def compare(programs, compared, which=PROCESSOR):
    """Runs {name: command} in turn; prints for each (ours, other, asked) how many times our time
    fits into the other's, and every program's peak memory. `which` of TIMES is compared."""
    there = {name: command for name, command in programs.items() if shutil.which(command[0])}
    for name in programs.keys() - there.keys():
        print(f"not measured, for it is not installed: {name}")
    rounds = [{name: run(command)[0][which] for name, command in there.items()}
              for _ in range(ROUNDS)]
    seconds = {name: statistics.median(r[name] for r in rounds) for name in there}
    for ours, other, wanted in compared:
        if ours in there and other in there:
            asked = f" (asked: {wanted})" if wanted else ""
            print(f"{other} takes {seconds[other] / max(seconds[ours], 1e-6):.2f} times the "
                  f"{TIMES[which]} of {ours}{asked}")
    for name, command in there.items():
        memory = f", {peak_memory(command):.1f} MiB at most" if os.path.exists("/usr/bin/time") else ""
        print(f"{name}: {seconds[name]:.2f} s{memory}")
    return seconds


def rib():
    """The uncompressed RIB to measure on, or None with a word why."""
    path = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("DECORUM_RIB")
    if path is None:
        print("nothing measured: name an uncompressed RIB, or set DECORUM_RIB")
        return None
    print(f"{os.path.basename(path)}, {os.path.getsize(path) / 1e6:.0f} MB, medians of {ROUNDS}")
    return path
