"""A row of the table out of lines `ours JSON` and `theirs JSON`: each side's best, their ratio, the peak memory and what our FLOP/s are."""

import json
import sys

name, metric = sys.argv[1:]
sides = {"ours": [], "theirs": []}
for line in sys.stdin:
    side, _, text = line.partition(" ")
    try:
        sides[side].append(json.loads(text))
    except ValueError:
        pass  # A measurement that failed; its last words are in the log.
best = {side: max((r[metric] for r in results), default=None) for side, results in sides.items()}
peak = {side: max((r.get("peakBytes", 0) for r in results), default=0) for side, results in sides.items()}
flops = max((r.get("flops", 0) for r in sides["ours"]), default=0)
number = lambda v: "failed" if v is None else f"{v:,.1f}" if v < 1e6 else f"{v:.3g}"
print(f"| {name} | {number(best['ours'])} | {number(best['theirs'])} | "
      f"{best['ours'] / best['theirs']:.2f} | " if None not in best.values() else f"| {name} | {number(best['ours'])} | {number(best['theirs'])} | | ", end="")
print(f"{peak['ours'] / 1e9:.1f} / {peak['theirs'] / 1e9:.1f} GB | " if peak["ours"] and peak["theirs"] else "| ", end="")
print(f"{flops:.3g} |" if flops else "|")
