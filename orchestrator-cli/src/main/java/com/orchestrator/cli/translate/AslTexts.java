package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** What Step Functions write as paths: {@code "x.$": "$.a.b"}. */
final class AslTexts {

    private static final Map<String, String> CONTEXT = Map.of(
            "$$.Execution.Id", "workflow.instanceId",
            "$$.Execution.Name", "workflow.runId",
            "$$.Execution.Input", "input",
            "$$.Execution.StartTime", "workflow.startedAt",
            "$$.StateMachine.Name", "workflow.name",
            "$$.Map.Item.Value", "item",
            "$$.Map.Item.Index", "itemIndex");

    private final Draft draft;

    AslTexts(Draft draft) {
        this.draft = draft;
    }

    /** An expression for a path; refused when it is more than that. */
    String expression(String path, Document document, String pointer) {
        String known = CONTEXT.get(path);
        if (known != null) {
            return known;
        }
        Optional<Path> place =
                path.startsWith("$") && !path.startsWith("$$") ? Path.read(path.substring(1)) : Optional.empty();
        if (place.isEmpty()) {
            draft.refuse(pointer, "'" + path + "' is more than a path");
        }
        return place.map(document::at).orElse("null");
    }

    /** An object whose keys may end in {@code .$}. */
    JsonNode template(JsonNode node, Document document, String pointer) {
        if (node.isArray()) {
            ArrayNode list = Draft.list();
            for (int i = 0; i < node.size(); i++) {
                list.add(template(node.get(i), document, pointer + "/" + i));
            }
            return list;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = Draft.object();
        node.properties().forEach(field -> {
            String key = field.getKey();
            String at = pointer + "/" + key;
            if (key.endsWith(".$")) {
                object.put(
                        key.substring(0, key.length() - 2),
                        "${ " + expression(field.getValue().asText(), document, at) + " }");
            } else {
                object.set(key, template(field.getValue(), document, at));
            }
        });
        return object;
    }
}
