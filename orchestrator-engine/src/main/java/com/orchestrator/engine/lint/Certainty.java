package com.orchestrator.engine.lint;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Precedence;
import java.util.function.Predicate;

/** What has happened in every run that has come as far as a node, whichever way it took. */
record Certainty(Precedence precedence, Possibility possibility) {

    /** Whether at least one node of a kind has completed whenever a node starts. */
    boolean isDoneBefore(Node node, Predicate<Node> kind) {
        return precedence.insideOut(node).stream()
                .flatMap(around -> precedence.before(around).stream())
                .anyMatch(earlier -> isDoneWith(earlier, kind));
    }

    private boolean isDoneWith(Node node, Predicate<Node> kind) {
        if (node.head().condition() != null || node.head().caught().something()) {
            return false;
        }
        if (kind.test(node)) {
            return true;
        }
        long without = node.blocks().stream()
                .filter(block -> possibility.canPass(block) && !isDoneWithin(block, kind))
                .count();
        if (node instanceof Node.Switch choice) {
            return Possibility.hasDefault(choice) && without == 0;
        }
        if (node instanceof Loop loop) {
            return loop.hasFirstTurn() && without == 0;
        }
        return node instanceof Node.Parallel parallel && without < parallel.joinAt();
    }

    private boolean isDoneWithin(Block block, Predicate<Node> kind) {
        return block.nodes().stream().anyMatch(node -> isDoneWith(node, kind));
    }
}
