package com.orchestrator.engine.store;

import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.history.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** What a contract needs of a store: it is empty before each test, and its clock can be moved. */
interface StoreUnderTest {

    LaneSelector EVERY_LANE = new LaneSelector(0, 1);

    EngineStore store();

    /** Moves the clock that decides, on the database's side. */
    void advance(Duration by);

    default Instant now() {
        return store().runs().inTransaction(RunTransaction::now);
    }

    default RunFixture run(String runId) {
        return new RunFixture(runId, now());
    }

    /** Records in one transaction, as the engine does; answers which runs were not written. */
    default Set<UUID> record(RunRecord... records) {
        return contested(transaction -> record(transaction, records));
    }

    /** Work that meets another server may have to be repeated once, and then tells who won. */
    default <T> T contested(Function<RunTransaction, T> work) {
        try {
            return store().runs().inTransaction(work);
        } catch (RunsMovedException met) {
            return store().runs().inTransaction(work);
        }
    }

    static Set<UUID> record(RunTransaction transaction, RunRecord... records) {
        Set<UUID> lost = transaction.recordEvents(List.of(records));
        transaction.recordRows(List.of(records).stream()
                .filter(record -> !lost.contains(record.instanceId()))
                .toList());
        return lost;
    }

    default List<Entry> history(UUID instanceId) {
        return store().runs()
                .inTransaction(transaction -> transaction.loadEvents(Map.of(instanceId, 0L)))
                .getOrDefault(instanceId, List.of());
    }

    default List<UUID> lockDue(String queue, int limit) {
        return store().runs().inTransaction(transaction -> lockDue(transaction, queue, limit));
    }

    static List<UUID> lockDue(RunTransaction transaction, String queue, int limit) {
        return transaction
                .lockDueExecutions(EVERY_LANE, List.of(first(limit, Strand.of(queue, Priority.DEFAULT))))
                .stream()
                .map(DueExecution::executionId)
                .toList();
    }

    static StrandLook first(int limit, Strand strand) {
        return new StrandLook(strand, QueuePosition.START, limit);
    }
}
