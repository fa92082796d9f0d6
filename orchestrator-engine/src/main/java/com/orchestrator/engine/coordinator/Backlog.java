package com.orchestrator.engine.coordinator;

import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.Strand;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * What a lane knows about the ready work in the database: which strands of a queue have some, so that nobody asks for the others
 * again and again, and how far it has handed them out, so that nobody walks again over what is gone. Work of other servers is
 * unknown here, so each strand is looked at from its start again, once a second, and sweeps tell of strands that have some.
 */
final class Backlog {

    private static final long REMEMBERED_NANOS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanos;

    /** Of each queue that somebody has asked for, the strands that may have work. */
    private final Map<String, Map<Strand, Walk>> queues = new HashMap<>();

    /** Strands with work that waits for room in a rule. */
    private final Map<String, Set<Strand>> full = new HashMap<>();

    /** From the start of a strand to its end, over several looks. Compared by identity: another one means that there is news. */
    static final class Walk {
        private final QueuePosition passed;
        private final long begunAt;

        private Walk(QueuePosition passed, long begunAt) {
            this.passed = passed;
            this.begunAt = begunAt;
        }

        /** Where to go on looking. */
        QueuePosition passed() {
            return passed;
        }
    }

    /** @param nanos a clock such as {@link System#nanoTime} */
    Backlog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Anywhere in the strand. */
    void mayHaveWork(Strand strand) {
        mayHaveWork(strand, QueuePosition.START);
    }

    /**
     * Nowhere before this place, as far as this server knows. Of a queue that was never looked into nothing needs to be
     * remembered but its lines.
     */
    synchronized void mayHaveWork(Strand strand, QueuePosition first) {
        Map<Strand, Walk> known = strand.line().isEmpty()
                ? queues.get(strand.queue())
                : queues.computeIfAbsent(strand.queue(), this::all);
        if (known != null) {
            known.compute(strand, (key, walk) -> walk != null && walk.passed.isBefore(first) ? walk : begin());
        }
    }

    private Walk begin() {
        return new Walk(QueuePosition.START, nanos.getAsLong());
    }

    /** Anything may be anywhere; which queues were asked for is not forgotten, so that the sweep finds their lines again. */
    synchronized void forget() {
        queues.replaceAll((queue, strands) -> all(queue));
        full.clear();
    }

    /** Nothing is left there, unless there is news since that look. */
    synchronized void isEmpty(Strand strand, Walk looked) {
        Map<Strand, Walk> known = queues.get(strand.queue());
        if (known != null && known.get(strand) == looked) {
            known.remove(strand);
        }
    }

    /** What is first there waits until the rule has room. */
    synchronized void waitsForRoom(Strand strand, String rule) {
        Map<Strand, Walk> known = queues.get(strand.queue());
        if (known != null) {
            known.remove(strand);
        }
        full.computeIfAbsent(rule, name -> new HashSet<>()).add(strand);
    }

    /** @return the strands that had waited for it */
    synchronized Set<Strand> hasRoom(String rule) {
        Set<Strand> waited = full.remove(rule);
        return waited == null ? Set.of() : waited;
    }

    /** Queues that somebody has asked for and of which some strand will not be looked into again before being told. */
    synchronized Set<String> asked() {
        return Set.copyOf(queues.keySet());
    }

    synchronized boolean isWorthAsking(String queue) {
        Map<Strand, Walk> known = queues.get(queue);
        return known == null || !known.isEmpty();
    }

    /** Whether tasks of another priority may wait in a queue. */
    synchronized boolean hasOthers(Strand than) {
        Map<Strand, Walk> known = queues.get(than.queue());
        return known == null || known.keySet().stream().anyMatch(strand -> strand.ring() != than.ring());
    }

    /** Priorities that may have work in a queue. */
    synchronized Set<Integer> rings(String queue) {
        Map<Strand, Walk> known = queues.get(queue);
        return (known == null ? all(queue) : known)
                .keySet().stream().map(Strand::ring).collect(Collectors.toSet());
    }

    /** Of a queue that was never looked into, any priority may have work. */
    private Map<Strand, Walk> all(String queue) {
        Map<Strand, Walk> strands = new TreeMap<>();
        for (Priority priority : Priority.values()) {
            strands.put(Strand.of(queue, priority), begin());
        }
        return strands;
    }

    /** Strands of a queue that may have work, each with the walk to go on with. */
    synchronized Map<Strand, Walk> walks(String queue) {
        Map<Strand, Walk> strands = queues.computeIfAbsent(queue, this::all);
        strands.replaceAll((strand, walk) -> isOld(walk) ? begin() : walk);
        return new TreeMap<>(strands);
    }

    private boolean isOld(Walk walk) {
        return nanos.getAsLong() - walk.begunAt > REMEMBERED_NANOS;
    }

    /** Everything up to there is handed out, unless there is news since that look. */
    synchronized void hasPassed(Strand strand, Walk looked, QueuePosition last) {
        Map<Strand, Walk> known = queues.get(strand.queue());
        if (known != null && known.get(strand) == looked) {
            known.put(strand, new Walk(last, looked.begunAt));
        }
    }
}
