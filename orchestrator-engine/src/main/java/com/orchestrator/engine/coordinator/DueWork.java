package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.coordinator.Backlog.Walk;
import com.orchestrator.engine.store.DueExecution;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.Strand;
import com.orchestrator.engine.store.StrandLook;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ready work that one batch has taken out of the backlog to hand it out, in the order of the turns. Used once. */
final class DueWork {

    private static final int DUE_MAX = 500;

    private final BatchContext context;
    private final Map<String, QueueLook> looks = new LinkedHashMap<>();
    private final Set<String> served = new HashSet<>();
    private final Set<DueExecution> leased = new HashSet<>();

    DueWork(BatchContext context) {
        this.context = context;
    }

    // ---- load

    /**
     * Locks as much of each queue as polls have slots for. A ring that has less than its share costs another statement, once:
     * after that it is known to be empty.
     *
     * @param queues how much of each at most
     */
    void lock(Map<String, Integer> queues, RunTransaction transaction) {
        queues.forEach((queue, max) -> {
            int wanted = Math.min(Math.min(context.board().free(queue), max), DUE_MAX);
            if (wanted > 0 && context.backlog().isWorthAsking(queue)) {
                looks.put(queue, new QueueLook(queue, wanted));
            }
        });
        for (List<StrandLook> asked = ask(); !asked.isEmpty(); asked = ask()) {
            Map<Strand, List<DueExecution>> found = transaction.lockDueExecutions(context.lane(), asked).stream()
                    .collect(Collectors.groupingBy(DueExecution::strand));
            for (StrandLook look : asked) {
                QueueLook queue = Objects.requireNonNull(looks.get(look.strand().queue()));
                queue.found(look, found.getOrDefault(look.strand(), List.of()));
            }
            looks.values().forEach(QueueLook::assignTurns);
        }
    }

    private List<StrandLook> ask() {
        return looks.values().stream().flatMap(look -> look.ask().stream()).toList();
    }

    /** All that was locked. */
    private Stream<DueExecution> all() {
        return looks.values().stream().flatMap(look -> look.inTurn.stream());
    }

    /** How many executions were locked, of all queues. */
    int locked() {
        return (int) all().count();
    }

    /** Runs of what was locked. */
    List<UUID> runs() {
        return all().map(DueExecution::instanceId).toList();
    }

    // ---- decide

    /** What was locked of a queue, in the order in which it is to be handed out; once, however many requests ask. */
    List<DueExecution> take(String queue) {
        QueueLook look = looks.get(queue);
        return look != null && served.add(queue) ? List.copyOf(look.inTurn) : List.of();
    }

    void isLeased(DueExecution due) {
        leased.add(due);
    }

    // ---- after the commit

    /** What was handed out is passed over from now on; the turns of all others are had by whoever comes next. */
    void settle(Set<UUID> moved) {
        leased.removeIf(due -> moved.contains(due.instanceId()));
        looks.values().forEach(QueueLook::settle);
    }

    /** Nothing of it may have happened. */
    void abandon() {
        leased.clear();
        looks.values().forEach(QueueLook::settle);
        all().map(DueExecution::strand).distinct().forEach(context.backlog()::mayHaveWork);
    }

    /** One queue: which turns were taken, and who has them. */
    private final class QueueLook {

        private final String queue;
        private final RingWheel wheel;
        private final int wanted;
        private final List<DueExecution> inTurn = new ArrayList<>();
        private final Map<Strand, Walk> walks = new HashMap<>();
        private final Map<Strand, Deque<DueExecution>> found = new TreeMap<>();
        private final Map<Strand, QueuePosition> reached = new HashMap<>();
        private List<Integer> turns = List.of();

        QueueLook(String queue, int wanted) {
            this.queue = queue;
            this.wheel = context.wheels().of(queue);
            this.wanted = wanted;
        }

        /** What to ask for next; nothing when there is enough, or no more. */
        List<StrandLook> ask() {
            Map<Strand, Walk> open = context.backlog().walks(queue);
            int missing = wanted - inTurn.size();
            if (missing == 0 || open.isEmpty()) {
                return List.of();
            }
            turns = wheel.take(missing, open.keySet().stream().map(Strand::ring).collect(Collectors.toSet()));
            List<StrandLook> asked = new ArrayList<>();
            open.forEach((strand, walk) -> {
                int share = Collections.frequency(turns, strand.ring());
                if (share > 0) {
                    walks.putIfAbsent(strand, walk);
                    asked.add(new StrandLook(strand, reached.getOrDefault(strand, walk.passed()), share));
                }
            });
            return asked;
        }

        void found(StrandLook look, List<DueExecution> due) {
            Strand strand = look.strand();
            if (due.size() < look.limit()) {
                context.backlog().isEmpty(strand, walkOf(strand));
            }
            List<DueExecution> ordered = due.stream()
                    .sorted(Comparator.comparing(DueExecution::position))
                    .toList();
            found.computeIfAbsent(strand, key -> new ArrayDeque<>()).addAll(ordered);
            if (!ordered.isEmpty()) {
                reached.put(strand, ordered.get(ordered.size() - 1).position());
            }
        }

        private Walk walkOf(Strand strand) {
            return Objects.requireNonNull(walks.get(strand));
        }

        /** Each turn goes to the first of its ring; the turns of a ring that has no more go to nobody. */
        void assignTurns() {
            for (int ring : turns) {
                found.entrySet().stream()
                        .filter(entry -> entry.getKey().ring() == ring
                                && !entry.getValue().isEmpty())
                        .map(Map.Entry::getValue)
                        .min(Comparator.comparing(line -> line.getFirst().position()))
                        .ifPresent(line -> inTurn.add(line.removeFirst()));
            }
            turns = List.of();
        }

        void settle() {
            Set<Strand> interrupted = new HashSet<>();
            List<Integer> unused = new ArrayList<>();
            Map<Strand, QueuePosition> handedOut = new HashMap<>();
            for (DueExecution due : inTurn) {
                Strand strand = due.strand();
                if (!leased.contains(due)) {
                    interrupted.add(strand);
                    unused.add(strand.ring());
                } else if (!interrupted.contains(strand)) {
                    handedOut.put(strand, due.position());
                }
            }
            wheel.giveBack(unused);
            handedOut.forEach((strand, last) -> context.backlog().hasPassed(strand, walkOf(strand), last));
        }
    }
}
