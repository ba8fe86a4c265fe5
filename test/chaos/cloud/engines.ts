import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CloudFlow,
  type CloudFlowOptions,
  createCloudFlow,
  type FlowToPut,
} from "../../../local/cloudflow/cloudFlow.ts";
import type { CloudContext } from "../../../local/context.ts";
import type { RpcService } from "../../../local/rpc/dispatch.ts";
import { CloudError } from "../../../local/wire/cloudError.ts";
import type { WireService } from "../../../local/wire/exchange.ts";

/** One CloudFlow after another on one account, each at the same address. */
interface Engines extends Pick<WireService, "handle"> {
  current(): CloudFlow;
  /** Ends the current one as if its process had died; the next goes on with what the journal holds. */
  kill(): Promise<void>;
  /**
   * A CloudFlow that holds flows and nothing else, once `reset` has put back the rest of the cloud. To read a flow takes
   * time, so one that starts from nothing gets only those that are `needed`.
   */
  renew(reset: () => Promise<void>, needed: (flow: string) => boolean): Promise<void>;
  close(): Promise<void>;
}

/** Starts the first one. `products` are the APIs that flows call by name. */
export async function createEngines(
  context: CloudContext,
  options: {
    invokeFunction: CloudFlowOptions["invokeFunction"];
    products: Record<string, Pick<RpcService, "call">>;
    flows: FlowToPut[];
    journaled: boolean;
  },
): Promise<Engines> {
  const { products } = options;
  const folder = mkdtempSync(join(tmpdir(), "albflow-chaos-"));

  async function start(): Promise<CloudFlow> {
    const engine = createCloudFlow(context, {
      invokeFunction: options.invokeFunction,
      async callApi({ roleArn, product, action, parameters }) {
        const called = products[product.toLowerCase()];
        if (called === undefined) throw new CloudError(404, "InvalidProduct.NotFound", `No product ${product} here.`);
        return called.call(context.ram.identityOfRole(roleArn, "fnf.aliyuncs.com"), action, parameters);
      },
      ...(options.journaled && { dataDir: folder }),
      randomSeed: "chaos",
    });
    await engine.start();
    return engine;
  }
  async function startAsNew(needed: (flow: string) => boolean) {
    rmSync(folder, { recursive: true, force: true });
    const fresh = await start();
    for (const flow of options.flows) if (needed(flow.name)) await fresh.putFlow(flow);
    return fresh;
  }

  let killing: Promise<void> = Promise.resolve();
  let engine = await startAsNew(() => !options.journaled);
  const restore = options.journaled ? undefined : engine.snapshot();
  return {
    handle: (request) => engine.handle(request),
    current: () => engine,
    kill() {
      if (!options.journaled) throw new Error("Only an engine with a journal can be killed.");
      // Two faults may strike at once: whoever comes second kills the one that has just come back.
      killing = killing.then(async () => {
        await engine.close();
        engine = await start();
      });
      return killing;
    },
    async renew(reset, needed) {
      await killing;
      engine.abandon();
      if (options.journaled) await engine.close();
      await reset();
      restore?.();
      if (options.journaled) engine = await startAsNew(needed);
    },
    async close() {
      await killing;
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
