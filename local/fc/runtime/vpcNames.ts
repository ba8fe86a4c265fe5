import type { LookupAddress, LookupOptions } from "node:dns";

export type Lookup = (
  hostname: string,
  options: LookupOptions,
  done: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
) => void;

/**
 * How hosts are looked up from inside a VPC: names of its internal instances (local/alb/intranetName.ts) lead to their address,
 * those of other VPCs nowhere, and all else is what `system` says: the Internet is reached as ever (real-cloud.md FB6). It is
 * sent to other threads as source text, so it uses nothing from outside itself.
 */
export function lookupInVpc(vpcId: string, system: Lookup): Lookup {
  const ending = `.${vpcId.toLowerCase()}.intranet.invalid`;
  return (hostname, given, done) => {
    const options = typeof given === "object" && given !== null ? given : {};
    const answer = typeof given === "function" ? (given as typeof done) : done;
    if (!hostname.toLowerCase().endsWith(ending)) return system(hostname, given, done);
    const address = hostname.split(".")[1]?.replaceAll("-", ".") ?? "";
    if (options.all === true) return answer(null, [{ address, family: 4 }]);
    answer(null, address, 4);
  };
}
