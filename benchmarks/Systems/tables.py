"""Tables of what benchmarks/systems.sh left in a folder: one line of JSON for each optimization and each alignment study."""
import glob
import json
import math
import os
import sys

SYSTEMS = ["HotpotQa", "PubMedQa", "StarkPrime", "AmazonNextItem", "BigCodeBench"]
CONTROLS = ["None", "ShuffledRewards", "RandomScores", "NoScreen", "GateOnly", "RandomJointSearch", "PaperLoop"]


def read(folder, system, control):
    """The results by seed."""
    files = sorted(glob.glob(os.path.join(folder, f"{system}-{control}-*.json")))
    return {f.rsplit("-", 1)[1]: json.loads(open(f).read()) for f in files}


def mean(values):
    return sum(values) / len(values)


def error(values):
    if len(values) < 2:
        return float("nan")
    m = mean(values)
    return math.sqrt(sum((v - m) ** 2 for v in values) / (len(values) - 1) / len(values))


def show(values):
    deviation = f" ± {error(values):.3f}" if len(values) > 1 else ""
    return f"{mean(values):.3f}{deviation} ({len(values)})" if values else ""


def show_signed(values):
    return ("+" if mean(values) >= 0 else "") + show(values)


def differences(method, control):
    """By how much the control's final scores are above the method's on the same seeds."""
    return [control[s]["test"]["final"] - method[s]["test"]["final"] for s in sorted(method.keys() & control.keys())]


def against(method, control):
    more = differences(method, control)
    return show([r["test"]["final"] for r in control.values()]) + (f"; {show_signed(more)}" if more else "")


def main(folder):
    print("| system | initial | final | gain | relative | worst seed's gain | seconds | system runs |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    relative, finals = [], []
    for system in SYSTEMS:
        runs = list(read(folder, system, "None").values())
        if not runs:
            continue
        initial = [r["test"]["initial"] for r in runs]
        final = [r["test"]["final"] for r in runs]
        gains = [f - i for f, i in zip(final, initial)]
        relative.append(mean(final) / mean(initial) - 1)
        finals.append(mean(final))
        print(f"| {system} | {show(initial)} | {show(final)} | {show(gains)} | {relative[-1]:+.0%} | {min(gains):+.3f} "
              f"| {mean([r['seconds'] for r in runs]):.0f} | {mean([r['systemRuns'] for r in runs]):.0f} |")
    if finals:
        print(f"\nmean final {mean(finals):.3f}, mean relative gain {mean(relative):+.0%}\n")

    print("| system, on other data of the same kind | initial | final | relative |")
    print("| --- | --- | --- | --- |")
    for system in SYSTEMS:
        runs = list(read(folder, system, "fresh").values())
        if runs:
            initial, final = ([r[part]["mean"] for r in runs] for part in ("initial", "final"))
            print(f"| {system} | {show(initial)} | {show(final)} | {mean(final) / mean(initial) - 1:+.0%} |")

    print("\n| system | " + " | ".join(CONTROLS) + " |")
    print("| --- |" + " --- |" * len(CONTROLS))
    results = {c: {system: read(folder, system, c) for system in SYSTEMS} for c in CONTROLS}
    for system in SYSTEMS:
        method = results["None"][system]
        cells = [show([r["test"]["final"] for r in method.values()])] + [against(method, results[c][system]) for c in CONTROLS[1:]]
        print(f"| {system} | " + " | ".join(cells) + " |")
    everywhere = [[d for system in SYSTEMS for d in differences(results["None"][system], results[c][system])] for c in CONTROLS[1:]]
    print("| all | | " + " | ".join(show_signed(d) if d else "" for d in everywhere) + " |")

    print("\n| system | component | local reward | length rule | pairs |")
    print("| --- | --- | --- | --- | --- |")
    spoken = []
    for system in SYSTEMS:
        for study in read(folder, system, "alignment").values():
            for name, c in study["components"].items():
                reward = c["localReward"]
                rule = c["lengthRule"]
                if reward and rule:
                    spoken.append((reward["accuracy"], rule["accuracy"]))
                told = f"{reward['accuracy']:.3f} [{reward['low']:.3f}, {reward['high']:.3f}]" if reward else f"abstains: {c.get('reason', '')}"
                print(f"| {system} | {name} | {told} | {rule['accuracy']:.3f} ({c['rule']}) | {c['pairs']} |" if rule else f"| {system} | {name} | {told} | | {c['pairs']} |")
    if spoken:
        print(f"\nmean of the {len(spoken)} components whose reward speaks: {mean([r for r, _ in spoken]):.3f}, length rule {mean([l for _, l in spoken]):.3f}")


main(sys.argv[1])
