/** What bounds one engine. Tokens, sequences and KV blocks per replica. */
export interface ReplicaLimits {
  readonly maxBatchedTokens: number;
  readonly maxSequences: number;
  readonly blockSize: number;
  readonly kvBlocks: number;
  /** Blocks that admission must leave free. */
  readonly watermarkBlocks: number;
  readonly maxContext: number;
  /** Keep the KV blocks of earlier requests for those that begin alike (`vllm` only). Left out: no. */
  readonly prefixCaching?: boolean;
}
