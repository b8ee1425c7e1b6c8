import type { Bytes, Seconds, UsDollarsPerHour } from "../units/index.ts";
import type { Fact } from "./fact.ts";
import type { Spread } from "./spread.ts";

/** One thing that can be rented: an instance type, an endpoint size, a service profile. */
export interface Shape {
  /** Id of a GPU in `planner/gpus`, or null where there is none. */
  readonly gpu: string | null;
  readonly gpuCount: number;
  readonly vcpus: number;
  readonly memory: Bytes;
  /** What one pod may ask for once the node's own daemons have taken theirs. */
  readonly allocatable: { readonly milliCpu: number; readonly memory: Bytes; readonly basis: Fact<string> };
}

/** How a place to run turns time into money. */
export interface Billing {
  /** Billed time is rounded up to a multiple of this, after at least `minimum`. */
  readonly grain: Seconds;
  readonly minimum: Seconds;
  /** Whether a replica that is still starting is billed. */
  readonly whileStarting: boolean;
  readonly source: Fact<string>;
}

/** Phases before the engine itself starts; the engine's own phases follow from model and engine. */
export interface Provisioning {
  readonly node: Fact<Spread>;
  readonly imagePull: Fact<Spread>;
}

export interface Catch {
  readonly text: string;
  readonly source: string;
}

/** What somebody wants to run, as far as a platform must know it to say no. */
export interface HostingRequest {
  readonly instance: string;
  readonly gpu: string | null;
  readonly gpusPerReplica: number;
  readonly scaleToZero: boolean;
}

/** A place to run. "Cannot host this" is a value with a reason, never an exception. */
export interface Platform {
  readonly name: string;
  readonly kind: "kubernetes" | "endpoint" | "serverless" | "machine";
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly billing: Billing;
  readonly provisioning: Provisioning;
  /** Charged once a cluster, whatever runs on it; null where there is no such thing. */
  readonly controlPlane: Fact<UsDollarsPerHour> | null;
  readonly refuse: (request: HostingRequest) => string | null;
  readonly goodFor: readonly Catch[];
  readonly watchOut: readonly Catch[];
}

export type Capacity = "on-demand" | "spot" | "reserved";

/** One price of a whole instance. Absent = unknown, never zero. */
export interface InstancePrice {
  readonly onDemand: UsDollarsPerHour | null;
  readonly spot: UsDollarsPerHour | null;
  /** Index into the table's sources. */
  readonly source: number;
}

/** The generated, dated prices of one platform: region, then instance. */
export interface PriceTable {
  readonly platform: string;
  readonly sources: readonly { readonly source: string; readonly date: string }[];
  readonly regions: Readonly<Record<string, Readonly<Record<string, InstancePrice>>>>;
}
