package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.AttributeValue;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.TaskEvent;
import com.orchestrator.engine.plan.Block;
import com.orchestrator.engine.plan.Node;
import com.orchestrator.engine.plan.Repeated;
import com.orchestrator.engine.plan.SearchAttribute;
import com.orchestrator.engine.run.ChildRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.wake.WakeSources;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What tasks wait for that no worker does. */
final class TaskReasons {

    private static final int NAMES_MAX = 20;

    private final Run run;
    private final Story story;
    private final Facts facts;

    TaskReasons(Run run, Story story, Facts facts) {
        this.run = run;
        this.story = story;
        this.facts = facts;
    }

    Optional<Reason> of(TaskRun task) {
        if (WakeSources.awaitsChild(task)) {
            return Optional.of(child(task, Objects.requireNonNull(task.child())));
        }
        if (!run.stillWants(task)) {
            return Optional.empty();
        }
        if (task.node() instanceof Node.Signal signal) {
            return Optional.of(signal(task, signal));
        }
        if (task.node() instanceof Node.Wait) {
            return Optional.of(timer(task));
        }
        if (task.node() instanceof Node.Map map) {
            return Optional.of(items(task, map));
        }
        return task.node() instanceof Node.Parallel parallel ? Optional.of(join(task, parallel)) : Optional.empty();
    }

    private Reason items(TaskRun task, Node.Map node) {
        List<String> underWay = run.tasksSeen().stream()
                .filter(inside -> inside.state() == TaskRun.State.RUNNING
                        && run.plan().repeatedAround(inside.key().taskId()).contains(node))
                .map(inside -> inside.key().toString())
                .limit(NAMES_MAX)
                .toList();
        return new ReasonDraft(ReasonCode.WAITING_FOR_ITEMS)
                .task(task.key())
                .began(story.lastEntered(task.key()))
                .waitsFor(underWay)
                .saying("Map " + task.key() + " waits for its items; "
                        + (underWay.isEmpty() ? "nothing" : String.join(", ", underWay)) + " is under way in them.");
    }

    /** The child goes its own way, forward or back, and tells when it is there. */
    private Reason child(TaskRun task, ChildRun child) {
        WorkflowState state = facts.children().get(child.instanceId());
        String undone = child.over() ? "to be undone" : "to come to its end";
        return new ReasonDraft(ReasonCode.WAITING_FOR_CHILD)
                .task(task.key())
                .began(story.lastEntered(task.key()))
                .waitsFor(List.of(child.instanceId().toString()))
                .saying("Task " + task.key() + " waits for run " + child.instanceId() + " " + undone + "; "
                        + (state == null ? "it has not begun yet" : "it is " + state)
                        + (child.closing() ? ", and was told to come to an end." : "."));
    }

    private Reason signal(TaskRun task, Node.Signal node) {
        Entry entry = entered(task);
        Instant dueAt = dueAt(entry);
        return new ReasonDraft(ReasonCode.WAITING_FOR_SIGNAL)
                .task(task.key())
                .since(entry.at())
                .until(dueAt)
                .actions("signals/" + node.signalName(), "skip", "complete")
                .saying("Task " + task.key() + " has been waiting for the signal " + node.signalName() + keyOf(node)
                        + " since " + entry.at()
                        + (dueAt == null ? ", without a limit." : ", until " + dueAt + " at the latest."));
    }

    /** By which it can be sent without knowing the run. */
    private String keyOf(Node.Signal node) {
        AttributeValue key = run.attributes().values().get(SearchAttribute.ofSignal(node.signalName()));
        return key == null ? "" : " of key '" + key.text() + "'";
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
        return ((TaskEvent.TaskEntered) entry.event()).dueAt();
    }

    private Reason join(TaskRun task, Node.Parallel node) {
        String iteration = task.key().iteration();
        List<String> underWay = node.branches().stream()
                .flatMap(branch -> underWay(branch, iteration))
                .limit(NAMES_MAX)
                .toList();
        long open = node.branches().stream()
                .filter(branch -> !isDone(branch, iteration))
                .count();
        return new ReasonDraft(ReasonCode.WAITING_FOR_BRANCHES)
                .task(task.key())
                .since(entered(task).at())
                .waitsFor(underWay)
                .saying("Parallel " + task.key() + " needs " + node.joinAt() + " of its "
                        + node.branches().size() + " branches; " + open + " are not done, and in them "
                        + (underWay.isEmpty() ? "nothing" : String.join(", ", underWay)) + " is under way.");
    }

    private boolean isDone(Block branch, @Nullable String iteration) {
        return branch.nodes().stream()
                .allMatch(node -> run.task(new NodeKey(node.id(), iteration)).letsSuccessorsGo());
    }

    /** The tasks inside a block that wait or are being worked on, blocks inside it followed down to them. */
    private Stream<String> underWay(Block block, @Nullable String iteration) {
        return block.nodes().stream().flatMap(node -> {
            TaskRun task = run.task(new NodeKey(node.id(), iteration));
            if (task.state() != TaskRun.State.RUNNING) {
                return Stream.empty();
            }
            return node.blocks().isEmpty() || node instanceof Repeated
                    ? Stream.of(task.key().toString())
                    : node.blocks().stream().flatMap(inner -> underWay(inner, iteration));
        });
    }
}
