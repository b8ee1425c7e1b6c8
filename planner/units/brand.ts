declare const unit: unique symbol;

/** A number that carries its unit in its type. Operators drop the brand, so formulas across units are named functions. */
export type In<Unit extends string> = number & { readonly [unit]: Unit };

export type Bytes = In<"byte">;
export type BytesPerSecond = In<"byte/second">;
export type FlopPerSecond = In<"flop/second">;
export type Seconds = In<"second">;
export type UsDollars = In<"US dollar">;
export type UsDollarsPerHour = In<"US dollar/hour">;
export type Watts = In<"watt">;
