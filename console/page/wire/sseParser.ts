/** One event of a stream, as the HTML standard reads `text/event-stream`. */
export interface StreamEvent {
  /** The last id that was told, of this event or one before it. */
  id: string;
  type: string;
  data: string;
}

/** Takes text as it comes, in whatever pieces, and gives each event that is whole. */
export function sseParser(): (text: string) => StreamEvent[] {
  let rest = "";
  let id = "";
  let open: { type: string; data: string[] } = { type: "", data: [] };

  const line = (text: string): StreamEvent[] => {
    if (text === "") {
      const { type, data } = open;
      open = { type: "", data: [] };
      return data.length === 0 ? [] : [{ id, type: type === "" ? "message" : type, data: data.join("\n") }];
    }
    const { field, value } = fieldOf(text);
    if (field === "data") open.data.push(value);
    else if (field === "event") open.type = value;
    else if (field === "id" && !value.includes("\0")) id = value;
    return [];
  };

  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?=[\s\S])/);
    rest = lines.pop() ?? "";
    return lines.flatMap(line);
  };
}

function fieldOf(line: string): { field: string; value: string } {
  const colon = line.indexOf(":");
  if (colon === -1) return { field: line, value: "" };
  const value = line.slice(colon + 1);
  return { field: line.slice(0, colon), value: value.startsWith(" ") ? value.slice(1) : value };
}
