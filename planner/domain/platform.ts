import type { Bytes, BytesPerSecond, FlopPerSecond, Seconds, UsDollarsPerHour } from "../units/index.ts";
import type { Fact } from "./fact.ts";
import type { OwnScaling } from "./scaling.ts";
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
  /** What computes where there is no GPU; null where there is one, or where nothing is known. */
  readonly cpu: Fact<{ readonly bytesPerSecond: BytesPerSecond; readonly flopPerSecond: FlopPerSecond }> | null;
}

/** How a place to run turns time into money. */
export interface Billing {
  /** Billed time is rounded up to a multiple of this, after at least `minimum`. */
  readonly grain: Seconds;
  readonly minimum: Seconds;
  /** Whether a replica that is still starting is billed. */
  readonly whileStarting: boolean;
  /** Whether a replica that is up and has no request is billed. */
  readonly whileIdle: boolean;
  /** US dollars a million requests beside the time; 0 where requests cost nothing. */
  readonly usdPerMillionRequests: number;
  readonly source: Fact<string>;
}

/** What is paid beside the machines. Null = nothing of the kind, or in their price. */
export interface ExtraCosts {
  /** Disk below each node (each replica where nobody sees nodes): GiB, and US dollars a GiB and month. */
  readonly disk: { readonly gibibytes: Fact<number>; readonly usdPerGibMonth: Fact<number> } | null;
  /** Images in the platform's registry, US dollars a GiB and month. */
  readonly imageUsdPerGibMonth: Fact<number> | null;
  /** Answers sent to the internet, US dollars a GiB. */
  readonly egressUsdPerGib: Fact<number> | null;
}

/** A share of the on-demand price, or of something else, that is only known to lie between two. */
export interface Between {
  readonly low: number;
  readonly high: number;
}

/** Machines that may be taken back. */
export interface Spot {
  /** Times that one machine is taken back in a month of running. */
  readonly interruptionsPerMonth: Fact<Between>;
  /** Time between the warning and the end. */
  readonly notice: Fact<Seconds>;
  /** Spot price as a share of the price in the table: what it moves between, over zones and weeks. */
  readonly priceMoves: Fact<Between>;
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
  /** Bytes that weights and one request of full length take together. */
  readonly needs: Bytes;
}

/** Parts of the world, for the question where the nearest region of another provider is. */
export type Area = "america" | "europe" | "asia";

/** A place to run. "Cannot host this" is a value with a reason, never an exception. */
export interface Platform {
  readonly name: string;
  readonly kind: "kubernetes" | "endpoint" | "serverless" | "machine";
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly billing: Billing;
  readonly provisioning: Provisioning;
  /** Charged once a cluster, whatever runs on it; null where there is no such thing. */
  readonly controlPlane: Fact<UsDollarsPerHour> | null;
  readonly extras: ExtraCosts;
  /** Null = it is not offered. */
  readonly spot: Spot | null;
  /** What is paid of the on-demand price after committing to one to three years; null = nothing is offered or known. */
  readonly committed: Fact<Between> | null;
  /** How the place scales by itself; null where the cluster does as `spec.scaling` says, or where nobody does. */
  readonly scaling: Fact<OwnScaling> | null;
  /** Whether replicas can be added and removed by anything but a person. */
  readonly autoscales: boolean;
  /** Longest that one request may take; null = no limit of the place's own. */
  readonly requestTimeout: Fact<Seconds> | null;
  /** Replicas that an account may run without asking; null = no limit that is documented. */
  readonly replicaQuota: Fact<number> | null;
  /** From an empty account to the first answer, quota, access rights and set-up included. */
  readonly timeToFirstDeploy: Fact<Spread>;
  /** Where in each part of the world it is compared: the region of it with the most known prices. */
  readonly regionIn: Readonly<Record<Area, string>>;
  /** Families of instances by region that their owner takes no new deployments on, or soon will not; null where none is known. */
  readonly retiring: Fact<Readonly<Record<string, readonly string[]>>> | null;
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
