/** What a probe of `albflow fieldtest` asks of the real cloud, and what this cloud can do about the answer. */
interface Question {
  /** The row of docs/reference/open.md, or of real-cloud.md where the documents have settled it and a probe is worth it all the same. */
  row: string;
  /** What we assume: an answer in the probe's words; a refusal is `400 IncorrectStatus.Listener`. */
  assumed: string;
  /** What this cloud can do instead, in the same words. */
  others?: readonly string[];
  /** The assumed answer is this refusal of the action: any other status and code can be played in its place. */
  refusalOf?: { service: "alb" | "cas" | "fnf" | "fc"; action: string };
}

/**
 * Every question, by its name: that of its probe, and what of it is asked where there are several. The one place that knows
 * them; probes are held to it by their types, docs/reference/open.md by a test.
 */
export const questions = {
  "tracing-sample-unit": { row: "O1", assumed: "in 1/10000", others: ["in 1/1000", "in percent"] },
  "edition-codes/mutual-tls": {
    row: "O2",
    assumed: "400 UnsupportedFeature.MutualTls",
    refusalOf: { service: "alb", action: "UpdateListenerAttribute" },
  },
  "edition-codes/tracing": {
    row: "O2",
    assumed: "400 UnsupportedFeature.Tracing",
    refusalOf: { service: "alb", action: "UpdateListenerLogConfig" },
  },
  "start-running/start": {
    row: "O3",
    assumed: "400 IncorrectStatus.Listener",
    others: ["taken"],
    refusalOf: { service: "alb", action: "StartListener" },
  },
  "start-running/stop": {
    row: "O3",
    assumed: "400 IncorrectStatus.Listener",
    others: ["taken"],
    refusalOf: { service: "alb", action: "StopListener" },
  },
  "update-stopped": { row: "O4", assumed: "taken, stopped again", others: ["refused", "started by it"] },
  "log-off-while-tracing": { row: "O5", assumed: "taken", others: ["refused"] },
  "bare-id": { row: "O6", assumed: "taken", others: ["refused"] },
  "json-lists": { row: "O59", assumed: "refused", others: ["taken"] },
  "client-token": { row: "O7", assumed: "other parameters are refused", others: ["other parameters are taken"] },
  "dry-run-depth": { row: "O8", assumed: "404 ResourceNotFound.ServerGroup", others: ["taken"] },
  statuses: {
    row: "O9",
    assumed: "404 ResourceNotFound.Listener",
    refusalOf: { service: "alb", action: "GetListenerAttribute" },
  },
  "system-policies/1_0_to_1_3": { row: "O11", assumed: "24 suites", others: ["missing"] },
  "system-policies/trace-headers": { row: "O11", assumed: "x-b3 is continued", others: ["x-b3 is not continued"] },
  "served-while-configuring": { row: "O12", assumed: "the former, then the new", others: ["the new at once"] },
  "promote-additional": {
    row: "O13",
    assumed: "400 ResourceAlreadyAssociated.Certificate",
    others: ["taken"],
    refusalOf: { service: "alb", action: "UpdateListenerAttribute" },
  },
  "replaced-default": { row: "O14", assumed: "leaves at once", others: ["stays as an additional one"] },
  "two-matches": { row: "O15", assumed: "the one associated last", others: ["the one associated first"] },
  "alb-rate": { row: "O16", assumed: "200 a minute", others: ["more than 400 a minute"] },
  "job-age": { row: "O17", assumed: "a day and longer", others: ["gone once it has ended"] },
  "failed-job": { row: "O18", assumed: "leaves it as it was", others: ["leaves it changed"] },
  "port-taken": {
    row: "O19",
    assumed: "400 ResourceAlreadyExist.Listener",
    refusalOf: { service: "alb", action: "CreateListener" },
  },
  "cas-codes/unknown-id": {
    row: "O20",
    assumed: "404 NotFound",
    refusalOf: { service: "cas", action: "GetUserCertificateDetail" },
  },
  "cas-codes/taken-name": {
    row: "O20",
    assumed: "400 NameRepeat",
    refusalOf: { service: "cas", action: "UploadUserCertificate" },
  },
  "cas-codes/quota": { row: "O20", assumed: "400 CertQuotaCheckFailed" },
  "delete-bound": { row: "O21", assumed: "deleted, and served on", others: ["refused"] },
  "values-while-configuring": { row: "O22", assumed: "the new ones", others: ["the former ones"] },
  "zero-retries": { row: "CR8", assumed: "taken", others: ["400 InvalidArgument"] },
  "operation-flow": { row: "CR8", assumed: "taken", others: ["400 InvalidArgument"] },
  "task-timeout": { row: "O24", assumed: "retried and caught" },
  "action-error-name": { row: "O25", assumed: "FNF.ExecutionNotExists", others: ["ExecutionNotExists"] },
  "missing-path": { row: "O26", assumed: "ends it, uncaught", others: ["caught"] },
  "catch-sees": { row: "O27", assumed: "the state's input and the error" },
  branches: { row: "O28", assumed: "a Fail ends everything" },
  ranges: { row: "O29", assumed: "400 InvalidArgument", refusalOf: { service: "fnf", action: "CreateFlow" } },
  "history-shape": {
    row: "O30",
    assumed: "StepExited has the output",
    others: ["StepSucceeded has the output"],
  },
  "cloudflow-codes/stop-ended": {
    row: "O31",
    assumed: "400 InvalidArgument",
    refusalOf: { service: "fnf", action: "StopExecution" },
  },
  "cloudflow-codes/unknown-flow": {
    row: "O31",
    assumed: "404 FlowNotExists",
    refusalOf: { service: "fnf", action: "DescribeFlow" },
  },
  "same-name-other-input": { row: "O32", assumed: "it is joined", others: ["refused"] },
  "report-twice": {
    row: "O33",
    assumed: "400 InvalidArgument",
    refusalOf: { service: "fnf", action: "ReportTaskSucceeded" },
  },
  "unreachable-state": { row: "O34", assumed: "taken", others: ["400 InvalidArgument"] },
  "describe-as-task": { row: "O35", assumed: "$Output.Status", others: ["not $Output.Status"] },
  "post-and-get": { row: "CR2", assumed: "GET only" },
  "report-token": { row: "O36", assumed: "both ways", others: ["in the query alone"] },
  "list-order": { row: "O37", assumed: "the newest first", others: ["by name"] },
  "history-age": { row: "O38", assumed: "90 days and longer", others: ["gone before its execution"] },
  "function-error-name": { row: "O23", assumed: "its errorType" },
  "fc-signature": { row: "O39", assumed: "taken" },
  "http-answer": { row: "O40", assumed: "sent as JSON" },
  "timer-interval": { row: "O42", assumed: "400 InvalidArgument" },
  "function-timeout": { row: "O43", assumed: "without an errorType" },
  "invoke-arn": { row: "O47", assumed: "both are checked", others: ["the function alone", "the version alone"] },
  "service-linked-roles": { row: "O48", assumed: "taken" },
  "http-headers": { row: "O49", assumed: "Host is among them", others: ["Host is not among them"] },
  "query-decoded": { row: "O50", assumed: "decoded", others: ["not decoded"] },
  "mail-port": { row: "O51", assumed: "closed", others: ["open"] },
  "event-by-eventbridge/source": {
    row: "O10",
    assumed: "alb:ActionTrail:ApiCall",
    others: ["actiontrail:ActionTrail:ApiCall"],
  },
  "event-by-eventbridge/shape": { row: "O41", assumed: "an array", others: ["one object"] },
  "event-by-eventbridge/invocation": {
    row: "O52",
    assumed: "true means asynchronous",
    others: ["true means synchronous"],
  },
  "alarm-body": { row: "O53", assumed: "understood" },
  "task-twice": {
    row: "O56",
    assumed: "409 AsyncTaskAlreadyExists",
    refusalOf: { service: "fc", action: "InvokeFunction" },
  },
  "trail-into-logstore": { row: "O57", assumed: "taken", others: ["refused", "delivered elsewhere"] },
  "log-writer": { row: "O58", assumed: "the role", others: ["AliyunServiceRoleForFC"] },
  "second-resources": { row: "O44", assumed: "checked", others: ["not checked"] },
  "update-second-resource": { row: "CB3", assumed: "checked", others: ["not checked"] },
  "reads-on-resource": { row: "O45", assumed: "on * only", others: ["on the resource"] },
  "server-arn": { row: "O46", assumed: "both are checked", others: ["the name of ALB alone", "the name of ECS alone"] },
  "metric-permission": { row: "O60", assumed: "cms:QueryMetricLast", others: ["cms:DescribeMetricLast"] },
  "metric-series": {
    row: "O61",
    assumed: "by listener, in capitals",
    others: ["by listener, in small letters"],
  },
  "access-log-record": { row: "CR11", assumed: "understood", others: ["not understood"] },
  "start-on-star": { row: "CB1", assumed: "on * only", others: ["on the flow"] },
  "dissociated-rows": { row: "O54", assumed: "listed as Dissociated", others: ["gone at once"] },
  "two-defaults/served": { row: "O55", assumed: "by the kind of key", others: ["the first alone"] },
  "two-defaults/one-kind": {
    row: "O55",
    assumed: "400 InvalidParameter",
    refusalOf: { service: "alb", action: "UpdateListenerAttribute" },
  },
} as const satisfies Record<string, Question>;

export type QuestionName = keyof typeof questions;

/** Everything that is known of a question. */
export function questionOf(name: QuestionName): Question {
  return questions[name];
}

/** Whether this is the name of a question: what comes from a file may be any text. */
export function isQuestionName(name: string): name is QuestionName {
  return Object.hasOwn(questions, name);
}

/** Whether this cloud can answer a question so. */
export function canPlay(name: QuestionName, answer: string): boolean {
  const { assumed, others = [], refusalOf } = questionOf(name);
  return answer === assumed || others.includes(answer) || (refusalOf !== undefined && REFUSAL.test(answer));
}

/** A refusal as an answer: status and code. */
export const REFUSAL = /^([45]\d\d) ([A-Za-z]\w*(?:\.\w+)*)$/;
