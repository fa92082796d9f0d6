package com.orchestrator.engine.decision;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run that a task has started, as its parent knows it. Changed only by applying events. */
public final class ChildRun {

    final UUID instanceId;

    /** What it will be told when its paused parent goes on; null once it has been told. */
    RunMessage.@Nullable Start unsent;

    boolean closing;
    boolean over;
    boolean stands;

    ChildRun(UUID instanceId) {
        this.instanceId = instanceId;
    }

    public UUID instanceId() {
        return instanceId;
    }

    /** Whether it has been told to come to an end. */
    public boolean closing() {
        return closing;
    }

    /** Whether it has told its end. */
    public boolean over() {
        return over;
    }

    /** Whether it has, or may yet have, effects that nobody has undone. */
    public boolean mayStand() {
        return !over || stands;
    }
}
