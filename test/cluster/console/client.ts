import assert from "node:assert/strict";
import type { ActBegun, ActRequest, ActState, Act, PlanAnswer } from "../../../console/api/acts.ts";
import type { LiveEvent } from "../../../console/api/live.ts";
import type { Me } from "../../../console/api/me.ts";

/** A browser of the tests: its cookie, its token, and what it hears. */
export class ConsoleClient {
  readonly #origin: string;
  readonly #more: Record<string, string>;
  readonly #fetch: typeof fetch;
  #cookie: string;
  #csrf = "";

  /**
   * @param more headers of a proxy that stands before the console
   * @param by how it comes there, and with which cookie
   */
  constructor(origin: string, more: Record<string, string> = {}, by: { send?: typeof fetch; cookie?: string } = {}) {
    this.#origin = origin;
    this.#more = more;
    this.#fetch = by.send ?? fetch;
    this.#cookie = by.cookie ?? "";
  }

  /** What it is known by. */
  get cookie(): string {
    return this.#cookie;
  }

  async signIn(token: string): Promise<Me> {
    return this.#entered(await this.send("POST", "signin", { token }));
  }

  async me(): Promise<Me> {
    return this.#entered(await this.send("GET", "me"));
  }

  async send(method: string, path: string, body?: unknown, more: Record<string, string> = {}): Promise<Response> {
    const headers = { ...this.#headers(), ...more };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await this.#fetch(`${this.#origin}/api/${path}`, { method, headers, ...text });
    const [cookie] = (answer.headers.get("set-cookie") ?? "").split(";");
    if (cookie !== undefined && cookie !== "") this.#cookie = cookie;
    return answer;
  }

  async get<T>(path: string): Promise<T> {
    const answer = await this.send("GET", path);
    assert.equal(answer.status, 200, path);
    return (await answer.json()) as T;
  }

  /** Looks at the plan, and does it. */
  async act(
    stack: string,
    act: Act,
    message: string,
    more: Partial<ActRequest> = {},
  ): Promise<{ plan: PlanAnswer; id: string }> {
    const planned = await this.send("POST", `stacks/${stack}/plans`, { act });
    const plan = (await planned.json()) as PlanAnswer;
    assert.deepEqual([planned.status, plan.problem], [200, undefined], JSON.stringify(plan));
    const begun = await this.send("POST", `stacks/${stack}/acts`, { act, hash: plan.hash, message, ...more });
    assert.equal(begun.status, 202);
    return { plan, id: ((await begun.json()) as ActBegun).id };
  }

  /** How an act ended. */
  async ended(stack: string, id: string): Promise<ActState> {
    for (;;) {
      const state = await this.get<ActState>(`stacks/${stack}/acts/${id}`);
      if (state.ended !== undefined) return state;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Hears what happens, until `enough` says so. @returns all that was heard, with the last id */
  async live(stack: string, enough: (events: LiveEvent[]) => boolean, from?: string) {
    const headers = { ...this.#headers(), ...(from === undefined ? {} : { "last-event-id": from }) };
    const stop = new AbortController();
    const answer = await this.#fetch(`${this.#origin}/api/stacks/${stack}/live`, { headers, signal: stop.signal });
    assert.equal(answer.status, 200);
    const events: LiveEvent[] = [];
    let last = "";
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const data = /^data: (.*)$/m.exec(part)?.[1];
        last = /^id: (.*)$/m.exec(part)?.[1] ?? last;
        if (data !== undefined) events.push(JSON.parse(data) as LiveEvent);
      }
      if (enough(events)) break;
    }
    stop.abort();
    return { events, last };
  }

  #headers(): Record<string, string> {
    const json = { origin: this.#origin, "content-type": "application/json" };
    return { ...json, cookie: this.#cookie, "x-csrf": this.#csrf, ...this.#more };
  }

  async #entered(answer: Response): Promise<Me> {
    const me = (await answer.json()) as Me;
    assert.equal(answer.status, 200, JSON.stringify(me));
    this.#csrf = me.csrf;
    return me;
  }
}
