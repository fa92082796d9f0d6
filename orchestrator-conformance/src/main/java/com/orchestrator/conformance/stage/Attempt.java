package com.orchestrator.conformance.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** One attempt as {@code GET …/tasks} shows it. */
public record Attempt(JsonNode item) {

    private static final Set<String> LEAVE_DOUBT = Set.of("retryable", "unknown", "cancelled", "suspend");

    public String label() {
        String iteration =
                item.hasNonNull("iteration") ? "#" + item.get("iteration").asText() : "";
        return task() + iteration + (isUndo() ? ":undo" : "");
    }

    public String task() {
        return item.path("taskId").asText();
    }

    public boolean isUndo() {
        return item.path("kind").asText().equals("COMPENSATION");
    }

    public String state() {
        return item.path("state").asText();
    }

    public boolean isLate() {
        return item.path("lateOutcome").asText().equals("LATE_SUCCESS");
    }

    /** Whether its effect is certain. */
    boolean happened() {
        return state().equals("SUCCEEDED") || isLate();
    }

    /** Whether it ended so that nobody can tell. */
    boolean leavesDoubt() {
        return switch (state()) {
            case "UNKNOWN" -> true;
            case "CANCELLED" -> item.hasNonNull("startedAt");
            case "FAILED" -> LEAVE_DOUBT.contains(item.at("/error/kind").asText());
            default -> false;
        };
    }

    @Override
    public String toString() {
        String error = item.at("/error/code").asText("");
        return label() + " " + item.path("attempt").asInt() + " " + state() + (error.isEmpty() ? "" : " " + error);
    }
}
