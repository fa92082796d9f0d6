package com.orchestrator.engine.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.api.model.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Spoils a document somewhere, the way authors do. */
final class Mutations {

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e9",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"a b\"",
            "\"30s\"",
            "\"0s\"",
            "\"P1D\"",
            "\"PT\"",
            "\"${ input.x }\"",
            "\"${ oops }\"",
            "\"${\"",
            "[]",
            "{}",
            "[1]",
            "[\"x\"]",
            "{\"x\":1}",
            "[{\"id\":\"n\",\"task\":\"t\"}]",
            "[[{\"id\":\"m\",\"task\":\"t\"}]]",
            "\"all\"",
            "\"verify\"",
            "\"hold\"",
            "\"P0\"",
            "\"failed\"",
            "\"none\"",
            "\"s\"",
            "\"retry(2)\"",
            "\"coalesce\"",
            "\"return\"",
            "[{\"codes\":[\"A\"]}]",
            "{\"rollbackTo\":\"s\",\"then\":\"fail\"}");
    private static final List<String> KEYS = List.of(
            "id",
            "task",
            "switch",
            "parallel",
            "map",
            "loop",
            "while",
            "until",
            "maxIterations",
            "results",
            "items",
            "as",
            "maxConcurrency",
            "tolerate",
            "failures",
            "percentage",
            "output",
            "signal",
            "wait",
            "set",
            "fail",
            "return",
            "emit",
            "event",
            "data",
            "if",
            "input",
            "retry",
            "queue",
            "timeouts",
            "compensate",
            "onUnknown",
            "probe",
            "onError",
            "codes",
            "dependsOn",
            "description",
            "metadata",
            "when",
            "do",
            "default",
            "join",
            "branches",
            "name",
            "timeout",
            "schema",
            "onTimeout",
            "for",
            "until",
            "code",
            "message",
            "details",
            "use",
            "maxAttempts",
            "retryable",
            "backoff",
            "jitter",
            "lease",
            "total",
            "order",
            "labels",
            "owner",
            "priority",
            "effect",
            "pivot",
            "irreversible",
            "savepoint",
            "onFailure",
            "rollbackTo",
            "then",
            "concurrency",
            "max",
            "overflow",
            "key",
            "fairness",
            "weight",
            "budget",
            "rateLimit",
            "count",
            "per",
            "locks",
            "names",
            "withLock",
            "finally",
            "rolledBack",
            "undoFailed",
            "among",
            "oops");

    private final RandomGenerator random;

    Mutations(RandomGenerator random) {
        this.random = random;
    }

    JsonNode spoil(JsonNode document) {
        JsonNode copy = document.deepCopy();
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            List<JsonNode> places = new ArrayList<>();
            collect(copy, places);
            change(places.get(random.nextInt(places.size())));
        }
        return copy;
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode() && (node.isArray() || node.isObject())) {
            places.add(node);
            node.forEach(child -> collect(child, places));
        }
    }

    private void change(JsonNode place) {
        if (place instanceof ObjectNode object) {
            changeObject(object);
        } else {
            changeArray((ArrayNode) place);
        }
    }

    private void changeObject(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty() || random.nextInt(4) == 0) {
            object.set(pick(KEYS), value());
            return;
        }
        String name = pick(names);
        switch (random.nextInt(3)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name, value());
            default -> object.set(name + pick(List.of("s", "x", "")), object.remove(name));
        }
    }

    private void changeArray(ArrayNode array) {
        if (array.isEmpty() || random.nextInt(3) == 0) {
            array.add(value());
            return;
        }
        int index = random.nextInt(array.size());
        switch (random.nextInt(3)) {
            case 0 -> array.remove(index);
            case 1 -> array.set(index, value());
            default -> array.add(array.get(index).deepCopy());
        }
    }

    private JsonNode value() {
        return Payload.ofJson(pick(VALUES)).tree().deepCopy();
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
