/** Passkeys, as the dashboard and the Worker speak of them: of WebAuthn's JSON what is read. */

/** COSE algorithms of keys: ES256, EdDSA, RS256; every authenticator there is has one of them. */
export const keyAlgorithms = [-7, -8, -257];

/** How an authenticator may be reached. */
export const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
export type Transport = (typeof transports)[number];

/** A passkey that there is already, as an authenticator knows it. */
export interface PasskeyDescriptor {
  type: 'public-key';
  id: string;
  transports: Transport[];
}

/** A passkey, as its owner sees it. Times are epoch milliseconds. */
export interface PasskeyListing {
  /** Of the credential, base64url. */
  id: string;
  name: string;
  madeAt: number;
  /** Absent until it has signed somebody in. */
  usedAt?: number;
}

/** What an authenticator is asked to make. */
export interface PasskeyCreation {
  rp: { id: string; name: string };
  user: { id: string; name: string; displayName: string };
  challenge: string;
  pubKeyCredParams: { type: 'public-key'; alg: number }[];
  excludeCredentials: PasskeyDescriptor[];
  authenticatorSelection: { residentKey: 'required'; requireResidentKey: true; userVerification: 'required' };
  attestation: 'none';
  /** Milliseconds. */
  timeout: number;
}

/** What an authenticator made. */
export interface PasskeyAttestation {
  id: string;
  clientDataJSON: string;
  attestationObject: string;
  transports: Transport[];
}

/** What an authenticator is asked to sign, with whichever of its passkeys the person chooses. */
export interface PasskeyRequest {
  rpId: string;
  challenge: string;
  userVerification: 'required';
  /** Milliseconds. */
  timeout: number;
}

/** What an authenticator signed. */
export interface PasskeyAssertion {
  id: string;
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  /** The id of the person, as the passkey was made for it. */
  userHandle: string;
}
