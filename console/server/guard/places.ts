import { UsageProblem } from "../../../errors/problem.ts";

/** Under which addresses browsers come, and no others. */
export interface Places {
  /** `https://console.example.com`, `http://127.0.0.1:7421` */
  origins: readonly string[];
  /** As they stand in `Host`. */
  hosts: readonly string[];
  https: boolean;
}

/** On one's own machine. A page elsewhere whose name leads to 127.0.0.1 sends its own name as Host. */
export function loopbackPlaces(port: number): Places {
  const hosts = ["127.0.0.1", "localhost", "[::1]"].map((name) => `${name}:${port}`);
  return { hosts, origins: hosts.map((host) => `http://${host}`), https: false };
}

/** Behind a host of the team's. @throws UsageProblem CONSOLE_URL_MALFORMED */
export function publicPlaces(url: string): Places {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const loopback = parsed !== undefined && ["127.0.0.1", "localhost", "[::1]"].includes(parsed.hostname);
  const secure = parsed?.protocol === "https:";
  if (parsed?.pathname !== "/" || parsed.search !== "" || !(secure || loopback)) {
    throw new UsageProblem({
      code: "CONSOLE_URL_MALFORMED",
      what: `--url ${url} is no address of a host by https`,
      next: "e.g. --url https://console.example.com",
    });
  }
  return { hosts: [parsed.host], origins: [parsed.origin], https: secure };
}
