import assert from "node:assert/strict";
import { goesWithOlder } from "../../../components/config/jobs.ts";
import { checkRules } from "../../../components/rules.ts";
import { errorsOf, stackOf, website } from "../support.ts";

const web = (jobs: object) => ({ web: { template: "website", image: "localhost/web", jobs } });
const current = { web: { version: "v1" } };
const errors = (jobs: object, more: object = {}) => errorsOf({ services: web(jobs), current, ...more });

describe("the jobs of a service", () => {
  it("must say how older versions go with what they do, in one way", () => {
    const asked =
      "releases:services.web.jobs.before[0]: say how older versions go with what it does, exactly one of: compatible: true, compatible: false, undo: {command: […]}";
    assert.deepEqual(errors({ before: [{ name: "migrate" }] }), [asked]);
    assert.deepEqual(errors({ before: [{ name: "migrate", compatible: true, undo: { command: ["down"] } }] }), [asked]);
    assert.deepEqual(errors({ before: [{ name: "migrate", undo: { command: ["down"] } }] }), []);
  });

  it("are told apart by their names, which fit a Job's", () => {
    const job = (name: string) => ({ name, compatible: true });
    assert.deepEqual(errors({ before: [job("migrate")], after: [job("migrate")] }), [
      'releases:services.web.jobs.after[0].name: another job of the service is called "migrate"; choose another',
    ]);
    const name = `w${"e".repeat(42)}b`;
    assert.deepEqual(
      errorsOf({
        services: { [name]: { ...web({ before: [job("migrate-all")] }).web } },
        current: { [name]: { version: "v1" } },
      }),
      [
        `releases:services.${name}.jobs.before[0].name: "${name}-migrate-all" has 2 characters too many for a Job's name; choose a shorter one`,
      ],
    );
  });

  it("are not called as another service's are", () => {
    const service = (name: string) => ({ ...web({ before: [{ name, compatible: true }] }).web });
    assert.deepEqual(
      errorsOf({
        services: { web: service("a-b"), "web-a": service("b") },
        current: { web: { version: "v1" }, "web-a": { version: "v1" } },
      }),
      ["releases:services.web-a.jobs.before[0].name: web-a-b is also what web's job is called; choose another"],
    );
  });

  it("name secrets that the stack has", () => {
    const jobs = { before: [{ name: "migrate", compatible: true, secrets: { TOKEN: "adminToken" } }] };
    assert.deepEqual(errors(jobs, { secretKeys: [] }), [
      'releases:services.web.jobs.before[0].secrets.TOKEN: the stack has no secret "adminToken"; set it with `release config set --secret adminToken`',
    ]);
    assert.deepEqual(errors(jobs, { secretKeys: ["adminToken"] }), []);
  });

  it("that older versions do not go with are a finding, unless nobody is served", () => {
    const found = (service: object) =>
      checkRules(stackOf({ web: service }))
        .filter(({ code }) => code === "ZD024")
        .map(({ path }) => path);
    const before = (way: object) => web({ before: [{ name: "migrate", ...way }] }).web;
    assert.deepEqual(found(before({ compatible: false })), ["releases:services.web.jobs.before[0]"]);
    assert.deepEqual(found(before({ undo: { command: ["down"] } })), ["releases:services.web.jobs.before[0]"]);
    assert.deepEqual(found(before({ compatible: true })), []);
    assert.deepEqual(found({ ...before({ compatible: false }), template: "worker" }), []);
  });

  it("have images that stay what they are, and ask for no more than they may have", () => {
    const job = { name: "migrate", compatible: true };
    const [found] = checkRules(stackOf({ web: web({ before: [{ ...job, image: "localhost/tool" }] }).web }));
    assert.deepEqual([found?.code, found?.path], ["ZD012", "releases:services.web.jobs.before[0].image"]);
    const resources = { requests: { memory: "2Gi" }, limits: { memory: "1Gi" } };
    assert.deepEqual(errors({ before: [{ ...job, resources }] }), [
      "releases:services.web.jobs.before[0].resources.requests.memory: 2Gi is above the limit of 1Gi; lower the request, or raise jobs.before[0].resources.limits.memory",
    ]);
  });

  it("go with older versions as they say", () => {
    assert.equal(goesWithOlder({ compatible: true }), "yes");
    assert.equal(goesWithOlder({ compatible: false }), "no");
    assert.equal(goesWithOlder({ undo: { command: ["down"] } }), "undone");
  });

  it("have defaults that fail fast: one attempt, ten minutes", () => {
    const [job] = website({ jobs: { before: [{ name: "migrate", compatible: true }] } }).jobs.before;
    assert.deepEqual([job?.attempts, job?.deadline], [1, 600]);
  });
});
