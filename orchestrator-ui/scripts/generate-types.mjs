// Makes generated/schema.d.ts of the parts of the server's OpenAPI document, put together as the server does. Not among the sources: what is made
// is always newer than the build that makes it, and no reason for another.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'

const here = dirname(fileURLToPath(import.meta.url))
const parts = join(here, '../../orchestrator-api/src/main/resources/com/orchestrator/api/openapi')

const document = parse(readFileSync(join(parts, 'openapi.yaml'), 'utf8'))
document.paths ??= {}
for (const file of readdirSync(parts).filter(name => name.endsWith('.yaml') && name !== 'openapi.yaml').sort()) {
  const part = parse(readFileSync(join(parts, file), 'utf8'))
  Object.assign(document.paths, part.paths)
  for (const [kind, entries] of Object.entries(part.components ?? {})) {
    document.components[kind] = { ...document.components[kind], ...entries }
  }
}
const types = astToString(await openapiTS(document))
const generated = join(here, '../generated')
mkdirSync(generated, { recursive: true })
writeFileSync(join(generated, 'schema.d.ts'), types)
