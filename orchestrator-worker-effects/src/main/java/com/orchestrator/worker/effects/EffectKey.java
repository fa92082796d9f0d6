package com.orchestrator.worker.effects;

import com.orchestrator.worker.TaskContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key that a task and its undo share: the idempotency key of the forward task. A round that goes forward anew after a
 * rollback has a key of its own, so it is a new effect; a second undo of the same round ({@code :undo:2}) has not.
 */
final class EffectKey {

    private static final Pattern UNDO_KEY = Pattern.compile("(.+):undo(?::\\d+)?", Pattern.DOTALL);

    private EffectKey() {}

    static String ofForward(TaskContext task) {
        if (task.isCompensation()) {
            throw new IllegalStateException(
                    "Task " + task.idempotencyKey() + " is an undo; call undo, which knows what is to be undone");
        }
        return task.idempotencyKey();
    }

    static String ofUndo(TaskContext task) {
        Matcher key = UNDO_KEY.matcher(task.idempotencyKey());
        if (!task.isCompensation() || !key.matches()) {
            throw new IllegalStateException("Task " + task.idempotencyKey() + " is not an undo; call once");
        }
        return key.group(1);
    }
}
