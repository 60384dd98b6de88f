import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { findCli } from "../../cli/findCli.ts";
import { encryptValue } from "../../engine/encrypt.ts";
import { labImages } from "../../lab/moreImages.ts";
import { labPaths } from "../../lab/paths.ts";
import { configPlace, setConfigValue } from "../../parameters/configEdit.ts";
import { useProject } from "../cluster/release/project.ts";
import { useLab, useNamespace } from "../cluster/support.ts";

const execute = promisify(execFile);
const { kubectl: command, kubeconfig } = labPaths();
const password = "it's \\secret";

const sql = (text: string) => ["/usr/bin/mariadb", "--host=database", "--user=author", "shop", "--execute", text];
const split =
  "ALTER TABLE people ADD COLUMN first TEXT, ADD COLUMN last TEXT; " +
  "UPDATE people SET first = SUBSTRING_INDEX(name, ' ', 1), last = SUBSTRING_INDEX(name, ' ', -1); " +
  "ALTER TABLE people DROP COLUMN name";
const join =
  "ALTER TABLE people ADD COLUMN name TEXT; UPDATE people SET name = CONCAT(first, ' ', last); " +
  "ALTER TABLE people DROP COLUMN first, DROP COLUMN last";

/** A migration, by MariaDB's own client; its password is none of the service's variables. */
const migration = (text: string, way: object) => ({
  ...{ name: "migrate", image: "localhost/mariadb:v1", command: sql(text), secrets: { MYSQL_PWD: "dbPassword" } },
  ...{ attempts: 3, deadline: "2m" },
  ...way,
});

describe("migrations of a real database", function () {
  this.timeout(600_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "migrations");
  const project = useProject();
  let secret = "";
  let salt: string | undefined;

  const query = async (text: string): Promise<string> => {
    const client = ["mariadb", "--host=127.0.0.1", "--user=author", `--password=${password}`, "shop", "-N", "-e", text];
    const where = ["--kubeconfig", kubeconfig, "--namespace", namespace(), "exec", "deploy/database", "--"];
    return (await execute(command, [...where, ...client])).stdout.trim().replaceAll("\t", " ");
  };
  const columns = () =>
    query(
      "SELECT GROUP_CONCAT(column_name ORDER BY column_name) FROM information_schema.columns WHERE table_name = 'people'",
    );

  /** The stack with the shop at this version. */
  function write(version: string, job: object): void {
    const quick = { rollout: { minReady: "0s", deadline: "70s" }, drain: { sleep: "1s", time: "2s" } };
    const waivers = {
      ZD001: "one writer, as all know",
      ZD004: "a test without requests",
      ZD024: "announced to everybody",
    };
    const database = {
      ...{ template: "database", image: "localhost/mariadb", owner: "tests" },
      ...{ env: { DB_NAME: "shop", DB_USER: "author" }, secrets: { DB_PASSWORD: "dbPassword" } },
      ...{ security: { user: 999, group: 999, fsGroup: 999 }, waivers: { ZD001: waivers.ZD001 } },
    };
    const shop = { template: "website", image: "localhost/web", owner: "tests", replicas: 1, ...quick };
    const own = {
      ...shop,
      dependsOn: ["database"],
      jobs: { before: [job] },
      waivers: { ...waivers, ZD001: undefined },
    };
    const config = {
      "releases:services": JSON.parse(JSON.stringify({ database, shop: own })) as object,
      "releases:current": { database: { version: "v1" }, shop: { version } },
      "releases:namespace": namespace(),
      "releases:cluster": { nodes: 1 },
    };
    const text = stringify({ config, encryptionsalt: salt }, { lineWidth: 0 });
    project().write(secret === "" ? text : setConfigValue(text, configPlace("dbPassword"), { secure: secret }));
  }

  before(async () => {
    await labImages({ which: "wordpress", emit: () => undefined });
    const make =
      "CREATE TABLE IF NOT EXISTS people (id INT PRIMARY KEY, name TEXT); " +
      "INSERT IGNORE INTO people VALUES (1, 'Ada Lovelace'), (2, 'Grace Hopper')";
    const place = { projectDir: project().directory, stack: "staging" };
    project().write("config: {}\n");
    const cli = { pulumi: await findCli(process.env), env: process.env };
    const { secure, newSalt } = await encryptValue(password, "config: {}\n", place, cli);
    [secret, salt] = [secure, newSalt];
    write("v1", migration(make, { compatible: true }));
    const { record } = await project().release([]);
    assert.equal(record.result, "succeeded", record.reason);
    assert.equal(await query("SELECT name FROM people ORDER BY id"), "Ada Lovelace\nGrace Hopper");
  });

  it("that fail touch no pod, and their log tells why", async () => {
    const pods = async () => {
      const { items } = await lab().core.listNamespacedPod({
        namespace: namespace(),
        labelSelector: "app.kubernetes.io/name=shop",
      });
      return items.map(({ metadata, status }) => [metadata?.uid, status?.containerStatuses?.[0]?.restartCount]);
    };
    const before = await pods();
    write("v2", { ...migration("ALTER TABLE persons ADD COLUMN first TEXT", { compatible: false }), attempts: 1 });
    const { code, stdout, stderr } = await project().cli("up");
    assert.equal(code, 2, stderr);
    assert.match(stdout, /why: job migrate of shop exited with code 1 after /);
    assert.deepEqual(await pods(), before);
    const [, failed] = await project().session().records.list();
    const shown = (await project().cli("show", failed!.id)).stdout;
    assert.match(shown, /ERROR 1146 \(42S02\) at line 1: Table 'shop.persons' doesn't exist/);
    assert.ok(!shown.includes(password));
    assert.equal(await columns(), "id,name");
  });

  it("are undone before the older version comes back, and not a row is lost", async () => {
    write("exit-0", migration(split, { undo: { command: sql(join) } }));
    const { code, stdout, stderr } = await project().cli("up");
    assert.equal(code, 2, stderr);
    assert.match(stdout, /^rolled back: deploy shop v1 → exit-0/);
    assert.deepEqual(await project().running(namespace()), { database: "v1", shop: "v1" });
    assert.equal(await columns(), "id,name");
    assert.equal(await query("SELECT name FROM people ORDER BY id"), "Ada Lovelace\nGrace Hopper");
  });

  it("that cannot be undone keep the older version away from the new schema", async () => {
    write("exit-0", migration(split, { compatible: false }));
    const { code, stdout, stderr } = await project().cli("up");
    assert.equal(code, 3, stderr);
    assert.match(stdout, /NOT TAKEN BACK: shop: a job ran that shop v1 is not said to go with/);
    assert.equal((await project().running(namespace())).shop, "exit-0");
    const rollback = await project().cli("rollback", "shop");
    assert.equal(rollback.code, 1, rollback.stderr);
    assert.match(rollback.stderr, /JOBS_IN_THE_WAY/);
    assert.equal(await columns(), "first,id,last");
    assert.equal(await query("SELECT first FROM people ORDER BY id"), "Ada\nGrace");
  });

  it("are gone on from with a version that knows the new schema", async () => {
    const more = "ALTER TABLE people ADD COLUMN IF NOT EXISTS born INT";
    write("v2", migration(more, { compatible: true }));
    const { code, stderr } = await project().cli("up");
    assert.equal(code, 0, stderr);
    assert.equal((await project().running(namespace())).shop, "v2");
    assert.equal(await columns(), "born,first,id,last");
    const rollback = await project().cli("rollback", "shop");
    assert.equal(rollback.code, 1, rollback.stderr);
  });
});
