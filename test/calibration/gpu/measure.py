"""Measures kernels, and steps of a small continuous-batching server with random weights. README.md says how to run it."""

import argparse
import csv
import os
import platform
import random
import time
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.distributed as dist
import torch.nn.functional as F
from model import SHAPES, RandomLlama

# The columns of the measured data (step_periods.csv), and behind them what it was measured on.
STEP_COLUMNS = (
    "experiment_id,model,workload,tp,step_id,prefill_tokens,prefill_reqs,decode_reqs,kv_tokens,running,waiting,"
    "host_duration_us,period_us,gpu,dtype,software"
).split(",")
KERNEL_COLUMNS = "op,tokens,sequences,context,rows,columns,elements,latency_us,tp,gpu,dtype,software".split(",")

DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16, "fp32": torch.float32}


@dataclass(frozen=True)
class Place:
    """Where it runs: one rank of `tp`."""

    device: torch.device
    dtype: torch.dtype
    dtype_name: str
    rank: int
    tp: int

    def wait(self):
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)

    def columns(self):
        is_cuda = self.device.type == "cuda"
        name = torch.cuda.get_device_name(self.device) if is_cuda else f"cpu {platform.machine()}"
        software = f"torch {torch.__version__}" + (f", CUDA {torch.version.cuda}" if is_cuda else "")
        return {"gpu": name, "dtype": self.dtype_name, "software": software, "tp": self.tp}


def place_of(options):
    tp, rank = int(os.environ.get("WORLD_SIZE", "1")), int(os.environ.get("RANK", "0"))
    if options.device == "cuda":
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    if tp > 1:
        dist.init_process_group("nccl" if options.device == "cuda" else "gloo")
    return Place(torch.device(options.device), DTYPES[options.dtype], options.dtype, rank, tp)


def median_us(place, work, repeats):
    """Median time of one call. Each is waited for, so that short kernels carry their launch: as an eager engine's do."""
    times = []
    for _ in range(3 + repeats):
        place.wait()
        begun = time.perf_counter_ns()
        work()
        place.wait()
        times.append((time.perf_counter_ns() - begun) / 1000)
    return sorted(times[3:])[repeats // 2]


def kernels(shape, place, options):
    """Rows of kernels.csv: matrix products of the model's shapes, attention while decoding and of prompts, all-reduce."""
    randn = lambda *size: torch.randn(size, device=place.device, dtype=place.dtype)
    measured = lambda work: median_us(place, work, options.repeats)
    head, heads, kv_heads = shape.head_size, shape.heads // place.tp, max(1, shape.kv_heads // place.tp)
    columns = shape.intermediate // place.tp
    for rows, width in [
        ((heads + 2 * kv_heads) * head, shape.hidden),
        (shape.hidden, heads * head),
        (2 * columns, shape.hidden),
        (shape.hidden, columns),
        (shape.vocabulary, shape.hidden),
    ]:
        weight = randn(rows, width)
        for tokens in options.tokens:
            x = randn(tokens, width)
            latency = measured(lambda: F.linear(x, weight))
            yield {"op": "gemm", "tokens": tokens, "rows": rows, "columns": width, "latency_us": latency}
    for sequences in options.sequences:
        for context in options.contexts:
            query, keys = randn(sequences, heads, 1, head), randn(sequences, kv_heads, context, head)
            work = lambda: F.scaled_dot_product_attention(query, keys, keys, enable_gqa=True)
            yield {"op": "decode_attention", "sequences": sequences, "context": context, "latency_us": measured(work)}
    for tokens in options.tokens:
        query, keys = randn(1, heads, tokens, head), randn(1, kv_heads, tokens, head)
        work = lambda: F.scaled_dot_product_attention(query, keys, keys, is_causal=True, enable_gqa=True)
        yield {"op": "prefill_attention", "tokens": tokens, "sequences": 1, "latency_us": measured(work)}
    for tokens in options.tokens if place.tp > 1 else []:
        x = randn(tokens, shape.hidden)
        latency = measured(lambda: dist.all_reduce(x))
        yield {"op": "all_reduce", "tokens": tokens, "elements": x.numel(), "latency_us": latency}


@dataclass
class Sequence:
    slot: int
    prompt: int
    output: int
    done: int = 0
    token: int = 1


class Server:
    """Continuous batching: sequences past their prompt each get a token a step; waiting prompts fill the step up to
    `budget` tokens, in chunks. Sequences of equal length are attended to together, others one after the other."""

    def __init__(self, model, options):
        self.model, self.budget, self.slots = model, options.budget, list(range(options.slots))
        self.waiting, self.running = [], []

    def next_parts(self):
        """The parts of one step, and how many tokens of each sequence it computes."""
        decoding = [one for one in self.running if one.done >= one.prompt]
        left = self.budget - len(decoding)
        chunks = []
        while self.waiting and self.slots:
            self.running.append(self.waiting.pop(0))
            self.running[-1].slot = self.slots.pop()
        for one in self.running:
            chunk = min(left, one.prompt - one.done)
            if chunk > 0:
                chunks.append((one, chunk))
                left -= chunk
        return decoding, chunks

    def step(self, wait):
        """One step and its row. The host has done its part when the device still computes: both times are kept."""
        begun = time.perf_counter_ns()
        decoding, chunks = self.next_parts()
        by_length = {}
        for one in decoding:
            by_length.setdefault(one.done, []).append(one)
        groups = [(group, done, 1) for done, group in by_length.items()]
        groups += [([one], one.done, chunk) for one, chunk in chunks]
        parts = [([one.slot for one in group], start, length) for group, start, length in groups]
        ids = [one.token for group, _, length in groups for one in group for _ in range(length)]
        tokens = torch.tensor(ids, device=self.model.device)
        following = self.model.step(tokens, parts)
        host = time.perf_counter_ns() - begun
        wait()
        row = {
            "prefill_tokens": sum(chunk for _, chunk in chunks),
            "prefill_reqs": len(chunks),
            "decode_reqs": len(decoding),
            "kv_tokens": sum(one.done + 1 for one in decoding),
            "running": len(self.running),
            "waiting": len(self.waiting),
            "host_duration_us": round(host / 1000),
        }
        self.finish(groups, following.tolist())
        row["period_us"] = round((time.perf_counter_ns() - begun) / 1000, 3)
        return row

    def finish(self, groups, following):
        sequences = [(one, length) for group, _, length in groups for one in group]
        for (one, length), token in zip(sequences, following):
            one.done += length
            one.token = token
        for one in [one for one in self.running if one.done >= one.prompt + one.output - 1]:
            self.running.remove(one)
            self.slots.append(one.slot)


def steps(shape, place, options):
    """Rows of step_periods.csv: a closed loop at each concurrency, until it has had its share of steps."""
    chance = random.Random(1)
    model = RandomLlama(shape, place, options.slots, options.length)
    number = 0
    for concurrency in options.concurrencies:
        server = Server(model, options)
        for index in range(options.warm_up + options.steps):
            while len(server.running) + len(server.waiting) < concurrency:
                prompt = chance.randint(options.length // 16, options.length // 2)
                server.waiting.append(Sequence(-1, prompt, chance.randint(2, options.length // 4)))
            row = server.step(place.wait)
            number += 1
            if index >= options.warm_up:
                experiment = f"{shape.name}-tp{place.tp}-c{concurrency}"
                yield {
                    **{"experiment_id": experiment, "model": shape.name, "workload": "random", "step_id": number},
                    **row,
                }


def write(path, columns, rows, place):
    """Every rank computes; the first one writes."""
    with open(path if place.rank == 0 else os.devnull, "w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        count = 0
        for count, row in enumerate(rows, 1):
            writer.writerow({**place.columns(), **row})
    if place.rank == 0:
        print(f"{path}: {count} rows")


def options_of():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--device", choices=["cuda", "cpu"], default="cuda")
    parser.add_argument("--size", choices=list(SHAPES), default="8b", help="shape of the model")
    parser.add_argument("--tiny", action="store_true", help="a model and grids of a second, to try the kit itself")
    parser.add_argument("--dtype", choices=list(DTYPES), default="bf16")
    parser.add_argument("--out", default="measured", help="folder that the points are written into")
    parser.add_argument("--budget", type=int, default=2048, help="tokens a step may hold")
    parser.add_argument("--steps", type=int, default=300, help="steps that are kept at each concurrency")
    options = parser.parse_args()
    grid = [1, 8, 64], [256, 1024, 4096], [1, 16, 128, 512, 2048], [1, 8, 32, 64], 64, 4096, 30, 20
    tiny = [1, 2], [16, 32], [1, 8], [1, 3], 4, 64, 2, 3
    names = ["sequences", "contexts", "tokens", "concurrencies", "slots", "length", "warm_up", "repeats"]
    for name, value in zip(names, tiny if options.tiny else grid):
        setattr(options, name, value)
    if options.tiny:
        options.size, options.budget, options.steps = "tiny", 16, min(options.steps, 40)
    return options


def main():
    options = options_of()
    place, shape, folder = place_of(options), SHAPES[options.size], Path(options.out)
    torch.manual_seed(1)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "kernels.csv", KERNEL_COLUMNS, kernels(shape, place, options), place)
    write(folder / "step_periods.csv", STEP_COLUMNS, steps(shape, place, options), place)
    if place.tp > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
