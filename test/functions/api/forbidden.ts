/** What whoever may not is told, in whole: the same whatever was asked, so that it tells nothing of what there is. */
export const FORBIDDEN = JSON.stringify({
  type: "about:blank",
  title: "Forbidden",
  status: 403,
  detail: "Your grants are not for this",
  reason: {
    code: "grant-needed",
    params: {},
    message: "Your grants are not for this",
    next: "Ask whoever grants access",
  },
  remedy: "Ask whoever grants access.",
});
