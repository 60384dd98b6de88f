/** https://gateway-api.sigs.k8s.io/reference/spec/, as far as it is used here. */

export interface HeaderMatch {
  type?: "RegularExpression";
  name: string;
  value: string;
}

export interface Backend {
  name: string;
  port: number;
  weight?: number;
}

/** A rule of an HTTPRoute or a GRPCRoute. */
export interface RuleShape {
  matches?: object[];
  filters?: object[];
  backendRefs?: Backend[];
  timeouts?: { request: string };
  sessionPersistence?: object;
}
