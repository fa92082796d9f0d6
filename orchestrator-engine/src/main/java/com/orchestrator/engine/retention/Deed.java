package com.orchestrator.engine.retention;

import com.orchestrator.api.error.ErrorCode;
import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.error.Problem;
import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RunTree;
import com.orchestrator.engine.store.RunTree.Member;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is done to a run with all that it has started, once all of that has ended; and what is in its way. */
enum Deed {
    DELETE("delete instance ", "delete instance %s, and its children go with it"),
    ERASE("erase the payloads of instance ", "erase those of instance %s, and those of its children go with them");

    private final String words;
    private final String atTheParent;

    Deed(String words, String atTheParent) {
        this.words = words;
        this.atTheParent = atTheParent;
    }

    /**
     * Refuses it unless all runs of the tree are at rest, and none is held.
     *
     * @param ifSequenceNumber the event that the root has to be at; null for any
     */
    void check(RunTree tree, @Nullable Long ifSequenceNumber) {
        Member root = tree.rootMember();
        if (ifSequenceNumber != null && ifSequenceNumber != root.sequenceNumber()) {
            throw new OrchestratorException(
                    ErrorCode.PRECONDITION_FAILED,
                    "Instance " + root.instanceId() + " is at event " + root.sequenceNumber() + ", not at "
                            + ifSequenceNumber);
        }
        if (root.endedAt() == null) {
            throw notEnded(root.instanceId(), root.state());
        }
        if (root.parent() != null) {
            throw refused(
                    root.instanceId(),
                    "without a parent",
                    "instance " + root.parent() + " has started it and may still undo it",
                    atTheParent.replace("%s", root.parent().toString()));
        }
        tree.members().stream()
                .filter(member -> member.endedAt() == null)
                .findFirst()
                .ifPresent(child -> {
                    throw refused(
                            root.instanceId(),
                            "with children that have ended",
                            "its child " + child.instanceId() + " is " + child.state(),
                            "wait for the child, or cancel or terminate it");
                });
        tree.members().stream().filter(Member::isHeld).findFirst().ifPresent(held -> {
            throw refused(
                    root.instanceId(),
                    "without a legal hold",
                    "instance " + held.instanceId() + " has the label '" + RetentionStore.LEGAL_HOLD + "'",
                    "take the label off when the hold is over");
        });
    }

    OrchestratorException notEnded(UUID id, WorkflowState state) {
        return refused(id, "in state " + RunState.ENDED, "it is " + state, null);
    }

    OrchestratorException refused(UUID id, String expected, String actual, @Nullable String hint) {
        String detail = "Expected to " + words + id + " " + expected + ", but " + actual;
        return new OrchestratorException(
                ErrorCode.ILLEGAL_STATE,
                detail,
                hint == null ? List.of() : List.of(new Problem.Detail("", 0, 0, detail, hint)));
    }

    /** Why it cannot be done; empty when it is done. */
    static Optional<OrchestratorException> refusalOf(Runnable deed) {
        try {
            deed.run();
            return Optional.empty();
        } catch (OrchestratorException refusal) {
            return Optional.of(refusal);
        }
    }

    static OrchestratorException missing(UUID id) {
        return new OrchestratorException(ErrorCode.NOT_FOUND, "There is no instance " + id);
    }
}
