// Draws a picture in a frame that may run its scripts and reach nothing of the app; hears what is chosen in it.
export default function ({ parentElement, data, setStateValue }) {
  const frame = parentElement.querySelector("iframe");
  frame.style.height = `${data.height}px`;
  if (frame.srcdoc !== data.page) frame.srcdoc = data.page; // the same picture stays as it is
  const hear = (event) => {
    if (event.source !== frame.contentWindow) return;
    const chosen = event.data?.chosen;
    if (chosen === null || Number.isInteger(chosen)) setStateValue("chosen", chosen);
  };
  window.addEventListener("message", hear);
  return () => window.removeEventListener("message", hear);
}
