package com.orchestrator.api.etl;

/** How a run of a job stands, or one of its tasks. */
public enum EtlStatus {
    /** No worker has begun it. */
    PENDING,
    RUNNING,
    /** Of tasks: an attempt has failed in a way that may pass, and the next one will begin. */
    RETRYING,
    COMPLETED,
    /** Also when somebody has stopped it. The target is as it was before. */
    FAILED
}
