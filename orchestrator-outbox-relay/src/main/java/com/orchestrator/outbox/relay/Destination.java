package com.orchestrator.outbox.relay;

/** Where messages go. Giving it one that it has is no fault and has no second effect. Asked by several threads at once. */
@FunctionalInterface
public interface Destination {

    /** Blocks until it is known what became of it. What it throws puts the message off. */
    Verdict handOver(Message message);
}
