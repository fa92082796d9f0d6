package com.orchestrator.engine.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who listen that something has happened.
 *
 * @param event what it is called
 * @param data what there is to say about it; nothing when absent
 */
public record Emit(Head head, String event, @Nullable Template data) implements Node {

    @Override
    public Set<String> taskOutputsRead() {
        return head.taskOutputsRead(data);
    }

    @Override
    public void accept(Visitor visitor) {
        visitor.emit(this);
    }
}
