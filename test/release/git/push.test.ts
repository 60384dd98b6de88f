import assert from "node:assert/strict";
import { pushEnd } from "../../../release/git/push.ts";

const said: Record<ReturnType<typeof pushEnd>, string[]> = {
  "moved on": [
    "! [rejected]        0a1b2c3 -> main (fetch first)\nerror: failed to push some refs to 'file:///r.git'",
    "! [rejected]        0a1b2c3 -> main (non-fast-forward)",
    "! [remote rejected] 0a1b2c3 -> main (failed to update ref)",
    "remote: error: cannot lock ref 'refs/heads/main': is at 1 but expected 2\n! [remote rejected] 0a1b2c3 -> main (failed to update ref)",
    "! [remote rejected] 0a1b2c3 -> main (incorrect old value provided)",
  ],
  refused: [
    "! [remote rejected] 0a1b2c3 -> main (pre-receive hook declined)",
    "remote: error: GH006: Protected branch update failed for refs/heads/main.\n! [remote rejected] 0a1b2c3 -> main (protected branch hook declined)",
    "remote: GitLab: You are not allowed to push code to protected branches on this project.\n! [remote rejected] 0a1b2c3 -> main (pre-receive hook declined)",
    "remote: Permission to team/releases.git denied to bot.\nfatal: unable to access 'https://host/team/releases.git/': The requested URL returned error: 403",
    "git@host: Permission denied (publickey).",
    "fatal: could not read Username for 'https://host': terminal prompts disabled",
  ],
  unreachable: [
    "fatal: unable to access 'https://host/r.git/': Could not resolve host: host",
    "ssh: connect to host host port 22: Connection timed out\nfatal: Could not read from remote repository.",
    "fatal: '/gone.git' does not appear to be a git repository",
  ],
};

describe("a push that did not go through", () => {
  for (const [end, texts] of Object.entries(said)) {
    it(`${end}: ${texts.length} ways to say so`, () => {
      for (const text of texts) assert.equal(pushEnd(text), end, text);
    });
  }
});
