import type { RenewalRules } from "../../../shared/features/renewal/advanceRound.ts";
import type { Fleet } from "../../../shared/features/renewal/fleet.ts";
import type { Judgement } from "./judge.ts";
import type { Outages } from "./outages.ts";
import type { Subject } from "./subject.ts";
import type { CalendarWindow } from "./windowCalendar.ts";

/** What is simulated. */
export interface Scenario {
  days: number;
  certificates: number;
  listeners: number;
  regions: string[];
  seed: string;
  startAt: number;
  /** At random unless given. */
  outages?: Outages;
  failures?: { rotation: number; order: number };
  windows: CalendarWindow[];
  /** Default true. */
  mayOrder?: boolean;
  /** Whether a tenth each of the listeners is QUIC, stopped, protected or refused, and of the certificates unreadable or beside an unfit one. */
  isHindered?: boolean;
  /** Told once in ten simulated days, with what has come of them. */
  progress?: (day: number, judgement: Judgement) => void;
  /** Told what is known of each certificate that expired although it need not have. */
  complain?: (complaint: string) => void;
  /** Mistakes, which the judge must find. */
  plant?: {
    /** Other rules than those that the judge goes by. */
    rules?: Partial<RenewalRules>;
    pace?: { burst: number; perSecond: number };
    /** Stands between renewal and the model. */
    fleet?: (fleet: Fleet, now: () => number) => Fleet;
  };
  /** The region of home, where those of other accounts are told as `<account>/<region>`; orders are made in home's account only. */
  home?: string;
  /** What a step of a round takes beside what the pace costs: calls and functions are not for nothing. Default 0. */
  stepMs?: number;
  /** How many days certificates live, in turn. */
  lifetimes?: number[];
  /** Whether nothing is kept of each rotation; of millions it would be too much. */
  isLarge?: boolean;
  /** Whether what waits is handed to renewal once a day only (`waitsUntil` of the model). Default: whether it is large. */
  leavesOut?: boolean;
  subjects?: Subject[];
  nextNumber?: (subject: Subject) => number;
}

/** What came of it, and how. */
export interface SimulationResult extends Judgement {
  /** Calls that ALB would have throttled. */
  rateLimited: number;
  /** The most calls of one action in a minute. */
  busiestMinute: number;
  /** The busiest minute of each kind of call, and the most instances at once, as shares of what the account has. */
  peakShareOfLimit: { startExecution: number; describe: number; list: number; albPerRegion: number; instances: number };
  /** The same of CloudFlow's calls over the whole time. */
  steadyShareOfLimit: { startExecution: number; describe: number; list: number };
  /** The most orders within three hours, as a share of what a directory takes. */
  peakOrders: number;
  /** Calls above the account's own limits, and orders above a directory's. */
  overRate: number;
  rounds: number;
  missedTicks: number;
  steps: number;
  /** Steps of the longest round, and bytes of the largest state of one. */
  longestRound: number;
  largestState: number;
  /** `hour hostname on listener` of each rotation that was started. */
  history: string[];
  /** `listener certificate` of everything that listeners hold in the end. */
  held: string[];
}
