package com.orchestrator.cli.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.cli.output.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A definition as a picture: its tasks in order, what is inside of which, and what undoes what. */
final class Graph {

    private static final List<String> KINDS = List.of(
            "task",
            "switch",
            "parallel",
            "map",
            "loop",
            "workflow",
            "signal",
            "wait",
            "set",
            "fail",
            "return",
            "emit",
            "withLock");
    private static final int NAME_WIDTH = 16;

    private final StringBuilder text = new StringBuilder();

    private Graph() {}

    /** For terminals. */
    static String lines(JsonNode definition) {
        Graph graph = new Graph();
        graph.text
                .append(Json.at(definition, "/namespace"))
                .append('/')
                .append(Json.at(definition, "/name"))
                .append('\n');
        graph.branch(new Block("", definition.path("tasks")), "");
        for (Block block : afterRollback(definition)) {
            graph.text.append(block.label()).append(":\n");
            graph.branch(block, "");
        }
        return graph.text.toString();
    }

    /** For whatever shows Mermaid's flowcharts. */
    static String mermaid(JsonNode definition) {
        Graph graph = new Graph();
        graph.text.append("flowchart TD\n");
        graph.flow(new Block("", definition.path("tasks")), "  ");
        List<Block> after = afterRollback(definition);
        for (int i = 0; i < after.size(); i++) {
            graph.text.append("  subgraph finally_").append(i + 1).append("[\"");
            graph.text.append(after.get(i).label()).append("\"]\n");
            graph.flow(after.get(i), "    ");
            graph.text.append("  end\n");
        }
        return graph.text.toString();
    }

    /** No way leads to it from the rest. */
    private static List<Block> afterRollback(JsonNode definition) {
        JsonNode blocks = definition.at("/saga/finally");
        return Stream.of(
                        new Block("once all is undone", blocks.path("rolledBack")),
                        new Block("once an undo gave up", blocks.path("undoFailed")))
                .filter(block -> !block.tasks().isEmpty())
                .toList();
    }

    /** Tasks one behind another, inside of one of the kinds that have such. */
    private record Block(String label, JsonNode tasks) {}

    private static List<Block> blocks(JsonNode task) {
        List<Block> blocks = new ArrayList<>();
        task.path("switch")
                .forEach(one -> blocks.add(
                        one.has("default")
                                ? new Block("otherwise", one.path("default"))
                                : new Block("when " + Json.at(one, "/when"), one.path("do"))));
        JsonNode branches = task.at("/parallel/branches");
        for (int branch = 0; branch < branches.size(); branch++) {
            blocks.add(new Block("branch " + (branch + 1), branches.get(branch)));
        }
        if (task.has("do")) {
            blocks.add(new Block(passes(task), task.path("do")));
        }
        for (JsonNode handler : task.path("onError")) {
            List<String> codes = new ArrayList<>();
            handler.path("codes").forEach(code -> codes.add(code.asText()));
            blocks.add(new Block("on " + (codes.isEmpty() ? "failure" : String.join(", ", codes)), handler.path("do")));
        }
        return blocks;
    }

    /** When what stands below is done, and how often. */
    private static String passes(JsonNode task) {
        if (task.has("map")) {
            return "each of " + Json.at(task, "/map/items");
        }
        for (String way : List.of("while", "until")) {
            if (task.path("loop").has(way)) {
                return way + " " + Json.at(task, "/loop/" + way);
            }
        }
        return "inside";
    }

    private static String what(JsonNode task) {
        String kind = KINDS.stream().filter(task::has).findFirst().orElse("");
        return switch (kind) {
            case "task" -> Json.at(task, task.path("task").isTextual() ? "/task" : "/task/type");
            case "workflow" -> "workflow " + Json.at(task, "/workflow/name");
            case "signal" ->
                "signal "
                        + (task.path("signal").isTextual() ? Json.at(task, "/signal") : Json.at(task, "/signal/name"));
            case "wait" -> "wait " + Json.at(task, "/wait");
            case "emit" ->
                "emit " + (task.path("emit").isTextual() ? Json.at(task, "/emit") : Json.at(task, "/emit/event"));
            default -> kind;
        };
    }

    private static String traits(JsonNode task) {
        List<String> traits = new ArrayList<>();
        if (task.has("compensate")) {
            traits.add("undone by " + Json.at(task, "/compensate/task"));
        }
        if (task.has("if")) {
            traits.add("if " + Json.at(task, "/if"));
        }
        if (task.has("dependsOn")) {
            List<String> after = new ArrayList<>();
            task.path("dependsOn").forEach(one -> after.add(one.asText()));
            traits.add(after.isEmpty() ? "at once" : "after " + String.join(", ", after));
        }
        if (task.path("pivot").asBoolean()) {
            traits.add("pivot");
        }
        if (task.has("savepoint")) {
            traits.add("save-point " + Json.at(task, "/savepoint"));
        }
        return String.join(", ", traits);
    }

    private void branch(Block block, String indent) {
        for (int i = 0; i < block.tasks().size(); i++) {
            JsonNode task = block.tasks().get(i);
            boolean last = i == block.tasks().size() - 1;
            String id = Json.at(task, "/id");
            String traits = traits(task);
            text.append(indent)
                    .append(last ? "`- " : "|- ")
                    .append(id)
                    .append(" ".repeat(Math.max(1, NAME_WIDTH - id.length())))
                    .append(what(task))
                    .append(traits.isEmpty() ? "" : "  (" + traits + ")")
                    .append('\n');
            for (Block inside : blocks(task)) {
                String below = indent + (last ? "   " : "|  ");
                text.append(below).append(inside.label()).append(":\n");
                branch(inside, below);
            }
        }
    }

    private void flow(Block block, String indent) {
        String before = "";
        for (JsonNode task : block.tasks()) {
            String id = Json.at(task, "/id");
            List<Block> blocks = blocks(task);
            if (blocks.isEmpty()) {
                text.append(indent)
                        .append(id)
                        .append("[\"")
                        .append(escaped(id + ": " + what(task)))
                        .append("\"]\n");
            } else {
                container(task, blocks, indent);
            }
            if (task.has("compensate")) {
                String undo = id + "_undo";
                text.append(indent)
                        .append(id)
                        .append(" -. undo .-> ")
                        .append(undo)
                        .append("([\"");
                text.append(escaped(Json.at(task, "/compensate/task"))).append("\"])\n");
            }
            if (task.has("dependsOn")) {
                task.path("dependsOn").forEach(from -> edge(indent, from.asText(), id));
            } else if (!before.isEmpty()) {
                edge(indent, before, id);
            }
            before = id;
        }
    }

    private void container(JsonNode task, List<Block> blocks, String indent) {
        String id = Json.at(task, "/id");
        text.append(indent)
                .append("subgraph ")
                .append(id)
                .append("[\"")
                .append(escaped(id + ": " + what(task)))
                .append("\"]\n");
        for (int i = 0; i < blocks.size(); i++) {
            text.append(indent)
                    .append("  subgraph ")
                    .append(id)
                    .append('_')
                    .append(i + 1)
                    .append("[\"");
            text.append(escaped(blocks.get(i).label())).append("\"]\n");
            flow(blocks.get(i), indent + "    ");
            text.append(indent).append("  end\n");
        }
        text.append(indent).append("end\n");
    }

    private void edge(String indent, String from, String to) {
        text.append(indent).append(from).append(" --> ").append(to).append('\n');
    }

    private static String escaped(String label) {
        return label.replace("\"", "#quot;").replace("\n", " ");
    }
}
