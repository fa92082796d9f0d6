package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.engine.decision.Entry;
import com.orchestrator.engine.decision.Run;
import com.orchestrator.engine.decision.RunEvent;
import com.orchestrator.engine.decision.TaskRun;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What tasks wait for that no worker does. */
final class TaskReasons {

    private final Run run;
    private final Story story;

    TaskReasons(Run run, Story story) {
        this.run = run;
        this.story = story;
    }

    Optional<Reason> of(TaskRun task) {
        if (task.state() != TaskRun.State.RUNNING || run.phase() != Run.Phase.FORWARD) {
            return Optional.empty();
        }
        if (task.node() instanceof Node.Signal signal) {
            return Optional.of(signal(task, signal));
        }
        if (task.node() instanceof Node.Wait) {
            return Optional.of(timer(task));
        }
        return task.node() instanceof Node.Parallel parallel ? Optional.of(join(task, parallel)) : Optional.empty();
    }

    private Reason signal(TaskRun task, Node.Signal node) {
        Entry entry = entered(task);
        Instant dueAt = dueAt(entry);
        return new ReasonDraft(ReasonCode.WAITING_FOR_SIGNAL)
                .task(task.key())
                .since(entry.at())
                .until(dueAt)
                .actions("signals/" + node.signalName(), "skip", "complete")
                .saying("Task " + task.key() + " has been waiting for the signal " + node.signalName() + " since "
                        + entry.at() + (dueAt == null ? ", without a limit." : ", until " + dueAt + " at the latest."));
    }

    private Reason timer(TaskRun task) {
        Entry entry = entered(task);
        return new ReasonDraft(ReasonCode.WAITING_FOR_TIMER)
                .task(task.key())
                .since(entry.at())
                .until(dueAt(entry))
                .actions("skip", "complete")
                .saying("Task " + task.key() + " waits until " + dueAt(entry) + ".");
    }

    private Entry entered(TaskRun task) {
        return Objects.requireNonNull(story.lastEntered(task.key()), () -> task.key() + " runs and never began");
    }

    private static @Nullable Instant dueAt(Entry entry) {
        return ((RunEvent.TaskEntered) entry.event()).dueAt();
    }

    private Reason join(TaskRun task, Node.Parallel node) {
        List<String> underWay = node.branches().stream().flatMap(this::underWay).toList();
        long open = node.branches().stream().filter(branch -> !isDone(branch)).count();
        return new ReasonDraft(ReasonCode.WAITING_FOR_BRANCHES)
                .task(task.key())
                .since(entered(task).at())
                .waitsFor(underWay)
                .saying("Parallel " + task.key() + " needs " + node.joinAt() + " of its "
                        + node.branches().size() + " branches; " + open + " are not done, and in them "
                        + (underWay.isEmpty() ? "nothing" : String.join(", ", underWay)) + " is under way.");
    }

    private boolean isDone(Block branch) {
        return branch.nodes().stream()
                .allMatch(node -> Optional.ofNullable(run.taskIfSeen(node))
                        .map(TaskRun::letsSuccessorsGo)
                        .orElse(false));
    }

    /** The tasks inside a block that wait or are being worked on, blocks inside it followed down to them. */
    private Stream<String> underWay(Block block) {
        return block.nodes().stream().flatMap(node -> {
            TaskRun task = run.taskIfSeen(node);
            if (task == null || task.state() != TaskRun.State.RUNNING) {
                return Stream.empty();
            }
            return node.blocks().isEmpty()
                    ? Stream.of(task.key().toString())
                    : node.blocks().stream().flatMap(this::underWay);
        });
    }
}
