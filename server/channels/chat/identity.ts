import { errors, jwtVerify } from 'jose'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { ShopAccount } from '#customers/identifying.ts'
import type { Secrets } from '#platform/secrets.ts'
import { EmailAddress, LanguageTag, Line } from '#protocol/primitives.ts'
import { identityNotValid } from './problems.ts'

/** Claims of a customer's identity (RFC 7519); `email_verified` as OpenID Connect Core §5.1 means it. */
const Claims = Compile(
  Type.Object({
    sub: Line(200),
    exp: Type.Number(),
    name: Type.Optional(Line(120)),
    email: Type.Optional(EmailAddress),
    email_verified: Type.Optional(Type.Boolean()),
    phone: Type.Optional(Line(40)),
    language: Type.Optional(LanguageTag),
  }),
)
const LONGEST_SECONDS = 24 * 60 * 60 + 60

/**
 * Reads who the shop says its customer is.
 * @throws identityNotValid saying why: signature, expiry, or a claim
 */
export async function readIdentity(secrets: Secrets, sealedSecret: Buffer | null, jwt: string): Promise<ShopAccount> {
  if (!sealedSecret)
    throw identityNotValid({ detail: 'This channel has no identity secret yet: make one in its settings.' })
  const secret = new TextEncoder().encode(secrets.decrypt('identity-secret', sealedSecret))
  const claims = await verify(jwt, secret)
  if (!Claims.Check(claims)) {
    const [error] = Claims.Errors(claims)
    throw identityNotValid({
      detail: `${error?.instancePath.slice(1) || 'The JWT'} ${error?.message ?? 'is not valid'}.`,
    })
  }
  if (claims.exp - Date.now() / 1000 > LONGEST_SECONDS)
    throw identityNotValid({ detail: 'exp must be at most a day away.' })
  const { sub: id, name, email, email_verified: isEmailVerified, phone, language } = claims
  return { id, name, email, isEmailVerified, phone, language }
}

async function verify(jwt: string, secret: Uint8Array): Promise<unknown> {
  try {
    return (await jwtVerify(jwt, secret, { algorithms: ['HS256'], clockTolerance: 30 })).payload
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw identityNotValid({ detail: 'The JWT has expired.' })
    throw identityNotValid({ detail: 'The JWT is not signed with this channel’s identity secret (HS256).' })
  }
}
