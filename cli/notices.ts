/** What is told to others once a command has said its last word: begun beside it, and waited for at its very end. */
const begun: Promise<void>[] = [];

export function tellBeside(telling: Promise<void>): void {
  begun.push(telling);
}

export async function allTold(): Promise<void> {
  await Promise.allSettled(begun);
}
