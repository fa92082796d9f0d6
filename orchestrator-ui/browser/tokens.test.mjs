import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Api } from './api.mjs'
import { ADMIN, complaints, guarded, newPage, open, OPERATOR, shoot } from './browser.mjs'

const root = guarded()
const name = `ci-${Date.now().toString(36)}@shop`
let browser

before(async () => {
  browser = await open()
})

after(async () => {
  await browser?.close()
})

async function signedIn(token) {
  const opened = await newPage(browser, { root, bypassCSP: true })
  await opened.show('', 'Sign in')
  await opened.page.getByLabel('Token', { exact: true }).fill(token)
  await opened.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await opened.page.getByText('Waits for a person').waitFor()
  return opened
}

/** The secret that is shown, which is good, and gone from the page when one says so. */
async function taken(page) {
  const secret = await page.locator('code.secret').innerText()
  assert.match(secret, /^orct_/)
  const session = await new Api(root, secret).call('GET', 'session')
  assert.equal(session.name, name)
  await page.getByRole('button', { name: 'I have it' }).click()
  await page.locator('code.secret').waitFor({ state: 'detached' })
  const kept = await page.evaluate(() => [document.documentElement.outerHTML, JSON.stringify([localStorage, sessionStorage, history.state]), location.href])
  assert.ok(kept.every(text => !text.includes(secret)), 'the secret is nowhere in the page')
  return secret
}

function isKnown(secret) {
  return new Api(root, secret).call('GET', 'session').then(() => true, failure => (assert.match(failure.message, /401|UNAUTHENTICATED/), false))
}

test('an admin makes a token, whose secret is shown once, rotates it and takes it back', async () => {
  const { page, faults, show } = await signedIn(ADMIN)
  await show('tokens', 'Make a token…')
  await page.getByRole('button', { name: 'Make a token…' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('May', { exact: false }).first().fill('operator@shop reader@shop')
  await page.getByLabel('Reason').fill('the build starts runs')
  await page.locator('dialog').getByText(`token create ${name} --grant operator@shop --grant reader@shop`).waitFor()
  await page.getByRole('button', { name: 'Make it' }).click()
  await page.getByRole('button', { name: `Rotate ${name}` }).waitFor()
  assert.deepEqual(await complaints(page), [])
  const first = await taken(page)
  await shoot(page, 'tokens')

  await page.getByRole('button', { name: `Rotate ${name}` }).click()
  await page.getByLabel('Grace').fill('0s')
  await page.getByLabel('Reason').fill('every quarter')
  await page.getByRole('button', { name: 'Rotate it' }).click()
  const second = await taken(page)
  assert.deepEqual([await isKnown(first), await isKnown(second)], [false, true])

  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await page.getByLabel('Reason').fill('no longer needed')
  await page.getByRole('button', { name: 'Revoke it' }).click()
  await page.getByRole('button', { name: `Revoke ${name}` }).waitFor({ state: 'detached' })
  assert.equal(await isKnown(second), false)
  assert.deepEqual(faults, [])
})

test('who is no admin has no place for it, and is told so when he goes there all the same', async () => {
  const { page, faults, show } = await signedIn(OPERATOR)
  assert.equal(await page.getByRole('link', { name: /^Tokens/ }).count(), 0)
  await show('tokens', 'lacks the role admin')
  assert.equal(await page.getByRole('button', { name: 'Make a token…' }).count(), 0)
  assert.deepEqual(faults, [])
})
