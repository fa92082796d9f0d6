package com.orchestrator.engine.run;

import com.orchestrator.api.model.ExecutionKind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What earlier rounds have left to undo, because a success came to light after the run had gone forward again. It is undone
 * whatever the run does meanwhile, and the run has not ended before. Each step of each run asks, and mostly there are none:
 * hence the look before the stream.
 */
public final class EarlierUndos {

    private final Set<UndoRun> left = new LinkedHashSet<>();

    void add(UndoRun undo) {
        left.add(undo);
    }

    void remove(UndoRun undo) {
        left.remove(undo);
    }

    /** A copy. */
    List<UndoRun> left() {
        return List.copyOf(left);
    }

    public boolean isEmpty() {
        return left.isEmpty();
    }

    /** The undo to start now; null when all have begun, or wait until no worker has an attempt of their round any more. */
    public @Nullable UndoRun next() {
        return left.isEmpty() ? null : firstOpen();
    }

    private @Nullable UndoRun firstOpen() {
        return left.stream()
                .filter(undo -> undo.state == UndoRun.State.OPEN && !isAtWork(undo.task.live, undo.round))
                .findFirst()
                .orElse(null);
    }

    private static boolean isAtWork(@Nullable ExecutionRun live, int round) {
        return live != null && live.kind == ExecutionKind.ACTION && live.round == round;
    }

    public boolean anyDead() {
        return !left.isEmpty() && left.stream().anyMatch(undo -> undo.state == UndoRun.State.DEAD);
    }

    /** Whether one is open or under way, so that it goes on without a person. */
    public boolean anyMoving() {
        return !left.isEmpty() && left.stream().anyMatch(undo -> undo.state != UndoRun.State.DEAD);
    }
}
