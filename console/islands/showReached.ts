/** Where a flow's picture is wider than the screen: scrolls it to where the execution stands, until somebody else scrolls. */
export function showReached(): void {
  const figure = document.querySelector<HTMLElement>(".flow-figure");
  if (figure === null) return;
  let own = 0;
  const show = () => {
    const nodes = [...figure.querySelectorAll(".node:not(.not-reached, .choice)")];
    const node = nodes.find((one) => one.matches(".current, .waiting, .failed, .stopped")) ?? nodes.at(-1);
    if (node === undefined || figure.scrollLeft !== own) return;
    const [place, frame] = [node.getBoundingClientRect(), figure.getBoundingClientRect()];
    figure.scrollLeft += place.left + place.width / 2 - frame.left - frame.width / 2;
    own = figure.scrollLeft;
  };
  show();
  document.addEventListener("live", show);
}
