/** Runs it once, when an element of the page comes into view. */
export function whenVisible(place: HTMLElement, signal: AbortSignal, run: () => void): void {
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry?.isIntersecting) return;
    observer.disconnect();
    run();
  });
  observer.observe(place);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
}
