import type { ParameterChange } from "../../../parameters/parameterChanges.ts";

/** What differs, field by field: what was, and what comes. Read out as `was …, becomes …`. */
export function Changes({ changes, caption }: { changes: readonly ParameterChange[]; caption: string }) {
  if (changes.length === 0) return <p class="soft small">No parameter differs.</p>;
  return (
    <table class="changes">
      <caption class="hidden">{caption}</caption>
      <thead class="hidden">
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Was</th>
          <th scope="col">Becomes</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ path, before, after }) => (
          <tr key={path}>
            <th scope="row">
              <code>{path}</code>
            </th>
            <td>{before === undefined ? <span class="soft">not set</span> : <del>{before}</del>}</td>
            <td>{after === undefined ? <span class="soft">taken away</span> : <ins>{after}</ins>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** `v1 → v2`, the part that leaves struck through for the ear too. */
export function VersionMove({ from, to }: { from: string | undefined; to: string | undefined }) {
  if (from === undefined || from === to) return <code class="version">{to ?? "–"}</code>;
  return (
    <span class="move">
      <code class="version from">{from}</code>
      <span aria-hidden="true"> → </span>
      <span class="hidden"> becomes </span>
      <code class="version">{to ?? "–"}</code>
    </span>
  );
}
