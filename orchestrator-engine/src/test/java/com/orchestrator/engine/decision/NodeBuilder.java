package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Caught;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.Effect;
import com.orchestrator.engine.plan.Handler;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Head;
import com.orchestrator.engine.plan.Locks;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.OnFailure;
import com.orchestrator.engine.plan.OnParentClose;
import com.orchestrator.engine.plan.OnUnknown;
import com.orchestrator.engine.plan.Probe;
import com.orchestrator.engine.plan.RetryPolicy;
import com.orchestrator.engine.plan.SagaRole;
import com.orchestrator.engine.plan.TaskControls;
import com.orchestrator.engine.plan.TaskTimeouts;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.plan.Tolerance;
import com.orchestrator.engine.plan.Undo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds one node of a plan by hand. A node depends on the one before it in the list unless it says otherwise. */
public abstract class NodeBuilder<B extends NodeBuilder<B>> {

    private final String id;
    private @Nullable Set<String> dependsOn;
    private @Nullable Condition condition;
    private Caught caught = Caught.NOTHING;
    private SagaRole role = SagaRole.NONE;
    private @Nullable String savepoint;
    private @Nullable OnFailure onFailure;
    private Locks locks = Locks.NONE;

    NodeBuilder(String id) {
        this.id = id;
    }

    abstract Node build(Head head);

    @SuppressWarnings("unchecked")
    private B self() {
        return (B) this;
    }

    /** Nodes of the same block that must be done first; none at all when no id is given. */
    public B dependsOn(String... ids) {
        dependsOn = Set.of(ids);
        return self();
    }

    public B onlyIf(Condition test) {
        condition = test;
        return self();
    }

    public B continueOnError() {
        return caught(Caught.EVERYTHING);
    }

    /** Which failures end with it; what follows stands in a {@link Rescue} behind it. */
    public B caught(Caught failures) {
        caught = failures;
        return self();
    }

    public B pivot() {
        return role(new SagaRole(Effect.PIVOT, true, false));
    }

    public B savepoint(String name) {
        savepoint = name;
        return self();
    }

    /** Back to the save-point, and so many times forward again from there; none at all when zero. */
    public B onFailure(String rollbackTo, int rounds) {
        onFailure = new OnFailure(rollbackTo, rounds);
        return self();
    }

    public B locks(Locks names) {
        locks = names;
        return self();
    }

    public B role(SagaRole part) {
        role = part;
        return self();
    }

    private Head head(Set<String> before) {
        return new Head(id, before, condition, caught, role, savepoint, onFailure, locks);
    }

    static Block block(String blockId, List<NodeBuilder<?>> builders) {
        List<Node> nodes = new ArrayList<>();
        for (NodeBuilder<?> builder : builders) {
            Set<String> before = nodes.isEmpty()
                    ? Set.of()
                    : Set.of(nodes.get(nodes.size() - 1).id());
            Set<String> dependsOn = builder.dependsOn == null ? before : builder.dependsOn;
            nodes.add(builder.build(builder.head(dependsOn)));
        }
        return Block.of(blockId, nodes);
    }

    /** Remote work. */
    public static final class Work extends NodeBuilder<Work> {

        static final RetryPolicy STEADY =
                new RetryPolicy(3, Duration.ofSeconds(1), 2.0, Duration.ofSeconds(60), 0.0, null, Set.of());
        static final RetryPolicy STEADY_UNDO =
                new RetryPolicy(3, Duration.ofSeconds(2), 2.0, Duration.ofMinutes(10), 0.0, null, Set.of());

        private final String taskType;
        private @Nullable Template input;
        private RetryPolicy retry = STEADY;
        private TaskTimeouts timeouts = TaskTimeouts.NONE;
        private boolean undone;
        private @Nullable Template undoInput;
        private boolean whenAttempted = true;
        private RetryPolicy undoRetry = STEADY_UNDO;
        private TaskTimeouts undoTimeouts = TaskTimeouts.NONE;
        private OnUnknown.Choice onUnknown = OnUnknown.Choice.RETRY;
        private @Nullable Template probeInput;
        private RetryPolicy probeRetry = STEADY;
        private TaskTimeouts probeTimeouts = TaskTimeouts.NONE;
        private TaskControls controls = TaskControls.NONE;

        Work(String id) {
            super(id);
            taskType = id;
        }

        public Work input(Template template) {
            input = template;
            return this;
        }

        public Work retry(RetryPolicy policy) {
            retry = policy;
            return this;
        }

        /** So many attempts, one second apart. */
        public Work attempts(int max) {
            return retry(new RetryPolicy(max, Duration.ofSeconds(1), 1.0, Duration.ofSeconds(1), 0.0, null, Set.of()));
        }

        public Work timeouts(TaskTimeouts limits) {
            timeouts = limits;
            return this;
        }

        public Work scheduleTimeout(Duration limit) {
            return timeouts(new TaskTimeouts(limit, timeouts.execution(), timeouts.lease(), timeouts.total()));
        }

        public Work executionTimeout(Duration limit) {
            return timeouts(new TaskTimeouts(timeouts.schedule(), limit, timeouts.lease(), timeouts.total()));
        }

        public Work leaseTimeout(Duration limit) {
            return timeouts(new TaskTimeouts(timeouts.schedule(), timeouts.execution(), limit, timeouts.total()));
        }

        public Work totalTimeout(Duration limit) {
            return timeouts(new TaskTimeouts(timeouts.schedule(), timeouts.execution(), timeouts.lease(), limit));
        }

        /** Nothing takes it back. */
        public Work irreversible() {
            return role(new SagaRole(Effect.IRREVERSIBLE, false, true));
        }

        /** Undone by {@code undo-<id>}, with forward input and output, also when the outcome is not known. */
        public Work undo() {
            undone = true;
            return this;
        }

        public Work undo(Template template) {
            undoInput = template;
            return undo();
        }

        /** Undone only when it succeeded. */
        public Work undoWhenCompleted() {
            whenAttempted = false;
            return undo();
        }

        public Work undoRetry(RetryPolicy policy) {
            undoRetry = policy;
            return undo();
        }

        public Work undoAttempts(int max) {
            return undoRetry(
                    new RetryPolicy(max, Duration.ofSeconds(1), 1.0, Duration.ofSeconds(1), 0.0, null, Set.of()));
        }

        public Work undoTimeouts(TaskTimeouts limits) {
            undoTimeouts = limits;
            return undo();
        }

        /** {@code VERIFY} asks {@code probe-<id>}. */
        public Work onUnknown(OnUnknown.Choice choice) {
            onUnknown = choice;
            return this;
        }

        /** Asked by {@code probe-<id>} whether it happened. */
        public Work verified() {
            return onUnknown(OnUnknown.Choice.VERIFY);
        }

        public Work verified(Template template) {
            probeInput = template;
            return verified();
        }

        public Work probeAttempts(int max) {
            probeRetry = new RetryPolicy(max, Duration.ofSeconds(1), 1.0, Duration.ofSeconds(1), 0.0, null, Set.of());
            return verified();
        }

        public Work probeTimeouts(TaskTimeouts limits) {
            probeTimeouts = limits;
            return verified();
        }

        public Work controls(TaskControls rules) {
            controls = rules;
            return this;
        }

        @Override
        Node build(Head head) {
            Probe probe = onUnknown == OnUnknown.Choice.VERIFY
                    ? new Probe("probe-" + taskType, "default", probeInput, probeRetry, probeTimeouts)
                    : null;
            Undo undo = undone
                    ? new Undo("undo-" + taskType, "default", undoInput, whenAttempted, undoRetry, undoTimeouts)
                    : null;
            return new Node.Task(
                    head, taskType, "default", input, retry, timeouts, undo, new OnUnknown(onUnknown, probe), controls);
        }
    }

    /** A choice between cases. */
    public static final class Choice extends NodeBuilder<Choice> {

        private record Option(@Nullable Condition condition, List<NodeBuilder<?>> nodes) {}

        private final List<Option> options = new ArrayList<>();

        Choice(String id) {
            super(id);
        }

        public Choice when(Condition condition, NodeBuilder<?>... nodes) {
            options.add(new Option(condition, List.of(nodes)));
            return this;
        }

        public Choice otherwise(NodeBuilder<?>... nodes) {
            options.add(new Option(null, List.of(nodes)));
            return this;
        }

        @Override
        Node build(Head head) {
            List<Node.Case> cases = new ArrayList<>();
            for (Option option : options) {
                cases.add(new Node.Case(option.condition(), block(head.id() + "/" + cases.size(), option.nodes())));
            }
            return new Node.Switch(head, cases);
        }
    }

    /** Branches side by side. */
    public static final class Fork extends NodeBuilder<Fork> {

        private final List<List<NodeBuilder<?>>> branches = new ArrayList<>();
        private final int joinAt;

        /** @param joinAt 0 for all branches */
        Fork(String id, int joinAt) {
            super(id);
            this.joinAt = joinAt;
        }

        public Fork branch(NodeBuilder<?>... nodes) {
            branches.add(List.of(nodes));
            return this;
        }

        @Override
        Node build(Head head) {
            List<Block> blocks = new ArrayList<>();
            for (List<NodeBuilder<?>> branch : branches) {
                blocks.add(block(head.id() + "/" + blocks.size(), branch));
            }
            return new Node.Parallel(head, blocks, joinAt == 0 ? blocks.size() : joinAt);
        }
    }

    /** A block for each item of a list. */
    public static final class Each extends NodeBuilder<Each> {

        private final Template items;
        private final List<NodeBuilder<?>> nodes;
        private int concurrencyMax = Node.Map.CONCURRENCY_DEFAULT;
        private Tolerance tolerance = Tolerance.NONE;
        private @Nullable Template itemOutput;

        Each(String id, Template items, NodeBuilder<?>... nodes) {
            super(id);
            this.items = items;
            this.nodes = List.of(nodes);
        }

        public Each concurrencyMax(int max) {
            concurrencyMax = max;
            return this;
        }

        public Each tolerate(int failures) {
            tolerance = new Tolerance(failures, 0);
            return this;
        }

        public Each toleratePercentage(double percentage) {
            tolerance = new Tolerance(0, percentage);
            return this;
        }

        public Each itemOutput(Template output) {
            itemOutput = output;
            return this;
        }

        @Override
        Node build(Head head) {
            return new Node.Map(
                    head, items, head.id(), concurrencyMax, tolerance, itemOutput, block(head.id() + "/0", nodes));
        }
    }

    /** A run of another workflow, of its first revision. */
    public static final class SubRun extends NodeBuilder<SubRun> {

        private final String workflow;
        private OnParentClose onParentClose = OnParentClose.COMPENSATE;
        private boolean awaitsEnd = true;

        SubRun(String id, String workflow) {
            super(id);
            this.workflow = workflow;
        }

        public SubRun onParentClose(OnParentClose choice) {
            onParentClose = choice;
            return this;
        }

        /** Done as soon as the child has started. */
        public SubRun withoutWaiting() {
            awaitsEnd = false;
            return this;
        }

        @Override
        Node build(Head head) {
            return new Node.Child(head, null, workflow, 1, null, null, onParentClose, awaitsEnd);
        }
    }

    /** A task that waits for a message. */
    public static final class Message extends NodeBuilder<Message> {

        private final String signalName;
        private @Nullable Duration timeout;
        private Node.@Nullable Fail onTimeout;
        private @Nullable String accepted;

        Message(String id, String signalName) {
            super(id);
            this.signalName = signalName;
        }

        public Message timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        public Message failOnTimeout(String code) {
            onTimeout = new Node.Fail(
                    new Head("onTimeout", Set.of(), null, Caught.NOTHING, SagaRole.NONE, null, null, Locks.NONE),
                    code,
                    null,
                    null);
            return this;
        }

        /** The only payload its schema accepts. */
        public Message accepts(String json) {
            accepted = json;
            return this;
        }

        @Override
        Node build(Head head) {
            String only = accepted;
            return new Node.Signal(
                    head,
                    signalName,
                    timeout,
                    onTimeout,
                    only == null ? null : payload -> faults(Payload.ofJson(only), payload));
        }

        private static Map<String, String> faults(Payload accepted, Payload sent) {
            return accepted.equals(sent) ? Map.of() : Map.of("", "is not " + accepted);
        }
    }

    /** What is done about failures of the task before it, which has to let them end with it. */
    public static final class Rescue extends NodeBuilder<Rescue> {

        private record Case(
                Caught caught,
                List<NodeBuilder<?>> nodes,
                Handler.Then then,
                @Nullable Template output,
                @Nullable OnFailure rollback) {}

        private final String of;
        private final List<Case> cases = new ArrayList<>();

        Rescue(String of) {
            super(of + Handling.SUFFIX);
            this.of = of;
            dependsOn(of);
        }

        public Rescue when(Caught failures, Handler.Then then, NodeBuilder<?>... nodes) {
            cases.add(new Case(failures, List.of(nodes), then, null, null));
            return this;
        }

        public Rescue returns(Caught failures, Template output, NodeBuilder<?>... nodes) {
            cases.add(new Case(failures, List.of(nodes), Handler.Then.RETURN, output, null));
            return this;
        }

        public Rescue goesBack(Caught failures, String savepoint, int rounds, NodeBuilder<?>... nodes) {
            OnFailure rollback = new OnFailure(savepoint, rounds);
            cases.add(new Case(failures, List.of(nodes), Handler.Then.FAIL, null, rollback));
            return this;
        }

        @Override
        Node build(Head head) {
            List<Handler> handlers = new ArrayList<>();
            for (Case one : cases) {
                handlers.add(new Handler(
                        one.caught(),
                        block(head.id() + "/" + handlers.size(), one.nodes()),
                        one.then(),
                        one.output(),
                        one.rollback()));
            }
            return new Handling(head, of, handlers);
        }
    }

    /** Kinds that are a head and a template or two. */
    public static final class Simple extends NodeBuilder<Simple> {

        private final Function<Head, Node> build;

        Simple(String id, Function<Head, Node> build) {
            super(id);
            this.build = build;
        }

        @Override
        Node build(Head head) {
            return build.apply(head);
        }
    }
}
