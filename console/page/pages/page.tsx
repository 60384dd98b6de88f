import { PageHead } from "../parts/page.tsx";
import { Empty } from "../parts/states.tsx";
import { Link } from "../router/link.tsx";
import type { Route } from "../router/routes.ts";
import { ActPage } from "./act/act.tsx";
import { NewPage } from "./act/new.tsx";
import { ComparePage } from "./compare/compare.tsx";
import { FiguresPage } from "./figures/figures.tsx";
import { HistoryPage } from "./history/history.tsx";
import { OverviewPage } from "./overview/overview.tsx";
import { ParametersPage } from "./parameters/parameters.tsx";
import { ProposalsPage } from "./proposals/proposals.tsx";
import { ReleasePage } from "./release/release.tsx";
import { LogsPage } from "./service/logs.tsx";
import { ServicePage } from "./service/service.tsx";

/** The page of an address. */
export function Page({ route }: { route: Route }) {
  switch (route.page) {
    case "overview":
      return <OverviewPage stack={route.stack} />;
    case "service":
      return <ServicePage stack={route.stack} service={route.service} />;
    case "logs":
      return <LogsPage stack={route.stack} service={route.service} />;
    case "history":
      return <HistoryPage stack={route.stack} />;
    case "figures":
      return <FiguresPage stack={route.stack} />;
    case "release":
      return <ReleasePage stack={route.stack} id={route.id} />;
    case "act":
      return <ActPage stack={route.stack} id={route.id} />;
    case "new":
      return <NewPage stack={route.stack} verb={route.verb} />;
    case "parameters":
      return <ParametersPage stack={route.stack} />;
    case "proposals":
      return <ProposalsPage stack={route.stack} />;
    case "compare":
      return <ComparePage stack={route.stack} />;
    case "home":
    case "notFound":
      return <NotFound />;
  }
}

function NotFound() {
  return (
    <>
      <PageHead title="Not found" />
      <Empty title="Nothing is at this address">
        <p>It may be mistyped, of a stack that is gone, or of one that is not yours to see.</p>
        <p>
          <Link to="/">To the overview</Link>
        </p>
      </Empty>
    </>
  );
}
