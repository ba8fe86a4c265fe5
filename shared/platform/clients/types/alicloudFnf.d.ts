/**
 * `@alicloud/fnf-2019-03-15` 1.2.0, the client of CloudFlow (wire.md §4, cloudflow.md §8).
 *
 * Refusals are thrown as an `Error` named `{Code}Error` with `code`, `data` (the body) and `url`. For reads and
 * deletes `message` and `url` hold the signed URL with the access key id, the signature and the security token:
 * redact both. A parameter that is missing throws a `TypeError` synchronously. Keys with the value `undefined` are sent
 * as the word: leave them out. The client writes into config and options: give it fresh objects.
 */
declare module "@alicloud/fnf-2019-03-15" {
  export interface FnfCredentials {
    accessKeyId: string;
    accessKeySecret: string;
    securityToken?: string;
  }

  export interface FnfConfig extends Partial<FnfCredentials> {
    credentialsProvider?: { getCredentials(): Promise<FnfCredentials> };
    /** With scheme. */
    endpoint: string;
    opts?: FnfCallOptions;
  }

  export interface FnfCallOptions {
    /** Milliseconds; 3000 unless given. A long poll needs more than its `WaitTimeSeconds`. */
    timeout?: number;
    method?: "GET" | "POST";
    /** Of `node:http` or `node:https`; one that keeps connections unless given. */
    agent?: object;
  }

  export type FnfExecutionStatus = "Starting" | "Running" | "Stopped" | "Succeeded" | "Failed" | "TimedOut" | "";

  export interface FnfFlow {
    RequestId: string;
    Id: string;
    Name: string;
    Definition: string;
    Description: string;
    Type: string;
    RoleArn: string;
    ExecutionMode?: "Standard" | "Express";
    CreatedTime: string;
    LastModifiedTime: string;
  }

  /** `Input` and `Output` are JSON text; times are RFC 3339, UTC. */
  export interface FnfExecution {
    RequestId: string;
    FlowName: string;
    Name: string;
    FlowDefinition: string;
    Input: string;
    Output: string;
    Status: FnfExecutionStatus;
    StartedTime: string;
    StoppedTime: string;
  }

  export interface FnfEvent {
    EventId: number;
    ScheduleEventId: number;
    StepName: string;
    Type: string;
    Time: string;
    /** JSON text. */
    EventDetail: string;
  }

  export interface FnfSchedule {
    RequestId: string;
    ScheduleId: string;
    ScheduleName: string;
    Description: string;
    CronExpression: string;
    Payload: string;
    Enable: boolean;
    CreatedTime: string;
    LastModifiedTime: string;
  }

  interface FnfPaging {
    NextToken?: string;
    Limit?: number;
  }

  interface FnfReference {
    FlowName: string;
    ExecutionName: string;
  }

  export default class Client {
    constructor(config: FnfConfig);
    createFlow(
      params: {
        Name: string;
        Definition: string;
        Description: string;
        Type: "FDL";
        RoleArn?: string;
        ExecutionMode?: "Standard" | "Express";
      },
      options?: FnfCallOptions,
    ): Promise<FnfFlow>;
    updateFlow(
      params: { Name: string; Definition?: string; Description?: string; Type?: "FDL"; RoleArn?: string },
      options?: FnfCallOptions,
    ): Promise<FnfFlow>;
    describeFlow(params: { Name: string }, options?: FnfCallOptions): Promise<FnfFlow>;
    deleteFlow(params: { Name: string }, options?: FnfCallOptions): Promise<{ RequestId: string }>;
    listFlows(
      params?: FnfPaging,
      options?: FnfCallOptions,
    ): Promise<{ RequestId: string; Flows: FnfFlow[]; NextToken?: string }>;
    /** The same name while it runs gives that execution; once it has ended, `ExecutionAlreadyExists`. */
    startExecution(
      params: { FlowName: string; ExecutionName?: string; Input?: string; CallbackFnFTaskToken?: string },
      options?: FnfCallOptions,
    ): Promise<FnfExecution>;
    /** `WaitTimeSeconds`, 0 to 60: answers as soon as the execution has ended. */
    describeExecution(
      params: FnfReference & { WaitTimeSeconds?: number },
      options?: FnfCallOptions,
    ): Promise<FnfExecution>;
    getExecutionHistory(
      params: FnfReference & FnfPaging,
      options?: FnfCallOptions,
    ): Promise<{ RequestId: string; Events: FnfEvent[]; NextToken?: string }>;
    listExecutions(
      params: FnfPaging & {
        FlowName: string;
        Status?: FnfExecutionStatus;
        StartedTimeBegin?: string;
        StartedTimeEnd?: string;
        ExecutionNamePrefix?: string;
      },
      options?: FnfCallOptions,
    ): Promise<{ RequestId: string; Executions: FnfExecution[]; NextToken?: string }>;
    stopExecution(
      params: FnfReference & { Error?: string; Cause?: string },
      options?: FnfCallOptions,
    ): Promise<FnfExecution>;
    reportTaskSucceeded(
      params: { TaskToken: string; Output: string },
      options?: FnfCallOptions,
    ): Promise<{ RequestId: string; EventId: number }>;
    reportTaskFailed(
      params: { TaskToken: string; Error: string; Cause?: string },
      options?: FnfCallOptions,
    ): Promise<{ RequestId: string; EventId: number }>;
    createSchedule(
      params: {
        FlowName: string;
        ScheduleName: string;
        CronExpression: string;
        Description?: string;
        Payload?: string;
        Enable?: boolean;
      },
      options?: FnfCallOptions,
    ): Promise<FnfSchedule>;
    updateSchedule(
      params: {
        FlowName: string;
        ScheduleName: string;
        CronExpression?: string;
        Description?: string;
        Payload?: string;
        Enable?: boolean;
      },
      options?: FnfCallOptions,
    ): Promise<FnfSchedule>;
    describeSchedule(
      params: { FlowName: string; ScheduleName: string },
      options?: FnfCallOptions,
    ): Promise<FnfSchedule>;
    deleteSchedule(
      params: { FlowName: string; ScheduleName: string },
      options?: FnfCallOptions,
    ): Promise<{ RequestId: string }>;
    listSchedules(
      params: FnfPaging & { FlowName: string },
      options?: FnfCallOptions,
    ): Promise<{ RequestId: string; Schedules: FnfSchedule[]; NextToken?: string }>;
    /** Any other action, for example `StartSyncExecution`. */
    request<Result>(action: string, params?: object, options?: FnfCallOptions): Promise<Result>;
  }
}
