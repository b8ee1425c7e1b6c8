/** Whole reports, shown for a while under an address that cannot be guessed. */
export interface Reports {
  /** Keeps a page and returns its id: 128 random bits as 32 hexadecimal digits. */
  put(html: string): Promise<string>;
  /** Null: never there, or expired. */
  get(id: string): Promise<string | null>;
}
