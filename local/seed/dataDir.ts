import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { lockFolder } from "../cloudflow/engine/journal/lockFolder.ts";
import type { Keeper } from "../keeper.ts";
import type { Services } from "../services.ts";
import { changeJournal, removeChanges } from "./changeJournal.ts";
import { damaged, writeFileWhole } from "./persistedFile.ts";
import { persistedStateOf, withChanges } from "./persistedState.ts";
import { readDataDir, VERSION } from "./readDataDir.ts";
import type { BackendSpec } from "./seed.ts";

/**
 * A folder in which a cloud survives its process, SIGKILL included: `state.json` holds ALB, CAS, RAM, DNS, the functions and
 * the backends as they were at one moment, `logs.json` what SLS keeps, and `changes-….jsonl` what has changed since, which
 * is there before anybody is told of it. `cloudflow/` is CloudFlow's own journal and `functions/` uploaded code. Private
 * keys are in it: it is made readable for its owner alone.
 */
interface DataDir {
  path: string;
  /** Whether a former cloud has left something here. */
  isNew: boolean;
  /** When a former cloud was here last by its own clock, in milliseconds since 1970. */
  lastMoment: number | undefined;
  /** Backends that a former cloud ran, with the ports that its server groups name. */
  backends: BackendSpec[];
  /** Keeps what is noted, once `follow` has been called. */
  keeper: Keeper;
  /** Gives the services what was kept. Throws an `Error` that names the file when it does not fit. */
  restore(services: Services): void;
  /** Keeps what the services hold from now on. Rejects with the system's error when that cannot be written. */
  follow(services: Services, backends: () => BackendSpec[]): Promise<void>;
  /** Writes everything that the services hold, also what changed without a call. Rejects with the system's error. */
  save(): Promise<void>;
  /** Writes the last changes and gives the folder free. */
  close(): Promise<void>;
}

/** So much journal is read again at the next start; beyond it, the whole state is written instead. */
const LARGEST_JOURNAL = 16 * 1024 * 1024;

/**
 * Takes a folder for one cloud; makes it when it is not there. Rejects with an `Error` when another process, which it
 * names, or another cloud of this one has it, or a file in it is damaged or missing. `now` is the cloud's time.
 */
export async function openDataDir(dir: string, now: () => number): Promise<DataDir> {
  const path = resolve(dir);
  if (openHere.has(path)) throw new Error(`The folder ${path} is in use by another local cloud of this process.`);
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause: Error) => {
    throw new Error(`The folder ${path} cannot be made: ${cause.message}. Name another one.`, { cause });
  });
  const unlock = await lockFolder(path);
  openHere.add(path);
  const release = async () => {
    openHere.delete(path);
    await unlock();
  };
  try {
    const folder = await opened(path, now, release);
    return {
      ...folder,
      follow: (...given) => folder.follow(...given).catch((error: unknown) => throwInWords(path, error)),
    };
  } catch (error) {
    await release();
    return throwInWords(path, error);
  }
}

/** Says what an error of the system means; passes every other on. */
function throwInWords(path: string, error: unknown): never {
  const { syscall, message } = error as NodeJS.ErrnoException;
  if (syscall === undefined) throw error;
  throw new Error(
    `The folder ${path} cannot be used: ${message}. Free some space or give rights, or use another folder.`,
    {
      cause: error,
    },
  );
}

async function opened(path: string, now: () => number, release: () => Promise<void>): Promise<DataDir> {
  const [stateFile, logsFile] = [join(path, "state.json"), join(path, "logs.json")];
  const found = await readDataDir(path, { mending: true });
  if (found.state === undefined) {
    // Should this process be killed before anybody could call the cloud, the next one begins anew.
    await writeFileWhole(stateFile, `{"version":${VERSION},"begun":true}\n`);
  }
  const { state, logs, changes } = found;
  const journal = changeJournal(path, now);
  let capture: ((withLogs: boolean, through: number) => Promise<void>) | undefined;
  let saving: Promise<void> | undefined;
  let logsThrough = found.logsThrough;

  /** Logs are large and change by appending only: they stay in the journal until that is full. */
  async function save(withLogs: boolean): Promise<void> {
    let written: Promise<void> | undefined;
    await journal.turnOver((through) => {
      written = capture?.(withLogs, through);
    });
    await written;
  }

  function saveWhenLong() {
    if (journal.size < LARGEST_JOURNAL || saving !== undefined) return;
    saving = save(true)
      // It only saves space and time: when it fails, everything is in the journal, and the next one tries again.
      .catch(() => {})
      .finally(() => {
        saving = undefined;
      });
  }

  return {
    path,
    isNew: state === undefined,
    lastMoment: found.lastMoment,
    backends: state?.backends ?? [],
    keeper: {
      ...journal,
      safe() {
        saveWhenLong();
        return journal.safe();
      },
    },
    restore({ actionTrail, alb, alidns, cas, kms, ram, fc, sls }) {
      takingUp(stateFile, () => {
        if (state === undefined) return;
        const kept = withChanges(
          state,
          changes.filter(({ number }) => number > found.through).flatMap((file) => file.changes),
        );
        cas.importState(kept.cas);
        alb.importState(kept.alb);
        ram.restore(kept.ram, kept.sessions);
        fc.importState(kept.fc);
        // Folders from before there was DNS have none.
        if (kept.alidns !== undefined) alidns.importState(kept.alidns);
        if (kept.kms !== undefined) kms.importState(kept.kms);
        actionTrail.importState({ trails: kept.trails ?? [], waiting: kept.waiting ?? {} });
      });
      takingUp(logsFile, () => {
        if (logs !== undefined) sls.importState((logs as { sls: object }).sls);
        for (const { number, changes: rows } of changes) {
          if (number > found.logsThrough) for (const change of rows) sls.apply(...change);
        }
      });
    },
    async follow(services, backends) {
      capture = (withLogs, through) => {
        const texts = {
          state: JSON.stringify({
            version: VERSION,
            at: now(),
            through,
            ...persistedStateOf(services),
            backends: backends(),
          }),
          logs: withLogs ? JSON.stringify({ version: VERSION, through, sls: services.sls.exportState() }) : undefined,
        };
        return (async () => {
          if (texts.logs !== undefined) {
            await writeFileWhole(logsFile, `${texts.logs}\n`);
            logsThrough = through;
          }
          await writeFileWhole(stateFile, `${texts.state}\n`);
          await removeChanges(path, logsThrough);
        })();
      };
      await journal.follow(found.last + 1);
      // What came true while the services were filled is not in the journal.
      await save(logs === undefined || found.bytes > LARGEST_JOURNAL);
    },
    save: () => save(true),
    async close() {
      try {
        await saving;
        // Whoever has the cloud in its own process may have changed it without a call.
        if (capture !== undefined) await save(true);
      } finally {
        try {
          await journal.close();
        } finally {
          await release();
        }
      }
    },
  };
}

const openHere = new Set<string>();

function takingUp(file: string, work: () => void) {
  try {
    work();
  } catch (error) {
    throw damaged(file, error);
  }
}
