import dns, { type LookupAddress, type LookupOptions } from "node:dns";

type Done = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/**
 * Lets this process resolve `*.localhost` to the loopback address, which a plain resolver does not (libraries.md §4);
 * the clients of SLS put the project before the host and need it. Importing this file is enough.
 */
const lookup = dns.lookup as (host: string, options: LookupOptions, done: Done) => void;

dns.lookup = ((host: string, options: LookupOptions | Done, done?: Done) => {
  const settings = typeof options === "function" ? {} : options;
  const answer = typeof options === "function" ? options : done;
  if (answer === undefined || !host.endsWith(".localhost")) return lookup(host, settings, answer ?? (() => {}));
  if (settings.all === true) answer(null, [{ address: "127.0.0.1", family: 4 }]);
  else answer(null, "127.0.0.1", 4);
}) as typeof dns.lookup;
