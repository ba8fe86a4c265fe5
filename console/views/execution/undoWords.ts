/** What stands on the page on which something is taken back. */
export const undoWords = {
  title: ["Take back", "撤销"],
} as const;
