"""DETEST A, B, D by SciPy's RK45 and DOP853: the error at the end and the evaluations, per tolerance.

rtol = atol, no other setting. The ends are those of ode_reference.tsv beside this file.
Run: python3 scipy_detest.py > scipy_detest.tsv
"""
import csv, os
from math import cos, sqrt
import numpy as np, scipy
from scipy.integrate import solve_ivp

here = os.path.dirname(os.path.abspath(__file__))
ends = {}
for row in csv.reader(open(os.path.join(here, "ode_reference.tsv")), delimiter="\t"):
    ends.setdefault(row[0], []).append(row[4])

def b4(t, y):
    r = sqrt(y[0]**2 + y[1]**2)
    return [-y[1] - y[0]*y[2]/r, y[0] - y[1]*y[2]/r, y[0]/r]

def kepler(t, y):
    r3 = (y[0]**2 + y[1]**2)**1.5
    return [y[2], y[3], -y[0]/r3, -y[1]/r3]

problems = {
    "A1": (lambda t, y: -y, [1]),
    "A2": (lambda t, y: -y**3/2, [1]),
    "A3": (lambda t, y: y*cos(t), [1]),
    "A4": (lambda t, y: y/4*(1 - y/20), [1]),
    "A5": (lambda t, y: (y - t)/(y + t), [4]),
    "B1": (lambda t, y: [2*(y[0] - y[0]*y[1]), -(y[1] - y[0]*y[1])], [1, 3]),
    "B2": (lambda t, y: [-y[0] + y[1], y[0] - 2*y[1] + y[2], y[1] - y[2]], [2, 0, 1]),
    "B3": (lambda t, y: [-y[0], y[0] - y[1]**2, y[1]**2], [1, 0, 0]),
    "B4": (b4, [3, 0, 0]),
    "B5": (lambda t, y: [y[1]*y[2], -y[0]*y[2], -0.51*y[0]*y[1]], [0, 1, 1]),
}
for k, e in enumerate((0.1, 0.3, 0.5, 0.7, 0.9)):
    problems[f"D{k + 1}"] = (kepler, [1 - e, 0, 0, sqrt((1 + e)/(1 - e))])

print(f"# SciPy {scipy.__version__}; made by scipy_detest.py")
print("problem\tmethod\ttolerance\terror\tevaluations")
for name, (f, y0) in problems.items():
    exact = np.array([float(x) for x in ends["DETEST-" + name]])
    for method in ("RK45", "DOP853"):
        for tol in (1e-3, 1e-6, 1e-9):
            s = solve_ivp(f, (0, 20), np.array(y0, float), method, rtol=tol, atol=tol)
            print(f"DETEST-{name}\t{method}\t{tol:.0e}\t{np.max(np.abs(s.y[:, -1] - exact)):.6e}\t{s.nfev}")
