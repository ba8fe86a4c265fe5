import type { localCommandReasons } from "../../../platform/reasons/topics/localCommands.ts";
import type { Messages } from "../message.ts";

export const localCommands: Messages<typeof localCommandReasons> = {
  "local-cloud-missing": {
    message: ({ port }) => `There is no local cloud on port ${port}`,
    next: ({ port, isUsual }) =>
      `Start one with \`albflow local start${isUsual ? "" : ` --port ${port}`}\`, or name the first port of one that runs with --port`,
  },
  "local-port-foreign": {
    message: ({ port, status }) => `Port ${port} belongs to something that is no local cloud: it answers ${status}`,
    next: "Name the first port of a local cloud with --port",
  },
  "local-keys-unreadable": {
    message: ({ file }) => `${file}, where a local cloud has kept its keys, cannot be read`,
    next: "Remove it to get new ones",
  },
  "folder-unusable": {
    message: ({ folder, message }) => `The folder ${folder} cannot be used: ${message}`,
    next: ({ option }) => `Make it writable, or name another one with ${option}`,
  },
  "local-keys-usual": ({ port }) => `The local cloud on port ${port} has the keys local/local`,
  "local-ready": ({ seconds, account, region, hasUsualKeys }) =>
    `The local cloud is ready (${seconds} s): account ${account}, region ${region}${hasUsualKeys ? ", keys local/local" : ""}`,
  "local-deployed": ({ functions, flows }) => `${functions} functions and ${flows} flows are deployed`,
  "local-nothing-kept": "Nothing is kept; --data <folder> keeps everything",
  "local-kept": ({ folder }) => `Everything is kept in ${folder}`,
  "local-time-still": ({ now }) => `It is ${now}, and time stands still: albflow local advance 1h`,
  "local-time-now": ({ now }) => `It is ${now} now`,
  "local-keys-own": "It has keys of its own. `albflow ... --local` knows them; SDKs and tools by their environment",
  "local-own-api": "its own API: endpoints, calls, faults, seed",
  "local-api": "albflow's own API, for a week, as olga, who may operate, or as ada, who may approve",
  "local-pages": "The same as pages, signed in as olga, or, in another browser, as ada",
  "local-client": "A client, with the official SDK",
  "local-from-outside": ({ url }) => `From outside: curl -k ${url}/`,
  "local-proxy-ready": "Clients of *.aliyuncs.com reach the local cloud with",
  "local-proxy-ends": "Ctrl-C ends it. docs/clients.md says what each client needs",
  "local-ends": "Ctrl-C ends it",
  "fault-set": ({ id, flags }) => `${id} is set. Take it away with: albflow local fault clear ${id}${flags}`,
  "no-faults": "There are no faults",
  "faults-cleared": ({ cleared }) => `Cleared: ${cleared}`,
  "fault-every-call": "every call",
  "fault-probability": ({ probability }) => `with probability ${probability}`,
  "fault-hits": ({ hits, of }) => (of === null ? `${hits} hit` : `${hits} of ${of} hit`),
};
