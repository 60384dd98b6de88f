import { describeRecord, type ReleaseRecord } from "./record.ts";

/** The record in short, as read back from Pulumi's history. */
export interface MessageTrailers {
  id?: string;
  kind?: string;
  operator?: string;
  services?: string[];
  of?: string;
}

/**
 * Pulumi's update message for a release: a subject line, the description, then git-style trailers, so that
 * `pulumi stack history` alone tells the story.
 */
export function updateMessage(record: ReleaseRecord): string {
  const trailers = [
    ["Release-Id", record.id],
    ["Release-Kind", record.kind],
    ["Release-Operator", record.operator],
    ["Release-Services", record.changes.map(({ service }) => service).join(" ")],
    ["Release-Of", record.of],
    ["Release-Despite-Freeze", record.despiteFreeze?.reason],
    ["Release-Approved-By", record.approval?.by?.map(({ user }) => user).join(" ")],
    ["Release-Emergency", record.approval?.emergency],
    ["Release-Commit", record.git && `${record.git.commit}${record.git.dirty === 0 ? "" : " (dirty)"}`],
  ].flatMap(([name, value]) => (value === undefined || value === "" ? [] : [`${String(name)}: ${oneLine(value)}`]));
  const subject = `${record.kind} ${describeRecord(record)}`;
  return [subject, ...(record.description === undefined ? [] : [record.description.trim()]), trailers.join("\n")].join(
    "\n\n",
  );
}

/** Pulumi's update message for the namespace that a stack's very first release needs, or one after it was deleted. */
export function setupMessage(namespace: string, operator: string, lost = false): string {
  return `make namespace ${namespace} ${lost ? "anew, as it was gone" : "for the first release"}\n\nRelease-Kind: setup\nRelease-Operator: ${oneLine(operator)}`;
}

/** Reads the trailers of the last paragraph; a message of somebody else's has none. */
export function parseMessage(message: string): { subject: string; trailers: MessageTrailers } {
  const [subject = ""] = message.split("\n");
  const last = message.trimEnd().split("\n\n").at(-1) ?? "";
  const found = new Map(
    last.split("\n").flatMap((line): [string, string][] => {
      const match = /^Release-(\w+): (.*)$/.exec(line);
      return match?.[1] !== undefined && match[2] !== undefined ? [[match[1], match[2]]] : [];
    }),
  );
  const services = found.get("Services");
  return {
    subject,
    trailers: {
      ...optional("id", found.get("Id")),
      ...optional("kind", found.get("Kind")),
      ...optional("operator", found.get("Operator")),
      ...optional("of", found.get("Of")),
      ...(services === undefined ? {} : { services: services.split(" ") }),
    },
  };
}

function optional(key: keyof MessageTrailers, value: string | undefined): Partial<MessageTrailers> {
  return value === undefined ? {} : { [key]: value };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
