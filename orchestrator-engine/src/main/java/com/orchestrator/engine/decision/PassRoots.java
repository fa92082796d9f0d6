package com.orchestrator.engine.decision;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.model.Payload;
import com.orchestrator.engine.plan.Repeated;
import com.orchestrator.engine.run.PassesRun;
import com.orchestrator.engine.run.TaskRun;
import org.jspecify.annotations.Nullable;

/** What expressions see by the names that a map or a loop gives to the pass they stand in. */
final class PassRoots {

    private PassRoots() {}

    /** @param task a map or a loop */
    static @Nullable Payload of(TaskRun task, String name, int index) {
        PassesRun passes = task.passes();
        if (passes instanceof PassesRun.Items items) {
            boolean isItem = name.equals(((Repeated) task.node()).as());
            return isItem ? items.item(index) : Payload.ofJson(String.valueOf(index));
        }
        return passes == null ? null : turn(passes, index);
    }

    /** Its index, and what the turn before has come to; of the first turn, and where nobody reads it, there is no {@code last}. */
    private static Payload turn(PassesRun turns, int index) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("index", index);
        Payload last = turns.outputOf(index - 1);
        if (last != null) {
            root.set("last", last.tree());
        }
        return Payload.ofTree(root);
    }
}
