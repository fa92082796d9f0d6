import { existsSync, mkdirSync } from 'node:fs'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

/** A real browser before a real server, which the variable UI_SERVER names; UI_CHROMIUM names the browser when it is not found. */

export const server = (process.env.UI_SERVER ?? 'http://localhost:8080').replace(/\/$/, '')

const here = dirname(fileURLToPath(import.meta.url))
const shots = join(here, '../target/screenshots')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

async function find() {
  const named = process.env.UI_CHROMIUM
  if (named) return { executablePath: named, args: ['--no-sandbox'] }
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => existsSync(path))
  if (found) return { executablePath: found, args: ['--no-sandbox'] }
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    return { executablePath: await packed.executablePath(), args: packed.args }
  } catch {
    throw new Error('There is no Chromium: install the package chromium, or let UI_CHROMIUM name one.')
  }
}

export async function open() {
  mkdirSync(shots, { recursive: true })
  return chromium.launch({ headless: true, ...(await find()) })
}

/**
 * A page, and what it did that no page may: errors in the console, requests to elsewhere, script of a payload that ran.
 *
 * @param options of the browser's context, such as its colours
 */
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options })
  const page = await context.newPage()
  const faults = []
  page.on('console', message => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && faults.push(message.text()))
  page.on('pageerror', error => faults.push(error.message))
  page.on('dialog', dialog => (faults.push(`a payload has run: ${dialog.message()}`), dialog.dismiss()))
  page.on('request', request => !request.url().startsWith(server) && faults.push(`it asks ${request.url()}`))
  return { page, faults }
}

export function shoot(page, name) {
  return page.screenshot({ path: join(shots, `${name}.png`) })
}

/** What axe has against a page. Its script comes in beside the policy of the page, by the protocol of the browser. */
export async function complaints(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
  return violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`)
}
