/**
 * The port that is meant where none is named: http, else the first, a template's before others, these by name. The order
 * in which the file has them says nothing: Pulumi hands a map to the program by its keys.
 */
export function defaultPort(names: Iterable<string>): string | undefined {
  const [first, ...others] = names;
  return others.includes("http") ? "http" : first;
}
