"""The least time of each step, its error against the limit of its own grid, and the ratio of the
times at Arbor's errors: `python compare.py ours.txt arbor.txt`."""

import math
import sys


def rows(path, order):
    """(dt, relative error of the velocity, s), by the two finest steps and the order."""
    found = {}
    for dt, velocity, seconds in (map(float, line.split()) for line in open(path)):
        found[dt] = (velocity, min(seconds, found.get(dt, (0, math.inf))[1]))
    (a, (fine, _)), (b, (coarse, _)) = sorted(found.items())[:2]
    limit = fine + (fine - coarse) / ((b / a) ** order - 1)
    print(f"{path}: limit {limit:.5f} m/s")
    table = [(dt, abs(v / limit - 1), seconds) for dt, (v, seconds) in sorted(found.items())]
    for dt, error, seconds in table:
        print(f"  dt {dt:<7} error {error:.2e}  {1e3 * seconds:8.3f} ms  {seconds / (500 * 5 / dt) * 1e9:6.1f} ns a compartment and step")
    return table


def time_at(table, error):
    """The time at an error, on the line between two steps in logarithms, extended beyond them."""
    points = sorted((math.log(e), math.log(s)) for _, e, s in table)
    above = next((i for i, (e, _) in enumerate(points) if e >= math.log(error)), len(points) - 1)
    (e0, s0), (e1, s1) = points[max(above, 1) - 1:][:2]
    return math.exp(s0 + (s1 - s0) * (math.log(error) - e0) / (e1 - e0))


ours, arbor = rows(sys.argv[1], 2), rows(sys.argv[2], 1)
for _, error, seconds in arbor:
    print(f"at {error:.2e}: Arbor / ours = {seconds / time_at(ours, error):.1f}")
