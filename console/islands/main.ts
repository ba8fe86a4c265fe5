import { copyText } from "./copyText.ts";
import { followLive } from "./followLive.ts";
import { keepTime } from "./keepTime.ts";
import { loadDeferred } from "./loadDeferred.ts";
import { pickers } from "./pickers.ts";
import { sendForms } from "./sendForms.ts";
import { sendOnChange } from "./sendOnChange.ts";
import { showReached } from "./showReached.ts";
import { signInByAddress } from "./signInByAddress.ts";

/** What runs in the browser. Pages are whole without it; what takes longer stands behind links then. */
signInByAddress();
sendOnChange();
loadDeferred(document);
pickers(document);
sendForms();
showReached();
followLive();
copyText();
keepTime();
