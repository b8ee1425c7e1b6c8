import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/command.ts";

const KIT = join(import.meta.dirname, "gpu");
/** A Python that has PyTorch. */
const PYTHON = process.env["LOADLINE_PYTHON"] ?? "python3";
const { status } = spawnSync(PYTHON, ["-c", "import torch"], { stdio: "ignore", timeout: 120_000 });
const title = status === 0 ? "the measuring kit" : `SKIPPED, ${PYTHON} has no PyTorch (LOADLINE_PYTHON names another)`;

type Row = Readonly<Record<string, string>>;

function table(path: string): readonly Row[] {
  const [head = "", ...lines] = readFileSync(path, "utf8").trim().split("\n");
  const columns = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [columns[i] ?? "", cell])));
}

describe.skipIf(status !== 0)(title, () => {
  it("writes points like those of the measured data", { timeout: 180_000 }, () => {
    const out = temporaryFolder();
    const flags = ["--device", "cpu", "--tiny", "--dtype", "fp32", "--out", out];
    execFileSync(PYTHON, [join(KIT, "measure.py"), ...flags], {
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    });
    const steps = table(join(out, "step_periods.csv"));
    expect(Object.keys(steps[0] ?? {})).toEqual([
      ...["experiment_id", "model", "workload", "tp", "step_id", "prefill_tokens", "prefill_reqs", "decode_reqs"],
      ...["kv_tokens", "running", "waiting", "host_duration_us", "period_us", "gpu", "dtype", "software"],
    ]);
    expect(steps).toHaveLength(80);
    for (const step of steps) {
      const at = (column: string) => Number(step[column]);
      expect(at("prefill_tokens") + at("decode_reqs")).toBeGreaterThan(0);
      expect(at("prefill_tokens") + at("decode_reqs")).toBeLessThanOrEqual(16);
      expect(at("decode_reqs") + at("prefill_reqs")).toBeLessThanOrEqual(at("running"));
      expect(at("kv_tokens")).toBeGreaterThanOrEqual(at("decode_reqs"));
      expect(at("kv_tokens")).toBeLessThanOrEqual(64 * at("decode_reqs"));
      expect(at("period_us")).toBeGreaterThan(0);
      expect([step["gpu"], step["dtype"]]).toEqual([expect.stringMatching(/^cpu /), "fp32"]);
    }
    const mixed = steps.filter((step) => Number(step["prefill_tokens"]) > 0 && Number(step["decode_reqs"]) > 0);
    expect(mixed.length).toBeGreaterThan(0);
    const kernels = table(join(out, "kernels.csv"));
    const operations = new Set(kernels.map(({ op }) => op));
    expect(operations).toEqual(new Set(["gemm", "decode_attention", "prefill_attention"]));
    expect(kernels).toHaveLength(5 * 2 + 2 * 2 + 2);
    for (const kernel of kernels) expect(Number(kernel["latency_us"])).toBeGreaterThan(0);
  });

  it("computes a prompt in chunks as it does at once", { timeout: 120_000 }, () => {
    const script = `
import torch
from measure import Place
from model import SHAPES, RandomLlama
torch.manual_seed(1)
place = Place(torch.device("cpu"), torch.float32, "fp32", 0, 1)
model = RandomLlama(SHAPES["tiny"], place, 3, 32)
ids = torch.randint(0, 256, (12,))
whole = model.step(ids, [([0], 0, 12)]).tolist()
model.step(ids[:5], [([1], 0, 5)])
chunked = model.step(ids[5:], [([1], 5, 7)]).tolist()
single = [model.step(ids[i:i + 1], [([2], i, 1)]).tolist() for i in range(12)][-1]
assert whole == chunked == single, (whole, chunked, single)
both = model.step(torch.tensor([7, 7]), [([0, 1], 12, 1)]).tolist()
assert both[0] == both[1], both
`;
    execFileSync(PYTHON, ["-c", script], { cwd: KIT, env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
  });
});
