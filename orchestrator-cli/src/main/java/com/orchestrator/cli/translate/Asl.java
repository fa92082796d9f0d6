package com.orchestrator.cli.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** State machines of Step Functions: states that name what comes next, which here stands in blocks. */
final class Asl {

    private final Draft draft;
    private final AslTexts texts;
    private final AslRules rules;
    private final AslWork work;
    private final AslData data;
    private final AslGraph graph;
    private final String pointer;
    private final boolean isWhole;
    /** States that have been come to, here and in the blocks around. */
    private final List<String> passed = new ArrayList<>();

    /** What has been done, and what the document is by then; null when it ends there. */
    record Way(ArrayNode tasks, Document document, boolean ends) {}

    /** @param isWhole whether an end in it is that of the run */
    private Asl(Draft draft, JsonNode machine, String pointer, boolean isWhole) {
        this.draft = draft;
        this.texts = new AslTexts(draft);
        this.rules = new AslRules(draft, texts);
        this.work = new AslWork(draft, texts);
        this.data = new AslData(texts);
        this.graph = new AslGraph(machine.path("States"));
        this.pointer = pointer + "/States/";
        this.isWhole = isWhole;
    }

    static Translation translate(JsonNode machine, String namespace, String name) {
        Draft draft = new Draft();
        Asl asl = new Asl(draft, machine, "", true);
        ObjectNode rest = Draft.object();
        if (machine.has("Comment")) {
            rest.set("description", machine.get("Comment"));
        }
        if (machine.has("TimeoutSeconds")) {
            rest.putObject("timeouts")
                    .put("execution", machine.get("TimeoutSeconds").asText() + "s");
        }
        if (machine.path("QueryLanguage").asText("JSONPath").equals("JSONata")) {
            draft.refuse("/QueryLanguage", "JSONata is not known here");
            return draft.done(namespace, name, rest);
        }
        Way way = asl.from(machine.path("StartAt").asText(), "", Document.of("input"));
        rest.set("tasks", way.tasks());
        if (!way.ends()) {
            rest.set("output", way.document().input());
        }
        draft.lose(
                "", "nothing says there how a state is undone: write a 'compensate' at each task that has an effect");
        return draft.done(namespace, name, rest);
    }

    /** The states from one on, up to another, which is not among them; to the end when that is empty. */
    private Way from(String start, String stop, Document given) {
        int before = passed.size();
        Way way = walk(start, stop, given);
        passed.subList(before, passed.size()).clear();
        return way;
    }

    private Way walk(String start, String stop, Document given) {
        ArrayNode tasks = Draft.list();
        Document document = given;
        String at = start;
        while (!at.isEmpty() && !at.equals(stop)) {
            if (passed.contains(at)) {
                draft.refuse(pointer + at, "the way back to '" + at + "' is no loop that is known here");
                break;
            }
            passed.add(at);
            JsonNode state = graph.state(at);
            List<String> ring = graph.circle(at);
            if (!ring.isEmpty()) {
                document = loop(at, ring, document, tasks);
                passed.addAll(ring);
                state = withoutWayBack(graph.state(ring.get(ring.size() - 1)), at);
                at = ring.get(ring.size() - 1);
            }
            String type = state.path("Type").asText();
            if (type.equals("Choice") && state.path("Choices").isEmpty()) {
                at = state.path("Default").asText();
                continue;
            }
            if (type.equals("Choice")) {
                Optional<String> join = graph.join(choices(state));
                boolean isOver = choice(at, state, join.orElse(stop), document, tasks);
                at = isOver ? "" : join.orElse(stop);
                if (isOver) {
                    return new Way(tasks, document, true);
                }
                continue;
            }
            if (ends(type)) {
                end(at, state, !stop.isEmpty(), document, tasks);
                return new Way(tasks, document, true);
            }
            document = step(at, state, document, tasks);
            at = state.path("Next").asText();
            if (at.isEmpty() && !stop.isEmpty()) {
                end(passed.get(passed.size() - 1), Draft.object().put("Type", "Succeed"), true, document, tasks);
                return new Way(tasks, document, true);
            }
        }
        return new Way(tasks, document, false);
    }

    private static boolean ends(String type) {
        return type.equals("Fail") || type.equals("Succeed");
    }

    private static List<String> choices(JsonNode state) {
        List<String> ways = new ArrayList<>();
        state.path("Choices").forEach(rule -> ways.add(rule.path("Next").asText()));
        if (state.has("Default")) {
            ways.add(state.get("Default").asText());
        }
        return ways;
    }

    private void end(String name, JsonNode state, boolean isInside, Document document, ArrayNode tasks) {
        if (state.path("Type").asText().equals("Fail")) {
            ObjectNode task = draft.task(draft.id(name));
            String error = state.path("Error").asText("FAILED");
            ArrayNode code = Draft.list();
            work.codes(Draft.object().set("ErrorEquals", Draft.list().add(error)), code, pointer + name + "/Error");
            ObjectNode fail = task.putObject("fail")
                    .put("code", code.isEmpty() ? "FAILED" : code.get(0).asText());
            if (state.has("Cause")) {
                fail.set("message", state.get("Cause"));
            }
            tasks.add(task);
        } else if (!isWhole && isInside) {
            draft.refuse(pointer + name, "a branch that ends before its last state is not known here");
        } else {
            tasks.add(draft.task(draft.fresh(name + "_end")).set("return", document.input()));
        }
    }

    // ---- single states

    private Document step(String name, JsonNode state, Document given, ArrayNode tasks) {
        String at = pointer + name;
        Document document = data.before(state, given, at);
        ObjectNode task = draft.task(draft.id(name));
        String output = "tasks." + draft.id(name) + ".output";
        if (state.has("Comment")) {
            task.set("description", state.get("Comment"));
        }
        Document result = Document.of(output);
        switch (state.path("Type").asText()) {
            case "Task" -> {
                work.write(state, document, at, task);
                if (AslWork.isInvocation(state.path("Resource").asText())) {
                    result = result.with(Path.read(".Payload").orElseThrow(), output);
                }
            }
            case "Pass" -> task.putObject("set").set(draft.id(name), data.passed(state, document, at));
            case "Wait" -> {
                pause(state, document, at, task);
                tasks.add(task);
                return document;
            }
            case "Parallel" -> result = Document.of(parallel(state, document, at, task));
            case "Map" -> map(state, document, at, task);
            default ->
                refuse(at + "/Type", "states of type " + state.path("Type").asText() + " are not known here", task);
        }
        catchers(name, state, given, task);
        tasks.add(task);
        return data.behind(state, given, result, at);
    }

    private void refuse(String at, String why, ObjectNode task) {
        draft.refuse(at, why);
        task.putObject("fail").put("code", "NOT_TRANSLATED");
    }

    private void pause(JsonNode state, Document document, String at, ObjectNode task) {
        if (state.has("Seconds")) {
            task.put("wait", state.get("Seconds").asText() + "s");
        } else if (state.has("SecondsPath")) {
            task.put(
                    "wait",
                    "${ string(" + texts.expression(state.get("SecondsPath").asText(), document, at) + ") }s");
        } else if (state.has("Timestamp")) {
            task.putObject("wait").set("until", state.get("Timestamp"));
        } else {
            task.putObject("wait")
                    .put(
                            "until",
                            "${ " + texts.expression(state.path("TimestampPath").asText(), document, at) + " }");
        }
    }

    /** @return what the branches come to */
    private String parallel(JsonNode state, Document document, String at, ObjectNode task) {
        ArrayNode branches = task.putObject("parallel").putArray("branches");
        List<String> results = new ArrayList<>();
        for (int i = 0; i < state.path("Branches").size(); i++) {
            JsonNode branch = state.get("Branches").get(i);
            Way way = new Asl(draft, branch, at + "/Branches/" + i, false)
                    .from(branch.path("StartAt").asText(), "", document);
            branches.add(way.tasks());
            results.add(way.document().whole());
        }
        return "[" + String.join(", ", results) + "]";
    }

    private void map(JsonNode state, Document document, String at, ObjectNode task) {
        String key = state.has("ItemProcessor") ? "ItemProcessor" : "Iterator";
        JsonNode inside = state.path(key);
        if (inside.path("ProcessorConfig").path("Mode").asText().equals("DISTRIBUTED")) {
            draft.lose(at + "/" + key, "items are worked off in one run here, 10,000 at most");
        }
        String items = texts.expression(state.path("ItemsPath").asText("$"), document, at + "/ItemsPath");
        ObjectNode map = task.putObject("map").put("items", "${ " + items + " }");
        if (state.path("MaxConcurrency").asInt() > 0) {
            map.put("maxConcurrency", Math.min(1000, state.get("MaxConcurrency").asInt()));
        }
        if (state.has("ToleratedFailureCount")) {
            map.putObject("tolerate").set("failures", state.get("ToleratedFailureCount"));
        } else if (state.has("ToleratedFailurePercentage")) {
            map.putObject("tolerate").set("percentage", state.get("ToleratedFailurePercentage"));
        }
        Document item = data.ofItem(state, document, at);
        Way way = new Asl(draft, inside, at + "/" + key, false)
                .from(inside.path("StartAt").asText(), "", item);
        task.set("do", way.tasks());
        task.set("output", way.document().input());
        draft.loseAll(state, at, "is not taken over", "ItemReader", "ItemBatcher", "ResultWriter");
    }

    // ---- ways that part

    private void catchers(String name, JsonNode state, Document document, ObjectNode task) {
        if (state.path("Catch").isEmpty()) {
            return;
        }
        String next = state.path("Next").asText();
        ArrayNode handlers = task.putArray("onError");
        for (int i = 0; i < state.get("Catch").size(); i++) {
            JsonNode catcher = state.get("Catch").get(i);
            String at = pointer + name + "/Catch/" + i;
            ObjectNode handler = handlers.addObject();
            ArrayNode codes = Draft.list();
            work.codes(catcher, codes, at + "/ErrorEquals");
            if (!codes.isEmpty()) {
                handler.set("codes", codes);
            }
            String target = catcher.path("Next").asText();
            boolean joinsLater = !next.isEmpty()
                    && !graph.reachable(target).contains(next)
                    && graph.reachable(target).stream().anyMatch(graph.reachable(next)::contains)
                    && !graph.reachable(next).contains(target);
            if (joinsLater) {
                draft.refuse(
                        at + "/Next",
                        "a handler that goes on further down than right behind its state is not known here");
                continue;
            }
            boolean isFurtherDown = !next.isEmpty() && graph.reachable(next).contains(target) && !target.equals(next);
            if (isFurtherDown) {
                draft.refuse(at + "/Next", "a handler that passes states by is not known here");
                continue;
            }
            handler.set(
                    "do",
                    from(
                                    target,
                                    next.isEmpty() ? "\n" : next,
                                    document.with(Path.read(".Error").orElseThrow(), "error.code"))
                            .tasks());
        }
    }

    private boolean choice(String name, JsonNode state, String join, Document document, ArrayNode tasks) {
        ObjectNode task = draft.task(draft.id(name));
        ArrayNode cases = task.putArray("switch");
        boolean allEnd = true;
        for (int i = 0; i < state.path("Choices").size(); i++) {
            JsonNode rule = state.get("Choices").get(i);
            String at = pointer + name + "/Choices/" + i;
            Way way = from(rule.path("Next").asText(), join.isEmpty() ? "\n" : join, document);
            ObjectNode one = cases.addObject().put("when", rules.condition(rule, document, at));
            one.set("do", way.tasks());
            allEnd &= way.ends();
        }
        if (state.has("Default")) {
            Way way = from(state.get("Default").asText(), join.isEmpty() ? "\n" : join, document);
            cases.addObject().set("default", way.tasks());
            allEnd &= way.ends();
        } else {
            cases.addObject()
                    .putArray("default")
                    .add(draft.task(draft.fresh(name + "_no_choice"))
                            .set("fail", Draft.object().put("code", "NO_CHOICE_MATCHED")));
        }
        tasks.add(task);
        return allEnd;
    }

    /** A circle that a choice at its end closes. */
    private Document loop(String head, List<String> ring, Document given, ArrayNode tasks) {
        String last = ring.get(ring.size() - 1);
        ObjectNode loop = draft.task(draft.fresh(head + "_loop"));
        ArrayNode inside = Draft.list();
        Document document = given;
        for (String name : ring.subList(0, ring.size() - 1)) {
            document = step(name, graph.state(name), document, inside);
        }
        loop.putObject("loop").put("until", until(last, head, document));
        loop.set("do", inside);
        ObjectNode output = loop.putObject("output");
        String own = "tasks." + loop.path("id").asText() + ".output.";
        List<String> ids = new ArrayList<>();
        inside.forEach(task ->
                ids.add(task.path("wait").isMissingNode() ? task.path("id").asText() : ""));
        ids.removeIf(String::isEmpty);
        ids.forEach(id -> output.put(id, "${ tasks." + id + ".output }"));
        Document behind = Document.of(outside(document.whole(), ids, own));
        for (Map.Entry<Path, String> added : document.added().entrySet()) {
            behind = behind.with(added.getKey(), outside(added.getValue(), ids, own));
        }
        tasks.add(loop);
        draft.lose(
                pointer + head,
                "the circle from here to '" + last
                        + "' has no limit there; here 'maxIterations' is 1000 unless it says something else");
        return behind;
    }

    /** What tasks inside the circle have put out, as it is known behind it. */
    private static String outside(String expression, List<String> ids, String own) {
        String seen = expression;
        for (String id : ids) {
            seen = seen.replace("tasks." + id + ".output", own + id);
        }
        return seen;
    }

    private String until(String choice, String head, Document document) {
        List<String> out = new ArrayList<>();
        JsonNode state = graph.state(choice);
        for (int i = 0; i < state.path("Choices").size(); i++) {
            JsonNode rule = state.get("Choices").get(i);
            String condition = rules.condition(rule, document, pointer + choice + "/Choices/" + i);
            if (rule.path("Next").asText().equals(head)) {
                out.add("!(" + condition + ")");
                return String.join(" || ", out);
            }
            out.add("(" + condition + ")");
        }
        return String.join(" || ", out);
    }

    /** What the choice at the end of a circle still has to choose from, once the circle is left. */
    private static JsonNode withoutWayBack(JsonNode choice, String head) {
        ObjectNode left = choice.deepCopy();
        ArrayNode rest = left.putArray("Choices");
        choice.path("Choices").forEach(rule -> {
            if (!rule.path("Next").asText().equals(head)) {
                rest.add(rule);
            }
        });
        if (choice.path("Default").asText().equals(head)) {
            left.remove("Default");
            if (!rest.isEmpty()) {
                JsonNode last = rest.remove(rest.size() - 1);
                left.set("Default", last.path("Next"));
            }
        }
        return left;
    }
}
