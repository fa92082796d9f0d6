package com.orchestrator.connectors;

/** What becomes of the rows that are in the table already. */
public enum Disposition {
    /** They stay, the package's rows come beside them. */
    APPEND,
    /** They go, in the transaction in which the package's rows come. */
    REPLACE,
    /** Those with a key of the package's rows are changed to these; the last row of a key counts. */
    MERGE
}
