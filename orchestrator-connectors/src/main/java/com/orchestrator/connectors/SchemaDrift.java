package com.orchestrator.connectors;

/** What follows when the source has other columns than the job froze. */
public enum SchemaDrift {
    /** New columns are added, as the source types them or as text; columns that have gone are NULL from here on. */
    EVOLVE,
    /** The run fails and says which. */
    FREEZE,
    /** New columns are left out, and said so; columns that have gone are NULL. */
    DISCARD
}
