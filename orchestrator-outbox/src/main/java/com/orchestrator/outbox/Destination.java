package com.orchestrator.outbox;

/** Where messages go. Giving it one that it has is no fault and has no second effect. */
@FunctionalInterface
interface Destination {

    Verdict handOver(Message message);
}
