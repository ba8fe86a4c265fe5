import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { lockFolder } from "../cloudflow/engine/journal/lockFolder.ts";
import type { CallRecord } from "../context.ts";
import type { Rooms } from "../rooms.ts";
import { damaged, type KeptFile, keepFile, readKept } from "./keptFile.ts";
import type { BackendSpec } from "./world.ts";

/**
 * A folder in which a cloud survives its process, SIGKILL included. `state.json` holds ALB, CAS, RAM, DNS, the functions'
 * configurations and the backends, in one file so that they always fit each other; `logs.json` what SLS keeps;
 * `cloudflow/` is CloudFlow's own journal and `functions/` uploaded code. Private keys are in it: it is made readable
 * for its owner alone.
 */
export interface DataFolder {
  path: string;
  /** Whether a former cloud has left something here. */
  isNew: boolean;
  /** When a former cloud was here last by its own clock, in milliseconds since 1970. */
  lastMoment: number | undefined;
  /** Backends that a former cloud ran, with the ports that its server groups name. */
  backends: BackendSpec[];
  /** Gives the rooms what was kept. Throws an `Error` that names the file when it does not fit. */
  restore(rooms: Rooms): void;
  /** Writes what the rooms hold from now on. */
  follow(rooms: Rooms, backends: () => BackendSpec[]): void;
  /** To be told of every call: reads change nothing. */
  noticed(call: Pick<CallRecord, "service" | "action">): void;
  /** To be told of changes that no call has made. */
  changed(): void;
  /** Writes the last changes and gives the folder free. */
  close(): Promise<void>;
}

const VERSION = 1;
const READS = /^(Get|List|Describe|Pull|Check|Invoke|AssumeRole|\(unknown\))/;

/**
 * Takes a folder for one cloud; makes it when it is not there. Rejects with an `Error` when another process, which it
 * names, or another cloud of this one has it, or a file in it is damaged.
 */
export async function openDataFolder(dir: string): Promise<DataFolder> {
  const path = resolve(dir);
  const stateFile = join(path, "state.json");
  const logsFile = join(path, "logs.json");
  if (openHere.has(path)) throw new Error(`The folder ${path} is in use by another local cloud of this process.`);
  await mkdir(path, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(path);
  openHere.add(path);
  const release = async () => {
    openHere.delete(path);
    await unlock();
  };
  try {
    const state = await readVersioned(stateFile);
    const logs = await readVersioned(logsFile);
    let files: { state: KeptFile; logs: KeptFile } | undefined;
    const changed = () => {
      files?.state.changed();
      files?.logs.changed();
    };
    return {
      path,
      isNew: state === undefined,
      lastMoment: state?.at as number | undefined,
      backends: (state?.backends ?? []) as BackendSpec[],
      restore({ actionTrail, alb, alidns, cas, ram, fc, sls }) {
        takingUp(stateFile, () => {
          if (state === undefined) return;
          const {
            alb: albKept,
            cas: casKept,
            ram: ramKept,
            fc: fcKept,
            alidns: dnsKept,
            trails = [],
          } = state as unknown as KeptState;
          cas.importState(casKept);
          alb.importState(albKept);
          ram.restore(ramKept);
          fc.importState(fcKept);
          // Folders from before there was DNS have none.
          if (dnsKept !== undefined) alidns.importState(dnsKept);
          for (const trail of trails) actionTrail.addTrail(trail);
        });
        takingUp(logsFile, () => {
          if (logs !== undefined) sls.importState((logs as { sls: object }).sls);
        });
      },
      follow({ actionTrail, alb, alidns, cas, ram, fc, sls, context }, backends) {
        const kept = (): KeptState => ({
          version: VERSION,
          at: context.clock.now(),
          alb: alb.exportState(),
          cas: cas.exportState(),
          ram: ram.directory,
          fc: fc.exportState(),
          alidns: alidns.exportState(),
          trails: actionTrail.trails(),
          backends: backends(),
        });
        files = {
          state: keepFile(stateFile, kept),
          logs: keepFile(logsFile, () => ({ version: VERSION, sls: sls.exportState() })),
        };
        changed();
      },
      noticed({ service, action }) {
        if (READS.test(action) || service === "fnf") return;
        files?.[service === "sls" ? "logs" : "state"].changed();
      },
      changed,
      async close() {
        try {
          // Whoever has the cloud in its own process may have changed it without a call.
          changed();
          await Promise.all([files?.state.close(), files?.logs.close()]);
        } finally {
          await release();
        }
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** When the cloud that left this folder was here last by its own clock, so that simulated time goes on from there. */
export async function lastMomentIn(dir: string): Promise<number | undefined> {
  return (await readVersioned(join(resolve(dir), "state.json")))?.at as number | undefined;
}

const openHere = new Set<string>();

interface KeptState {
  version: typeof VERSION;
  at: number;
  alb: ReturnType<Rooms["alb"]["exportState"]>;
  cas: ReturnType<Rooms["cas"]["exportState"]>;
  ram: Rooms["ram"]["directory"];
  fc: object;
  alidns?: ReturnType<Rooms["alidns"]["exportState"]>;
  trails?: ReturnType<Rooms["actionTrail"]["trails"]>;
  backends: BackendSpec[];
}

async function readVersioned(file: string): Promise<Record<string, unknown> | undefined> {
  const kept = await readKept(file);
  if (kept !== undefined && kept.version !== VERSION) {
    throw damaged(file, new Error(`its version is ${JSON.stringify(kept.version)}, this program reads ${VERSION}`));
  }
  return kept;
}

function takingUp(file: string, work: () => void) {
  try {
    work();
  } catch (error) {
    throw damaged(file, error);
  }
}
