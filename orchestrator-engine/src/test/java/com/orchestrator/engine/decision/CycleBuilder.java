package com.orchestrator.engine.decision;

import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Condition;
import com.orchestrator.engine.plan.Head;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a loop. What stands inside sees its turn under the id of the loop. */
public final class CycleBuilder extends NodeBuilder<CycleBuilder> {

    private final Loop.Way way;
    private final Condition condition;
    private final List<NodeBuilder<?>> nodes;
    private int turnsMax = Loop.TURNS_MAX;
    private Loop.Results results = Loop.Results.LAST;
    private boolean remembers;
    private @Nullable Template turnOutput;

    private CycleBuilder(String id, Loop.Way way, Condition condition, NodeBuilder<?>... nodes) {
        super(id);
        this.way = way;
        this.condition = condition;
        this.nodes = List.of(nodes);
    }

    public static CycleBuilder during(String id, Condition condition, NodeBuilder<?>... nodes) {
        return new CycleBuilder(id, Loop.Way.WHILE, condition, nodes);
    }

    public static CycleBuilder until(String id, Condition condition, NodeBuilder<?>... nodes) {
        return new CycleBuilder(id, Loop.Way.UNTIL, condition, nodes);
    }

    /** So many turns. */
    public static CycleBuilder turns(String id, int count, NodeBuilder<?>... nodes) {
        return during(id, Expressions.when(scope -> index(scope.root(id)) < count), nodes);
    }

    /** The same, asked after each turn. */
    public static CycleBuilder untilTurn(String id, int count, NodeBuilder<?>... nodes) {
        return until(id, Expressions.when(scope -> index(scope.root(id)) + 1 >= count), nodes);
    }

    private static int index(@Nullable Payload turn) {
        return turn == null ? -1 : turn.tree().path("index").asInt(-1);
    }

    public CycleBuilder turnsMax(int max) {
        turnsMax = max;
        return this;
    }

    public CycleBuilder allResults() {
        results = Loop.Results.ALL;
        return this;
    }

    public CycleBuilder remembers() {
        remembers = true;
        return this;
    }

    public CycleBuilder turnOutput(Template output) {
        turnOutput = output;
        return this;
    }

    @Override
    Node build(Head head) {
        return new Loop(
                head,
                way,
                condition,
                turnsMax,
                head.id(),
                results,
                remembers,
                turnOutput,
                block(head.id() + "/0", nodes));
    }
}
