package com.orchestrator.engine.coordinator;

import com.orchestrator.engine.coordinator.Backlog.Walk;
import com.orchestrator.engine.limit.Rule;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.DueExecution;
import com.orchestrator.engine.store.QueuePosition;
import com.orchestrator.engine.store.RunTransaction;
import com.orchestrator.engine.store.Strand;
import com.orchestrator.engine.store.StrandLook;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ready work that one batch has taken out of the backlog to hand it out, in the order of the turns. Used once. */
final class DueWork {

    private static final int DUE_MAX = 500;

    /** Work of a line is asked for in small pieces: its rule may have room for none of it. */
    private static final int LINE_MAX = 20;

    private final BatchContext context;
    private final Map<String, QueueLook> looks = new LinkedHashMap<>();
    private final Set<String> served = new HashSet<>();
    private final Set<DueExecution> leased = new HashSet<>();
    private final Map<DueExecution, List<Rule>> rules = new HashMap<>();
    private final Map<UUID, String> moves = new HashMap<>();
    private final Map<String, Instant> opening = new HashMap<>();
    private boolean isForOne;
    private Rooms rooms = new Rooms(Map.of(), Instant.EPOCH);

    DueWork(BatchContext context) {
        this.context = context;
    }

    // ---- load

    /** Who is after a single one looks into one strand at a time, until there is one. */
    void lookFor(LaneRequest.Serve request) {
        isForOne |= request.isForOne();
    }

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
            looks.values().forEach(QueueLook::keepTurns);
        }
    }

    /**
     * Decides what of it is to be handed out: each turn goes to the first of its ring that all its rules have room for. Work that a
     * rule has no room for goes into the line of that rule, where nobody passes it again before it has some.
     *
     * @param runs those of what was locked, as far as they are there
     */
    void choose(List<CachedRun> runs, RunTransaction transaction) {
        if (looks.isEmpty()) {
            return;
        }
        Map<UUID, Run> byId = new HashMap<>();
        runs.forEach(cached -> byId.put(cached.run().instanceId(), cached.run()));
        all().forEach(due -> rules.put(due, rulesOf(due, byId.get(due.instanceId()))));
        List<Rule> asked = rules.values().stream()
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .toList();
        if (!asked.isEmpty()) {
            rooms = new Rooms(transaction.lockRules(asked), transaction.now());
        }
        looks.values().forEach(QueueLook::choose);
        if (!moves.isEmpty()) {
            transaction.moveToLines(moves);
        }
        Map<String, Instant> rates = rooms.rates();
        if (!rates.isEmpty()) {
            transaction.keepRates(rates);
        }
    }

    private List<Rule> rulesOf(DueExecution due, @Nullable Run run) {
        ExecutionRun execution = run == null ? null : run.execution(due.executionId());
        return execution == null ? List.of() : context.controls().rulesOf(Objects.requireNonNull(run), execution);
    }

    private List<StrandLook> ask() {
        return looks.values().stream().flatMap(look -> look.ask().stream()).toList();
    }

    /** All that was locked. */
    private Stream<DueExecution> all() {
        return looks.values().stream().flatMap(QueueLook::locked);
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

    /** Rules that it will count against. */
    List<String> permitsOf(DueExecution due) {
        return rooms.counting(rules.getOrDefault(due, List.of()));
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

    /** Strands of which something had to make way, with more behind it that nobody has looked at yet. */
    Set<Strand> behind() {
        return looks.values().stream()
                .filter(look -> look.inTurn.size() < look.wanted)
                .flatMap(look -> look.madeWay.stream())
                .collect(Collectors.toSet());
    }

    /** When rules that are full by their rate have room again. */
    Map<String, Instant> opening() {
        return opening;
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
        private final List<Integer> turns = new ArrayList<>();
        private final Map<Strand, String> waiting = new HashMap<>();
        private final Set<Strand> madeWay = new HashSet<>();

        QueueLook(String queue, int wanted) {
            this.queue = queue;
            this.wheel = context.wheels().of(queue);
            this.wanted = wanted;
        }

        /** What to ask for next; nothing when there is enough, or no more. */
        List<StrandLook> ask() {
            Map<Strand, Walk> open = context.backlog().walks(queue);
            open.entrySet().removeIf(entry -> most(entry.getKey()) == 0 || hasNews(entry.getKey(), entry.getValue()));
            int missing = wanted - turns.size();
            if (missing == 0 || open.isEmpty()) {
                return List.of();
            }
            List<Integer> more =
                    wheel.take(missing, open.keySet().stream().map(Strand::ring).collect(Collectors.toSet()));
            turns.addAll(more);
            List<StrandLook> asked = new ArrayList<>();
            open.forEach((strand, walk) -> {
                int share = Collections.frequency(more, strand.ring());
                int limit = Math.min(share, most(strand));
                if (limit > 0 && (asked.isEmpty() || !isForOne)) {
                    walks.putIfAbsent(strand, walk);
                    asked.add(new StrandLook(strand, reached.getOrDefault(strand, walk.passed()), limit));
                }
            });
            return asked;
        }

        /**
         * Whether the strand is to be walked anew since this batch has looked at it. That is for the next batch: what this one finds
         * says nothing of the new walk, so asking again would never end.
         */
        private boolean hasNews(Strand strand, Walk walk) {
            Walk begun = walks.get(strand);
            return begun != null && begun != walk;
        }

        private int most(Strand strand) {
            Deque<DueExecution> already = found.get(strand);
            return strand.line().isEmpty() ? wanted : LINE_MAX - (already == null ? 0 : already.size());
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

        /** The turns of a ring that has no more go to nobody: others have them in the next round. */
        void keepTurns() {
            Map<Integer, Integer> left = new HashMap<>();
            found.forEach((strand, due) -> left.merge(strand.ring(), due.size(), Integer::sum));
            turns.removeIf(ring -> left.merge(ring, -1, Integer::sum) < 0);
        }

        Stream<DueExecution> locked() {
            return Stream.concat(inTurn.stream(), found.values().stream().flatMap(Collection::stream));
        }

        void choose() {
            found.keySet().stream().filter(strand -> most(strand) == 0).forEach(madeWay::add);
            for (int ring : turns) {
                Optional<DueExecution> next = first(ring);
                while (next.isPresent() && !isTaken(next.get())) {
                    next = first(ring);
                }
            }
        }

        private Optional<DueExecution> first(int ring) {
            return found.entrySet().stream()
                    .filter(entry ->
                            entry.getKey().ring() == ring && !entry.getValue().isEmpty())
                    .map(Map.Entry::getValue)
                    .min(Comparator.comparing(line -> line.getFirst().position()))
                    .map(Deque::removeFirst);
        }

        private boolean isTaken(DueExecution due) {
            List<Rule> asked = Objects.requireNonNull(rules.get(due));
            Optional<Rule> full = rooms.full(asked);
            full.ifPresent(rule -> makeWay(due, rule));
            if (full.isEmpty()) {
                rooms.take(asked);
                inTurn.add(due);
            }
            return full.isEmpty();
        }

        private void makeWay(DueExecution due, Rule rule) {
            Strand strand = due.strand();
            rooms.opensAt(rule).ifPresent(at -> opening.put(rule.name(), at));
            if (Controls.isOfQueue(rule)) {
                waiting.put(strand, rule.name());
                madeWay.clear();
            } else {
                waiting.put(new Strand(queue, rule.name(), strand.ring()), rule.name());
                if (strand.line().equals(rule.name())) {
                    madeWay.remove(strand);
                } else {
                    moves.put(due.executionId(), rule.name());
                    madeWay.add(strand);
                }
            }
        }

        /** What was taken came to nothing, so the rule that had no room beside it has some. */
        private void looksAgain(Strand strand, String rule) {
            context.backlog().mayHaveWork(strand);
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
            interrupted.forEach(context.backlog()::mayHaveWork);
            found.forEach((strand, left) -> {
                if (!left.isEmpty()) {
                    context.backlog().mayHaveWork(strand, left.getFirst().position());
                }
            });
            waiting.forEach(interrupted.isEmpty() ? context.backlog()::waitsForRoom : this::looksAgain);
            handedOut.forEach((strand, last) -> context.backlog().hasPassed(strand, walkOf(strand), last));
        }
    }
}
