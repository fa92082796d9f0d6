package com.orchestrator.api.fleet;

/** How a relay stands to its outbox. */
public enum OutboxState {
    /** It hands over. */
    LEADS,
    /** Another one hands over, or is about to. */
    FOLLOWS,
    /** The tables of the outbox are not there yet. */
    MISSING,
    /** The database, or the server that messages go to, did not answer last, or refused the relay itself. */
    UNREACHABLE
}
