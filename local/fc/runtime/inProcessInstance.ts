import { lookup as systemLookup } from "node:dns";
import { CLOCK_GLOBAL, type Clock } from "../../../shared/platform/clock.ts";
import { bootstrap, type FromInstance, type ToInstance } from "./bootstrap.ts";
import type { StartInstance } from "./instance.ts";
import { type InstanceTime, instanceTime } from "./instanceTime.ts";
import { isolatedPlace } from "./isolatedPlace.ts";
import { NAME_HELPER } from "./programSource.ts";
import { remoteInstance } from "./remoteInstance.ts";
import { type Lookup, lookupInVpc } from "./vpcNames.ts";

/**
 * Instances inside this process, for simulated time: the function's `globalThis` offers the simulated clock under
 * `Symbol.for("clock")`, and time stands still while it works and passes while it sleeps on that clock. Each instance
 * has its own `process.env`, `process.exit`, output and globals. Its memory is not limited, code that never gives way
 * cannot be ended, and an exception outside of any invocation is the whole process's: isolate such functions in threads.
 */
export function startInProcessInstances(clock: Clock): StartInstance {
  return ({ id, folder, environment, vpcId }) => {
    const ended = new AbortController();
    let toInstance: (message: ToInstance) => unknown = () => {};
    let fromInstance: (message: FromInstance) => void = () => {};
    let gone: (reason: string) => void = () => {};
    let time: InstanceTime | undefined;
    const place = isolatedPlace({
      environment,
      ...(vpcId === undefined ? {} : { lookup: lookupInVpc(vpcId, systemLookup as Lookup) }),
      onExit: (code) => gone(`the process exited with code ${code}`),
      onRequest: () => time?.onRequest() ?? (() => {}),
    });

    const instance = remoteInstance(
      { id },
      {
        send: (message) => toInstance(message),
        onMessage(listener) {
          fromInstance = listener;
        },
        onGone(listener) {
          gone = listener;
        },
        kill: () => ended.abort(new Error("The instance has ended.")),
      },
    );
    const program = place.evaluate(`${NAME_HELPER} return ${bootstrap.toString()}`) as typeof bootstrap;
    program(
      {
        send: (message) => fromInstance(message),
        freeze: () => {},
        receive(listener) {
          toInstance = listener;
        },
        loadFile: (file) => place.loadFile(file),
        importFile: (url) => Promise.reject(new Error(`ES modules need a thread or process of their own: ${url}`)),
      },
      place.require,
    );
    toInstance({ type: "load", folder, sharesProcess: false, vpcId: undefined });

    return {
      ...instance,
      run: (entry, event, context) =>
        clock.hold(async (held) => {
          time = instanceTime(held, clock, ended.signal);
          place.globals.set(CLOCK_GLOBAL, time.clock);
          const outcome = await instance.run(entry, event, context);
          await time.close();
          return outcome;
        }),
    };
  };
}
