package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.ExecutionState;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.store.OpenLeases;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Counts leases that have no row, for people: those that this server has given, less those of other servers that have ended
 * here. Each server counts for itself and the sum is right. An entry is forgotten when its lease would be over: until then it
 * has ended, or has got a row. Nothing is decided on it.
 */
final class LeaseBook {

    private final Map<UUID, Entry> entries = new ConcurrentHashMap<>();
    private final LongSupplier ticker;

    /** @param leases 1 for one that was given here, -1 for one of another server that has ended here */
    private record Entry(String queue, String workerId, long forgetAt, long leases) {}

    LeaseBook(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * After the commit of what was done to the attempts.
     *
     * @param given those of them that were leased with it
     */
    void saw(List<ExecutionRun> touched, Set<UUID> given, Instant now) {
        for (ExecutionRun execution : touched) {
            if (execution.state() == ExecutionState.LEASED && !execution.kept()) {
                if (given.contains(execution.executionId())) {
                    entries.put(
                            execution.executionId(), entry(execution, Duration.ofMillis(execution.leaseMillis()), 1));
                }
            } else if (entries.remove(execution.executionId()) == null && endedWithoutRow(execution, now)) {
                endedElsewhere(execution, now);
            }
        }
    }

    private static boolean endedWithoutRow(ExecutionRun execution, Instant now) {
        return execution.holder() != null && !execution.kept() && now.equals(execution.endedAt());
    }

    private void endedElsewhere(ExecutionRun execution, Instant now) {
        Instant startedAt = execution.startedAt();
        if (startedAt != null) {
            Duration left = Duration.between(now, startedAt.plusMillis(execution.leaseMillis()));
            if (!left.isNegative()) {
                entries.put(execution.executionId(), entry(execution, left, -1));
            }
        }
    }

    private Entry entry(ExecutionRun execution, Duration left, long leases) {
        String queue = execution.spec().queue();
        return new Entry(queue, String.valueOf(execution.holder()), ticker.getAsLong() + TimeRange.nanos(left), leases);
    }

    /** As it stands now. */
    OpenLeases count() {
        long now = ticker.getAsLong();
        entries.values().removeIf(entry -> entry.forgetAt() - now < 0);
        return new OpenLeases(sum(Entry::queue), sum(Entry::workerId));
    }

    private Map<String, Long> sum(Function<Entry, String> name) {
        Map<String, Long> sums = new HashMap<>();
        entries.values().forEach(entry -> sums.merge(name.apply(entry), entry.leases(), Long::sum));
        return sums;
    }
}
