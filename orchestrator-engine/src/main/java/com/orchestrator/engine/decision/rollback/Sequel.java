package com.orchestrator.engine.decision.rollback;

import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Choice;
import com.orchestrator.engine.plan.Emit;
import com.orchestrator.engine.plan.Finally;
import com.orchestrator.engine.plan.Handling;
import com.orchestrator.engine.plan.Loop;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Route;
import com.orchestrator.engine.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task that is done when a rollback has come to its end, or to a halt.
 *
 * @param within id of the task whose block it stands in; null when it stands in none
 * @param kind as definitions write it
 * @param name of the task type, event, signal, workflow or error code, by its kind; of task types that one is chosen from, all; null for other kinds
 */
public record Sequel(
        Finally when,
        String taskId,
        @Nullable String within,
        String kind,
        @Nullable String name) {

    /** What a run has not begun yet of this, in the order of the text; of blocks what stands in them. */
    static List<Sequel> of(Run run) {
        List<Sequel> sequels = new ArrayList<>();
        for (Finally when : Finally.values()) {
            if (run.afterRollback().isDue(when)) {
                Block block = Objects.requireNonNull(run.plan().saga().after().get(when));
                new Reader(when, sequels).read(block, null);
            }
        }
        return sequels;
    }

    String line() {
        return "then " + when + "|" + taskId;
    }

    private static final class Reader implements Node.Visitor {

        private final Finally when;
        private final List<Sequel> sequels;
        private @Nullable String within;

        Reader(Finally when, List<Sequel> sequels) {
            this.when = when;
            this.sequels = sequels;
        }

        void read(Block block, @Nullable String owner) {
            String around = within;
            within = owner;
            block.nodes().forEach(node -> node.accept(this));
            within = around;
        }

        private void inside(Node node) {
            node.blocks().forEach(block -> read(block, node.id()));
        }

        private void add(Node node, String kind, @Nullable String name) {
            sequels.add(new Sequel(when, node.id(), within, kind, name));
        }

        @Override
        public void task(Node.Task node) {
            Route route = node.controls().route();
            Choice type = route == null ? null : route.taskType();
            add(node, "task", type == null ? node.taskType() : String.join(" or ", type.among()));
        }

        @Override
        public void signal(Node.Signal node) {
            add(node, "signal", node.signalName());
        }

        @Override
        public void sleep(Node.Wait node) {
            add(node, "wait", null);
        }

        @Override
        public void assign(Node.Assign node) {
            add(node, "set", null);
        }

        @Override
        public void fail(Node.Fail node) {
            add(node, "fail", node.code());
        }

        @Override
        public void end(Node.Return node) {
            add(node, "return", null);
        }

        @Override
        public void child(Node.Child node) {
            add(node, "workflow", node.workflow());
        }

        @Override
        public void emit(Emit node) {
            add(node, "emit", node.event());
        }

        @Override
        public void choice(Node.Switch node) {
            inside(node);
        }

        @Override
        public void parallel(Node.Parallel node) {
            inside(node);
        }

        @Override
        public void map(Node.Map node) {
            inside(node);
        }

        @Override
        public void loop(Loop node) {
            inside(node);
        }

        @Override
        public void handle(Handling node) {
            inside(node);
        }
    }
}
