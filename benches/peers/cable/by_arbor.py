"""The same axon by Arbor, one thread: `python by_arbor.py 0.01 0.005` prints what `main.rs` does."""

import sys
import time

import arbor
from arbor import units as U

PLACES = {"first": 0.4, "second": 0.8}  # 2 and 4 cm of 5


def axon():
    tree = arbor.segment_tree()
    ends = [arbor.mpoint(1e4 * x, 0.0, 0.0, 238.0) for x in (0.0, 5.0)]  # um
    tree.append(arbor.mnpos, ends[0], ends[1], tag=1)
    decor = arbor.decor()
    decor.set_property(Vm=-65.0 * U.mV, tempK=(273.15 + 18.5) * U.Kelvin,
                       cm=0.01 * U.F / U.m2, rL=35.4 * U.Ohm * U.cm)
    decor.set_ion("na", rev_pot=50.0 * U.mV)
    decor.set_ion("k", rev_pot=-77.0 * U.mV)
    # E_L of the squid axon of `excitable`, 10.613 mV above rest.
    decor.paint('"all"', arbor.density("hh", {"el": -54.387}))
    decor.place("(location 0 0)", arbor.i_clamp(0.0 * U.ms, 0.2 * U.ms, 5e4 * U.nA))
    labels = arbor.label_dict({"all": "(all)"})
    return arbor.cable_cell(tree, decor, labels, arbor.cv_policy_fixed_per_branch(500))


class Recipe(arbor.recipe):
    def __init__(self):
        arbor.recipe.__init__(self)
        self.properties = arbor.neuron_cable_properties()

    def num_cells(self):
        return 1

    def cell_kind(self, _):
        return arbor.cell_kind.cable

    def cell_description(self, _):
        return axon()

    def global_properties(self, _):
        return self.properties

    def probes(self, _):
        probe = arbor.cable_probe_membrane_voltage
        return [probe(f"(location 0 {part})", name) for name, part in PLACES.items()]


def simulation():
    recipe, context = Recipe(), arbor.context(threads=1)
    return arbor.simulation(recipe, context, arbor.partition_load_balance(recipe, context))


def passage(run, handle):
    """The time (ms) at which V rises through -15 mV, on the line between two samples."""
    samples = run.samples(handle)[0][0]
    for (t0, v0), (t1, v1) in zip(samples, samples[1:]):
        if v0 < -15.0 <= v1:
            return t0 + (t1 - t0) * (-15.0 - v0) / (v1 - v0)


def main():
    for dt in map(float, sys.argv[1:]):
        run = simulation()
        began = time.perf_counter()
        run.run(5.0 * U.ms, dt * U.ms)
        seconds = time.perf_counter() - began
        run = simulation()
        schedule = arbor.regular_schedule(dt * U.ms)
        handles = [run.sample((0, name), schedule) for name in PLACES]
        run.run(5.0 * U.ms, dt * U.ms)
        first, second = (passage(run, handle) for handle in handles)
        print(f"{dt} {20.0 / (second - first):.9f} {seconds:.6f}")  # mm/ms over 2 cm


main()
