/**
 * Stands in for what @simplewebauthn/server reads certificates with, as rollup.config.js says. Passkeys are made without
 * attestation, so that no answer of an authenticator has a certificate, and what reads them takes more CPU to be loaded
 * than the Free plan gives to a request. What remains to be read is a signature.
 */

/** Two integers, r and s, as DER has them: with a byte of zeros where the first bit would be a sign (RFC 3279, 2.2.3). */
export class ECDSASigValue {
  readonly r: Uint8Array;
  readonly s: Uint8Array;

  constructor(der: Uint8Array) {
    this.r = integerAt(der, 2);
    this.s = integerAt(der, 4 + this.r.length);
    const length = 4 + this.r.length + this.s.length;
    if (der[0] !== 0x30 || der[1] !== length || der.length !== 2 + length) throw malformed();
  }
}

/** Only lengths of one byte: curves whose signatures are longer are none of ours. */
function integerAt(der: Uint8Array, at: number): Uint8Array {
  const [tag, length = 0] = der.subarray(at, at + 2);
  if (tag !== 0x02 || length > 0x7f) throw malformed();
  return der.subarray(at + 2, at + 2 + length);
}

const malformed = () => new Error('not an ECDSA signature');

export const AsnParser = {
  /** Throws for all else. */
  parse(der: Uint8Array, type: unknown): ECDSASigValue {
    if (type !== ECDSASigValue) throw new Error('certificates are not read here');
    return new ECDSASigValue(der);
  },
};

/** What the library takes from the modules that this one stands for, and never comes to use. */
export const [OctetString, ECParameters, RSAPublicKey, KeyDescription]: undefined[] = [];
export const [id_ecPublicKey, id_ecdsaWithSHA256, id_ecdsaWithSHA384, id_ecdsaWithSHA512]: undefined[] = [];
export const [id_secp256r1, id_secp384r1, id_rsaEncryption, id_ce_keyDescription]: undefined[] = [];
export const [id_sha1WithRSAEncryption, id_sha256WithRSAEncryption]: undefined[] = [];
export const [id_sha384WithRSAEncryption, id_sha512WithRSAEncryption]: undefined[] = [];
export const [id_ml_dsa_44, id_ml_dsa_65, id_ml_dsa_87]: undefined[] = [];
export const [BasicConstraints, Certificate, ExtendedKeyUsage, SubjectAlternativeName]: undefined[] = [];
export const [id_ce_basicConstraints, id_ce_extKeyUsage, id_ce_subjectAltName]: undefined[] = [];
export const [AuthorityKeyIdentifierExtension, SubjectKeyIdentifierExtension]: undefined[] = [];
export const [CRLDistributionPointsExtension, X509Certificate, X509ChainBuilder, X509Crl]: undefined[] = [];
