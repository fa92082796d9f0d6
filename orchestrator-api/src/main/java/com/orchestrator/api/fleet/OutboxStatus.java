package com.orchestrator.api.fleet;

import org.jspecify.annotations.Nullable;

/**
 * An outbox in the database of the servers, as one of them sees it.
 *
 * @param schema in which its tables are
 * @param namespace the only one that its messages may be about; any when absent
 * @param backlog what stands in it; absent when this server has not seen it yet
 * @param handedOver messages that this server has handed over since it was started
 * @param putOff tries of this server after which a message waits on
 * @param lastFault what went wrong last; absent when nothing has
 */
public record OutboxStatus(
        String schema,
        @Nullable String namespace,
        OutboxState state,
        @Nullable Backlog backlog,
        long handedOver,
        long putOff,
        @Nullable String lastFault) {

    /**
     * What stands in it.
     *
     * @param waiting messages that are not handed over yet
     * @param refused messages that a person has to look at
     * @param oldestSeconds how long the oldest of those that wait has waited; zero when none does
     */
    public record Backlog(long waiting, long refused, double oldestSeconds) {}
}
