package com.orchestrator.engine.definition;

/** What can be wrong with a definition that could be read. The names are part of the API: clients tell faults by them. */
enum FaultCode {
    /** A warning. */
    AFTER_PIVOT,
    BAD_APIVERSION,
    BAD_CHOICE,
    BAD_DURATION,
    BAD_KIND,
    BAD_NAME,
    BAD_NUMBER,
    BAD_WAIT,
    CONTRADICTION,
    CYCLE,
    DEFAULT_NOT_LAST,
    DUPLICATE_ID,
    DUPLICATE_SAVEPOINT,
    EMPTY,
    EXPRESSION_INVALID,
    /** A warning. */
    LEASE_TOO_LONG,
    /** A warning. */
    MAY_NOT_HAVE_RUN,
    MISSING_KEY,
    NEVER_ASKED,
    NOT_SUPPORTED_YET,
    NO_KIND,
    NO_TASKS,
    NO_TIMEOUT,
    READS_ITSELF,
    READS_LATER_TASK,
    SAVEPOINT_NOT_BEFORE,
    SCHEMA_INVALID,
    SEVERAL_KINDS,
    TOO_DEEP,
    TOO_MANY_TASKS,
    UNKNOWN_DEPENDENCY,
    UNKNOWN_KEY,
    UNKNOWN_RETRY,
    UNKNOWN_SAVEPOINT,
    UNKNOWN_TASK,
    WRONG_TYPE
}
