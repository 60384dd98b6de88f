import type { Act } from "../../../api/acts.ts";
import type { Verb } from "../../router/routes.ts";

export const canaryDoings = ["next", "pause", "resume", "promote", "abort"] as const;
export type CanaryDoing = (typeof canaryDoings)[number];

/** What one is about to ask for, as it stands in the address. */
export interface Draft {
  /** Chosen services, with the version where one is asked for. */
  services: Map<string, string>;
  canary: boolean;
  to: string;
  of: string;
  from: string;
  doing: CanaryDoing;
}

/** Pure. `services=web:v2,docs` */
export function draftOf(query: URLSearchParams): Draft {
  return {
    services: servicesIn(query.get("services") ?? ""),
    canary: query.get("canary") === "yes",
    to: query.get("to") ?? "",
    of: query.get("of") ?? "",
    from: query.get("from") ?? "",
    doing: canaryDoings.find((known) => known === query.get("do")) ?? "next",
  };
}

function servicesIn(text: string): Map<string, string> {
  const parts = text.split(",").filter((part) => part !== "");
  return new Map(
    parts.map((part) => {
      const colon = part.indexOf(":");
      return colon === -1 ? [part, ""] : [part.slice(0, colon), part.slice(colon + 1)];
    }),
  );
}

/** Back into the address. Pure. */
export function servicesText(services: ReadonlyMap<string, string>): string {
  return [...services].map(([service, version]) => (version === "" ? service : `${service}:${version}`)).join(",");
}

/** What is asked for, once enough is said; else what is missing, as a sentence. Pure. */
export function actOf(verb: Verb, draft: Draft): { act: Act } | { missing: string } {
  const { services, canary, to, of, from, doing } = draft;
  const names = [...services.keys()];
  switch (verb) {
    case "up": {
      const open = names.filter((name) => services.get(name) === "");
      if (names.length === 0) return { missing: "Choose at least one service." };
      if (open.length > 0) return { missing: `Say which version of ${open.join(", ")}.` };
      return { act: { verb, versions: Object.fromEntries(services), ...(canary ? { canary } : {}) } };
    }
    case "rollback":
      if (names.length === 0 && to === "") return { missing: "Choose at least one service." };
      return { act: { verb, ...(names.length === 0 ? {} : { services: names }), ...(to === "" ? {} : { to }) } };
    case "resubmit":
      return of === "" ? { missing: "Choose the release to submit again." } : { act: { verb, of } };
    case "restart":
      return names.length === 0 ? { missing: "Choose at least one service." } : { act: { verb, services: names } };
    case "promote":
      if (from === "") return { missing: "Choose the stack to promote from." };
      return { act: { verb, from, ...(names.length === 0 ? {} : { services: names }) } };
    case "canary":
      if (names.length === 0) return { missing: "Choose at least one canary." };
      return { act: { verb, do: doing, services: names } };
    case "run":
      return names[0] === undefined ? { missing: "Choose a schedule." } : { act: { verb, service: names[0] } };
    case "cancel":
    case "recover":
      return { act: { verb } };
  }
}

/** The query under which an act is asked for once more. Pure: the way back of {@link actOf}. */
export function queryOf(act: Act): Record<string, string> {
  switch (act.verb) {
    case "up":
      return {
        services: servicesText(new Map(Object.entries(act.versions))),
        canary: act.canary === true ? "yes" : "",
      };
    case "rollback":
      return { services: act.services?.join(",") ?? "", to: act.to ?? "" };
    case "resubmit":
      return { of: act.of };
    case "restart":
      return { services: act.services.join(",") };
    case "promote":
      return { from: act.from, services: act.services?.join(",") ?? "" };
    case "canary":
      return { services: act.services.join(","), do: act.do };
    case "run":
      return { services: act.service };
    case "cancel":
    case "recover":
      return {};
  }
}
