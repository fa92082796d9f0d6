package com.orchestrator.api.incident;

/** What has ended an incident. */
public enum IncidentResolution {
    /** It is tried again. */
    RETRIED,
    /** It is left out. */
    SKIPPED,
    /** Somebody vouches that it is done. */
    COMPLETED,
    /** Somebody has said that what was in its way is gone. */
    RESOLVED,
    /** The run is rolled back. */
    COMPENSATED,
    /** The run has ended. */
    ENDED,
    /** Nobody wants to hear of it any more; what it is about is as it was. */
    IGNORED,
    /** What it is about goes on. */
    WENT_ON
}
