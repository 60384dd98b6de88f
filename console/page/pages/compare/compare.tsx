import { useLive } from "../../live/context.ts";
import { VersionMove } from "../../parts/changes.tsx";
import { PageHead, Section } from "../../parts/page.tsx";
import { Sign } from "../../parts/sign.tsx";
import { Empty, Loading, TroubleBox } from "../../parts/states.tsx";
import { Link } from "../../router/link.tsx";
import { setQuery, usePlace } from "../../router/place.ts";
import { inStackAddress } from "../../router/routes.ts";
import { useRights } from "../../session.ts";
import { movesFrom } from "./moves.ts";
import { ChoiceField } from "../../parts/choiceField.tsx";

/** The stacks of a project side by side, and what a promotion into this one would move. */
export function ComparePage({ stack }: { stack: string }) {
  const { state, connection } = useLive();
  const { overview } = state;
  const { query } = usePlace();
  const { release } = useRights(stack);
  const others = (overview?.stacks ?? []).filter((name) => name !== stack);
  const from = others.find((name) => name === query.get("from")) ?? others[0];
  const moves = from === undefined ? [] : movesFrom(overview?.rows ?? [], from);
  const moving = moves.filter(({ kind }) => kind === "moves").map(({ service }) => service);
  return (
    <>
      <PageHead
        title="Stacks side by side"
        tab={`Stacks beside ${stack}`}
        crumbs={[{ text: stack, to: inStackAddress(stack) }]}
        lead={`Which version runs where, and what a promotion into ${stack} would move.`}
      >
        {release && from !== undefined && moving.length > 0 ? (
          <Link
            class="button first"
            to={inStackAddress(stack, ["new", "promote"], { from, services: moving.join(",") })}
          >
            {`Promote ${moving.length} from ${from}…`}
          </Link>
        ) : null}
      </PageHead>
      {overview === undefined ? (
        connection.state === "over" ? (
          <TroubleBox trouble={connection.trouble} what="The stacks" />
        ) : (
          <Loading what="the stacks" />
        )
      ) : from === undefined ? (
        <Empty title="There is no other stack that you may see">
          A project with more than one stack shows here what runs where.
        </Empty>
      ) : (
        <>
          <div class="filters">
            <ChoiceField
              id="compare-from"
              label="Promote from"
              value={from}
              options={others}
              onChosen={(chosen) => {
                setQuery({ from: chosen }, { replace: false });
              }}
            />
          </div>
          <Section
            title={
              moving.length === 0 ? `${stack} runs what ${from} runs` : `${moving.length} of ${moves.length} would move`
            }
          >
            <div class="scroll" tabIndex={0} role="group" aria-label="Versions by stack">
              <table class="plainTable">
                <thead>
                  <tr>
                    <th scope="col">Service</th>
                    <th scope="col">{`Promotion into ${stack}`}</th>
                    <th scope="col">{stack}</th>
                    {others.map((name) => (
                      <th scope="col" key={name}>
                        {name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {moves.map(({ service, here, there, kind }) => {
                    const row = overview.rows.find((one) => one.service === service);
                    return (
                      <tr key={service}>
                        <th scope="row">
                          <Link class="rowLink" to={inStackAddress(stack, ["services", service])}>
                            {service}
                          </Link>
                        </th>
                        <td>
                          {kind === "moves" ? (
                            <VersionMove from={here} to={there} />
                          ) : (
                            <Sign
                              tone={kind === "none" ? "good" : "quiet"}
                              shape={kind === "none" ? "done" : "none"}
                              text={kind === "none" ? "the same" : `not in ${from}`}
                            />
                          )}
                        </td>
                        <td>
                          <code class="version">{here ?? "–"}</code>
                        </td>
                        {others.map((name) => (
                          <td key={name}>
                            <code class="version">{row?.elsewhere[name] ?? "–"}</code>
                          </td>
                        ))}
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            </div>
          </Section>
        </>
      )}
    </>
  );
}
