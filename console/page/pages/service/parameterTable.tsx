import type { Parameter } from "../../../api/service.ts";
import { asText } from "../parameters/schema.ts";
import { Empty } from "../../parts/states.tsx";

/** What the service's files say of it; what a template and the defaults give stands folded beneath. */
export function ParameterTable({ parameters }: { parameters: readonly Parameter[] }) {
  if (parameters.length === 0) return <Empty title="It has left the stack’s file" />;
  const said = parameters.filter(({ from }) => from !== "default" && from !== "template");
  const given = parameters.filter((parameter) => !said.includes(parameter));
  return (
    <>
      <Rows parameters={said} label="Parameters that its files say" />
      {given.length === 0 ? null : (
        <details>
          <summary>{given.length} more, from its template and the defaults</summary>
          <Rows parameters={given} label="Parameters of its template and the defaults" />
        </details>
      )}
    </>
  );
}

function Rows({ parameters, label }: { parameters: readonly Parameter[]; label: string }) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={label}>
      <table class="plainTable parameterTable">
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Value</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {parameters.map(({ path, value, from, at }) => (
            <tr key={path}>
              <th scope="row">
                <code>{path}</code>
              </th>
              <td class="break">
                <code>{asText(value)}</code>
              </td>
              <td class="small soft break">{at === undefined ? from : `${from}, ${at}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
