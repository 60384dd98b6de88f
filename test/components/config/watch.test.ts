import assert from "node:assert/strict";
import { errorsOf, stackOf } from "../support.ts";

const services = { web: { template: "website", image: "localhost/web" } };
const current = { web: { version: "v1" } };
const least = { image: "registry.example/team/release-watch:v1", repository: "https://git.example/team/releases.git" };
const errors = (watch: unknown, more: object = {}) => errorsOf({ services, current, watch, ...more });

describe("releases:watch", () => {
  it("takes an image and a repository, and knows the rest", () => {
    const { watch } = stackOf(services, { watch: least });
    assert.deepEqual(watch, {
      ...least,
      branch: "main",
      folder: ".",
      replicas: 2,
      access: "releaser",
      interval: 10,
      each: false,
      quietTimes: [],
      imagePullSecrets: [],
      env: {},
      valueFrom: {},
      envFrom: [],
      volumes: {},
      resources: { requests: { cpu: "250m", memory: "768Mi" }, limits: { memory: "2Gi" }, devices: {} },
      account: { annotations: {} },
      gracePeriod: 3600,
    });
    assert.equal(stackOf(services).watch, undefined);
  });

  it("takes images with a registry's port, with a digest, and with both; repositories of every kind", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    for (const image of ["localhost:5000/watch:v1", `watch@${digest}`, `registry.example/watch:v1@${digest}`]) {
      assert.deepEqual(errors({ ...least, image }), []);
    }
    for (const repository of [
      "git@git.example:team/releases.git",
      "ssh://git@git.example/releases",
      "file:///srv/r.git",
    ]) {
      assert.deepEqual(errors({ ...least, repository }), []);
    }
  });

  it("names everything that is wrong, each with its place", () => {
    const watch = {
      image: "registry.example/team/release-watch",
      branch: "-main",
      folder: "../other",
      replicas: 3,
      access: "admin",
      interval: "10",
      quietTimes: ["at night"],
      atMost: "often",
      git: "Watch_Git",
      network: { from: ["web"] },
      gracePeriod: "5s",
      every: "10s",
    };
    assert.deepEqual(errors(watch), [
      'releases:watch.image: "registry.example/team/release-watch" was given; allowed: an image with a tag or a digest',
      "releases:watch.repository: missing; allowed: a repository as git clone takes it, without a password in it: `git` names the Secret that has it",
      'releases:watch.branch: "-main" was given; allowed: the name of a branch',
      'releases:watch.folder: "../other" was given; allowed: a path that does not start with "/", without ".."',
      "releases:watch.replicas: 3 was given; allowed: a whole number from 1 to 2",
      'releases:watch.access: "admin" was given; allowed: one of releaser, owner',
      'releases:watch.interval: "10" was given; allowed: a duration like 30s, 5m or 1h30m, from 1s to 24h',
      'releases:watch.quietTimes[0]: "at night" was given; allowed: a time like "22:00-06:00", "fri,sat 16:00-24:00" or "08:00-09:00 Europe/Berlin"',
      'releases:watch.atMost: "often" was given; allowed: a number of releases in a time, like 6/1h',
      'releases:watch.git: "Watch_Git" was given; allowed: a DNS name: a-z, 0-9, "-" and ".", at most 253 characters',
      "releases:watch.network.from: unknown parameter; allowed: fromAnywhere, fromCidrs, fromNamespaces, toCidrs, toNamespaces",
      'releases:watch.gracePeriod: "5s" was given; allowed: a duration like 30s, 5m or 1h30m, from 1m to 24h',
      "releases:watch.every: unknown parameter; allowed: access, account, atMost, branch, each, env, envFrom, folder, git, gracePeriod, image, imagePullSecrets, interval, network, quietTimes, registry, replicas, repository, resources, valueFrom, volumes",
    ]);
  });

  it("never says a repository that has a password in it, nor what stands in the file for a secret", () => {
    const env = { PULUMI_CONFIG_PASSPHRASE: "hunter2", AWS_WEB_IDENTITY_TOKEN_FILE: "/token" };
    assert.deepEqual(errors({ ...least, repository: "https://bot:hunter2@git.example/releases" }), [
      "releases:watch.repository: a value that is not shown, as it may be a secret, was given; allowed: a repository as git clone takes it, without a password in it: `git` names the Secret that has it",
    ]);
    assert.deepEqual(errors({ ...least, env }), [
      "releases:watch.env.PULUMI_CONFIG_PASSPHRASE: would stand here in plain text; name the Secret that has it: valueFrom: { PULUMI_CONFIG_PASSPHRASE: { secret: NAME, key: KEY } }",
    ]);
    assert.deepEqual(errors({ ...least, env: { PULUMI_CONFIG_PASSPHRASE: "" } }), []);
  });

  it("names what does not go together", () => {
    const watch = {
      ...least,
      repository: "file:///srv/releases.git",
      git: "watch-git",
      env: { A: "1" },
      valueFrom: { A: { secret: "a" } },
      volumes: {
        state: { size: "1Gi", mount: "/state" },
        again: { kind: "claim", from: "state", mount: "/state/" },
        clone: { kind: "claim", from: "clones", mount: "/work" },
        git: { kind: "secret", from: "git", mount: "/git" },
      },
    };
    const twin = {
      services: { "release-watch-staging": services.web },
      current: { "release-watch-staging": { version: "v1" } },
    };
    assert.deepEqual(errors(watch, twin), [
      'releases:watch: a service is called "release-watch-staging", as what watches the stack is; rename the service',
      "releases:watch.env.A: valueFrom sets it too; say it once",
      "releases:watch.volumes.state.kind: none is made here; name a claim that others keep: kind: claim, from: NAME",
      "releases:watch.volumes.again.mount: /state is where state is mounted",
      "releases:watch.volumes.clone.mount: /work is where work is mounted",
      "releases:watch.volumes.git: those who watch have one of this name; call it otherwise",
      "releases:watch.git: a repository in a folder asks for no credentials; leave it out",
    ]);
  });
});
