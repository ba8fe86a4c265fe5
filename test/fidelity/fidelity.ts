/** Usage: npm run fidelity [-- --json]: compares what the local cloud answers with the official SDKs' models. */
import { measureFidelity } from "./measureFidelity.ts";

const { actions, fieldsNeverSent, excused, unexplained, enumsIncomplete } = await measureFidelity();
if (!process.argv.includes("--json")) for (const line of [...unexplained, ...enumsIncomplete]) console.log(line);
console.log(
  JSON.stringify({
    actions,
    fieldsNeverSent,
    excused: excused.length,
    unexplained: unexplained.length,
    enumsIncomplete: enumsIncomplete.length,
  }),
);
process.exitCode = unexplained.length + enumsIncomplete.length > 0 ? 1 : 0;
