/** Work that goes on so many at a time: the others wait for their turn, in order. @param most at once */
export function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((mine) => waiting.push(mine));
    try {
      return await work();
    } finally {
      // The place goes from hand to hand: nobody who comes now takes it first.
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
