import assert from "node:assert/strict";
import { defaultPort } from "../../../components/config/defaultPort.ts";

describe("the port that is meant where none is named", () => {
  it("is http wherever it stands, else the first", () => {
    assert.equal(defaultPort(["admin", "http"]), "http");
    assert.equal(defaultPort(["admin", "grpc"]), "admin");
    assert.equal(defaultPort([]), undefined);
  });
});
