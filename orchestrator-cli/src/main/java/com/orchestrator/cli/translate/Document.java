package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The document that other engines hand from task to task, as expressions of ours: what it is as a whole, and what was put
 * into it at some place since.
 */
record Document(String whole, Map<Path, String> added) {

    /** A document in which there is only what was added. */
    static final String NOTHING = "{}";

    static Document of(String whole) {
        return new Document(whole, Map.of());
    }

    /** The same with something else at a place. */
    Document with(Path place, String expression) {
        if (place.equals(Path.HERE)) {
            return of(expression);
        }
        Map<Path, String> more = new LinkedHashMap<>(added);
        more.keySet().removeIf(known -> known.startsWith(place));
        more.put(place, expression);
        return new Document(whole, more);
    }

    /** What stands at a place. */
    String at(Path place) {
        Path nearest = Path.HERE;
        for (Path known : added.keySet()) {
            if (place.startsWith(known)
                    && known.steps().size() > nearest.steps().size()) {
                nearest = known;
            }
        }
        return place.behind(nearest).of(nearest.equals(Path.HERE) ? whole : added.getOrDefault(nearest, whole));
    }

    /** As an input; what was added stands beside what was there before, under its name. */
    JsonNode input() {
        if (added.isEmpty()) {
            return TextNode.valueOf("${ " + whole + " }");
        }
        ObjectNode input = Draft.object();
        if (!whole.equals(NOTHING)) {
            input.put("input", "${ " + whole + " }");
        }
        added.forEach((place, expression) -> {
            if (added.keySet().stream().noneMatch(other -> !other.equals(place) && place.startsWith(other))) {
                input.put(wordOf(place), "${ " + expression + " }");
            }
        });
        return input;
    }

    private static String wordOf(Path place) {
        return String.join("", place.steps())
                .replaceAll("[^A-Za-z0-9_]+", " ")
                .strip()
                .replace(' ', '_');
    }
}
