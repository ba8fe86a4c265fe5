// Preloaded into a command: hosts of the cloud are looked for on this machine. REDIRECT is JSON, host to port.
const hosts = JSON.parse(process.env.REDIRECT ?? "{}");
for (const protocol of ["http", "https"]) {
  const module = require(`node:${protocol}`);
  const original = module.request;
  module.request = (options, ...rest) => {
    const port = hosts[options.hostname ?? options.host];
    if (port === undefined) return original(options, ...rest);
    const { agent: _, ...plain } = options;
    return require("node:http").request(
      { ...plain, protocol: "http:", host: "127.0.0.1", hostname: "127.0.0.1", port },
      ...rest,
    );
  };
}
