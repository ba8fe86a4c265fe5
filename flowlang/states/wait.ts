import type { WaitState } from "../definition/flow.ts";
import { readSeconds, secondsOf } from "../definition/readSeconds.ts";
import { limits } from "../limits.ts";
import type { StateType } from "../machine.ts";

/** Waits 1 to 300 s, in Express flows 1 to 20 s (cloudflow.md §5). */
export const wait: StateType<WaitState> = {
  fields: { Seconds: "optional", "Seconds.$": "optional" },
  leaves: "nextOrEnd",
  read(base, reader) {
    const seconds = readSeconds(reader, "Seconds", { least: 1, most: limits.waitSeconds[reader.mode] });
    if (seconds === undefined) reader.sink.add("flow-wait-without-seconds", base.at, {});
    return { ...base, type: "Wait", seconds: seconds ?? 1 };
  },
  run(machine, frame, state) {
    const seconds = secondsOf(machine, frame, state.name, state.seconds);
    frame.waiting = { for: "time", until: machine.now + seconds * 1000 };
  },
};
