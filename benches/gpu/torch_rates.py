"""The device's own limits and a model file's base rates through PyTorch and transformers, as JSON.

Needs torch; without transformers (and its `gguf`) only the limits are measured. The weights are
unpacked to 16 bits by transformers, so its rates are those of a plain 16-bit run.
"""

import argparse
import json
import pathlib
import sys
import time


def best(torch, run, runs=5):
    """Seconds of the fastest of some runs, after one that only warms up."""
    fastest = float("inf")
    for at in range(runs + 1):
        if torch.cuda.is_available():
            torch.cuda.synchronize()
        begun = time.perf_counter()
        run()
        if torch.cuda.is_available():
            torch.cuda.synchronize()
        if at:
            fastest = min(fastest, time.perf_counter() - begun)
    return fastest


def limits(torch, device):
    """Gigabytes read and written a second by a copy, 10^12 operations a second of a product."""
    gpu = device == "cuda"
    size = 1 << 30 if gpu else 1 << 26
    source = torch.zeros(size, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    copy = best(torch, lambda: target.copy_(source))
    side = 8192 if gpu else 768
    dtype = torch.float16 if gpu else torch.float32
    matrix = torch.rand((side, side), device=device).to(dtype)
    product = best(torch, lambda: matrix @ matrix)
    return {
        "copy_gb_s": 2 * size / copy / 1e9,
        "matmul_tflops": 2 * side**3 / product / 1e12,
        "matmul": f"{str(dtype).removeprefix('torch.')} {side}x{side}",
    }


def rates(torch, device, path, sizes, written=32):
    """Tokens a second of prompts and of answers, one request at a time, greedy."""
    from transformers import AutoModelForCausalLM

    begun = time.perf_counter()
    model = AutoModelForCausalLM.from_pretrained(
        path.parent, gguf_file=path.name, dtype=torch.float16 if device == "cuda" else torch.float32
    ).to(device)
    model.eval()
    load = time.perf_counter() - begun
    rows = []
    for size in sizes:
        ids = (torch.arange(size, device=device) * 7919 % 50000 + 100).unsqueeze(0)

        def generate(tokens, ids=ids):
            with torch.no_grad():
                model.generate(
                    ids,
                    attention_mask=torch.ones_like(ids),
                    min_new_tokens=tokens,
                    max_new_tokens=tokens,
                    do_sample=False,
                    pad_token_id=0,
                )

        one = best(torch, lambda: generate(1), runs=3)
        all_of_them = best(torch, lambda: generate(written), runs=3)
        rows.append(
            {
                "prompt_tokens": size,
                "first_ms": one * 1e3,
                "read_tokens_s": size / one,
                "write_tokens_s": (written - 1) / max(all_of_them - one, 1e-9),
            }
        )
    memory = torch.cuda.max_memory_allocated() if device == "cuda" else None
    return {"load_s": load, "sizes": rows, "card_bytes": memory}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("--sizes", default="128,1024,8192")
    parser.add_argument("--tokens", type=int, default=8192, help="largest size that is run")
    args = parser.parse_args()
    try:
        import torch
    except ImportError:
        sys.exit("PyTorch is not installed here")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    done = {"torch": torch.__version__, "device": device, "limits": limits(torch, device)}
    sizes = [int(size) for size in args.sizes.split(",") if int(size) <= args.tokens]
    try:
        done["transformers"] = rates(torch, device, args.model, sizes)
    except Exception as error:  # whatever is missing there, the limits are worth having
        done["why_no_rates"] = f"{type(error).__name__}: {error}"
    print(json.dumps(done, indent=1))


if __name__ == "__main__":
    main()
