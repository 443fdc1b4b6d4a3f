"""Draws growth curves: a log-log plot as SVG, to be read on light and on dark ground."""

import math

WIDTH, HEIGHT = 860, 520
LEFT, RIGHT, TOP, BOTTOM = 84, 230, 26, 64
# Told apart by colour and by mark, on white and on black.
LOOKS = [
    ("#2f7ed8", "circle"),
    ("#d9772b", "square"),
    ("#2a9d5c", "triangle"),
    ("#c2428c", "diamond"),
    ("#8a6fd1", "cross"),
]
STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #24292f }
    .title { font-weight: 600 }
    .axis { stroke: #57606a; stroke-width: 1 }
    .grid { stroke: #57606a; stroke-opacity: .2 }
    .even { stroke: #57606a; stroke-dasharray: 5 5; fill: none }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .axis, .even { stroke: #9da7b1 }
      .grid { stroke: #9da7b1 }
    }
"""


def power(exponent, units):
    """A power of ten in words, such as 100 KB."""
    for least, name in units:
        if exponent >= least:
            return f"{10 ** (exponent - least):,} {name}"
    return f"1e{exponent}"


SIZES = [(9, "GB"), (6, "MB"), (3, "KB"), (0, "B")]
# Of microseconds.
TIMES = [(6, "s"), (3, "ms"), (0, "µs")]


def mark(shape, x, y, colour):
    """A point of a curve."""
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>'
    if shape == "square":
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
    corners = {
        "triangle": [(0, -5.5), (5, 4), (-5, 4)],
        "diamond": [(0, -6), (6, 0), (0, 6), (-6, 0)],
    }.get(shape)
    if corners:
        points = " ".join(f"{x + a:.1f},{y + b:.1f}" for a, b in corners)
        return f'<polygon points="{points}" fill="{colour}"/>'
    lines = f"M{x - 5:.1f} {y - 5:.1f}l10 10m0 -10l-10 10"
    return f'<path d="{lines}" stroke="{colour}" stroke-width="2.5" fill="none"/>'


def drawn(curves):
    """The plot of curves, each a name and points of bytes and CPU seconds."""
    points = [point for _, curve in curves for point in curve]
    sizes = [size for size, _ in points]
    micros = [seconds * 1e6 for _, seconds in points]
    low_x, high_x = math.floor(math.log10(min(sizes))), math.ceil(math.log10(max(sizes)))
    low_y, high_y = math.floor(math.log10(min(micros))), math.ceil(math.log10(max(micros)))
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def across(size):
        return LEFT + (math.log10(size) - low_x) / (high_x - low_x) * (right - LEFT)

    def down(micro):
        return bottom - (math.log10(micro) - low_y) / (high_y - low_y) * (bottom - TOP)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="title">',
        '<title id="title">CPU time of clawtidy against the size of what it reads</title>',
        f"<style>{STYLE}</style>",
    ]
    for exponent in range(low_x, high_x + 1):
        x = across(10**exponent)
        out.append(f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}"/>')
        label = power(exponent, SIZES)
        out.append(f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{label}</text>')
    for exponent in range(low_y, high_y + 1):
        y = down(10**exponent)
        out.append(f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>')
        label = power(exponent, TIMES)
        out.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    out.append(f'<path class="axis" d="M{LEFT} {TOP}V{bottom}H{right}" fill="none"/>')
    middle = (LEFT + right) / 2
    out.append(
        f'<text x="{middle}" y="{HEIGHT - 16}" text-anchor="middle">bytes read, all files together</text>'
    )
    middle = (TOP + bottom) / 2
    out.append(
        f'<text transform="translate(18 {middle}) rotate(-90)" text-anchor="middle">CPU time</text>'
    )
    # In proportion: as far as it fits, through the last point of the first curve.
    size, seconds = curves[0][1][-1]
    micro = seconds * 1e6
    steps = min(math.log10(size) - low_x, math.log10(micro) - low_y)
    start = (across(size / 10**steps), down(micro / 10**steps))
    end = (across(size), down(micro))
    out.append(
        f'<path class="even" d="M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}"/>'
    )
    for (name, curve), (colour, shape) in zip(curves, LOOKS):
        way = "L".join(f"{across(size):.1f} {down(took * 1e6):.1f}" for size, took in curve)
        out.append(f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out.extend(mark(shape, across(size), down(took * 1e6), colour) for size, took in curve)
    x, y = right + 22, TOP + 10
    for (name, _), (colour, shape) in zip(curves, LOOKS):
        out.append(f'<path d="M{x} {y}h26" stroke="{colour}" stroke-width="2"/>')
        out.append(mark(shape, x + 13, y, colour))
        out.append(f'<text x="{x + 36}" y="{y + 4}">{name}</text>')
        y += 26
    out.append(f'<path class="even" d="M{x} {y}h26"/>')
    out.append(f'<text x="{x + 36}" y="{y + 4}">in proportion</text>')
    out.append("</svg>\n")
    return "\n".join(out)
