import assert from "node:assert/strict";
import fc from "fast-check";
import { redact } from "../../../rollout/evidence/redact.ts";

describe("redact", () => {
  const cases: [what: string, text: string, secrets: string[], expected: string][] = [
    ["a given value", "the key is s3cret-token, really", ["s3cret-token"], "the key is [secret], really"],
    ["it in base64", `env ${Buffer.from("s3cret-token").toString("base64")}`, ["s3cret-token"], "env [secret]"],
    ["it in a URL", "?k=a%2Fb%20cde", ["a/b cde"], "?k=[secret]"],
    ["the longer of two first", "abcdefgh", ["abcd", "abcdefgh"], "[secret]"],
    ["each line of a value of several", "got second-line here", ["first-line\nsecond-line"], "got [secret] here"],
    ["no values shorter than four characters", "abc on 1", ["abc", "1", ""], "abc on 1"],
    ["a password in a URL", "postgres://web:hunter22@db:5432/web", [], "postgres://web:[secret]@db:5432/web"],
    ["an assignment", "DB_PASSWORD=hunter22 user=web", [], "DB_PASSWORD=[secret] user=web"],
    ["a field in JSON", '{"apiKey": "abcdef12", "a": 1}', [], '{"apiKey": "[secret]", "a": 1}'],
    ["an Authorization header", "Authorization: Basic d2ViOmh1bnRlcjI=", [], "Authorization: Basic [secret]"],
    ["a bearer token", "sent bearer abcdefghijklmnop12", [], "sent bearer [secret]"],
    ["a JSON Web Token", "x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF y", [], "x [secret] y"],
    ["a cloud key", "id AKIAIOSFODNN7EXAMPLE end", [], "id [secret] end"],
    [
      "a private key, to the end of it",
      "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----\nb",
      [],
      "a\n[secret]\nb",
    ],
    [
      "nothing in ordinary words",
      "token expired; no basic auth credentials",
      [],
      "token expired; no basic auth credentials",
    ],
  ];
  for (const [what, text, secrets, expected] of cases) {
    it(`hides ${what}`, () => {
      assert.equal(redact(text, secrets), expected);
    });
  }

  it("leaves no given secret anywhere, whatever surrounds it", () => {
    const secret = fc
      .string({ minLength: 4, maxLength: 20 })
      .filter((value) => !"[secret]".includes(value) && value.trim() === value);
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, value, after) => {
        const rest = redact(`${before}${value}${after}`, [value]).replaceAll("[secret]", "\u0000");
        assert.ok(!rest.includes(value));
      }),
    );
  });

  it("is not held up by text that is made for it: within the test's time", () => {
    for (const piece of ["ab+", "a.", "a://", "eyJaaaaaaaaaa.", "-----BEGIN ", "token ", "password=", "Bearer "]) {
      redact(piece.repeat(30_000), []);
    }
  });

  it("never throws, not on half characters either", () => {
    const text = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(text, fc.array(text), (given, secrets) => {
        redact(given, secrets);
      }),
    );
  });
});
