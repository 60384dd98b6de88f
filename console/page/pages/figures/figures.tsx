import type { FiguresAnswer } from "../../../../figures/view.ts";
import { useLive } from "../../live/context.ts";
import { PageHead, Section } from "../../parts/page.tsx";
import { Empty, Loading, TroubleBox } from "../../parts/states.tsx";
import { Time } from "../../parts/time.tsx";
import { inStackAddress } from "../../router/routes.ts";
import { Link } from "../../router/link.tsx";
import { usePlace } from "../../router/place.ts";
import { apiPath } from "../../wire/ask.ts";
import { useAsk } from "../../wire/useAsk.ts";
import { FigureChart } from "./chart.tsx";
import { figureKinds } from "./words.ts";

const periods = [
  ["30d", "30 days"],
  ["90d", "90 days"],
  ["365d", "a year"],
] as const;
const groupings = [
  ["week", "by week"],
  ["service", "by service"],
] as const;

/** How often, how fast, how safely: the four figures of a stack, drawn and as a table. */
export function FiguresPage({ stack }: { stack: string }) {
  const { query } = usePlace();
  const since = periods.find(([key]) => key === query.get("since"))?.[0] ?? "90d";
  const by = groupings.find(([key]) => key === query.get("by"))?.[0] ?? "week";
  const { overview } = useLive().state;
  const asked = useAsk<FiguresAnswer>(apiPath(["stacks", stack, "figures"], { by, since }));
  const to = (change: Record<string, string>) => inStackAddress(stack, ["figures"], { since, by, ...change });
  return (
    <>
      <PageHead
        title="Figures"
        tab={`Figures of ${stack}`}
        crumbs={[{ text: overview?.stack ?? stack, to: inStackAddress(stack) }]}
        lead="How often, how fast and how safely this stack is released, counted from its records."
      >
        <nav class="switch" aria-label="Period">
          {periods.map(([key, text]) => (
            <Link key={key} to={to({ since: key })} current={key === since ? "true" : undefined}>
              {text}
            </Link>
          ))}
        </nav>
        <nav class="switch" aria-label="Rows">
          {groupings.map(([key, text]) => (
            <Link key={key} to={to({ by: key })} current={key === by ? "true" : undefined}>
              {text}
            </Link>
          ))}
        </nav>
      </PageHead>
      {asked.data === undefined ? (
        asked.trouble === undefined ? (
          <Loading what="the figures" />
        ) : (
          <TroubleBox trouble={asked.trouble} what="The figures" />
        )
      ) : (
        <Drawn answer={asked.data} />
      )}
    </>
  );
}

function Drawn({ answer }: { answer: FiguresAnswer }) {
  const all = answer.rows.find(({ name }) => name === "all");
  const rows = answer.rows.filter(({ name }) => name !== "all");
  if (rows.length === 0 || all === undefined || all.changeFailure.changes === 0)
    return <Empty title="No release in this time">What is released from now on is counted here.</Empty>;
  return (
    <>
      <div class="figureGrid">
        {figureKinds.map((kind) => (
          <section class="sheet figure" key={kind.title}>
            <h2>{kind.title}</h2>
            <p class="big">{kind.text(all)}</p>
            <p class="small soft">{kind.of(all)}</p>
            <FigureChart kind={kind} rows={rows} />
            <p class="small soft definition">{answer.definitions[kind.definition]}</p>
          </section>
        ))}
      </div>
      <Section title={`As a table, by ${answer.by}`}>
        <p class="small soft">
          Counted from <Time at={answer.from} form="full" /> until <Time at={answer.until} form="full" />.
        </p>
        <div class="scroll" tabIndex={0} role="group" aria-label="Figures as a table">
          <table class="plainTable">
            <thead>
              <tr>
                <th scope="col">{answer.by}</th>
                {figureKinds.map(({ title }) => (
                  <th scope="col" key={title}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {answer.rows.map((row) => (
                <tr key={row.name}>
                  <th scope="row">{row.name}</th>
                  {figureKinds.map((kind) => (
                    <td key={kind.title}>
                      {kind.text(row)} <span class="soft small">{kind.of(row)}</span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
    </>
  );
}
