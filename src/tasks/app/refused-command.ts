/** A command that is not done, and why: the sentence is the answer. */
export class RefusedCommand extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = "RefusedCommand";
  }
}
