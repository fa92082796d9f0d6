package com.orchestrator.worker;

import com.orchestrator.api.model.Cause;
import com.orchestrator.api.model.WorkflowState;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run ended, or rests, without having completed. Says why, and by its state what became of its effects. */
public final class WorkflowFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final UUID instanceId;
    private final WorkflowState state;
    private final transient @Nullable Cause cause;

    WorkflowFailedException(UUID instanceId, WorkflowState state, @Nullable Cause cause) {
        super("Run " + instanceId + " is " + state
                + (cause == null ? "" : ": " + cause.code() + " " + cause.message()));
        this.instanceId = instanceId;
        this.state = state;
        this.cause = cause;
    }

    public UUID instanceId() {
        return instanceId;
    }

    public WorkflowState state() {
        return state;
    }

    /** Code of the first reason, for example {@code CARD_DECLINED}; the name of the state when there is none. */
    public String code() {
        return cause == null ? state.name() : cause.code();
    }

    /** The first reason, never overwritten by what the rollback met. */
    public Optional<Cause> reason() {
        return Optional.ofNullable(cause);
    }
}
