package com.orchestrator.api.model;

/** Why a run, or one task of it, does not move. Names are stable; new ones may come. */
public enum ReasonCode {
    /** It has ended and will not move any more. */
    ENDED,
    /** Its delayed start has not come. */
    START_DELAYED,
    /** An operator has paused it. */
    PAUSED,
    /** A fault of the engine or of what is stored of it keeps it from going on; it is set aside until that is mended. */
    SET_ASIDE,
    /** It is suspended: a task waits for a person. */
    INCIDENT,
    /** It does not go forward, because it is being undone. */
    ROLLING_BACK,
    /** An undo gave up and waits for a person. */
    UNDO_DEAD_LETTER,
    /** As many runs of its key are under way as there may be; it waits for the end of one. */
    WAITS_FOR_SLOT,
    /** Another run holds a lock that the run, or a task of it, needs. */
    LOCK_HELD,
    /** A task waits in a queue that nobody asks for work. */
    NO_WORKER,
    /** A task waits in a queue whose workers have no free slot. */
    WORKERS_FULL,
    /** A task waits in a queue whose workers ask for work: it is about to be handed over. */
    HANDOVER_PENDING,
    /** A job waits to be published to the broker of the job router. */
    BROKER_PENDING,
    /** A task waits in a queue that somebody has paused. */
    QUEUE_PAUSED,
    /** A task waits in a queue of which as many attempts are in flight as may be. */
    QUEUE_FULL,
    /** As many attempts of its workload are in flight as may be. */
    BUDGET_FULL,
    /** As many attempts of its key are in flight as may be. */
    KEY_FULL,
    /** Attempts may begin only so often, and its time has not come. */
    RATE_LIMITED,
    /** Its task type has failed so often that it is not tried for a while, or a person has opened its breaker. */
    BREAKER_OPEN,
    /** A task waits in a queue that is shared out among keys: others have their turn first. */
    FAIR_TURN,
    /** A task will be tried again later. */
    RETRY_BACKOFF,
    /** A worker is at it. */
    LEASED,
    /** A worker is at it, and was told to stop. */
    STOPPING,
    /** A task waits for a message. */
    WAITING_FOR_SIGNAL,
    /** A task waits for a time. */
    WAITING_FOR_TIMER,
    /** A parallel waits for its branches. */
    WAITING_FOR_BRANCHES,
    /** A map waits for its items. */
    WAITING_FOR_ITEMS,
    /** A task waits for the end of a run it has started. */
    WAITING_FOR_CHILD,
    /** Nothing would ever move it: a fault, which the server looks for and repairs. */
    WAKE_SOURCE_LOST
}
