// Functions of the tests, as a bundle on Function Compute is: CommonJS, one file.
const CLOCK = Symbol.for("clock");
let started = 0;
let initialised = false;
let stray;

exports.initialize = async (context) => {
  initialised = context.requestId !== undefined;
  console.log("initialised");
};
exports.failingInitializer = async () => {
  throw new Error("cannot begin");
};
exports.preStop = async () => {
  require("node:fs").writeFileSync(process.env.STOPPED_FILE, "stopped");
};

exports.echo = async (event, context) => {
  started += 1;
  context.logger.info("got %d bytes", event.length);
  console.log("plain line");
  return {
    isBuffer: Buffer.isBuffer(event),
    event: event.toString("utf8"),
    started,
    initialised,
    environment: process.env,
    context: { ...context, logger: Object.keys(context.logger) },
  };
};
let ticks = 0;
let ticking;
/** How often a timer has fired since the former call. */
exports.ticks = async () => {
  const before = ticks;
  ticks = 0;
  if (ticking === undefined) {
    ticking = setInterval(() => {
      ticks += 1;
    }, 5);
  }
  return String(before);
};
exports.moved = async (event) => {
  const { rawPath } = JSON.parse(event.toString());
  return {
    statusCode: 202,
    headers: { location: decodeURIComponent(rawPath.slice(1)) },
    isBase64Encoded: false,
    body: "",
  };
};
exports.text = async () => "just text";
exports.bytes = async () => Buffer.from([0, 255, 1]);
exports.nothing = async () => {};

class ListenerBusy extends Error {
  name = "ListenerBusy";
}
exports.fail = async () => {
  throw new ListenerBusy("lsn-1 is Configuring");
};
exports.failUntil = async (event, context) => {
  if (context.retryCount < Number(event.toString())) throw new Error(`attempt ${context.retryCount}`);
  return `succeeded at attempt ${context.retryCount}`;
};
exports.exit = async () => process.exit(3);
exports.kill = async () => process.kill(process.pid, "SIGKILL");
exports.spin = async () => {
  for (;;);
};
/** Takes half a minute of the platform's time. */
exports.take = async () => {
  await globalThis[CLOCK].sleep(30_000);
};
exports.hang = async () => new Promise(() => {});
exports.eat = async () => {
  const eaten = [];
  for (;;) eaten.push(Array.from({ length: 10_000 }, Math.random));
};
exports.throwLater = async () => {
  setTimeout(() => {
    throw new Error("nobody catches this");
  }, 1);
  return new Promise(() => {});
};
exports.leaveTraces = async () => {
  const before = globalThis.trace;
  globalThis.trace = "left";
  process.env.TRACE = "left";
  stray = before;
  return { before: stray ?? null };
};
exports.sleep = async (event) => {
  const clock = globalThis[CLOCK];
  const from = clock.now();
  await clock.sleep(Number(event.toString()));
  return { slept: clock.now() - from };
};
exports.http = async (event) => {
  const request = JSON.parse(event.toString("utf8"));
  return {
    statusCode: 201,
    headers: { "content-type": "application/json", "x-own": "yes" },
    isBase64Encoded: false,
    body: JSON.stringify(request),
  };
};
exports.page = async () => ({ hello: "world" });
exports.binaryPage = async () => ({
  statusCode: 200,
  headers: { "content-type": "image/png" },
  isBase64Encoded: true,
  body: Buffer.from([137, 80, 78, 71]).toString("base64"),
});
/** Sleeps in parallel, and waits for a server that itself waits for time to pass. */
exports.waitTogether = async (event) => {
  const clock = globalThis[CLOCK];
  const from = clock.now();
  const http = require("node:http");
  const get = (url) =>
    new Promise((resolve, reject) => {
      http.get(url, (answer) => answer.resume().on("end", () => resolve(clock.now() - from))).on("error", reject);
    });
  const sleep = (ms) => clock.sleep(ms).then(() => clock.now() - from);
  const url = event.toString("utf8");
  return Promise.all([
    sleep(1000),
    sleep(5000),
    ...(url === "" ? [] : [get(url), fetch(url).then(() => clock.now() - from)]),
  ]);
};
/** Which of three ways lead to a host. */
exports.connect = async (event) => {
  const { host, port } = JSON.parse(event);
  const reached = (open) =>
    new Promise((resolve) => {
      const asked = open();
      asked.on("error", (error) => resolve(error.code));
      for (const come of ["connect", "secureConnect", "response"]) asked.on(come, () => resolve("reached"));
    });
  return Promise.all([
    reached(() => require("node:net").connect({ host, port })),
    reached(() => require("node:http").get({ host, port, agent: false })),
    reached(() => require("node:tls").connect({ host, port, rejectUnauthorized: false })),
  ]);
};
