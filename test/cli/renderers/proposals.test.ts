import assert from "node:assert/strict";
import { historyTable } from "../../../cli/renderers/history.ts";
import { proposalLines, proposalTable, proposedLines } from "../../../cli/renderers/proposals.ts";
import { recordLines } from "../../../cli/renderers/record.ts";
import { plainStyle } from "../../../cli/renderers/style.ts";
import type { KnownProposal } from "../../../records/proposal.ts";
import { describedProposal } from "../../../release/approvals/described.ts";
import { change, parameters, record } from "../../release/builders.ts";
import { proposal } from "../../records/proposals.ts";

const at = "2026-11-29T05:10:00.000Z";
const of = (parts: Partial<KnownProposal> = {}) =>
  describedProposal(
    { ...proposal(1, { expiresAt: "2026-11-30T05:00:01.000Z" }), approvals: [], ...parts },
    new Date(at),
  );
const ben = { user: "ben", group: "sre", at };

describe("what stands proposed, on the screen", () => {
  it("is a line each, with what it waits for", () => {
    const withdrawn = { user: "ada", at, reason: "v3 is out" };
    assert.deepEqual(
      proposalTable(
        [of({ terms: { from: "sre", count: 2 }, approvals: [ben] }), of({ approvals: [ben] }), of({ withdrawn })],
        plainStyle,
      ).map((line) => line.trimEnd()),
      [
        "PROPOSAL              KIND    WHAT             BY              UNTIL (UTC)          STATE",
        "20261129-050001-abcd  deploy  website v1 → v2  ada@desk (ada)  2026-11-30 05:00:01  waits for 1 more of sre (1 approved)",
        "20261129-050001-abcd  deploy  website v1 → v2  ada@desk (ada)  2026-11-30 05:00:01  approved",
        "20261129-050001-abcd  deploy  website v1 → v2  ada@desk (ada)  2026-11-30 05:00:01  withdrawn by ada: v3 is out",
      ],
    );
    assert.deepEqual(proposalTable([], plainStyle), ["nothing stands proposed"]);
  });

  it("is shown in full before anybody says yes: every parameter, what leaves, what is mended, and no secret", () => {
    const secret = (text: string) => ({ ...parameters("v2"), secrets: { password: text } });
    const changes = [
      { ...change("website", "v1", "v2"), before: secret("v1:old"), after: secret("v1:new") },
      change("api", undefined, "v1"),
      { ...change("docs", "v4", "v4"), removed: true as const, withData: true as const },
      change("shop", "v1", "v1"),
    ];
    const shown = proposalLines(
      of({ changes, description: "new navigation", mended: ["Service web: is gone"] }),
      plainStyle,
    );
    assert.deepEqual(shown, [
      "proposal  20261129-050001-abcd  deploy website v2, api v1, docs v4 removed, shop v1",
      "state     waits for 1 more of sre (0 approved)",
      "by        ada@desk (ada)",
      "reason    new navigation",
      "stack     releases/prod",
      "proposed  2026-11-29 05:00:01 UTC, until 2026-11-30 05:00:01 UTC",
      "",
      "website v2",
      "  secrets.password: [secret] → [secret]",
      "",
      "api v1 (new)",
      "  basic.image: (none) → localhost/web",
      "  basic.template: (none) → website",
      "  release.version: (none) → v1",
      "",
      "docs v4 removed, with its volumes and secrets",
      "",
      "shop v1",
      "  no parameter",
      "",
      "changed by hand, and mended with it:",
      "  Service web: is gone",
    ]);
    assert.doesNotMatch(JSON.stringify(of({ changes })), /v1:(old|new)/);
  });

  it("ends the command that proposed it, with what it waits for and what comes then", () => {
    assert.deepEqual(proposedLines(of(), "20261128-050000-wxyz", plainStyle), [
      "proposed: deploy website v1 → v2 (20261129-050001-abcd)",
      "  stale: what would be done now is not what stands in 20261128-050000-wxyz, which is withdrawn",
      "  waits for: 1 more of sre, until 2026-11-30 05:00:01 UTC; nothing was touched",
      "  next: release approve 20261129-050001-abcd, by others; then release up --proposal 20261129-050001-abcd",
    ]);
  });
});

describe("a release on a stack whose releases others approve", () => {
  it("says on record who did, or that nobody had", () => {
    const approval = {
      from: "sre",
      count: 1,
      proposal: proposal(1).id,
      proposedBy: "ada",
      by: [{ ...ben, message: "seen" }],
    };
    assert.ok(
      recordLines(record(1, { approval }), [], plainStyle).includes(
        "approved  by ben (2026-11-29 05:10:00 UTC): seen; proposed as 20261129-050001-abcd by ada",
      ),
    );
    const emergency = record(1, { approval: { from: "sre", count: 2, emergency: "the shop is down" } });
    assert.ok(
      recordLines(emergency, [], plainStyle).includes(
        "approved  by nobody, as an emergency (2 of sre were to): the shop is down",
      ),
    );
    assert.match(historyTable([emergency], plainStyle)[1] ?? "", / succeeded, emergency$/);
  });
});
