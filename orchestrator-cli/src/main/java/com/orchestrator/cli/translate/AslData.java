package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What states make of the document on its way through them. */
final class AslData {

    private final AslTexts texts;

    AslData(AslTexts texts) {
        this.texts = texts;
    }

    /** What a state is given. */
    Document before(JsonNode state, Document given, String at) {
        String path = state.path("InputPath").asText("$");
        return path.equals("$") ? given : Document.of(texts.expression(path, given, at + "/InputPath"));
    }

    /** What it hands on. */
    Document behind(JsonNode state, Document given, Document result, String at) {
        if (state.path("ResultPath").isNull()) {
            return given;
        }
        Document selected = state.has("ResultSelector") ? selected(state.get("ResultSelector"), result, at) : result;
        Path place =
                Path.read(state.path("ResultPath").asText("$").substring(1)).orElse(Path.HERE);
        Document written = place.equals(Path.HERE) ? selected : put(given, place, selected);
        String kept = state.path("OutputPath").asText("$");
        return kept.equals("$") ? written : Document.of(texts.expression(kept, written, at + "/OutputPath"));
    }

    private Document selected(JsonNode selector, Document result, String at) {
        Document selected = Document.of(Document.NOTHING);
        for (Map.Entry<String, JsonNode> field : selector.properties()) {
            String name = field.getKey().replaceAll("\\.\\$$", "");
            String value = field.getKey().endsWith(".$")
                    ? texts.expression(field.getValue().asText(), result, at + "/ResultSelector/" + field.getKey())
                    : field.getValue().toString();
            selected = selected.with(Path.read("." + name).orElse(Path.HERE), value);
        }
        return selected;
    }

    private static Document put(Document given, Path place, Document selected) {
        Document written = given.with(place, selected.whole());
        for (Map.Entry<Path, String> added : selected.added().entrySet()) {
            List<String> steps = new ArrayList<>(place.steps());
            steps.addAll(added.getKey().steps());
            written = written.with(new Path(steps), added.getValue());
        }
        return written;
    }

    /** What a {@code Pass} says. */
    JsonNode passed(JsonNode state, Document document, String at) {
        if (state.has("Result")) {
            return state.get("Result");
        }
        return state.has("Parameters")
                ? texts.template(state.get("Parameters"), document, at + "/Parameters")
                : document.input();
    }

    /** What each item of a {@code Map} is given. */
    Document ofItem(JsonNode state, Document document, String at) {
        String selector = state.has("ItemSelector") ? "ItemSelector" : "Parameters";
        if (!state.has(selector)) {
            return Document.of("item");
        }
        Document item = Document.of(Document.NOTHING);
        JsonNode selected = texts.template(state.get(selector), document, at + "/" + selector);
        for (Map.Entry<String, JsonNode> field : selected.properties()) {
            String text = field.getValue().asText();
            String value = text.startsWith("${ ")
                    ? text.substring(3, text.length() - 2)
                    : field.getValue().toString();
            item = item.with(Path.read("." + field.getKey()).orElse(Path.HERE), value);
        }
        return item;
    }
}
