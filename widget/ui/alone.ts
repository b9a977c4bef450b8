import type { Asking, OpenSurvey } from './parts.ts';

/**
 * Opens a survey unless another tab has one open: that tab keeps the lock until its survey is closed. A page that had
 * a Web Lock is not kept by Chrome for going back to, so this is only for visitors who agreed to be remembered.
 */
export function alone(
  name: string,
  asking: Asking,
  open: (asking: Asking) => OpenSurvey | undefined,
): Promise<OpenSurvey | undefined> {
  return new Promise((resolve) => {
    const hold = (lock: Lock | null) =>
      new Promise<void>((release) => {
        const onClose = () => {
          release();
          asking.onClose();
        };
        const opened = lock && asking.isDue?.() ? open({ ...asking, onClose }) : undefined;
        if (!opened) release();
        resolve(opened);
      });
    // Only secure contexts have locks, and they may be refused.
    const { locks } = navigator as Partial<Navigator>;
    if (locks) locks.request(name, { ifAvailable: true }, hold).catch(() => resolve(open(asking)));
    else resolve(open(asking));
  });
}
