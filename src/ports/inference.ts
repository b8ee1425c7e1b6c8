/** One request to an inference server that answers token by token. */
export interface CompletionRequest {
  /** As the server calls it. */
  readonly model: string;
  /** Token ids where the server takes them, so that the length is exact; else text. */
  readonly prompt: readonly number[] | string;
  readonly outputTokens: number;
}

export type CompletionAnswer =
  | {
      readonly kind: "answered";
      /** Seconds from sending to the first and to the last token. */
      readonly firstToken: number;
      readonly lastToken: number;
      /** As the server counts them; null where it does not say. */
      readonly inputTokens: number | null;
      readonly outputTokens: number | null;
      /** Pieces of the answer: one for each token on most servers. */
      readonly events: number;
    }
  /** The server understood and said no. */
  | { readonly kind: "refused"; readonly status: number; readonly message: string };

/** An OpenAI-compatible server on this machine. Throws an OutsideError where it cannot be reached or breaks off. */
export interface InferenceEndpoint {
  readonly address: string;
  complete(request: CompletionRequest): Promise<CompletionAnswer>;
  /** Ends what is still under way. */
  close(): void;
}
