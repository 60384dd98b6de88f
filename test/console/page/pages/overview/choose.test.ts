import assert from "node:assert/strict";
import { chosenRows, groupedRows, stateCounts } from "../../../../../console/page/pages/overview/choose.ts";
import { movesFrom } from "../../../../../console/page/pages/compare/moves.ts";
import { sixRows } from "../../../fixture/services.ts";

const rows = sixRows();

function names(found: readonly { service: string }[]): string[] {
  return found.map(({ service }) => service);
}

describe("the services of an overview", () => {
  it("are found by all words that are looked for, in service, owner, template and version", () => {
    assert.deepEqual(names(chosenRows(rows, { text: "WEB-team v5", state: "" })), ["jp"]);
    assert.deepEqual(names(chosenRows(rows, { text: "wordpress", state: "" })), ["blog"]);
    assert.deepEqual(names(chosenRows(rows, { text: "", state: "healthy" })), ["database", "docs", "website"]);
  });

  it("are grouped by name, those of no group last", () => {
    const groups = groupedRows(rows, "group");
    assert.deepEqual(
      groups.map(({ name, rows: own }) => [name, names(own)]),
      [
        ["public", ["docs", "jp", "website"]],
        ["", ["backup", "blog", "database"]],
      ],
    );
  });

  it("are counted by state, states of nobody left out", () => {
    assert.deepEqual(stateCounts(rows, ["lost", "failing", "healthy"]), [
      ["failing", 1],
      ["healthy", 3],
    ]);
  });

  it("would be moved by a promotion where the other stack runs something else", () => {
    const moves = movesFrom(rows, "prod");
    assert.deepEqual(names(moves.filter(({ kind }) => kind === "moves")), ["database", "docs", "website"]);
    assert.deepEqual(moves[1], { service: "docs", here: "v12", there: "v11", kind: "moves" });
    assert.equal(movesFrom(rows, "nowhere")[0]?.kind, "absent");
  });
});
