import type { LookupAddress, LookupOptions } from "node:dns";

/**
 * Looks a host up as Node's HTTP clients want it. Simple Log Service is called at a host that begins with the project, and no
 * resolver knows `project.sls.localhost` of a local cloud (wire.md §5).
 */
export function loopbackLookup(
  hostname: string,
  options: LookupOptions,
  done: (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void,
) {
  if (!hostname.endsWith(".localhost")) {
    // With the first call, and not while a function loads.
    void import("node:dns").then(({ lookup }) => lookup(hostname, options, done));
    return;
  }
  if (options.all === true) return done(null, [{ address: "127.0.0.1", family: 4 }]);
  done(null, "127.0.0.1", 4);
}
