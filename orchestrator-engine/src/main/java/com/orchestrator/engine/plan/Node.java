package com.orchestrator.engine.plan;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One task of a definition, of whatever kind. The kind decides through {@link #accept}, never through a type test. */
public sealed interface Node {

    Head head();

    default String id() {
        return head().id();
    }

    /** Blocks that stand inside this node, in order; empty for a leaf. */
    default List<Block> blocks() {
        return List.of();
    }

    /** Ids of the tasks whose outputs this node's own expressions may read. */
    Set<String> taskOutputsRead();

    void accept(Visitor visitor);

    /** One method per kind: the compiler finds every place that has to know a new one. */
    interface Visitor {
        void task(Task node);

        void choice(Switch node);

        void parallel(Parallel node);

        void signal(Signal node);

        void sleep(Wait node);

        void assign(Assign node);

        void fail(Fail node);
    }

    /**
     * What every kind has.
     *
     * @param dependsOn ids of the nodes of the same block that must be done first; the node before it in the list when
     *     the definition says nothing
     * @param condition skips the node when false
     * @param continueOnError a failure of this node does not fail the run
     * @param role what part it plays in the saga
     * @param savepoint name under which rollbacks find the place behind this node
     * @param onFailure takes the place of the saga's rollback when this node fails
     */
    record Head(
            String id,
            Set<String> dependsOn,
            @Nullable Condition condition,
            boolean continueOnError,
            SagaRole role,
            @Nullable String savepoint,
            @Nullable OnFailure onFailure) {
        public Head {
            dependsOn = Set.copyOf(dependsOn);
        }

        Set<String> taskOutputsRead() {
            return condition == null ? Set.of() : condition.taskOutputsRead();
        }
    }

    /**
     * Work for a remote worker.
     *
     * @param input what the worker is given; the workflow's input when absent
     * @param undo how it is undone; nothing to undo when absent
     * @param onUnknown what follows an attempt of which nobody can say whether it happened
     */
    record Task(
            Head head,
            String taskType,
            String queue,
            @Nullable Template input,
            RetryPolicy retry,
            TaskTimeouts timeouts,
            @Nullable Undo undo,
            OnUnknown onUnknown)
            implements Node {

        @Override
        public Set<String> taskOutputsRead() {
            return union(
                    head.taskOutputsRead(),
                    input == null ? Set.of() : input.taskOutputsRead(),
                    union(
                            undo == null || undo.input() == null
                                    ? Set.of()
                                    : undo.input().taskOutputsRead(),
                            onUnknown.taskOutputsRead(),
                            Set.of()));
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.task(this);
        }
    }

    /** Takes the first case whose condition holds; none when no case holds. */
    record Switch(Head head, List<Case> cases) implements Node {
        public Switch {
            cases = List.copyOf(cases);
        }

        @Override
        public List<Block> blocks() {
            return cases.stream().map(Case::block).toList();
        }

        @Override
        public Set<String> taskOutputsRead() {
            Set<String> read = new HashSet<>(head.taskOutputsRead());
            cases.stream()
                    .map(Case::condition)
                    .flatMap(condition -> condition == null ? Stream.empty() : Stream.of(condition))
                    .forEach(condition -> read.addAll(condition.taskOutputsRead()));
            return read;
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.choice(this);
        }
    }

    /** @param condition absent for the default case, which always holds */
    record Case(@Nullable Condition condition, Block block) {}

    /**
     * Runs its branches side by side.
     *
     * @param joinAt how many branches must succeed; the rest are cancelled then
     */
    record Parallel(Head head, List<Block> branches, int joinAt) implements Node {
        public Parallel {
            branches = List.copyOf(branches);
        }

        @Override
        public List<Block> blocks() {
            return branches;
        }

        @Override
        public Set<String> taskOutputsRead() {
            return head.taskOutputsRead();
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.parallel(this);
        }
    }

    /**
     * Waits for a message. Its payload is the node's output.
     *
     * @param timeout waits for ever when absent
     * @param onTimeout how the run fails when the message does not come; code {@code SIGNAL_TIMEOUT} when absent
     * @param check what the signal's schema finds wrong with a payload
     */
    record Signal(
            Head head,
            String signalName,
            @Nullable Duration timeout,
            @Nullable Fail onTimeout,
            WorkflowPlan.@Nullable InputCheck check)
            implements Node {
        @Override
        public Set<String> taskOutputsRead() {
            return onTimeout == null
                    ? head.taskOutputsRead()
                    : union(head.taskOutputsRead(), onTimeout.taskOutputsRead(), Set.of());
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.signal(this);
        }
    }

    /**
     * Waits for a time.
     *
     * @param time yields a JSON string: an ISO-8601 or short duration, or an RFC 3339 instant
     */
    record Wait(Head head, Template time) implements Node {
        @Override
        public Set<String> taskOutputsRead() {
            return union(head.taskOutputsRead(), time.taskOutputsRead(), Set.of());
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.sleep(this);
        }
    }

    /** Merges an object into the run's variables; the object is also the node's output. */
    record Assign(Head head, Template values) implements Node {
        @Override
        public Set<String> taskOutputsRead() {
            return union(head.taskOutputsRead(), values.taskOutputsRead(), Set.of());
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.assign(this);
        }
    }

    /**
     * Fails the run on purpose.
     *
     * @param message yields a JSON string
     */
    record Fail(
            Head head,
            String code,
            @Nullable Template message,
            @Nullable Template details) implements Node {
        @Override
        public Set<String> taskOutputsRead() {
            return union(
                    head.taskOutputsRead(),
                    message == null ? Set.of() : message.taskOutputsRead(),
                    details == null ? Set.of() : details.taskOutputsRead());
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.fail(this);
        }
    }

    /** How often and how fast a task is tried again. */
    record RetryPolicy(
            int maxAttempts,
            Duration initialInterval,
            double factor,
            Duration maxInterval,
            double jitter,
            @Nullable Duration maxElapsed,
            Set<String> nonRetryable) {

        /** {@link #maxAttempts} of a policy that counts time, not attempts. */
        public static final int UNLIMITED = 0;

        /** Forward tasks: 1 s × 2, cap 60 s, full jitter, 3 attempts. */
        public static final RetryPolicy FORWARD_DEFAULT =
                new RetryPolicy(3, Duration.ofSeconds(1), 2.0, Duration.ofSeconds(60), 1.0, null, Set.of());

        /** Undos: 2 s × 2, cap 10 min, full jitter, for 24 h. */
        public static final RetryPolicy UNDO_DEFAULT = new RetryPolicy(
                UNLIMITED, Duration.ofSeconds(2), 2.0, Duration.ofMinutes(10), 1.0, Duration.ofHours(24), Set.of());

        public RetryPolicy {
            nonRetryable = Set.copyOf(nonRetryable);
        }

        /** The same pace, for as long as it takes. */
        public RetryPolicy withoutLimit() {
            return new RetryPolicy(UNLIMITED, initialInterval, factor, maxInterval, jitter, null, nonRetryable);
        }
    }

    /**
     * Limits of one task; absent means none, an absent lease means the engine's default.
     *
     * @param schedule ready → leased
     * @param execution leased → report, one attempt
     * @param lease longest silence of a worker
     * @param total over all attempts, from the first one being ready
     */
    record TaskTimeouts(
            @Nullable Duration schedule,
            @Nullable Duration execution,
            @Nullable Duration lease,
            @Nullable Duration total) {
        public static final TaskTimeouts NONE = new TaskTimeouts(null, null, null, null);
    }

    /**
     * How a task is undone.
     *
     * @param input what the undo is given; {@code {"input": …, "output": …}} of the forward attempt when absent
     * @param whenAttempted undo also when the outcome is not known; else only when it succeeded
     */
    record Undo(
            String taskType,
            String queue,
            @Nullable Template input,
            boolean whenAttempted,
            RetryPolicy retry,
            TaskTimeouts timeouts) {}

    /**
     * What follows an attempt whose worker fell silent, ran out of time or could not tell.
     *
     * @param probe finds out whether it happened; present for {@code VERIFY} alone
     */
    record OnUnknown(Choice choice, @Nullable Probe probe) {

        /** {@code COMPENSATE}: as if it had failed. {@code HOLD}: a person decides. */
        public enum Choice {
            RETRY,
            VERIFY,
            COMPENSATE,
            HOLD
        }

        public static final OnUnknown RETRY = new OnUnknown(Choice.RETRY, null);

        Set<String> taskOutputsRead() {
            return probe == null || probe.input() == null
                    ? Set.of()
                    : probe.input().taskOutputsRead();
        }
    }

    /**
     * Work that finds out whether a task happened.
     *
     * @param input what the probe is given; {@code {"input": …, "idempotencyKey": …}} of the forward attempts when absent
     */
    record Probe(String taskType, String queue, @Nullable Template input, RetryPolicy retry, TaskTimeouts timeouts) {}

    private static Set<String> union(Set<String> a, Set<String> b, Set<String> c) {
        Set<String> all = new HashSet<>(a);
        all.addAll(b);
        all.addAll(c);
        return all;
    }
}
