import type { terminalReasons } from "../../../platform/reasons/topics/terminal.ts";
import { executionStates } from "../executionStates.ts";
import { type Messages, wordOf } from "../message.ts";

/** What says where a command goes, where it is no option, variable or file. */
const SOURCES: Record<string, string> = { default: "default", keys: "these keys", profile: "~/.aliyun/config.json" };

export const terminal: Messages<typeof terminalReasons> = {
  "column-head": ({ column }) => column,
  "execution-done": ({ operation, isUndo, listenerId }) =>
    `${isUndo ? `undo of ${operation}` : operation} on ${listenerId === "" ? "–" : listenerId}`,
  "execution-times": ({ state, started, took }, f) =>
    `${wordOf(executionStates, state, "en")}, started ${f.time(started)}${took === null ? "" : `, took ${took}`}`,
  "tracing-on": "on",
  "policy-on": ({ resource }) => `on ${resource}`,
  // As `--status` takes it.
  "execution-status": ({ status }) => status,
  "execution-people": ({ requestedBy, approvedBy }) =>
    `${requestedBy}${approvedBy.length === 0 ? "" : `; agreed: ${approvedBy.join(", ")}`}`,
  "more-changes": ({ count }) => `and ${count} more`,
  "all-taken-back": "all taken back",
  "clients-need-certificate": ({ authorities }) => `need a certificate of ${authorities.join(", ")}`,
  "policy-of-role": ({ trusts }) => `taken by ${trusts}, may`,
  "at-most": ({ span }) => `at most ${span}`,
  "order-ended": ({ state, execution, flags }) => `${state}; albflow execution ${execution}${flags}`,
  "ciphers-counted": ({ ciphers }, { count }) => count(ciphers, "cipher", "ciphers"),
  "days-counted": ({ days, unknown }) =>
    days === null ? "unknown" : `${days} d${unknown === 0 ? "" : `, ${unknown} unknown`}`,
  "nothing-runs": "No execution is running",
  "approvals-answered": "`albflow approve <execution>` agrees, with --deny it denies",
  "nothing-waits": "No execution waits for approval",
  "all-regions": "all",
  "no-targets": ({ file }) => `${file} names no other accounts`,
  "progress-reading-plan": "reading the plan",
  "progress-answering": "giving the answer",
  "progress-ordering": ({ certificateId }) => `ordering the successor of ${certificateId}`,
  "advance-progress": ({ passed, asked }) => `${passed} of ${asked} have passed`,
  "advance-interrupted": ({ passed, asked, port }) =>
    `${passed} of ${asked} have passed, and the local cloud finishes the day that it is in; \`albflow local endpoints --port ${port}\` tells its time`,
  "context-account-foreign": {
    message: ({ accountId, from, keys }) =>
      `${from} names account ${accountId}, and these keys belong to account ${keys}`,
    next: ({ from }) => `Use the keys of that account (--profile), or correct ${from}`,
  },
  "context-source": ({ from }) => SOURCES[from] ?? from,
  "command-place": ({ account, region, ways }) =>
    [account === null ? "Account of these credentials" : `Account ${account}`, `region ${region}`, ...ways].join(", "),
  "listener-place": ({ account, region }) =>
    `The listener is in ${[...(account === null ? [] : [`account ${account}`]), ...(region === null ? [] : [`region ${region}`])].join(", ")}`,
};
