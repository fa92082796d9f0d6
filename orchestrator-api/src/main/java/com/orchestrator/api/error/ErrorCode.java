package com.orchestrator.api.error;

/** Every refusal the system can utter. The name is the wire form; the HTTP status lives in the server's problem table. */
public enum ErrorCode {
    MALFORMED_REQUEST("The request cannot be read"),
    INVALID_REQUEST("The request says something impossible"),
    UNAUTHENTICATED("No valid credentials"),
    FORBIDDEN("Not allowed"),
    NOT_FOUND("Not found"),
    METHOD_NOT_ALLOWED("Method not allowed"),
    NOT_ACCEPTABLE("No acceptable representation"),
    RUN_ID_CONFLICT("The run id is taken by a different start request"),
    FENCE_STALE("Lease no longer held"),
    REPORT_CONFLICT("A different report was accepted before"),
    ILLEGAL_STATE("Not possible in this state"),
    WORKFLOW_PAUSED("No run of the workflow is started now"),
    SET_ASIDE("The run is set aside because of a fault"),
    PIVOT_PASSED("The run has passed a pivot and can only go forward"),
    CONCURRENCY_LIMIT("As many runs of the key are under way as there may be"),
    PAYLOADS_ERASED("What the run carried is erased"),
    FEED_TRIMMED("What comes next is forgotten"),
    PRECONDITION_FAILED("The run has moved"),
    REQUEST_TIMEOUT("The request came too slowly"),
    PAYLOAD_TOO_LARGE("The request is too large"),
    UNSUPPORTED_MEDIA_TYPE("Media type not supported"),
    DEFINITION_INVALID("The workflow definition is not valid"),
    INPUT_INVALID("The input does not fit the workflow's schema"),
    LIMIT_INVALID("The limit says something impossible"),
    RETENTION_INVALID("The rule cannot be kept"),
    ARCHIVE_INVALID("What was archived cannot be taken back"),
    SCHEDULE_INVALID("The schedule cannot be meant as it stands"),
    JOB_INVALID("The job is not valid"),
    CONNECTION_INVALID("The connection is not valid"),
    WEBHOOK_INVALID("The webhook says something impossible"),
    TOO_MANY_REQUESTS("Too many requests"),
    QUOTA_EXCEEDED("More than the caller or the namespace is allowed"),
    ENCRYPTION_KEY_MISSING("Sealed with a key that this server does not have"),
    UNAVAILABLE("Not available now; the outcome may be unknown, repeating the call is safe"),
    INTERNAL("Internal fault");

    private final String title;

    ErrorCode(String title) {
        this.title = title;
    }

    /** Short sentence that is the same for every occurrence of this code. */
    public String title() {
        return title;
    }

    /** Whether the same call may succeed later without the caller changing anything. */
    public boolean isRetryable() {
        return this == REQUEST_TIMEOUT
                || this == TOO_MANY_REQUESTS
                || this == QUOTA_EXCEEDED
                || this == ENCRYPTION_KEY_MISSING
                || this == UNAVAILABLE
                || this == INTERNAL;
    }
}
