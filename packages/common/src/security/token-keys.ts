import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'

export type KeyPairAlgorithm = 'EdDSA' | 'ES256'

/** A public key that checks tokens. `kid`: its thumbprint (RFC 7638), so that a key needs no name. */
export type VerifyingKey = { readonly kid: string; readonly pem: string }

/** The keys of a text of PEM blocks. @throws {Error} naming what is wrong with one, never the key itself. */
export const verifyingKeys = (text: string, algorithm: KeyPairAlgorithm): VerifyingKey[] => {
  const blocks = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
  if (blocks.length === 0) throw new Error('must hold at least one public key in PEM')
  return blocks.map((block) =>
    verifyingKey(
      read(() => createPublicKey(block)),
      algorithm,
    ),
  )
}

/** The public half of a private key, which the process that signs also checks with. */
export const verifyingHalf = (privatePem: string, algorithm: KeyPairAlgorithm): VerifyingKey => {
  const key = read(() => createPublicKey(createPrivateKey(privatePem)))
  return verifyingKey(key, algorithm)
}

const read = (parse: () => KeyObject): KeyObject => {
  try {
    return parse()
  } catch {
    throw new Error('must be PEM: PKCS #8 for a private key, SPKI for a public one')
  }
}

const verifyingKey = (key: KeyObject, algorithm: KeyPairAlgorithm): VerifyingKey => {
  const { kty = '', crv = '', x = '', y } = key.export({ format: 'jwk' })
  const wanted = algorithm === 'EdDSA' ? 'Ed25519' : 'P-256'
  if (crv !== wanted) throw new Error(`must be a key on the curve ${wanted} for ${algorithm}`)
  // The members of RFC 7638, in the order it asks for.
  const members = JSON.stringify(y === undefined ? { crv, kty, x } : { crv, kty, x, y })
  return {
    kid: createHash('sha256').update(members).digest('base64url'),
    pem: key.export({ format: 'pem', type: 'spki' }).toString(),
  }
}
