/** Pages that the App hosts for a while, by an id that nobody can guess. */
export interface Reports {
  /** 32 hexadecimal digits: 128 random bits. */
  put(html: string): Promise<string>;
  /** Null: unknown, or expired. */
  get(id: string): Promise<string | null>;
}
