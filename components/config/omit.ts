/** The object without some of its members. */
export function omit<T extends object, K extends keyof T>(value: T, ...keys: K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.some((left) => left === key))) as Omit<T, K>;
}
