/** Whether who has signed in by link is still to be offered a passkey: for as long as the tab is there, and no longer. */

const key = 'opina:passkey-offer';

export function offerPasskey(): void {
  attempt((storage) => storage.setItem(key, 'open'));
}

export function putOffPasskey(): void {
  attempt((storage) => storage.removeItem(key));
}

export function isPasskeyOffered(): boolean {
  return attempt((storage) => storage.getItem(key)) === 'open';
}

/** Storage that is switched off throws when it is merely read. */
function attempt<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
