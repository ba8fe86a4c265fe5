import Fnf, { type FnfEvent, type FnfExecution } from "@alicloud/fnf-2019-03-15";
import { AlbflowError } from "../errors.ts";
import { endpointOf, type Session } from "../session.ts";
import { translate } from "./openApi.ts";
import { allPages, collect } from "./pages.ts";

/** The door to CloudFlow (API 2019-03-15). Every method throws `AlbflowError`. */
export interface CloudFlowDoor {
  /**
   * Starts an execution. The name is its idempotency key: a running one of that name is joined, one that has ended is
   * left as it is (cloudflow.md §8.1).
   */
  start(flow: string, execution: string, input: object): Promise<"started" | "ended before">;
  describe(flow: string, execution: string, waitSeconds?: number): Promise<FnfExecution>;
  /** The whole history, oldest event first. */
  history(flow: string, execution: string): Promise<FnfEvent[]>;
  /** Any action by its name. A long poll (`WaitTimeSeconds`) may take its time. */
  call(action: string, parameters: Record<string, string | number>): Promise<object>;
}

export function openCloudFlow(session: Session): CloudFlowDoor {
  const { protocol, host } = endpointOf(session, "fnf");
  const client = new Fnf({
    ...session.credentials,
    endpoint: `${protocol}://${host}`,
    opts: { timeout: TIMEOUT_MS },
  });
  const call = async <Result>(action: string, make: () => Promise<Result>): Promise<Result> => {
    try {
      return await make();
    } catch (raw) {
      throw translate("fnf", action, raw);
    }
  };
  return {
    async start(FlowName, ExecutionName, input) {
      try {
        const Input = JSON.stringify(input);
        await call("StartExecution", () => client.startExecution({ FlowName, ExecutionName, Input }));
        return "started";
      } catch (error) {
        if (error instanceof AlbflowError && error.code === "ExecutionAlreadyExists") return "ended before";
        throw error;
      }
    },
    describe: (FlowName, ExecutionName, WaitTimeSeconds = 0) =>
      call("DescribeExecution", () =>
        client.describeExecution(
          { FlowName, ExecutionName, WaitTimeSeconds },
          { timeout: TIMEOUT_MS + WaitTimeSeconds * 1000 },
        ),
      ),
    history: (FlowName, ExecutionName) =>
      collect(
        allPages(
          ({ NextToken }) =>
            call("GetExecutionHistory", () =>
              client.getExecutionHistory({
                FlowName,
                ExecutionName,
                Limit: 999,
                ...(NextToken === undefined ? {} : { NextToken }),
              }),
            ),
          (page) => page.Events,
        ),
      ),
    call: (action, parameters) => {
      const timeout = TIMEOUT_MS + Number(parameters.WaitTimeSeconds ?? 0) * 1000;
      return call(action, () => client.request<object>(action, parameters, { timeout }));
    },
  };
}

/** The client's default of 3 s is shorter than many calls (wire.md §1). */
const TIMEOUT_MS = 10_000;
