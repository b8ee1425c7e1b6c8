/** What a text holds as JSON; the error where it holds none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error instanceof SyntaxError ? error : new SyntaxError("unreadable");
  }
}
