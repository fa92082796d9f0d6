package com.orchestrator.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happens in a case, line by line, for the person who has to understand it. Only written when somebody will read it. */
final class Story {

    private final boolean isRead;
    private final List<String> lines = new ArrayList<>();

    Story(boolean isRead) {
        this.isRead = isRead;
    }

    void tell(Supplier<String> line) {
        if (isRead) {
            lines.add(line.get());
        }
    }

    List<String> lines() {
        return lines;
    }
}
