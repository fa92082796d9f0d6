package com.orchestrator.engine.run;

import com.orchestrator.api.model.Payload;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.history.ChildEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run that a task has started, as its parent knows it. Changed only by applying events. */
public final class ChildRun {

    final UUID instanceId;

    /** What it will be told when its paused parent goes on; null once it has been told. */
    ChildEvent.@Nullable ChildRequested unsent;

    @Nullable
    WorkflowState endState;

    /** How often it has been asked to go on. */
    int retries;

    @Nullable
    Payload retryInput;

    boolean closing;
    boolean over;
    boolean stands;

    ChildRun(UUID instanceId) {
        this.instanceId = instanceId;
    }

    public UUID instanceId() {
        return instanceId;
    }

    /** What asked for it while its parent was paused; null once it has been told to start. */
    public ChildEvent.@Nullable ChildRequested unsent() {
        return unsent;
    }

    /** Whether it has been told to come to an end. */
    public boolean closing() {
        return closing;
    }

    /** Whether it has told its end. */
    public boolean over() {
        return over;
    }

    /** How often it has been asked to go on after a failure. */
    public int retries() {
        return retries;
    }

    /** What it was to go on with; null for what it had. */
    public @Nullable Payload retryInput() {
        return retryInput;
    }

    /** Whether it may go on from where it is, as far as its parent knows: it has failed, or nobody has heard its end. */
    public boolean mayGoOn() {
        return !over || endState == WorkflowState.FAILED;
    }

    /** Whether it has ended and some of its effects stand. */
    public boolean stands() {
        return stands;
    }

    /** Whether it has, or may yet have, effects that nobody has undone. */
    public boolean mayStand() {
        return !over || stands;
    }
}
