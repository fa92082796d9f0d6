import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Api } from './api.mjs'
import { complaints, guarded, newPage, open, OPERATOR, provider, READER, shoot } from './browser.mjs'
import { Provider } from './provider.mjs'
import { FRAGILE, SceneWorker } from './scene.mjs'

const root = guarded()
const api = new Api(root, OPERATOR)
const idp = new Provider(provider())
let browser
let worker
let run

before(async () => {
  browser = await open()
  await idp.open()
  await api.register(FRAGILE)
  run = await api.start('look/fragile', `good ${Date.now().toString(36)} guarded`, { secret: 'of the customer' })
  worker = new SceneWorker(api)
  await api.state(run, 'COMPLETED')
})

after(async () => {
  await worker?.stop()
  await browser?.close()
  await idp.close()
})

async function signIn(page, token) {
  await page.getByLabel('Token', { exact: true }).fill(token)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('nobody sees anything without a token, and a wrong one opens nothing', async () => {
  const { page, faults, show } = await newPage(browser, { root, bypassCSP: true })
  await show(`instances/${run}`, 'Or with a token.')
  assert.deepEqual(await complaints(page), [])
  await shoot(page, 'sign-in')
  await signIn(page, 'wrong')
  await page.getByText('The token is not known').waitFor()
  assert.equal(await page.getByText('guarded').count(), 0)
  assert.deepEqual(faults, [])
})

test('who reads sees runs, payloads only when asked for, and no buttons', async () => {
  const { page, faults, show } = await newPage(browser, { root, bypassCSP: true })
  await show(`instances/${run}?tab=payload`, 'Sign in')
  await signIn(page, READER)
  await page.getByText('Completed after').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Undo…' }).count(), 0)
  assert.equal(await page.getByText('of the customer').count(), 0)
  assert.deepEqual(await complaints(page), [])
  await shoot(page, 'payload-hidden')
  await page.getByRole('button', { name: 'Reveal Input of the run' }).click()
  await page.getByText('of the customer').waitFor()
  assert.deepEqual(faults, [])
})

test('a session outlives a reload, is out of reach for scripts, and ends when one says so', async () => {
  const { page, faults, show } = await newPage(browser, { root })
  await show('', 'Sign in')
  await signIn(page, READER)
  await page.getByText('Waits for a person').waitFor()
  const [cookie] = await page.context().cookies()
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.path], [true, 'Strict', '/api/v1'])
  assert.deepEqual(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]), ['', 0, 0])
  await show('', 'Waits for a person')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('Or with a token.').waitFor()
  await show('', 'Or with a token.')
  assert.deepEqual(await page.context().cookies(), [])
  assert.deepEqual(faults, [])
})

test('who operates undoes a run', async () => {
  const { page, faults, show } = await newPage(browser, { root })
  await show(`instances/${run}`, 'Sign in')
  await signIn(page, OPERATOR)
  await page.getByRole('button', { name: 'Undo…' }).click()
  await page.locator('.plan', { hasText: 'by fragile.unpay' }).waitFor()
  await page.getByLabel('Reason').fill('the goods came back')
  await page.locator('dialog').getByText('"Authorization: Bearer $ORCHESTRATOR_TOKEN"').waitFor()
  await page.getByRole('button', { name: 'Undo these 2' }).click()
  await page.getByText('All of it is undone.').waitFor()
  const { items } = await api.call('GET', `instances/${run}/events?limit=1000`)
  assert.ok(items.some(event => event.type === 'ROLLBACK_STARTED' && event.actor === 'shop'), 'the history names who it was')
  assert.deepEqual(faults, [])
})

test('who signs in through the provider comes back to where he wanted to go, and out of it by one click', async () => {
  const { page, faults, show } = await newPage(browser, { root, beside: provider() })
  await show(`instances/${run}?tab=payload`, 'Or with a token.')
  await page.getByRole('link', { name: 'Sign in with localhost' }).click()
  await page.getByRole('button', { name: 'I am Ann' }).click()
  await page.getByText('oidc/ann').waitFor()
  assert.equal(page.url(), `${root}/ui/instances/${run}?tab=payload`)
  const cookies = await page.context().cookies()
  assert.deepEqual(cookies.map(one => [one.name, one.httpOnly, one.sameSite, one.path]), [['orchestrator_session', true, 'Strict', '/api/v1']])
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByText('Or with a token.').waitFor()
  assert.deepEqual(await page.context().cookies(), [])
  assert.deepEqual(faults, [])
})

test('an answer of the provider that this browser did not ask for is told as one, and opens nothing', async () => {
  const { page, faults, show } = await newPage(browser, { root, bypassCSP: true })
  await show('sign-in/done?code=stolen&state=forged', 'began in another window')
  assert.deepEqual(await complaints(page), [])
  await shoot(page, 'sign-in-refused')
  assert.deepEqual(await page.context().cookies(), [])
  assert.deepEqual(faults, [])
})
