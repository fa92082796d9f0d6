package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The {@code Task} states of a state machine: whom they ask, how often, and for how long. */
final class AslWork {

    private static final String SERVICE = "arn:aws:states:::";
    private static final String ANY = "States.ALL";

    private final Draft draft;
    private final AslTexts texts;

    AslWork(Draft draft, AslTexts texts) {
        this.draft = draft;
        this.texts = texts;
    }

    void write(JsonNode state, Document document, String pointer, ObjectNode task) {
        String resource = state.path("Resource").asText();
        JsonNode parameters = state.has("Parameters")
                ? texts.template(state.get("Parameters"), document, pointer + "/Parameters")
                : document.input();
        if (resource.contains("states:startExecution")) {
            child(state, parameters, pointer, task);
        } else {
            task.put("task", type(resource, state, pointer));
            task.set(
                    "input",
                    isInvocation(resource) && parameters.has("Payload") ? parameters.get("Payload") : parameters);
            timeouts(state, pointer, task);
            retry(state.path("Retry"), pointer + "/Retry", task);
        }
        if (resource.endsWith(".waitForTaskToken")) {
            draft.lose(
                    pointer + "/Resource",
                    "whoever has the token there ends the task; here its worker leaves it to somebody by the lease");
        }
    }

    static boolean isInvocation(String resource) {
        return resource.contains("lambda:invoke");
    }

    private String type(String resource, JsonNode state, String pointer) {
        String name = isInvocation(resource)
                ? state.path("Parameters").path("FunctionName").asText()
                : resource;
        if (name.startsWith(SERVICE)) {
            draft.lose(pointer + "/Resource", "the service is asked by the engine there; here a worker has to");
            return Draft.name(name.substring(SERVICE.length())
                    .replaceAll("\\.(sync|waitForTaskToken).*", "")
                    .replace(':', '.'));
        }
        String[] parts = name.split(":");
        boolean isVersioned = name.contains(":function:") && parts.length > 7;
        return Draft.name(parts[parts.length - (isVersioned ? 2 : 1)]);
    }

    private void child(JsonNode state, JsonNode parameters, String pointer, ObjectNode task) {
        String[] parts = parameters.path("StateMachineArn").asText().split(":");
        ObjectNode child = task.putObject("workflow").put("name", Draft.name(parts[parts.length - 1]));
        child.set("input", parameters.has("Input") ? parameters.get("Input") : Draft.object());
        if (!state.path("Resource").asText().contains(".sync")) {
            child.put("wait", false).put("onParentClose", "abandon");
        }
        if (state.has("Retry")) {
            draft.lose(pointer + "/Retry", "a sub-workflow is not tried again by itself here");
        }
    }

    private void timeouts(JsonNode state, String pointer, ObjectNode task) {
        if (state.has("TimeoutSeconds")) {
            task.withObject("/timeouts")
                    .put("execution", state.get("TimeoutSeconds").asText() + "s");
        }
        if (state.has("HeartbeatSeconds")) {
            task.withObject("/timeouts")
                    .put("lease", state.get("HeartbeatSeconds").asText() + "s");
        }
        draft.loseAll(
                state,
                pointer,
                "is not taken over: durations are fixed here",
                "TimeoutSecondsPath",
                "HeartbeatSecondsPath");
    }

    private void retry(JsonNode retriers, String pointer, ObjectNode task) {
        if (retriers.isEmpty()) {
            return;
        }
        JsonNode first = retriers.get(0);
        ObjectNode retry = task.putObject("retry")
                .put("maxAttempts", first.path("MaxAttempts").asInt(3) + 1);
        retry.put("initialInterval", first.path("IntervalSeconds").asInt(1) + "s");
        retry.put("backoff", first.path("BackoffRate").asDouble(2.0));
        if (first.has("MaxDelaySeconds")) {
            retry.put("maxInterval", first.get("MaxDelaySeconds").asInt() + "s");
        }
        retry.put("jitter", first.path("JitterStrategy").asText().equals("FULL") ? 1.0 : 0.0);
        ArrayNode codes = Draft.list();
        retriers.forEach(retrier -> codes(retrier, codes, pointer));
        if (!codes.isEmpty()) {
            retry.set("retryable", codes);
        }
        if (retriers.size() > 1) {
            draft.lose(pointer + "/1", "all errors are tried again as the first entry says");
        }
    }

    /** Adds the codes of an entry; none when it is about every error. */
    void codes(JsonNode entry, ArrayNode codes, String pointer) {
        for (JsonNode error : entry.path("ErrorEquals")) {
            String name = error.asText();
            if (name.equals(ANY) || name.equals("States.TaskFailed")) {
                codes.removeAll();
                return;
            }
            codes.add(name.equals("States.Timeout") ? "EXECUTION_TIMEOUT" : code(name, pointer));
        }
    }

    private String code(String name, String pointer) {
        String code = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[^A-Za-z0-9]+", "_")
                .toUpperCase(Locale.ROOT);
        if (!code.equals(name)) {
            draft.lose(
                    pointer,
                    "the error '" + name + "' is the code '" + code + "' here, with which workers have to fail");
        }
        return code;
    }
}
