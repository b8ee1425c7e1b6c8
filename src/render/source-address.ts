/** `https://user:token@host/…` -> `https://host/…`: a remote's address may carry a token, and what we write is read by many. */
export const withoutPassword = (url: string | null): string | null =>
  url?.replace(/^([a-z+]+:\/\/)[^/@]*@/i, "$1") ?? null;
