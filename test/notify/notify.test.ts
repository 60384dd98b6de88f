import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { NotifyTarget } from "../../components/config/notify.ts";
import type { CloudEvent } from "../../notify/cloudEvent.ts";
import { notify } from "../../notify/notify.ts";
import type { Told } from "../../notify/told.ts";
import { docsExample } from "../docsExample.ts";
import { record } from "../release/builders.ts";
import { useHookServer } from "./hookServer.ts";

type Verify = (
  headers: Record<string, string | string[] | undefined>,
  body: string,
  key: string,
  now?: number,
) => boolean;

/** The example that docs/notifications.md gives to receivers. */
async function documentedVerify(): Promise<Verify> {
  const source = docsExample("notifications.md", "verify.mjs");
  const module: unknown = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  return (module as { verify: Verify }).verify;
}

describe("telling how a release ended", () => {
  const server = useHookServer();
  const failed: Told = { record: record(1, { result: "rolled back", reason: "crashes" }) };

  const secrets: Record<string, Promise<string>> = {
    hookKey: Promise.resolve("s3cret\n"),
    // Of a backend that does not answer.
    never: new Promise(() => undefined),
  };

  async function tell(
    targets: NotifyTarget[],
    told: Told[],
    url = server().url(),
    patience = { allMs: 2000, tryMs: 300, firstWaitMs: 5 },
  ): Promise<string[]> {
    const notes: string[] = [];
    await notify(told, {
      targets,
      env: { HOOK_URL: url },
      secret: (key) => secrets[key] ?? Promise.reject(new Error(`no ${key}`)),
      note: (message) => notes.push(message),
      patience,
    });
    return notes;
  }
  const slack: NotifyTarget = { kind: "slack", url: { env: "HOOK_URL" } };
  const events: NotifyTarget = { kind: "cloudevents", url: { env: "HOOK_URL" }, signingKey: { secret: "hookKey" } };

  it("posts one message a release to each who asked for it", async () => {
    const onlyGood: NotifyTarget = { ...slack, results: ["succeeded"] };
    assert.deepEqual(await tell([slack, onlyGood], [failed]), []);
    const [one, ...more] = server().received;
    assert.deepEqual(more, []);
    assert.equal(one?.path, "/T0K3N");
    assert.equal(one.headers["content-type"], "application/json");
    assert.match((JSON.parse(one.body) as { text: string }).text, /\*rolled back\*.*\ncause: crashes\n/);
  });

  it("signs events so that the documented receiver takes them, and takes no other, changed or old ones", async () => {
    assert.deepEqual(await tell([events], [failed]), []);
    const [one] = server().received;
    const { headers = {}, body = "" } = one ?? {};
    assert.equal(headers["content-type"], "application/cloudevents+json; charset=utf-8");
    assert.equal(headers["webhook-id"], (JSON.parse(body) as CloudEvent).id);
    const verify = await documentedVerify();
    assert.equal(verify(headers, body, "s3cret"), true);
    assert.equal(verify(headers, body, "another"), false);
    assert.equal(verify(headers, body.replace("rolled back", "succeeded"), "s3cret"), false);
    assert.equal(verify({ ...headers, "webhook-id": "other" }, body, "s3cret"), false);
    assert.equal(verify(headers, body, "s3cret", Date.now() + 3_600_000), false);
    assert.equal(verify({ ...headers, "webhook-signature": "v1,short" }, body, "s3cret"), false);
    assert.equal(verify({}, body, "s3cret"), false);
  });

  it("tries again where that may help, with the same id, and says nothing once it was heard", async () => {
    server().answers.push(503, 429, 0);
    assert.deepEqual(await tell([events], [failed]), []);
    const ids = server().received.map(({ headers }) => headers["webhook-id"]);
    assert.deepEqual(
      ids,
      Array.from({ length: 4 }, () => `${failed.record.id}-rolled-back`),
    );
  });

  it("does not try again what was refused, follows nowhere, and says so without the URL", async () => {
    for (const status of [404, 302]) {
      server().answers.push(status);
      assert.deepEqual(await tell([slack], [failed]), [
        `nobody was told by releases:notify[0] (slack): it answered ${status}`,
      ]);
    }
    assert.equal(server().received.length, 2);
  });

  it("gives up within its time, and the others are told all the same", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const notes = await tell([slack], [failed], `http://127.0.0.1:${port}/T0K3N`);
    assert.match(
      notes.join("\n"),
      /^nobody was told by releases:notify\[0\] \(slack\): it cannot be reached \(ECONNREFUSED\), after \d+ tries$/,
    );
    const gone: NotifyTarget = { kind: "slack", url: { env: "GONE" } };
    assert.deepEqual(await tell([gone, { ...slack, url: { secret: "gone" } }, slack], [failed]), [
      "nobody was told by releases:notify[0] (slack): the environment variable GONE is not set",
      "nobody was told by releases:notify[1] (slack): no gone",
    ]);
    assert.equal(server().received.length, 1);
    assert.deepEqual(await tell([{ ...slack, url: { secret: "never" } }], [failed]), [
      "nobody was told by releases:notify[0] (slack): its URL or key could not be read in time",
    ]);
  });

  it("gives the user and password of a URL as the header that they stand for, and never says them", async () => {
    const url = server().url().replace("//", "//ada:p%40ss@");
    assert.deepEqual(await tell([slack], [failed], url), []);
    const basic = `Basic ${Buffer.from("ada:p@ss").toString("base64")}`;
    assert.equal(server().received[0]?.headers.authorization, basic);
    server().answers.push(404);
    assert.deepEqual(await tell([slack], [failed], url.replace("p%40ss", "50%")), [
      "nobody was told by releases:notify[0] (slack): it answered 404",
    ]);
    assert.equal(server().received[1]?.headers.authorization, `Basic ${Buffer.from("ada:50%").toString("base64")}`);
  });

  it("says why it was not delivered, not just that its time is over", async () => {
    server().answers.push(...Array.from({ length: 9 }, () => 0));
    const notes = await tell([slack], [failed], server().url(), { allMs: 60, tryMs: 300, firstWaitMs: 5 });
    assert.deepEqual(notes, ["nobody was told by releases:notify[0] (slack): it did not answer in time"]);
  });

  it("says that not everything was told where some of it has arrived", async () => {
    server().answers.push(404);
    assert.deepEqual(await tell([slack], [failed, { record: record(2) }]), [
      "not everything was told by releases:notify[0] (slack): it answered 404",
    ]);
  });

  it("says that there was no answer where reading a secret has left no time for one", async () => {
    server().answers.push(0);
    const { deliver } = await import("../../notify/deliver.ts");
    const delivery = { url: server().url(), body: "{}", headers: () => ({}) };
    assert.equal(await deliver(delivery, { allMs: -1, tryMs: 300, firstWaitMs: 5 }), "it did not answer in time");
  });

  it("does not try again what fetch itself refuses, and calls that no lack of a connection", async () => {
    assert.deepEqual(await tell([slack], [failed], "http://127.0.0.1:1/T0K3N"), [
      "nobody was told by releases:notify[0] (slack): nothing can be sent to its URL",
    ]);
  });

  it("sends nothing to what is no URL of a webhook", async () => {
    for (const url of ["not a url T0K3N", "file:///etc/passwd"]) {
      assert.deepEqual(await tell([slack], [failed], url), [
        "nobody was told by releases:notify[0] (slack): its URL is none: http:// or https:// is wanted",
      ]);
    }
  });
});

describe("a signature", () => {
  it("is the one that Standard Webhooks gives as its example", async () => {
    const { signature } = await import("../../notify/sign.ts");
    const key = "whsec_plJ3nmyCDGBKInavdOK15jsl";
    const body = '{"event_type":"ping","data":{"success":true}}';
    const headers = signature(key, "msg_loFOjxBNrRLzqYUf", 1_731_705_121_000, body);
    assert.equal(headers["webhook-signature"], "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
  });
});
