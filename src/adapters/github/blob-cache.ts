/** Contents by their id, which says all about them: what was read once is not asked for again. */
export interface BlobCache {
  read(key: string, ask: () => Promise<Uint8Array>): Promise<Uint8Array>;
}

/** Keeps so many bytes, the last used ones; larger contents are passed on and not kept. */
export function blobCache(mostBytes: number): BlobCache {
  const kept = new Map<string, Uint8Array>();
  let bytes = 0;
  const keep = (key: string, content: Uint8Array): void => {
    if (content.byteLength > mostBytes / 4 || kept.has(key)) return;
    kept.set(key, content);
    bytes += content.byteLength;
    for (const [oldest, old] of kept) {
      if (bytes <= mostBytes) break;
      kept.delete(oldest);
      bytes -= old.byteLength;
    }
  };
  return {
    read: async (key, ask) => {
      const known = kept.get(key);
      if (known === undefined) {
        const content = await ask();
        keep(key, content);
        return content;
      }
      kept.delete(key);
      kept.set(key, known);
      return known;
    },
  };
}
