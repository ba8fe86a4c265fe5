import { cpSync, mkdtempSync, rmSync } from "node:fs";
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
import { outside } from "./invocation.ts";

/** One CloudFlow after another on one account. */
export interface Engines {
  current(): CloudFlow;
  /** Ends the current one as if its process had died; the next goes on with what the journal holds. */
  kill(): Promise<void>;
  /** A CloudFlow with the flows and nothing else, once `reset` has put back the rest of the cloud. */
  renew(reset: () => Promise<void>): Promise<void>;
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
  const fresh = join(folder, "fresh");
  const used = join(folder, "used");

  async function start(dataDir: string): Promise<CloudFlow> {
    const engine = createCloudFlow(context, {
      invokeFunction: (call) => outside(() => options.invokeFunction(call)),
      callApi: ({ roleArn, product, action, parameters }) =>
        outside(() => {
          const called = products[product.toLowerCase()];
          if (called === undefined) throw new CloudError(404, "InvalidProduct.NotFound", `No product ${product} here.`);
          return called.call(context.ram.identityOfRole(roleArn, "fnf.aliyuncs.com"), action, parameters);
        }),
      ...(options.journaled && { dataDir }),
      seed: "chaos",
    });
    await engine.start();
    return engine;
  }
  const startAsNew = () => {
    rmSync(used, { recursive: true, force: true });
    cpSync(fresh, used, { recursive: true });
    return start(used);
  };

  let engine = await start(fresh);
  for (const flow of options.flows) await engine.putFlow(flow);
  const restore = options.journaled ? undefined : engine.mark();
  if (options.journaled) await engine.close();
  return {
    current: () => engine,
    async kill() {
      if (!options.journaled) throw new Error("Only an engine with a journal can be killed.");
      await engine.close();
      engine = await start(used);
    },
    async renew(reset) {
      engine.abandon();
      if (options.journaled) await engine.close();
      await reset();
      restore?.();
      if (options.journaled) engine = await startAsNew();
    },
    async close() {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
