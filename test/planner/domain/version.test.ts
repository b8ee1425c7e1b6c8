import { describe, expect, it } from "vitest";
import { versionOfImage } from "../../../planner/domain/version.ts";

describe("the tag of an image", () => {
  it.each([
    ["vllm/vllm-openai:v0.15.1@sha256:0123", "0.15.1"],
    ["vllm/vllm-openai:v0.15.1-cu128", "0.15.1"],
    ["registry.example.com:5000/tgi:3.3", "3.3"],
    ["lmsysorg/sglang:0.5.2.post1", "0.5.2"],
    ["vllm/vllm-openai:latest", null],
    ["vllm/vllm-openai", null],
    ["registry.example.com:5000/vllm", null],
    ["vllm/vllm-openai@sha256:0123", null],
    ["vllm/vllm-openai:nightly-0.15", null],
  ])("%s has version %s", (image, version) => {
    expect(versionOfImage(image)).toBe(version);
  });
});
