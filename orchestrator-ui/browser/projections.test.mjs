import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Api } from './api.mjs'
import { canBeRead, newPage, open, server, shoot } from './browser.mjs'

/**
 * Before a server in whose database read models are at work: `order_analytics` keeps up, `invoices` stands at an event that is spoiled.
 * WebPageIT has both.
 */

const api = new Api(server)
let browser

before(async () => {
  browser = await open()
  const { items } = await api.call('GET', 'projections')
  for (const name of ['invoices', 'order_analytics']) assert.ok(items.some(one => one.name === name), `${name}, which WebPageIT has at work`)
})

after(() => browser?.close())

canBeRead('each view of projections', () => browser, () => [
  ['projections', 'projections', 'invoices'],
  ['projection-fails', 'projections/invoices', 'is no JSON'],
  ['projection', 'projections/order_analytics', 'up to date'],
  ['no-projection', 'projections/nobody', /nobody/],
])

test('an event that cannot be worked in is passed by, kept, and tried again in vain', async () => {
  const { page, faults, show } = await newPage(browser)
  await show('projections', 'invoices')
  await page.getByRole('link', { name: 'invoices' }).click()
  await page.getByText('is no JSON').first().waitFor()
  await page.getByRole('button', { name: 'Pass it by…' }).click()
  await page.getByLabel('Reason').fill('written by a broken client')
  await page.getByText(/curl .*\/skip/).waitFor()
  await page.getByRole('button', { name: 'Pass it by', exact: true }).click()
  const letter = page.locator('.card', { hasText: 'written by a broken client' })
  await letter.first().waitFor()
  await letter.first().getByText('Payload').click()
  await letter.first().getByText('spoiled').first().waitFor()
  await shoot(page, 'projection-letter')
  await letter.first().getByRole('button', { name: 'Work it in…' }).click()
  await page.getByLabel('Reason').fill('once more')
  await page.getByRole('button', { name: 'Work it in', exact: true }).click()
  await page.getByText('Tried again once in vain.').waitFor()
  assert.deepEqual(faults, [])
})

test('a read model is paused, let go on, and made anew', async () => {
  const { page, faults, show } = await newPage(browser)
  await show('projections/order_analytics', 'up to date')
  for (const [button, sent, seen] of [['Pause…', 'Pause', /PAUSED|paused/], ['Resume…', 'Resume', 'up to date']]) {
    await page.getByRole('button', { name: button }).click()
    await page.getByLabel('Reason').fill('they move house')
    await page.getByRole('button', { name: sent, exact: true }).click()
    await page.getByRole('heading', { name: seen }).waitFor()
  }
  await page.getByRole('button', { name: 'Make it anew…' }).click()
  await page.getByLabel('Reason').fill('a column more')
  await page.getByRole('button', { name: 'Make it anew', exact: true }).click()
  await page.getByText('Build 2 is read').waitFor()
  assert.equal((await api.call('GET', 'projections/order_analytics')).build, 2)
  assert.deepEqual(faults, [])
})
