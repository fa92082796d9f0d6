package com.orchestrator.engine.plan;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node whose block is passed through more than once. The passes go by their index, from 0. */
public sealed interface Repeated extends Node permits Node.Map, Loop {

    Block block();

    /** Name by which expressions inside know the pass they stand in. */
    String as();

    /** All names that expressions inside know because of it. */
    Set<String> names();

    /** What a pass comes to; the output of the block's last task when absent. */
    @Nullable
    Template passOutput();

    /** Id of the task whose output is that of a pass; null when a template says what that is. */
    default @Nullable String lastTask() {
        List<Node> nodes = block().nodes();
        return passOutput() != null || nodes.isEmpty()
                ? null
                : nodes.get(nodes.size() - 1).id();
    }

    @Override
    default List<Block> blocks() {
        return List.of(block());
    }
}
