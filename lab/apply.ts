import type { Problem } from "../errors/problem.ts";
import type { Api } from "./api.ts";

/** An object and where the API server keeps it. */
export interface Placed {
  path: string;
  object: object;
}

/** Applies objects in their order. @throws what `failed` makes of the API server's first refusal */
export async function applyAll(api: Api, objects: readonly Placed[], failed: (why: string) => Problem): Promise<void> {
  for (const { path, object } of objects) {
    const { status, body } = await api.apply(path, object);
    if (status >= 300) throw failed(`the API server answered ${status}: ${body.slice(0, 300)}`);
  }
}
