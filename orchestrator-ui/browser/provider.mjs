import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'

/** An identity provider with real keys on this machine. Everybody who comes to sign in finds a button there, and is Ann. */

const AUTHORIZE = `<!doctype html><title>Provider</title><h1>The provider</h1><form method="get" action="/agreed"><input type="hidden" name="asked">
<button>I am Ann</button></form><script>document.querySelector('input').value = location.search</script>`

export class Provider {
  #issuer
  #server
  #codes = new Map()
  #key = generateKeyPairSync('rsa', { modulusLength: 2048 })
  #kid = randomUUID()
  /** How long what it says of somebody is good. */
  seconds = 3600

  /** @param issuer the address under which a server knows it */
  constructor(issuer) {
    this.#issuer = issuer
    this.#server = createServer((request, response) => void this.#answer(request, response))
  }

  open() {
    return new Promise(resolve => this.#server.listen(Number(new URL(this.#issuer).port), '127.0.0.1', resolve))
  }

  close() {
    this.#server.closeAllConnections()
    return new Promise(resolve => this.#server.close(resolve))
  }

  async #answer(request, response) {
    const url = new URL(request.url, this.#issuer)
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, { issuer: this.#issuer, jwks_uri: `${this.#issuer}/keys`, authorization_endpoint: `${this.#issuer}/authorize`, token_endpoint: `${this.#issuer}/token` })
      case '/keys':
        return json(response, { keys: [{ ...this.#key.publicKey.export({ format: 'jwk' }), kid: this.#kid, alg: 'RS256', use: 'sig' }] })
      case '/authorize':
        return response.writeHead(200, { 'Content-Type': 'text/html' }).end(AUTHORIZE)
      case '/agreed':
        return this.#lead(new URLSearchParams(url.searchParams.get('asked')), response)
      case '/token':
        return this.#token(new URLSearchParams(await textOf(request)), response)
      default:
        return response.writeHead(404).end()
    }
  }

  #lead(asked, response) {
    const code = randomUUID()
    this.#codes.set(code, asked)
    const back = new URL(asked.get('redirect_uri'))
    back.search = new URLSearchParams({ code, state: asked.get('state'), iss: this.#issuer }).toString()
    response.writeHead(302, { Location: back.href }).end()
  }

  #token(brought, response) {
    const asked = this.#codes.get(brought.get('code'))
    this.#codes.delete(brought.get('code'))
    const challenge = createHash('sha256').update(brought.get('code_verifier') ?? '').digest('base64url')
    if (!asked || asked.get('code_challenge') !== challenge || asked.get('client_id') !== brought.get('client_id')) {
      return json(response, { error: 'invalid_grant' }, 400)
    }
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: this.#issuer, aud: asked.get('client_id'), sub: 'ann', nonce: asked.get('nonce'), iat: now, exp: now + this.seconds }
    return json(response, { id_token: this.#signed(claims), access_token: 'opaque', token_type: 'Bearer' })
  }

  #signed(claims) {
    const text = [{ alg: 'RS256', kid: this.#kid, typ: 'JWT' }, claims].map(part => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
    return `${text}.${sign('sha256', Buffer.from(text), this.#key.privateKey).toString('base64url')}`
  }
}

function json(response, body, status = 200) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}

async function textOf(request) {
  const parts = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}
