/** An event as GetExecutionHistory answers it. */
export interface EventAnswer {
  EventId: number;
  ScheduleEventId: number;
  StepName: string;
  Type: string;
  Time: string;
  EventDetail: string;
}

/** One visit of a state, as far as the events tell. Times are ms since 1970. */
export interface Visit {
  name: string;
  /** The visit of the Parallel or Map around it. */
  outer: Visit | undefined;
  enteredAt: number;
  endedAt?: number;
  /** Its error, when it failed. */
  error?: string;
  /** The action of its task. */
  action?: string;
  /** Errors of the tries of its task, oldest first. */
  failedTries: string[];
  /** Whether there are states inside it that have been entered. */
  hasChildren: boolean;
  /** Type of its last event. */
  last: string;
}

/** An execution as its history tells it. */
export interface Story {
  /** In the order of entering. */
  visits: Visit[];
  /** What each event belongs to, by its id. */
  owners: Map<number, { visit: Visit; type: string }>;
}

export function emptyStory(): Story {
  return { visits: [], owners: new Map() };
}

/** Takes the next event into account; gives the visit that it has ended, if it has. */
export function tell(story: Story, event: EventAnswer): Visit | undefined {
  const { EventId, ScheduleEventId, StepName, Type, Time, EventDetail } = event;
  if (StepName === "") return undefined;
  const cause = story.owners.get(ScheduleEventId);
  const at = Date.parse(Time);
  const visit = Type === "StepEntered" ? enter(story, StepName, at, cause) : ownerOf(event, cause?.visit);
  if (visit === undefined) return undefined;
  story.owners.set(EventId, { visit, type: Type });
  visit.last = Type;
  const detail = JSON.parse(EventDetail) as { error?: string; cause?: string; action?: string };
  if (detail.action !== undefined) visit.action = detail.action;
  if (/^Task(Failed|SubmitFailed|TimedOut)$/.test(Type)) visit.failedTries.push(errorText(detail));
  if (Type !== "StepExited" && Type !== "StepFailed") return undefined;
  visit.endedAt = at;
  if (Type === "StepFailed") visit.error = errorText(detail);
  return visit;
}

/** How many Parallels and Maps are around a state. */
export function depthOf({ outer }: Visit): number {
  return outer === undefined ? 0 : 1 + depthOf(outer);
}

function enter(story: Story, name: string, at: number, cause: { visit: Visit; type: string } | undefined): Visit {
  const isInside = cause !== undefined && /^(Branch|Iteration)Entered$/.test(cause.type);
  const outer = isInside ? cause.visit : cause?.visit.outer;
  if (outer !== undefined) outer.hasChildren = true;
  const visit: Visit = { name, outer, enteredAt: at, failedTries: [], hasChildren: false, last: "" };
  story.visits.push(visit);
  return visit;
}

/** The end of a branch, and the failure that it leads to, belong to the state around the one that caused them. */
function ownerOf({ Type, StepName }: EventAnswer, cause: Visit | undefined): Visit | undefined {
  let owner = /^(Branch|Iteration)Exited$/.test(Type) ? (cause?.outer ?? cause) : cause;
  while (owner?.outer !== undefined && (owner.name !== StepName || owner.endedAt !== undefined)) owner = owner.outer;
  return owner;
}

function errorText({ error = "", cause = "" }: { error?: string; cause?: string }): string {
  return cause === "" ? error : `${error}: ${cause}`;
}
