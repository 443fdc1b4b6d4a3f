"""Writes the page of benchmarks."""

import datetime
import math
import os

MB = 1_000_000
# What is to be reached, and in words.
FASTER_THAN_VALIDATE = 300
TIMES_CAT = 3
MB_A_SECOND = 50
TIMES_INPUT, MORE_MEMORY = 10, 8 * MB
BINARY = 12 * MB
# The time that ten times as much may take: in proportion, times its logarithm.
TENFOLD = 14


def digits(number):
    """Three digits that count."""
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def seconds(time):
    """A time in the unit that suits it."""
    if time is None:
        return "–"
    if time < 1:
        return f"{digits(time * 1000)} ms"
    if time < 600:
        return f"{digits(time)} s"
    return f"{digits(time / 60)} min" if time < 36_000 else f"{digits(time / 3600)} h"


def volume(count):
    """So many bytes in the unit that suits them."""
    if not count:
        return "–"
    if count < MB:
        return f"{digits(count / 1000)} KB"
    return f"{digits(count / MB)} MB"


def table(head, rows, left=1):
    """A table, numbers to the right."""
    lines = [head, ["---"] * left + ["---:"] * (len(head) - left), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def wall(figures):
    """The wall time of some runs, or why there is none."""
    if figures is None:
        return "–"
    if not figures.failure:
        return seconds(figures.wall)
    estimate = f" (≈ {seconds(figures.estimate)})" if figures.estimate else ""
    return figures.failure + estimate


def compared(shape, tools, has_cold):
    """The table of a shape."""
    cat = shape.warm.get("cat")
    ours = shape.warm["clawtidy check"]
    head = ["", "wall", "× cat", "× clawtidy", "CPU", "memory"]
    if has_cold and shape.cold_too:
        head.append("wall, cold")
    rows = []
    for tool in tools:
        figures = shape.warm[tool.name]
        taken = figures.wall or (figures.estimate or None)

        def times(other):
            if not other or not other.wall or not taken:
                return "–"
            about = "" if figures.wall else "≈ "
            return about + digits(taken / other.wall)

        row = [f"`{tool.name}`", wall(figures), times(cat), times(ours), seconds(figures.cpu)]
        row.append(volume(figures.memory))
        if len(head) > len(row):
            row.append(wall(shape.cold.get(tool.name)))
        rows.append(row)
    return table(head, rows)


def tenfold(points):
    """How many times the CPU time it is for ten times as much, at the end of a curve, and how much there
    is at that end; nothing where it was not measured."""
    measured = [(amount, figures.cpu) for amount, _, figures in points if figures.cpu]
    if len(measured) < 2:
        return None, 0
    (less, before), (more, after) = measured[-2:]
    return (after / before) ** (1 / math.log10(more / less)), more


def claims(comparison, shapes, alone, found, curves):
    """What was to be reached and what was."""
    by_name = {shape.name: shape for shape in shapes}
    lived_in, small = by_name["lived-in"].warm, by_name["10 KB"].warm
    big = next(shape for shape in reversed(shapes) if shape.is_single)
    ours = "clawtidy check"
    rows = []

    def claim(what, target, reached, shown, is_met):
        if reached is None:
            rows.append([what, target, "not measured here", "–"])
        else:
            rows.append([what, target, shown(reached), "yes" if is_met(reached) else "**no**"])

    def ratio(figures, name, other):
        walls = [figures[it].wall if it in figures else None for it in (name, other)]
        return walls[0] / walls[1] if all(walls) else None

    def times(number):
        return f"{digits(number)}×"

    claim(
        f"faster than `openclaw config validate` on the lived-in config ({found} findings)",
        f"≥ {FASTER_THAN_VALIDATE}×",
        ratio(lived_in, "openclaw config validate", ours),
        times,
        lambda it: it >= FASTER_THAN_VALIDATE,
    )
    claim(
        "wall time of `cat` on 10 KB",
        f"≤ {TIMES_CAT}×",
        ratio(small, ours, "cat"),
        times,
        lambda it: it <= TIMES_CAT,
    )
    claim(
        f"checked with all rules, a second of CPU time, on {big.name}",
        f"≥ {MB_A_SECOND} MB",
        big.bytes / alone.cpu if alone.cpu else None,
        volume,
        lambda it: it >= MB_A_SECOND * MB,
    )
    peaks = [
        (shape.name, shape.bytes, shape.warm[ours].memory) for shape in shapes if shape.is_single
    ]
    peaks += [(f"{amount:,} findings", size, it.memory) for amount, size, it in curves["findings"]]
    allowed = {size: TIMES_INPUT * size + MORE_MEMORY for _, size, _ in peaks}
    peaks = [it for it in peaks if it[2]] or [("nothing", peaks[0][1], None)]
    name, size, peak = max(peaks, key=lambda it: (it[2] or 0) / allowed[it[1]])
    claim(
        f"memory, where it comes nearest to the target: {name}, {volume(size)}",
        f"≤ 10 × input + 8 MB ({volume(allowed[size])})",
        peak,
        volume,
        lambda it: it <= allowed[size],
    )
    binary = next(tool.size for tool in comparison.tools.all if tool.name == ours)
    claim("the program, stripped", "≤ 12 MB", binary, volume, lambda it: it <= BINARY)
    for kind, what in [
        ("findings", "ten times the findings in a file"),
        ("fixes", "ten times the fixes of a file"),
        ("size", "ten times the size of a file"),
        ("nesting", "ten times the nesting"),
        ("files", "ten times the files"),
    ]:
        factor, end = tenfold(curves[kind])
        end = volume(end) if kind == "size" else f"{end:,}"
        target = f"≤ {TENFOLD}× the CPU time"
        claim(f"{what}, up to {end}", target, factor, times, lambda it: it <= TENFOLD)
    return table(["", "target", "reached", "met"], rows)


def growth(curves):
    """The points of the curves."""
    rows = []
    for name, points in curves.items():
        for amount, size, figures in points:
            rate = f"{digits(size / figures.cpu / MB)} MB/s" if figures.cpu else "–"
            how_much = volume(amount) if name == "size" else f"{amount:,}"
            rows.append(
                [name, how_much, volume(size), wall(figures), seconds(figures.cpu), rate, volume(figures.memory)]
            )
    return table(["", "how much", "bytes", "wall", "CPU", "bytes a CPU second", "memory"], rows)


def sizes(comparison):
    """What each installation takes."""
    rows = []
    for tool in comparison.tools.all:
        rows.append([f"`{tool.name}`", tool.does, tool.version, tool.interpreter or "–", volume(tool.size)])
    for name, (version, bytes_) in comparison.tools.interpreters.items():
        rows.append([name, "runs the others", version, "–", volume(bytes_)])
    return table(["", "does", "version", "runs in", "on disk"], rows, left=4)


def busy():
    """A word of warning where others used the machine."""
    load, cores = os.getloadavg()[2], len(os.sched_getaffinity(0))
    if load < 1.5 * cores:
        return []
    return [
        f"**The machine was busy: {load:.0f} processes waited for {cores} cores. Wall times are far too long; only "
        "CPU times and\nmemory say something.**"
    ]


def written(comparison, shapes, alone, found, curves, revision):
    """The page."""
    tools = comparison.tools.all
    limit = f"{comparison.limit:g}"
    left_out = [
        "- `clawseccheck`: not on PyPI, nor in any other registry that this script installs from.",
        *(f"- {name}: {why}." for name, why in comparison.tools.missing),
    ]
    if not comparison.has_cold:
        left_out.append("- cold runs: only root may have Linux forget what it holds of files.")
    if not comparison.runner.time:
        left_out.append("- memory: GNU time is not here.")
    tried = " --quick" if comparison.quick else ""
    parts = [
        "# Benchmarks",
        "How fast clawtidy is, how much memory it takes and how it grows, beside what else looks at OpenClaw "
        "configs. This\npage is written whole by one command:",
        f"    benches/compare/run{tried}",
        "It builds and installs what it compares below `target/`, measures for about half an hour, in which nothing "
        "else\nshould run, and needs Rust with llvm-tools, python3, Node, npm and a network; GNU time for the "
        "figures of memory, and\nroot for the cold runs. Figures of different machines say little beside each "
        "other; the ratios say more.",
        *busy(),
        "## What was to be reached",
        claims(comparison, shapes, alone, found, curves),
        "## What was measured where",
        table(
            ["", ""],
            [
                ["date", datetime.date.today().isoformat()],
                ["clawtidy", f"`{revision}`"],
                *([name, value] for name, value in comparison.machine),
            ],
            left=2,
        ),
        sizes(comparison),
        "On disk is what an installation takes: the program, or the packages with all that they depend on. "
        "Node and Python\ncome on top of it where a program runs in them; of Node that is its program alone, "
        "and Python was not weighed.",
        "Left out:",
        "\n".join(left_out),
        "## How",
        "- The programs take turns on each config, as whole processes, their output thrown away. Given is the "
        "median of as many\n  rounds as fit into the time of a table, at least one and at most "
        f"{comparison.most}.\n"
        "- clawtidy is what the archive of a release brings, which `packages/build --train archive` makes.\n"
        "- Wall time goes from the start of the process to its end. CPU time is that of all its threads and "
        "of the processes\n  that it waited for. Memory is the resident set of its largest process at its "
        "highest, in a run of its own, which also\n  warms the caches up.\n"
        "- Cold means that Linux was told before each run to forget what it holds of files: programs, "
        "libraries and configs.\n"
        f"- A run ends after {limit} s; what takes longer shows as `> {limit} s`. What a smaller config lets "
        f"expect to take more than\n  three times that is not run, nor is what failed on a smaller one. "
        "Figures after ≈ are estimates by what was measured.\n"
        "- OpenClaw looks at one config a run, so that many files are many runs. It has a home and a state "
        "folder of its own, and\n  the config under `OPENCLAW_CONFIG_PATH`.\n"
        "- The samples are what `cargo xtask sample` prints: configs of agents, as strict JSON, without a "
        "finding. The files of a\n  hundred and more are samples of 2 KB, no two the same.\n"
        "- The lived-in config is [one of our own making](../benches/compare/lived-in.json5), as people have "
        "them: commented JSON5\n  with retired keys, typos and plain secrets. "
        f"clawtidy reports {found} findings in it, and draws all of them.\n"
        "- No two of the programs do the same: the table above says what each does. Those that only parse or "
        "validate do a part of\n  what clawtidy does.",
        "## One config",
    ]
    for shape in shapes:
        if shape.is_single:
            parts.append(f"### {shape.name}: {shape.bytes:,} bytes")
            parts.append(compared(shape, tools, comparison.has_cold))
    parts.append("## Many configs")
    for shape in shapes:
        if not shape.is_single:
            parts.append(f"### {shape.name}: {shape.bytes:,} bytes in all")
            parts.append(compared(shape, tools, comparison.has_cold))
    parts += [
        "## How it grows",
        "CPU time of `clawtidy check` as there is more of one thing: bytes of a config without findings, "
        "objects in one another,\nfindings in a file, fixes of a file (with `--fix`, which writes it), files. "
        "On the dashed line, twice as much takes twice\nas long.",
        "![CPU time against bytes read, for each way of growing](benchmarks.svg)",
        growth(curves),
        "Out of proportion is one thing that is known: the fixes of a config that includes files. Each is "
        "tried on the text of\nall files together, so that twice the files with twice the fixes take four "
        "times as long.",
        "Time tells how fast a machine is. That the work itself stays in proportion is held without a clock, in "
        "every test run:\n`tests/growth.rs` counts nodes, tokens, patterns, edits, copied bytes and allocations over "
        "whole runs of the program\n(`cargo test --test growth`).",
    ]
    return "\n\n".join(parts) + "\n"


def claims_in_short(text):
    """The table of claims out of a page, to be read where the script ran."""
    return text.split("## What was to be reached\n\n")[1].split("\n\n## ")[0]
