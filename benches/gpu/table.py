"""Makes one JSON and one Markdown table of what run.sh measured, with the shares of the device's limits.

Limits: writing a token moves every weight once, so at best the bytes that a copy moves a second (read
and written) / the bytes of the weights; reading a token takes two operations a parameter, so at best
the matrix rate / (2 x parameters).
"""

import json
import pathlib
import re
import sys


def read(path):
    """JSON of a file, or None where the step failed."""
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return None


def parameters(model):
    """Parameters that a token uses, by the billions in a model's name; None where it tells none."""
    name = model.lower()
    found = re.search(r"-a(\d+(?:\.\d+)?)b\b", name) or re.search(r"(\d+(?:\.\d+)?)b\b", name)
    return float(found.group(1)) * 1e9 if found else None


def bounds(limits, weights, count):
    """Most tokens a second that the device's limits allow, written and read, for so many bytes of
    weights and so many parameters."""
    if not limits:
        return None, None
    write = limits["copy_gb_s"] * 1e9 / weights if weights else None
    read_ = limits["matmul_tflops"] * 1e12 / (2 * count) if count else None
    return write, read_


def share(value, bound):
    return f"{100 * value / bound:.0f} %" if bound else "–"


def sizes(rows, bound):
    """Table rows of one engine."""
    write, read_ = bound
    for row in rows:
        if row.get("skipped"):
            yield f"| {row['wanted']} | not run: {row['skipped']} | | | | |"
            continue
        yield (
            f"| {row['prompt_tokens']} | {row['first_ms']:.0f} ms | {row['read_tokens_s']:.0f} "
            f"| {share(row['read_tokens_s'], read_)} | {row['write_tokens_s']:.1f} "
            f"| {share(row['write_tokens_s'], write)} |"
        )


HEAD = [
    "| prompt tokens | first token | read, tokens/s | of the limit | written, tokens/s | of the limit |",
    "|---|---|---|---|---|---|",
]


def times(one):
    return f"p50 {one['p50_ms']:.0f} ms, p95 {one['p95_ms']:.0f} ms" if one else "–"


def markdown(bench, torch, card, doctor, trace):
    lines = ["# On this device", ""]
    if card:
        lines += [f"`{card}` (name, driver, MiB in all, MiB free, capability, memory clock, watts)", ""]
    limits = (torch or {}).get("limits") or (bench or {}).get("ceilings")
    if limits:
        whose = "PyTorch" if (torch or {}).get("limits") else "our engine"
        lines += [
            f"Limits, measured by {whose}: {limits['copy_gb_s']:.0f} GB/s copied (read and written), "
            f"{limits['matmul_tflops']:.2f} Tflop/s ({limits['matmul']}).",
            "",
        ]
    if bench:
        # A CPU's copy, and its product of matrices, run on one core here: they limit nothing.
        card_limits = None if bench["device"] == "cpu" else limits
        bound = bounds(card_limits, bench["weights_bytes"], parameters(bench["model"]))
        taken = bench.get("card_bytes")
        lines += [
            f"## {bench['model']} on {bench['device']}",
            "",
            f"Loaded in {bench['load_s']:.1f} s; {bench['weights_bytes'] / 1e9:.2f} GB of weights; "
            f"{bench['context']} tokens of context"
            + (f"; {taken / 2**30:.1f} GiB of the card taken." if taken else "."),
            "",
            *HEAD,
            *sizes(bench["sizes"], bound),
            "",
            "| requests at once | until each is done | written, tokens/s |",
            "|---|---|---|",
            *(
                f"| {one['requests']} | {times(one['times'])} | {one['tokens_s']:.0f} |"
                for one in bench["together"]
            ),
            "",
        ]
        if beside := bench.get("beside"):
            lines += [
                f"A keystroke alone: {times(beside['alone'])}; beside a review: "
                f"{times(beside['review'])} ({beside['answers']} answers of the review meanwhile).",
                "",
            ]
    else:
        lines += ["The engine was not measured: see bench.json.err.", ""]
    if rates := (torch or {}).get("transformers"):
        count = parameters(bench["model"]) if bench else None
        each = 2 if torch["device"] == "cuda" else 4
        bound = bounds(limits, count and each * count, count)
        lines += [
            f"## The same file through transformers, torch {torch['torch']}, unpacked to 16 or 32 bits",
            "",
            f"Loaded in {rates['load_s']:.1f} s.",
            "",
            *HEAD,
            *sizes(rates["sizes"], bound),
            "",
        ]
    elif torch:
        lines += [f"transformers was not measured: {torch.get('why_no_rates')}", ""]
    else:
        lines += ["PyTorch was not measured: see torch.json.err.", ""]
    if trace:
        lines += ["## Typing", "", "```", trace.rstrip(), "```", ""]
    if doctor:
        lines += ["## doctor", "", "```", doctor.strip(), "```", ""]
    return "\n".join(lines)


def main():
    out = pathlib.Path(sys.argv[1])
    bench, torch = read(out / "bench.json"), read(out / "torch.json")
    text = {
        name: (out / name).read_text() if (out / name).exists() else ""
        for name in ("card.csv", "doctor.txt", "trace.md")
    }
    whole = {"bench": bench, "torch": torch, **text}
    (out / "gpu.json").write_text(json.dumps(whole, indent=1) + "\n")
    table = markdown(bench, torch, text["card.csv"].strip(), text["doctor.txt"], text["trace.md"])
    (out / "gpu.md").write_text(table)
    print(table)


if __name__ == "__main__":
    main()
