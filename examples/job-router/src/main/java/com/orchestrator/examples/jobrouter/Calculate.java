package com.orchestrator.examples.jobrouter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;

/** What both workers do: {@code {"numbers": [1, 2, 3]}} to {@code {"sum": 6}}. */
final class Calculate {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Calculate() {}

    static ObjectNode sum(JsonNode payload) {
        JsonNode numbers = payload.path("numbers");
        if (!numbers.isArray()) {
            throw new IllegalArgumentException("'numbers' is no list");
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode number : numbers) {
            if (!number.isNumber()) {
                throw new IllegalArgumentException("not a number: " + number);
            }
            sum = sum.add(number.decimalValue());
        }
        return JSON.createObjectNode().put("sum", sum);
    }

    /** The report of an attempt: its result, or why there is none. */
    static ObjectNode report(String worker, String jobId, int attempt, JsonNode payload) {
        ObjectNode report = JSON.createObjectNode()
                .put("jobId", jobId)
                .put("workerId", worker)
                .put("attempt", attempt);
        try {
            report.set("result", sum(payload));
            return report.put("status", "completed");
        } catch (IllegalArgumentException wrong) {
            return report.put("status", "failed").put("error", wrong.getMessage());
        }
    }
}
