package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.orchestrator.cli.translate.Translation.Remark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A definition that is being written: its ids, and what there is to say about it. */
final class Draft {

    private static final int ID_CHARS_MAX = 64;

    private final List<Remark> lost = new ArrayList<>();
    private final List<Remark> refused = new ArrayList<>();
    private final Map<String, String> ids = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode list() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Something is not there any more, or means something else. */
    void lose(String pointer, String text) {
        lost.add(new Remark(pointer, text));
    }

    /** Something cannot be said. */
    void refuse(String pointer, String text) {
        refused.add(new Remark(pointer, text));
    }

    /** Each of the keys that is there is lost. */
    void loseAll(JsonNode from, String pointer, String why, String... keys) {
        for (String key : keys) {
            if (from.has(key)) {
                lose(pointer + "/" + key, "'" + key + "' " + why);
            }
        }
    }

    /** The id that a task of this name has here; the same for the same name. */
    String id(String name) {
        return ids.computeIfAbsent(name, this::fresh);
    }

    /** An id nobody has yet, as much like the name as can be. */
    String fresh(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        String legal = plain.isEmpty() || !Character.isLetter(plain.charAt(0)) ? "t" + plain : plain;
        String base = legal.substring(0, Math.min(legal.length(), ID_CHARS_MAX - 3));
        String id = base;
        for (int i = 2; !taken.add(id); i++) {
            id = base + i;
        }
        return id;
    }

    ObjectNode task(String id) {
        return object().put("id", id);
    }

    /** A workflow or a task type by a name that may have signs in it. */
    static String name(String text) {
        String legal = text.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return legal.isEmpty() ? "unnamed" : legal;
    }

    Translation done(String namespace, String name, ObjectNode rest) {
        ObjectNode definition = object();
        definition.put("apiVersion", "orchestrator/v1").put("kind", "Workflow").put("namespace", namespace);
        definition.put("name", name(name));
        definition.setAll(rest);
        return new Translation(definition, List.copyOf(lost), List.copyOf(refused));
    }
}
