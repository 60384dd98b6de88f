import { BlockList, isIP } from "node:net";
import { UsageProblem } from "../../../errors/problem.ts";
import { personOf, type Person } from "../person.ts";

/** A proxy that has asked who somebody is, and says so in headers. */
export interface TrustedProxy {
  /** `x-forwarded-user` */
  userHeader: string;
  /** Its groups, with commas between them. */
  groupsHeader: string;
  /** From nowhere else these headers mean anything. */
  from: BlockList;
}

/** `10.0.0.0/8`, `127.0.0.1`. @throws UsageProblem PROXY_MALFORMED */
export function addressList(addresses: readonly string[]): BlockList {
  const list = new BlockList();
  for (const address of addresses) {
    const [ip = "", bits, ...more] = address.split("/");
    const version = isIP(ip);
    const prefix = bits === undefined ? undefined : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    const right = prefix === undefined || (prefix >= 0 && prefix <= (version === 4 ? 32 : 128));
    if (version === 0 || more.length > 0 || !right) {
      throw new UsageProblem({
        code: "PROXY_MALFORMED",
        what: `${address} is no address and no block of addresses`,
        next: "e.g. --trusted-proxy 10.0.0.0/8",
      });
    }
    const family = version === 4 ? "ipv4" : "ipv6";
    if (prefix === undefined) list.addAddress(ip, family);
    else list.addSubnet(ip, prefix, family);
  }
  return list;
}

/** An address as the socket has it: `::ffff:10.0.0.7` is 10.0.0.7. */
export function isFrom(list: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  const version = isIP(plain);
  return version !== 0 && list.check(plain, version === 4 ? "ipv4" : "ipv6");
}

/** Whom the proxy names; undefined where it names nobody, or it is not the proxy. Pure. */
export function personOfProxy(
  { userHeader, groupsHeader, from }: TrustedProxy,
  address: string,
  header: (name: string) => string | undefined,
  known?: readonly string[],
): Person | undefined {
  if (!isFrom(from, address)) return undefined;
  const groups = (header(groupsHeader) ?? "").split(",").map((group) => group.trim());
  return personOf(
    header(userHeader),
    groups.filter((group) => group !== ""),
    known,
  );
}
