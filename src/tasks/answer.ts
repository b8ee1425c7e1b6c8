/** What a command found out: its exit code, and the same answer in each form it can be shown in. */
export interface Answer {
  /** 0: done, nothing blocking. 1: done, and the answer is a refusal. 3: a system outside did not answer, which is part of it. */
  readonly code: 0 | 1 | 3;
  /** The JSON document of CONTRACT.md section 6. */
  readonly document: () => object;
  readonly text: (style: TextStyle) => string;
  readonly markdown?: () => string;
  readonly html?: () => Promise<string>;
}

/** How text is laid out for a screen, or for a file or pipe. */
export interface TextStyle {
  /** Columns. */
  readonly width: number;
  readonly color: boolean;
  /** Whether figures come with how they came about, where the answer knows. */
  readonly verbose?: boolean;
}
