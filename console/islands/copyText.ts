/** Shows the buttons that copy a text, where the browser lets a page do so, and says when it is done. */
export function copyText(): void {
  // Types promise what a page without TLS does not have.
  if ((navigator.clipboard as Clipboard | undefined) === undefined) return;
  for (const button of document.querySelectorAll<HTMLElement>("[data-copy]")) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText(button.dataset.copy ?? "").then(() => {
        button.textContent = button.dataset.done ?? label;
      });
    });
  }
}
