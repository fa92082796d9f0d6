package com.orchestrator.etl.jobs;

/**
 * What has been heard of the runs of a job that have ended, since this server's start.
 *
 * @param job its name; {@code *} for those beyond the first two hundred
 * @param rowsLoaded of runs that have completed
 * @param seconds from the begin of each extraction to the end of its load, all together
 * @param scheduleLagSeconds how long after its time the last run of the schedule was begun by a worker; 0 without one
 */
public record EtlFigures(
        String job,
        long completed,
        long failed,
        long rowsRead,
        long rowsLoaded,
        long rowsRejected,
        double seconds,
        double scheduleLagSeconds) {

    static EtlFigures none(String job) {
        return new EtlFigures(job, 0, 0, 0, 0, 0, 0, 0);
    }
}
