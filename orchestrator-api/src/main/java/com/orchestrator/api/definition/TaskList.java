package com.orchestrator.api.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Set;

/** One list of tasks and the ids of the whole workflow, which are unique across all lists. */
record TaskList(ArrayNode tasks, Set<String> ids) {

    /** Begins the next task of this list. */
    JsonObject begin(String id) {
        if (!ids.add(JsonValues.requireText(id, "id"))) {
            throw new IllegalArgumentException("Task id '" + id + "' is used already");
        }
        JsonObject task = JsonObject.in(tasks);
        task.putText("id", id);
        return task;
    }

    TaskList nested(ArrayNode inner) {
        return new TaskList(inner, ids);
    }
}
