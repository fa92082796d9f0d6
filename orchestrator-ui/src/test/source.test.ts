import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const SOURCE = join(import.meta.dirname, '..')
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter(file => /\.(tsx?|css)$/.test(file) && !file.startsWith('test') && !file.endsWith('.d.ts'))

it.each(files)('%s makes no markup of text, and loads nothing from elsewhere', file => {
  const text = readFileSync(join(SOURCE, file), 'utf8')
  expect(text).not.toMatch(/dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/)
  expect(text).not.toMatch(/javascript:|@import|url\(\s*['"]?(https?:)?\/\//i)
})

it.each(files)('%s can be read at one go', file => {
  expect(readFileSync(join(SOURCE, file), 'utf8').split('\n').length).toBeLessThanOrEqual(400)
})
