import { type Leaf, text } from "./leaves.ts";

/** A PromQL query. Only its presence is judged here: Prometheus says the rest. */
export function query(wanted: string): Leaf<string> {
  return text({
    wanted: `${wanted}: a PromQL query`,
    example: '"sum(rate(vllm:request_success_total[5m]))"',
    pattern: /\S/,
    longest: 4096,
  });
}
