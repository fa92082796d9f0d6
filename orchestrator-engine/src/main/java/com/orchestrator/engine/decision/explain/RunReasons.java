package com.orchestrator.engine.decision.explain;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.Reason;
import com.orchestrator.api.model.ReasonCode;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.history.LifecycleEvent;
import com.orchestrator.engine.history.NodeKey;
import com.orchestrator.engine.history.UndoEvent;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What keeps a run as a whole. */
final class RunReasons {

    private final Run run;
    private final Story story;

    RunReasons(Run run, Story story) {
        this.run = run;
        this.story = story;
    }

    List<Reason> all() {
        List<Reason> reasons = new ArrayList<>();
        if (run.isPaused()) {
            reasons.add(paused());
        }
        if (run.startedAt() == null && run.timerDueAt() != null) {
            reasons.add(startDelayed());
        }
        if (run.phase() == Run.Phase.ROLLBACK) {
            reasons.add(rollingBack());
        }
        if (run.phase() == Run.Phase.ENDED) {
            reasons.add(cleaningUp());
        }
        for (TaskRun task : run.tasksSeen()) {
            if (task.incident() != null) {
                reasons.add(incident(task));
            }
            task.undos().stream()
                    .filter(undo -> undo.state() == UndoRun.State.DEAD)
                    .forEach(undo -> reasons.add(deadLetter(undo)));
        }
        return reasons;
    }

    Reason ended() {
        return new ReasonDraft(ReasonCode.ENDED)
                .began(endedBy())
                .since(run.endedAt())
                .saying("The run ended " + run.state() + " at " + run.endedAt() + why(run.cause()) + returned() + "."
                        + erased());
    }

    private String erased() {
        Entry erased = story.last(LifecycleEvent.PayloadsErased.class);
        return erased == null ? "" : " What it carried was erased at " + erased.at() + ".";
    }

    /** Which task has completed it before all were done; nothing when none has. */
    private String returned() {
        return RunState.returnedBy(run)
                .map(task -> ", because task " + task.key() + " returned")
                .orElse("");
    }

    /** Who brought the end about; a rollback is ended by whoever began it, not by the last undo's worker. */
    private @Nullable Entry endedBy() {
        return run.endedByRollback()
                ? story.last(LifecycleEvent.RollbackStarted.class)
                : story.last(event -> event instanceof LifecycleEvent.WorkflowCompleted
                        || event instanceof LifecycleEvent.WorkflowEnded);
    }

    private static String why(@Nullable Cause cause) {
        if (cause == null) {
            return "";
        }
        String of = cause.taskId() == null ? "" : " of task " + cause.taskId();
        String message = cause.message() == null ? "" : " (" + cause.message() + ")";
        return ", because" + of + " " + cause.code() + message;
    }

    private Reason paused() {
        Entry entry = Objects.requireNonNull(story.last(LifecycleEvent.WorkflowPaused.class));
        String reason = ((LifecycleEvent.WorkflowPaused) entry.event()).reason();
        return new ReasonDraft(ReasonCode.PAUSED)
                .began(entry)
                .actions("resume")
                .saying("The run has been paused by " + by(entry) + " since " + entry.at()
                        + (reason == null ? "" : ": " + reason) + ". Nothing new begins before it is resumed.");
    }

    private static String by(Entry entry) {
        return Objects.requireNonNullElse(entry.actor(), "the engine");
    }

    private Reason startDelayed() {
        Entry entry = Objects.requireNonNull(story.last(LifecycleEvent.WorkflowStarted.class));
        Instant startAt = ((LifecycleEvent.WorkflowStarted) entry.event()).startAt();
        return new ReasonDraft(ReasonCode.START_DELAYED)
                .since(entry.at())
                .until(startAt)
                .saying("The run is to begin at " + startAt + ".");
    }

    /** Nothing else is to be said, but it has something to do by itself. */
    Reason wakesUp() {
        return new ReasonDraft(ReasonCode.WAITING_FOR_TIMER)
                .until(run.timerDueAt())
                .saying("The run goes on by itself at " + run.timerDueAt() + ".");
    }

    private Reason rollingBack() {
        Entry entry = Objects.requireNonNull(story.last(LifecycleEvent.RollbackStarted.class));
        return new ReasonDraft(ReasonCode.ROLLING_BACK)
                .began(entry)
                .saying("The run has been undone since " + entry.at() + why(run.rollbackCause())
                        + (run.afterRollback().underWay().isEmpty()
                                ? "; it does not go forward."
                                : "; what is to be done after that is under way."));
    }

    private Reason cleaningUp() {
        return new ReasonDraft(ReasonCode.ROLLING_BACK)
                .began(cameToLight())
                .saying("The run has come to its end, " + run.endState() + why(run.cause())
                        + "; what came to light late is still being undone.");
    }

    /** The report of work that was not wanted any more: of an earlier round, or of what lost a join. */
    private @Nullable Entry cameToLight() {
        return story.last(
                event -> event instanceof UndoEvent.UndoReopened || event instanceof UndoEvent.EffectUnwanted);
    }

    private Reason incident(TaskRun task) {
        Entry entry = story.lastIncident(task.key());
        return new ReasonDraft(ReasonCode.INCIDENT)
                .task(task.key())
                .began(entry)
                .error(task.incident())
                .actions("retry", "skip", "complete", "resolve", wayOut())
                .saying("Task " + task.key() + " needs a person: " + Story.words(task.incident())
                        + ". Retry, skip, complete or resolve it, or " + wayOut() + " the run.");
    }

    /** What is being undone cannot be cancelled any more. */
    private String wayOut() {
        return run.phase() == Run.Phase.FORWARD ? "cancel" : "terminate";
    }

    private Reason deadLetter(UndoRun undo) {
        NodeKey task = undo.task().key();
        return new ReasonDraft(ReasonCode.UNDO_DEAD_LETTER)
                .task(task)
                .began(story.lastDeadLetter(undo))
                .error(undo.error())
                .actions("retry", "skip", "resolve")
                .saying("The undo of task " + task + Story.round(undo) + " gave up: "
                        + Story.words(undo.error())
                        + ". Retry it, skip it, or resolve it with evidence that it was undone by other means.");
    }
}
