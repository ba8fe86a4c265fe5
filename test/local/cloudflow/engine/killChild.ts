import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCloudFlow } from "../../../../local/cloudflow/cloudFlow.ts";
import type { FunctionCall } from "../../../../local/cloudflow/engine/actions/invokeFunction.ts";
import type { WireRequest } from "../../../../local/wire/exchange.ts";
import { type Clock, systemClock } from "../../../../shared/platform/clock.ts";
import { openContext } from "../openContext.ts";

// Runs one execution of a flow to its end in a process of its own, and kills itself at a point that it is told:
// node killChild.js <folder> <number of the point at which to die, 0 for never>

const [folder = "", pointText = "0"] = process.argv.slice(2);
const lethal = Number(pointText);

/** Fifty times faster than real time, and going on across restarts as real time does. */
const SPEED = 50;
const ORIGIN = Date.UTC(2026, 0, 1);
const fastClock: Clock = {
  now: () => Math.round(ORIGIN + (systemClock.now() - ORIGIN) * SPEED),
  sleep: (ms, signal) => systemClock.sleep(ms / SPEED, signal),
  after: (ms, act) => systemClock.after(ms / SPEED, act),
  hold: (work) => work(fastClock),
};

const DEFINITION = `
Type: StateMachine
SpecVersion: v1
Name: mixed
StartAt: Both
States:
  - Name: Both
    Type: Parallel
    Branches:
      - StartAt: First
        States:
          - { Name: First, Type: Wait, Seconds: 1, Next: Flaky }
          - Name: Flaky
            Type: Task
            Action: FC:InvokeFunction
            Timeout: 3600
            Parameters: { resourceArn: acs:fc:::functions/flaky, body: { count.$: $Context.Current.RetryCount } }
            Retry: [{ Errors: [Transient], MaxAttempts: 2, IntervalSeconds: 1 }]
            OutputConstructor: { flaky.$: $Output.Body.count }
            End: true
      - StartAt: Each
        States:
          - Name: Each
            Type: Map
            ItemsPath: $Input.items
            MaxConcuccency: 2
            Processor:
              StartAt: Double
              States:
                - Name: Double
                  Type: Task
                  Action: FC:InvokeFunction
                  Timeout: 3600
                  Parameters: { resourceArn: acs:fc:::functions/double, body: { n.$: $Input.n } }
                  OutputConstructor: { n.$: $Output.Body.n }
                  End: true
            End: true
    Next: Approve
  - Name: Approve
    Type: Task
    Action: FC:InvokeFunction
    TaskMode: WaitForCustomCallback
    Timeout: 36000
    Parameters: { resourceArn: acs:fc:::functions/approve, body: { token.$: $Context.Current.TaskToken } }
    OutputConstructor: { all.$: $Input, approved.$: $Output.by }
    Next: Fails
  - Name: Fails
    Type: Task
    Action: FC:InvokeFunction
    Timeout: 3600
    Parameters: { resourceArn: acs:fc:::functions/fails }
    Catch: [{ Errors: [Permanent], OutputConstructor: { all.$: $Input, error.$: $Context.Current.Error.Code, id.$: uuid() }, Next: Done }]
    Next: Done
  - { Name: Done, Type: Succeed }
`;

let points = 0;

/** A point at which the process can die. */
function pass() {
  points += 1;
  if (points === lethal) process.kill(process.pid, "SIGKILL");
}

const tokenFile = join(folder, "token");

/** Somebody outside, who approves whatever asks for it, as often as it takes. */
async function approve() {
  if (!existsSync(tokenFile)) return;
  const token = encodeURIComponent(readFileSync(tokenFile, "utf8"));
  const request: WireRequest = {
    method: "POST",
    path: "/",
    rawQuery: "",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: Buffer.from(`Action=ReportTaskSucceeded&TaskToken=${token}&Output=${encodeURIComponent('{"by":"Ada"}')}`),
    remoteAddress: "127.0.0.1",
    clock: fastClock,
  };
  await cloudFlow.handle(request);
}

const functions: Record<string, (event: Record<string, unknown>) => object> = {
  flaky({ count }) {
    if (count === 0) throw Object.assign(new Error("not yet"), { name: "Transient" });
    return { count };
  },
  double: ({ n }) => ({ n: Number(n) * 2 }),
  approve({ token }) {
    writeFileSync(tokenFile, String(token));
    void approve();
    return {};
  },
  fails() {
    throw Object.assign(new Error("never"), { name: "Permanent" });
  },
};

async function invoke({ functionName, body }: FunctionCall) {
  appendFileSync(join(folder, "calls.log"), `${functionName} ${body}\n`);
  await systemClock.sleep(1);
  const run = functions[functionName];
  let answer: { status: number; headers: Record<string, string>; body: Buffer };
  try {
    answer = {
      status: 200,
      headers: {},
      body: Buffer.from(JSON.stringify(run?.(JSON.parse(body === "" ? "{}" : body)))),
    };
  } catch (error) {
    const { name, message } = error as Error;
    const failed = JSON.stringify({ errorType: name, errorMessage: message });
    answer = { status: 200, headers: { "x-fc-error-type": "HandledInvocationError" }, body: Buffer.from(failed) };
  }
  pass();
  return answer;
}

const cloudFlow = createCloudFlow(openContext(fastClock), {
  invokeFunction: invoke,
  callApi: async () => ({}),
  dataDir: join(folder, "journal"),
  randomSeed: "kill",
});
cloudFlow.onEvent((_, events) => {
  for (const { id, type, step, detail } of events) {
    // Seen by somebody: from here on it must never be otherwise.
    appendFileSync(join(folder, "seen.log"), `${JSON.stringify([id, type, step, detail])}\n`);
    pass();
  }
});
await cloudFlow.start();
if (!cloudFlow.state.flows.has("mixed")) {
  await cloudFlow.putFlow({ name: "mixed", definition: DEFINITION, roleArn: "acs:ram::1:role/r" });
}
const body = Buffer.from(
  `Action=StartExecution&FlowName=mixed&ExecutionName=e1&Input=${encodeURIComponent('{"items":[{"n":1},{"n":2},{"n":3}]}')}`,
);
const headers = { "content-type": "application/x-www-form-urlencoded" };
const request = { method: "POST", path: "/", rawQuery: "", headers, body, remoteAddress: "", clock: fastClock };
if (!cloudFlow.state.flows.get("mixed")?.executions.has("e1")) await cloudFlow.handle(request);
await approve();
const record = cloudFlow.state.flows.get("mixed")?.executions.get("e1");
while (record?.execution.stoppedAt === undefined) await systemClock.sleep(2);
const history = record.history.map(({ id, type, step, detail }) => [id, type, step, detail]);
process.stdout.write(
  JSON.stringify({ points, status: record.execution.status, output: record.execution.output, history }),
);
await cloudFlow.close();
