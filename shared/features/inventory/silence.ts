import { clock } from "../../platform/clock.ts";
import { AlbflowError, isSilenceOfAlb } from "../../platform/errors.ts";
import { reason } from "../../platform/reasons/reason.ts";

/**
 * Asks regions of many accounts in turn: one that has just not answered in another account is not asked, as it would take half a
 * minute for each of them. Of one instance of a function, as nothing is kept. Throws `AlbflowError`.
 */
export function rememberSilence() {
  const silent = new Map<string, { account: string | undefined; at: number }>();
  return async <Answer>(
    { account, region }: { account?: string; region: string },
    ask: () => Promise<Answer>,
  ): Promise<Answer> => {
    const now = clock.now();
    const last = silent.get(region);
    if (last !== undefined && last.account !== account && last.at <= now && now - last.at < SILENCE_MS)
      throw new AlbflowError("Transient", reason("region-silent-elsewhere", { region }));
    try {
      return await ask();
    } catch (error) {
      if (isSilenceOfAlb(error)) silent.set(region, { account, at: clock.now() });
      throw error;
    }
  };
}

const SILENCE_MS = 60_000;
