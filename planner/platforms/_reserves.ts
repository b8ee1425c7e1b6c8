import { type Bytes, bytes, gibibytes, mebibytes } from "../units/index.ts";

const EVICTION = mebibytes(100);

/** Thousandths of a core that EKS and GKE keep: 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of
 *  the rest. cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes */
export function reservedMilliCpu(vcpus: number): number {
  return 60 + 10 * Math.min(1, vcpus - 1) + 5 * Math.min(2, Math.max(0, vcpus - 2)) + 2.5 * Math.max(0, vcpus - 4);
}

/** Memory that GKE leaves to pods: it keeps 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next
 *  112 and 2 % of the rest, and 100 MiB for eviction. cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes */
export function memoryOnGke(memory: Bytes): Bytes {
  const within = (from: number, to: number) => Math.max(0, Math.min(memory, gibibytes(to)) - gibibytes(from));
  const beyond = Math.max(0, memory - gibibytes(128));
  const kept = 0.25 * within(0, 4) + 0.2 * within(4, 8) + 0.1 * within(8, 16) + 0.06 * within(16, 128) + 0.02 * beyond;
  return bytes(Math.floor(memory - kept - EVICTION));
}

/** Thousandths of a core that AKS keeps: 60 of one core, 100 of two; from four on the printed table (4: 140, 8: 180, 16: 260,
 *  32: 420, 64: 740) is 100 and 10 a core. learn.microsoft.com/azure/aks/node-resource-reservations */
export function reservedMilliCpuOnAks(vcpus: number): number {
  if (vcpus <= 1) return 60;
  return vcpus < 4 ? 100 : 100 + 10 * vcpus;
}

/** Memory that AKS 1.29 and later leaves to pods: it keeps 20 MB a pod and 50 MB, a quarter at most, and 100 MiB for
 *  eviction. learn.microsoft.com/azure/aks/node-resource-reservations */
export function memoryOnAks(memory: Bytes, maxPods: number): Bytes {
  return bytes(Math.floor(memory - Math.min(mebibytes(20 * maxPods + 50), memory / 4) - EVICTION));
}
