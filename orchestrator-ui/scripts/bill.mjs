// Adds what the page is made of to a bill of materials (CycloneDX as JSON) of the server that has it inside: bill.mjs FILE
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const file = process.argv[2]
if (!existsSync(file)) {
  console.error(`There is no ${file}: a bill of materials is made with a network, so not by mvn -o`)
  process.exit(1)
}
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { status, stdout, stderr } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'],
  { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })
if (status !== 0) {
  console.error(`npm sbom failed: ${stderr}`)
  process.exit(1)
}

const bill = JSON.parse(readFileSync(file, 'utf8'))
const page = JSON.parse(stdout)
const server = bill.dependencies.find(part => part.ref.includes('/orchestrator-server@'))
server.dependsOn = [...(server.dependsOn ?? []), page.metadata.component['bom-ref']]
bill.components.push(page.metadata.component, ...page.components)
bill.dependencies.push(...page.dependencies)
writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`)
