import { clock } from "../../shared/platform/clock.ts";
import { padToWidth } from "../displayWidth.ts";
import { printable } from "../printable.ts";

/** One line at the bottom of a terminal that says what is going on and for how long. Elsewhere it says nothing. */
interface Progress {
  /** Says what goes on from now on. */
  show(what: string): void;
  /** Takes the line away, for another to be written in its place. */
  clear(): void;
}

/** Opens it on a terminal; it is to be cleared when the work is over. */
export function openProgress(terminal: Pick<NodeJS.WriteStream, "isTTY" | "write"> = process.stderr): Progress {
  if (!terminal.isTTY) return { show: () => undefined, clear: () => undefined };
  let cancel: (() => void) | undefined;
  const clear = () => {
    cancel?.();
    if (cancel !== undefined) terminal.write("\r\u001B[K");
    cancel = undefined;
  };
  return {
    clear,
    show(what) {
      clear();
      const since = clock.now();
      const draw = () => {
        const seconds = Math.round((clock.now() - since) / 1_000);
        terminal.write(`\r\u001B[K  … ${padToWidth(printable(what), 12)} ${seconds} s`);
        cancel = clock.after(1_000, draw);
      };
      draw();
    },
  };
}

/** What a command that answers once says meanwhile: nothing that a program would read, and without a terminal a plain line. */
export function progressFor(isForMachines: boolean): Progress {
  return isForMachines ? openProgress() : openLongProgress();
}

/** The same, and where there is no terminal a plain line for each thing that goes on: for work that takes minutes. */
export function openLongProgress(terminal: Pick<NodeJS.WriteStream, "isTTY" | "write"> = process.stderr): Progress {
  if (terminal.isTTY) return openProgress(terminal);
  return { show: (what) => void terminal.write(`  … ${printable(what)}\n`), clear: () => undefined };
}
