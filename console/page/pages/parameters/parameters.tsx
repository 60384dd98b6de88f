import { useEffect } from "preact/hooks";
import type { Parameters } from "../../../api/parameters.ts";
import { useLive } from "../../live/context.ts";
import { PageHead } from "../../parts/page.tsx";
import { Empty, Loading, TroubleBox } from "../../parts/states.tsx";
import { setQuery, usePlace } from "../../router/place.ts";
import { inStackAddress } from "../../router/routes.ts";
import { apiPath } from "../../wire/ask.ts";
import { useAsk } from "../../wire/useAsk.ts";
import { Editor } from "./editor.tsx";
import { ChoiceField } from "../../parts/choiceField.tsx";

/** What services are, and what of them runs: a form made of the schema, saved as a commit. */
export function ParametersPage({ stack }: { stack: string }) {
  const asked = useAsk<Parameters>(apiPath(["stacks", stack, "parameters"]));
  const { files } = useLive().state;
  const { query } = usePlace();
  const { data, trouble, again } = asked;
  const name = query.get("service") ?? data?.services[0]?.name;
  const service = data?.services.find((one) => one.name === name);
  useEffect(() => {
    if (files > 0) again();
  }, [files, again]);
  return (
    <>
      <PageHead
        title="Parameters"
        tab={`Parameters of ${name ?? stack}`}
        crumbs={[{ text: stack, to: inStackAddress(stack) }]}
        lead="What is saved is a commit; what runs changes with the next release."
      />
      {data === undefined ? (
        trouble === undefined ? (
          <Loading what="the parameters" lines={8} />
        ) : (
          <TroubleBox trouble={trouble} what="The parameters" />
        )
      ) : data.services.length === 0 ? (
        <Empty title="No service in this stack yet" />
      ) : (
        <>
          <div class="filters">
            <ChoiceField
              id="parameters-service"
              label="Service"
              value={name}
              options={data.services.map((one) => [
                one.name,
                one.owner === undefined ? one.name : `${one.name} (${one.owner})`,
              ])}
              wide
              onChosen={(chosen) => {
                setQuery({ service: chosen }, { replace: false });
              }}
            />
          </div>
          {service === undefined ? (
            <Empty title={`There is no ${name ?? "service"} in this stack’s file`} />
          ) : (
            <Editor key={service.name} stack={stack} parameters={data} service={service} again={again} />
          )}
        </>
      )}
    </>
  );
}
