package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Payload;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One task of a definition, of whatever kind. The kind decides through {@link #accept}, never through a type test. */
public sealed interface Node
        permits Node.Task,
                Node.Switch,
                Node.Parallel,
                Repeated,
                Node.Signal,
                Node.Wait,
                Node.Assign,
                Node.Fail,
                Node.Return,
                Node.Child,
                Emit,
                Handling {

    Head head();

    default String id() {
        return head().id();
    }

    /** Blocks that stand inside this node, in order; empty for a leaf. */
    default List<Block> blocks() {
        return List.of();
    }

    /** Whether it goes on although one of its blocks has failed, so that a failed block starts nothing any more. */
    default boolean outlivesBlocks() {
        return false;
    }

    /** Whether it can still be done although so many of all its blocks have failed. */
    default boolean survives(int lost, int blocks) {
        return lost == 0;
    }

    /** Whether it enters one of its blocks, and passes the others by. */
    default boolean entersOneBlock() {
        return false;
    }

    /** Ids of the tasks whose outputs this node's own expressions may read. */
    Set<String> taskOutputsRead();

    void accept(Visitor visitor);

    /** One method per kind: the compiler finds every place that has to know a new one. */
    interface Visitor {
        void task(Task node);

        void choice(Switch node);

        void parallel(Parallel node);

        void map(Map node);

        void loop(Loop node);

        void signal(Signal node);

        void sleep(Wait node);

        void assign(Assign node);

        void fail(Fail node);

        void end(Return node);

        void child(Child node);

        void emit(Emit node);

        void handle(Handling node);
    }

    /**
     * Work for a remote worker.
     *
     * @param input what the worker is given; the workflow's input when absent
     * @param undo how it is undone; nothing to undo when absent
     * @param onUnknown what follows an attempt of which nobody can say whether it happened
     * @param controls what decides when its attempts may begin
     */
    record Task(
            Head head,
            String taskType,
            String queue,
            @Nullable Template input,
            RetryPolicy retry,
            TaskTimeouts timeouts,
            @Nullable Undo undo,
            OnUnknown onUnknown,
            TaskControls controls)
            implements Node {

        @Override
        public Set<String> taskOutputsRead() {
            Set<String> read = head.taskOutputsRead(input, undo == null ? null : undo.input(), onUnknown.probeInput());
            controls.templates().forEach(key -> read.addAll(key.taskOutputsRead()));
            return read;
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
        public boolean entersOneBlock() {
            return true;
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
        public boolean outlivesBlocks() {
            return true;
        }

        @Override
        public boolean survives(int lost, int blocks) {
            return blocks - lost >= joinAt;
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
     * Does a block once for each item of a list.
     *
     * @param items yields a JSON list
     * @param as name under which expressions inside see the item
     * @param concurrencyMax items under way at once
     * @param itemOutput what an item comes to; the output of the block's last task when absent
     */
    record Map(
            Head head,
            Template items,
            String as,
            int concurrencyMax,
            Tolerance tolerance,
            @Nullable Template itemOutput,
            Block block)
            implements Repeated {

        public static final int CONCURRENCY_DEFAULT = 50;

        /** What is scheduled at once goes into one page of the history; this keeps it readable. */
        public static final int CONCURRENCY_MAX = 1_000;

        public static final String AS_DEFAULT = "item";

        /** Name under which expressions see the index of an item that they see as {@code as}. */
        public static String indexName(String as) {
            return as + "Index";
        }

        @Override
        public Set<String> names() {
            return Set.of(as, indexName(as));
        }

        @Override
        public @Nullable Template passOutput() {
            return itemOutput;
        }

        @Override
        public boolean outlivesBlocks() {
            return true;
        }

        @Override
        public boolean survives(int lost, int blocks) {
            return lost <= tolerance.of(blocks);
        }

        @Override
        public Set<String> taskOutputsRead() {
            return head.taskOutputsRead(items, itemOutput);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.map(this);
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

        /** What its schema finds wrong with a payload; empty when it fits, or when there is no schema. */
        public java.util.Map<String, String> faults(Payload payload) {
            return check == null ? java.util.Map.of() : check.faults(payload);
        }

        public boolean fits(Payload payload) {
            return faults(payload).isEmpty();
        }

        @Override
        public Set<String> taskOutputsRead() {
            return onTimeout == null
                    ? head.taskOutputsRead()
                    : head.taskOutputsRead(onTimeout.message(), onTimeout.details());
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
            return head.taskOutputsRead(time);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.sleep(this);
        }
    }

    /**
     * Merges an object into the run's variables; the object is also the node's output.
     *
     * @param variables names of the variables it sets
     */
    record Assign(Head head, Set<String> variables, Template values) implements Node {
        public Assign {
            variables = Set.copyOf(variables);
        }

        @Override
        public Set<String> taskOutputsRead() {
            return head.taskOutputsRead(values);
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
            return head.taskOutputsRead(message, details);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.fail(this);
        }
    }

    /**
     * Completes the run, whatever is not done yet.
     *
     * @param output of the run
     */
    record Return(Head head, Template output) implements Node {
        @Override
        public Set<String> taskOutputsRead() {
            return head.taskOutputsRead(output);
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.end(this);
        }
    }

    /**
     * Runs another workflow as a run of its own.
     *
     * @param namespace the workflow's own when absent
     * @param revision the newest at the moment the run is started when absent
     * @param runId yields a JSON string; derived from the idempotency key when absent
     * @param input what the child is given; the workflow's input when absent
     * @param awaitsEnd done when the child is, with its output; else as soon as the child has started
     */
    record Child(
            Head head,
            @Nullable String namespace,
            String workflow,
            @Nullable Integer revision,
            @Nullable Template runId,
            @Nullable Template input,
            OnParentClose onParentClose,
            boolean awaitsEnd)
            implements Node {

        @Override
        public Set<String> taskOutputsRead() {
            return head.taskOutputsRead(runId, input);
        }

        /** Namespace of the child, for a task of the given workflow. */
        public String namespaceIn(WorkflowPlan parent) {
            return namespace == null ? parent.namespace() : namespace;
        }

        @Override
        public void accept(Visitor visitor) {
            visitor.child(this);
        }
    }
}
