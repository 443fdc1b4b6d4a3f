"""What the machine is on which something was measured."""

import os
import platform
from pathlib import Path


def read(path):
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def processor():
    """The processor and how many cores of it may be used."""
    lines = read("/proc/cpuinfo").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.processor() or platform.machine()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{name}, {cores} {'core' if cores == 1 else 'cores'}"


def memory():
    for line in read("/proc/meminfo").splitlines():
        if line.startswith("MemTotal:"):
            return f"{int(line.split()[1]) * 1024 / 1e9:.0f} GB"
    return "unknown"


def disk(folder):
    """The kind of disk that a folder lies on, and its file system."""
    number = os.stat(folder).st_dev
    device = f"{os.major(number)}:{os.minor(number)}"
    system = "unknown file system"
    for line in read("/proc/self/mountinfo").splitlines():
        words = line.split()
        if words[2] == device:
            system = words[words.index("-") + 1]
    block = Path(f"/sys/dev/block/{device}").resolve()
    # A partition has its queue beside it.
    queue = block / "queue" if (block / "queue").exists() else block.parent / "queue"
    rotates = read(queue / "rotational").strip()
    if not rotates:
        return system
    if "virtio" in str(block) or block.name.startswith(("vd", "xvd")):
        return f"{system} on a virtual disk"
    return f"{system} on {'a rotating disk' if rotates == '1' else 'a solid-state disk'}"


def described(folder):
    """All of it, as lines of a table."""
    system = f"{platform.system()} {platform.release()}, {platform.machine()}"
    load = f"{os.getloadavg()[0]:.1f}"
    return [
        ("processor", processor()),
        ("memory", memory()),
        ("system", system),
        ("disk", disk(folder)),
        ("load before the run", f"{load} (average of one minute)"),
    ]
