import { handshake, tcpConnect } from "../shared/core/probes/handshake.ts";
import { httpAnswer } from "../shared/core/probes/httpAnswer.ts";
import type { ProbeAnswer } from "../shared/core/probes/probedVpcs.ts";
import type { Look } from "../shared/core/probes/probeResult.ts";
import { askTimes } from "../shared/core/probes/probes.ts";
import { AlbflowError } from "../shared/platform/errors.ts";
import { type Handler, jsonEvent, type SingleFunction } from "../shared/platform/functionCompute.ts";
import { reason } from "../shared/platform/reasons/reason.ts";
import { shortErrors } from "../shared/platform/shortErrors.ts";

/** Stands in a VPC, and looks at internal instances there for the functions that do not. */
export const probe: SingleFunction = {
  name: "probe",
  summary: "Probe a listener of an internal instance from inside its VPC.",
  permissions: [],
  timeout: 60,
  takes:
    "one probe, with `kind` (`handshake`, `connection`, `answer`, `answers`), `host`, `port` and what belongs to it",
  returns: "`seen`; or `failed`, with the reason and the socket's code",
  example: { kind: "connection", host: "internal-shop.example", port: 443 },
};

/** Throws `AlbflowError` InvalidInput for what is no look. */
export const handler: Handler<ProbeAnswer> = shortErrors(async (event) => {
  const { host, port, ...asked } = jsonEvent(event);
  if (typeof host !== "string" || typeof port !== "number") throw new AlbflowError("InvalidInput", reason("no-look"));
  try {
    return { seen: (await seenBy({ ...asked, host, port } as unknown as Look)) ?? null };
  } catch (error) {
    if (!(error instanceof AlbflowError) || error.code === undefined) throw error;
    return { failed: { reason: error.reason, code: error.code } };
  }
});

function seenBy(look: Look): Promise<unknown> {
  switch (look.kind) {
    case "handshake":
      return handshake(look);
    case "connection":
      return tcpConnect(look, look.timeoutMs);
    case "answer":
      return httpAnswer(look);
    case "answers":
      return askTimes(look, look.times);
    default:
      throw new AlbflowError("InvalidInput", reason("no-look"));
  }
}
