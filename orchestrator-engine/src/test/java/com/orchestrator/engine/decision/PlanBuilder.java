package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Priority;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Emit;
import com.orchestrator.engine.plan.Finally;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.SagaPlan;
import com.orchestrator.engine.plan.Template;
import com.orchestrator.engine.plan.WorkflowPlan;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds workflow plans by hand, without YAML and without an expression language. */
public final class PlanBuilder {

    private final List<NodeBuilder<?>> nodes;
    private String name = "order";
    private Set<Cause.Kind> compensateOn = SagaPlan.DEFAULT.compensateOn();
    private SagaPlan.Order order = SagaPlan.Order.GRAPH;
    private SagaPlan.OnUndoFailure onUndoFailure = SagaPlan.OnUndoFailure.SUSPEND;
    private int parallelismMax = SagaPlan.PARALLELISM_DEFAULT;
    private @Nullable Duration executionTimeout;
    private @Nullable Template output;
    private final Map<Finally, Block> after = new EnumMap<>(Finally.class);
    private boolean isOpen;

    private PlanBuilder(List<NodeBuilder<?>> nodes) {
        this.nodes = nodes;
    }

    public static PlanBuilder workflow(NodeBuilder<?>... nodes) {
        return workflow(List.of(nodes));
    }

    public static PlanBuilder workflow(List<NodeBuilder<?>> nodes) {
        return new PlanBuilder(nodes);
    }

    public PlanBuilder named(String value) {
        name = value;
        return this;
    }

    /** A workflow without a saga: no cause starts a rollback by itself. */
    public PlanBuilder compensateOn(Cause.Kind... kinds) {
        compensateOn = Set.of(kinds);
        return this;
    }

    public PlanBuilder order(SagaPlan.Order value) {
        order = value;
        return this;
    }

    public PlanBuilder onUndoFailure(SagaPlan.OnUndoFailure value) {
        onUndoFailure = value;
        return this;
    }

    public PlanBuilder parallelismMax(int value) {
        parallelismMax = value;
        return this;
    }

    public PlanBuilder executionTimeout(Duration value) {
        executionTimeout = value;
        return this;
    }

    public PlanBuilder output(Template value) {
        output = value;
        return this;
    }

    /** What is done when a rollback has come to its end, or to a halt. */
    public PlanBuilder after(Finally what, NodeBuilder<?>... tasks) {
        return after(what, List.of(tasks));
    }

    public PlanBuilder after(Finally what, List<NodeBuilder<?>> tasks) {
        after.put(what, NodeBuilder.block(what.blockId(), tasks));
        return this;
    }

    /** Keeps signals that no task waits for. */
    public PlanBuilder openSignals() {
        isOpen = true;
        return this;
    }

    public WorkflowPlan build() {
        return isOpen ? closed().withOpenSignals() : closed();
    }

    private WorkflowPlan closed() {
        return WorkflowPlan.of(
                "shop",
                name,
                1,
                NodeBuilder.block("", nodes),
                new SagaPlan(compensateOn, order, onUndoFailure, parallelismMax, after),
                Priority.DEFAULT,
                executionTimeout,
                null,
                output,
                input -> Map.of());
    }

    public static NodeBuilder.Work task(String id) {
        return new NodeBuilder.Work(id);
    }

    public static NodeBuilder.Choice choice(String id) {
        return new NodeBuilder.Choice(id);
    }

    /** Waits for all branches. */
    public static NodeBuilder.Fork all(String id) {
        return new NodeBuilder.Fork(id, 0);
    }

    /** Waits for the first branch. */
    public static NodeBuilder.Fork any(String id) {
        return atLeast(1, id);
    }

    public static NodeBuilder.Fork atLeast(int branches, String id) {
        return new NodeBuilder.Fork(id, branches);
    }

    /** Does the tasks for each element of a JSON list; they see it under the id of the map. */
    public static NodeBuilder.Each each(String id, String list, NodeBuilder<?>... nodes) {
        return each(id, Expressions.json(list), nodes);
    }

    public static NodeBuilder.Each each(String id, Template items, NodeBuilder<?>... nodes) {
        return new NodeBuilder.Each(id, items, nodes);
    }

    public static NodeBuilder.SubRun child(String id, String workflow) {
        return new NodeBuilder.SubRun(id, workflow);
    }

    public static NodeBuilder.Message signal(String id, String signalName) {
        return new NodeBuilder.Message(id, signalName);
    }

    public static NodeBuilder.Simple sleep(String id, String time) {
        return sleep(id, Expressions.json('"' + time + '"'));
    }

    public static NodeBuilder.Simple sleep(String id, Template time) {
        return new NodeBuilder.Simple(id, head -> new Node.Wait(head, time));
    }

    public static NodeBuilder.Simple assign(String id, String json) {
        return assign(id, Expressions.json(json));
    }

    public static NodeBuilder.Simple assign(String id, Template values) {
        return new NodeBuilder.Simple(id, head -> new Node.Assign(head, Set.of(), values));
    }

    /** What is done about failures of the task before it. */
    public static NodeBuilder.Rescue rescue(String of) {
        return new NodeBuilder.Rescue(of);
    }

    /** Completes the run. */
    public static NodeBuilder.Simple end(String id, String json) {
        return end(id, Expressions.json(json));
    }

    public static NodeBuilder.Simple end(String id, Template output) {
        return new NodeBuilder.Simple(id, head -> new Node.Return(head, output));
    }

    public static NodeBuilder.Simple emit(String id, String event, String json) {
        return new NodeBuilder.Simple(id, head -> new Emit(head, event, Expressions.json(json)));
    }

    public static NodeBuilder.Simple fail(String id, String code) {
        return new NodeBuilder.Simple(id, head -> new Node.Fail(head, code, null, null));
    }
}
