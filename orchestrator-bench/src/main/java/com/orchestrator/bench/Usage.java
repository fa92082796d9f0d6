package com.orchestrator.bench;

/**
 * What was used since the start of the rig, or between two readings.
 *
 * @param postgres CPU seconds, as are {@code servers}, {@code workers} and {@code driver}
 * @param transactions committed, by everybody on the database
 * @param statements executed by everybody but this benchmark
 * @param rowWrites inserts, updates and deletes of rows
 */
record Usage(
        double postgres,
        double servers,
        double workers,
        double driver,
        long transactions,
        long statements,
        long walBytes,
        long rowWrites) {

    Usage minus(Usage before) {
        return new Usage(
                postgres - before.postgres,
                servers - before.servers,
                workers - before.workers,
                driver - before.driver,
                transactions - before.transactions,
                statements - before.statements,
                walBytes - before.walBytes,
                rowWrites - before.rowWrites);
    }

    double cpu() {
        return postgres + servers + workers + driver;
    }
}
