import { zipSync } from "fflate";
import type { Field } from "./field.ts";
import { mustWrite, ownName } from "./own.ts";
import { taken } from "./probe.ts";
import { type CallAnswer, textAt } from "./signedCall.ts";

/** What stands before what a function reports of an event. */
export const REPORTED = "fieldtest received ";

/** What its functions do: as the event says, or, behind an HTTP trigger, as the path does. */
const CODE = `exports.handler = async (event) => {
  const asked = JSON.parse(event.toString() || "{}");
  const listener = process.env.LISTENER;
  if (listener !== undefined && JSON.stringify(asked).includes(listener)) {
    const [first] = [asked].flat();
    const { type } = typeof first === "string" ? JSON.parse(first) : first;
    console.log("${REPORTED}" + JSON.stringify({ type, isArray: Array.isArray(asked) }));
    return {};
  }
  if (asked.do === "throw") throw Object.assign(new Error("planned"), { name: "PlannedFault" });
  if (asked.do === "wait") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000);
  if (asked.do === "connect") return await new Promise((resolve) => {
    const socket = require("node:net").connect({ host: asked.host, port: asked.port, timeout: 5000 });
    const end = (found) => { socket.destroy(); resolve({ found }); };
    socket.on("connect", () => end("open"));
    socket.on("timeout", () => end("closed"));
    socket.on("error", (error) => end(error.code === "ECONNREFUSED" ? "open" : "closed"));
  });
  const path = asked.requestContext?.http?.path;
  if (path === "/bare") return { bare: true };
  if (path === undefined) return asked;
  const body = JSON.stringify({ names: Object.keys(asked.headers), query: asked.queryParameters });
  return { statusCode: 200, headers: { "content-type": "application/json" }, isBase64Encoded: false, body };
};`;

/** Makes a function; gives its name. */
export async function makeFunction(field: Field, name: string, timeout: number, more: object = {}): Promise<string> {
  mustWrite(field);
  const functionName = ownName(field, name);
  const zipFile = Buffer.from(zipSync({ "index.js": Buffer.from(CODE) })).toString("base64");
  const body = {
    functionName,
    runtime: "nodejs20",
    handler: "index.handler",
    memorySize: 128,
    cpu: 0.05,
    diskSize: 512,
    timeout,
    internetAccess: true,
    code: { zipFile },
    ...more,
  };
  taken(await field.rest({ product: "fc", method: "POST", path: "/functions", body }));
  return functionName;
}

/** Invokes a function of its own. */
export function invoke(field: Field, name: string, event: object): Promise<CallAnswer> {
  return field.rest({ product: "fc", method: "POST", path: `/functions/${name}/invocations`, body: event });
}

/** Puts an HTTP trigger before a function; gives its address. Anybody may call it while the run lasts: it only says what it was sent. */
export async function makeHttpTrigger(field: Field, name: string): Promise<string> {
  const triggerConfig = JSON.stringify({ authType: "anonymous", methods: ["GET", "POST"] });
  const body = { triggerName: "http", triggerType: "http", qualifier: "LATEST", triggerConfig };
  const made = await field.rest({ product: "fc", method: "POST", path: `/functions/${name}/triggers`, body });
  // A trigger takes some seconds to be known everywhere.
  await field.pause(field.pauseMs * 10);
  const reported = taken(made).body;
  // No resolver knows the domains of a local cloud: it serves triggers below a path, too.
  return field.isLocal ? `${field.session.endpoints.fc}/proxy/${name}` : textAt(reported, "httpTrigger.urlInternet");
}
