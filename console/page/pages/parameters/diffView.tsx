import type { FileDiff } from "../../../api/parameters.ts";
import { lineDiff } from "./lineDiff.ts";

/** What a file says now and would say: lines that go and come, by sign, word and colour. */
export function DiffView({ diff: { path, before, after } }: { diff: FileDiff }) {
  const lines = lineDiff(before, after);
  return (
    <figure class="fileDiff">
      <figcaption>
        <code>{path}</code>
      </figcaption>
      <div class="scroll" tabIndex={0} role="group" aria-label={`What changes in ${path}`}>
        <pre>
          {lines.map(({ kind, text }, index) => (
            <span key={index} class={`diffLine ${kind}`}>
              <span aria-hidden="true">{kind === "comes" ? "+ " : kind === "goes" ? "- " : "  "}</span>
              {kind === "same" || kind === "gap" ? null : <span class="hidden">{kind}: </span>}
              {text}
              {"\n"}
            </span>
          ))}
        </pre>
      </div>
    </figure>
  );
}
