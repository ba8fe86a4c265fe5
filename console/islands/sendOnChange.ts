/** Sends a form of filters as soon as one is chosen; what is typed is sent with Enter or its button. */
export function sendOnChange(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-send-on-change]")) {
    form.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLSelectElement || (target instanceof HTMLInputElement && target.type === "checkbox")) {
        form.requestSubmit();
      }
    });
  }
}
