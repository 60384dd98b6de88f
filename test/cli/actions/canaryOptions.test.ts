import assert from "node:assert/strict";
import { refuseBesideCanary } from "../../../cli/actions/canaryOptions.ts";

describe("options of release up beside a canary", () => {
  it("are refused where a walk cannot keep to them, all at once, with what to do", () => {
    assert.throws(
      () => {
        refuseBesideCanary({ skipJobs: true });
      },
      {
        code: "CANARY_OPTION",
        message: "--skip-jobs does not go with a canary",
        next: "without its jobs it goes to everybody at once: release set SERVICE=VERSION, then release up SERVICE --skip-jobs -m REASON",
      },
    );
    assert.throws(
      () => {
        refuseBesideCanary({ remove: ["docs"], withData: true, forceRestore: true });
      },
      {
        code: "CANARY_OPTION",
        message: "--remove, --with-data, --force-restore do not go with a canary",
        next: "what leaves is a release of its own: release up --remove SERVICE [--with-data]; leave --force-restore out; where a job then stands in the way back: release rollback SERVICE --force-restore -m REASON",
      },
    );
  });

  it("are taken where they go with one", () => {
    refuseBesideCanary({ remove: [], skipJobs: false });
  });
});
