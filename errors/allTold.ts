/** Waits for all; of several that fail, the first in order is told, whichever ended first. */
export async function allTold<T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const all: readonly Promise<unknown>[] = work;
  await Promise.allSettled(all);
  const results: unknown[] = [];
  for (const each of all) results.push(await each);
  return results as unknown as T;
}
