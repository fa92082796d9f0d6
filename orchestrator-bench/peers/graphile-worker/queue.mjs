// Puts jobs into graphile-worker and drains them in its batched mode: node queue.mjs URL POSTMASTER_PID JOBS ROUNDS
// As ./orchestrator bench W4 does it: all are put while nobody works, 500 a call and four calls at once; then they are drained.
import { readdirSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';

const [connectionString, postmaster, jobs, rounds] = [process.argv[2], process.argv[3], +process.argv[4], +process.argv[5]];
const TICK_MICROS = 1_000_000 / +execFileSync('getconf', ['CLK_TCK']);
const PUT = 500;
const PUTS_AT_ONCE = 4;
const WORKERS = 24;
const payload = { text: 'x'.repeat(180) };

const pgPool = new pg.Pool({ connectionString, max: WORKERS + 8 });
for (let tries = 100; ; tries--) {
  try {
    await pgPool.query('SELECT 1');
    break;
  } catch (notYet) {
    if (!tries) throw notYet;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}
const fail = error => { throw error; };
pgPool.on('error', fail);
pgPool.on('connect', client => client.on('error', fail));
const logger = new Logger(() => () => {});
const utils = await makeWorkerUtils({ pgPool, logger });
await utils.migrate();

/** Microseconds of the server and of all its processes, also of those that have ended. */
function postgresCpu() {
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
      if (pid === postmaster || fields[1] === postmaster) {
        ticks += +fields[11] + +fields[12] + (pid === postmaster ? +fields[13] + +fields[14] : 0);
      }
    } catch { /* it has ended meanwhile */ }
  }
  return ticks * TICK_MICROS;
}

async function measured(work) {
  const [node, postgres, begin] = [process.cpuUsage(), postgresCpu(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(node);
  return { seconds: (performance.now() - begin) / 1000, node: user + system, postgres: postgresCpu() - postgres };
}

async function put() {
  const calls = Array.from({ length: jobs / PUT });
  const next = async () => {
    while (calls.length) {
      calls.pop();
      await utils.addJobs(Array.from({ length: PUT }, () => ({ identifier: 'nothing', payload })));
    }
  };
  await Promise.all(Array.from({ length: PUTS_AT_ONCE }, next));
}

async function drain() {
  let done = 0;
  let last;
  const all = new Promise(resolve => { last = resolve; });
  const runner = await run({
    pgPool,
    noHandleSignals: true,
    taskList: { nothing: async () => { if (++done === jobs) last(); } },
    preset: {
      worker: {
        logger,
        concurrentJobs: WORKERS,
        maxPoolSize: WORKERS + 1,
        localQueue: { size: PUT, refetchDelay: { durationMs: 10 } },
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
      },
    },
  });
  await all;
  await runner.stop();
}

for (let round = 1; round <= rounds; round++) {
  const puts = await measured(put);
  const drains = await measured(drain);
  const left = (await pgPool.query('SELECT count(*) AS n FROM graphile_worker._private_jobs')).rows[0].n;
  if (left !== '0') throw new Error(`${left} jobs are left`);
  const cpu = puts.node + puts.postgres + drains.node + drains.postgres;
  const micros = half => `PostgreSQL ${(half.postgres / jobs).toFixed(1)}, node ${(half.node / jobs).toFixed(1)} µs of CPU a job`;
  console.log(`round ${round}: put ${Math.round(jobs / puts.seconds)}/s (${micros(puts)}), `
    + `drained ${Math.round(jobs / drains.seconds)}/s (${micros(drains)}), `
    + `CPU-bound for both ${Math.round(2_000_000 * jobs / cpu)}/s`);
}
await utils.release();
await pgPool.end();
